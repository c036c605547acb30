"""What else in a text speaks for the place that a mention is taken for: "named with Kharkiv Oblast, which contains it".

It is told of the first candidate, by what the text's sure places have in common with it, the nearest named. Once for
each answer, in time that hardly grows with the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from gazetteer.model import Area, Mention, Place, Verdict

_COUNTRY: Final = "PCL"  # how the feature codes of countries begin
_AREA_CLASS: Final = "A"

Group = tuple[str, object]
"""An area or a country that contains places."""


def supported(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, each with what else speaks for its first candidate.

    Args:
        mentions: in the order of the text.
    """
    neighbours = _Neighbours(mentions)
    told: dict[int, str | None] = {}  # by answer: mentions of one spelling share it
    out = []
    for number, mention in enumerate(mentions):
        answer = mention.resolution
        if mention.kind != "place" or not answer.candidates or answer.verdict is Verdict.NO_MATCH:
            out.append(mention)
            continue
        if id(answer) not in told:
            told[id(answer)] = neighbours.support(answer.candidates[0].place, number)
        out.append(replace(mention, support=told[id(answer)]))
    return out


class _Neighbours:
    """The sure places of a text, each with the number of its first mention, by what contains them."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        first: dict[int, tuple[int, Place]] = {}
        for number, mention in enumerate(mentions):
            if mention.kind == "place" and mention.resolution.verdict is Verdict.MATCH:
                place = mention.resolution.candidates[0].place
                first.setdefault(place.id, (number, place))
        self._named: dict[Group, Place] = {}
        self._within: dict[Group, list[tuple[int, Place]]] = {}
        for number, place in first.values():
            if (itself := _itself(place)) is not None:
                self._named.setdefault(itself, place)
            for group, _ in _around(place):
                self._within.setdefault(group, []).append((number, place))

    def support(self, place: Place, number: int) -> str | None:
        """What speaks for a place that a mention may mean.

        Args:
            place: the place.
            number: of the mention.
        """
        around = list(_around(place))
        named = next((self._named[group] for group, _ in around if group in self._named), None)
        if named is not None and not named.feature_code.startswith(_COUNTRY):
            return f"named with {named.name}, which contains it"
        itself = _itself(place)
        if itself is not None and (inside := self._nearest(itself, place, number)) is not None:
            return f"named with {inside.name}, which lies in it"
        for group, name in around:
            if group[0] == _COUNTRY and named is not None:
                return f"named with {named.name}, which contains it"
            if (beside := self._nearest(group, place, number)) is not None:
                return f"named with {beside.name}, which is in {name} too"
        return None

    def _nearest(self, group: Group, place: Place, number: int) -> Place | None:
        """The place of a group that is named nearest to a mention, but for one place."""
        found = self._within.get(group, [])
        at = bisect_left(found, number, key=lambda one: one[0])
        near = [one for one in found[max(0, at - 2) : at + 2] if one[1].id != place.id]
        return min(near, key=lambda one: abs(one[0] - number))[1] if near else None


def _itself(place: Place) -> Group | None:
    """The group that a place is, where it is an area or a country."""
    if place.feature_class != _AREA_CLASS:
        return None
    if place.feature_code.startswith(_COUNTRY):
        return (_COUNTRY, place.country)
    return (_AREA_CLASS, place.id)


def _around(place: Place) -> Iterator[tuple[Group, str]]:
    """What contains a place, the smallest first, each with its name."""
    areas: tuple[Area | None, ...] = (place.admin4, place.admin3, place.admin2, place.admin1)
    for area in areas:
        if area is not None and area.id is not None and area.id != place.id:
            yield (_AREA_CLASS, area.id), area.name
    if place.country is not None and not place.feature_code.startswith(_COUNTRY):
        yield (_COUNTRY, place.country), place.country_name or place.country
