"""Whether a string names several places, by the answers to its parts."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.model import Resolution, Verdict

LEAST_NAMED = 0.6  # how probable it must be of a part that it is a place at all
ALIKE_AT_LEAST = 0.999  # the spelling's ratio of a part that is a name, though several places bear it
_AREAS = ("PCL", "ADM1")


def names_several(parts: Sequence[Resolution]) -> bool:
    """Whether the parts of a string are places of their own, most of them and the first two.

    An area behind a town is where the town is said to be, although it is not: that is no list.
    """
    places = [_is_place(part) for part in parts]
    if sum(places) < 2 or sum(places) * 2 <= len(parts):
        return False
    if len(parts) == 2 and not _is_area(parts[0]) and _is_area(parts[1]):
        return False
    return places[0]


def may_name_several(parts: Sequence[Resolution], count: int) -> bool:
    """Whether `names_several` may still hold, by the answers to the first of so many parts."""
    missed = sum(not _is_place(part) for part in parts)
    return _is_place(parts[0]) and missed * 2 < count


def _is_place(part: Resolution) -> bool:
    if part.verdict is Verdict.MATCH:
        return True
    if len(part.query.name.strip()) == 1:  # N/A is no list
        return False
    if part.verdict is not Verdict.AMBIGUOUS or not part.candidates:
        return False
    return part.none <= 1 - LEAST_NAMED and part.candidates[0].matched.similarity >= ALIKE_AT_LEAST


def _is_area(part: Resolution) -> bool:
    return bool(part.candidates) and part.candidates[0].place.feature_code.startswith(_AREAS)


def list_hint(count: int, answered: int) -> str:
    """What to say of a list."""
    rest = "" if answered == count else f"; the first {answered} are answered"
    return f"{count} places in one string: ask for each by itself{rest}"
