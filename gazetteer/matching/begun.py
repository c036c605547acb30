"""The names that begin as typed, in some letters or read alike, the best known place first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from rapidfuzz.distance import OSA

from gazetteer.index.index import Index
from gazetteer.index.search.begins import EXACT, Wanted
from gazetteer.index.search.prefixes import Begun
from gazetteer.index.store import Array
from gazetteer.index.values import Flag, PlaceKind
from gazetteer.matching.typed import Beginning, beginning
from gazetteer.text import fold
from gazetteer.translit.readings import readings
from gazetteer.translit.scripts import script_of

ENOUGH = 3  # places; where fewer begin as typed, what was meant is looked for further away
SETTLED = 6.5  # rank of a town of some thousands by its own name: found, it is what was meant
SPARE = 8  # places more, where those that former names led to go back
FORMER = 2.0  # what a town loses that is found by a name unlike its present one: the renown of a hundredfold of people
ALIKE = 1000.0  # what a name in another script loses: it comes after all those in the script of what was typed
LIKE = 0.35  # of a name's letters stand in the present one, or it is another name
_TOWNS = frozenset({int(PlaceKind.POPULATED), int(PlaceKind.CAPITAL)})
_MAIN, _HISTORIC = int(Flag.MAIN), int(Flag.HISTORIC)
_COMPARED = 16_384  # some 400 bytes each
_UNHEARD = frozenset({"Hani", "Jpan"})  # scripts whose readings differ from how the name is spoken

_NONE = np.zeros(0, np.int64)
_ANY_KIND = np.zeros(0, np.bool_)
ANYWHERE = Wanted(_NONE, _NONE, _NONE, _ANY_KIND, 0, 0, False, EXACT)


@dataclass(frozen=True, slots=True)
class Typing:
    """What is typed into.

    Args:
        index: the index.
        wanted: which names are looked for.
        lang: the language of the typist, BCP 47.
        limit: how many places; at least `ENOUGH`, so that the first are the same however many are asked for.
    """

    index: Index
    wanted: Wanted
    lang: str | None
    limit: int

    @property
    def whole(self) -> Typing:
        """The same, but for names that are just as typed."""
        return replace(self, wanted=self.wanted._replace(whole=True))

    def exact(self, exact: float) -> Typing:
        """The same, where being just as typed adds so much to the rank."""
        return replace(self, wanted=self.wanted._replace(exact=exact))

    def inside(self, areas: Array) -> Typing:
        """The same in some areas and countries, given by their rows."""
        columns = self.index.columns
        is_country = self.index.places.kinds[columns.place_feature[areas]] == PlaceKind.COUNTRY
        countries = columns.place_country[areas[is_country]].astype(np.int64)
        rows = np.sort(areas[~is_country]).astype(np.int64)
        return replace(self, wanted=self.wanted._replace(area_countries=countries, areas=rows))

    def of_kinds(self, kinds: frozenset[str]) -> Typing:
        """The same for some kinds of place: classes (`P`), or codes with their class (`A.ADM1`)."""
        features = [c in kinds or f"{c}.{code}" in kinds for c, code in self.index.places.features]
        return replace(self, wanted=self.wanted._replace(features=np.array(features, np.bool_)))


def take(found: dict[int, Begun], more: Iterable[Begun], limit: int) -> None:
    """Add to what is found, each place once, until there are enough."""
    for one in more:
        if len(found) >= limit:
            return
        found.setdefault(one.place, one)


def by_rank(begun: Iterable[Begun]) -> list[Begun]:
    """The best first."""
    return sorted(begun, key=lambda one: -one.rank)


def begins(typing: Typing, text: str) -> list[Begun]:
    """Names that begin as a text does: those in its script, then those that are read alike."""
    return begins_as(typing, beginning(text, typing.lang))


def begins_as(typing: Typing, begun: Beginning) -> list[Begun]:
    """`begins` of a text whose keys are known."""
    prefixes, wanted, limit = typing.index.prefixes, typing.wanted, typing.limit
    found: dict[int, Begun] = {}
    if begun.native:
        take(found, _present_first(typing, lambda most: prefixes.native([begun.native], wanted, most)), limit)
    elif begun.latin:
        take(found, in_latin(typing, begun.latin), limit)
    if len(found) < limit:
        alike = read_alike(typing, begun.latin)
        take(found, (replace(one, rank=one.rank - ALIKE) for one in alike), limit)
    return list(found.values())


def in_latin(typing: Typing, keys: Sequence[str]) -> list[Begun]:
    """Names in Latin letters that begin in one of some ways."""
    prefixes, wanted = typing.index.prefixes, typing.wanted
    return _present_first(typing, lambda most: prefixes.latin(keys, wanted, most)) if keys else []


def read_alike(typing: Typing, keys: Sequence[str]) -> list[Begun]:
    """Names in any script whose readings begin in one of some ways."""
    prefixes, wanted = typing.index.prefixes, typing.wanted
    return _present_first(typing, lambda most: prefixes.latin(keys, wanted, most, any_script=True)) if keys else []


def _present_first(typing: Typing, search: Callable[[int], list[Begun]]) -> list[Begun]:
    """The best of a search, as many as are asked for; towns found by a former name come later than their renown has it.

    Args:
        typing: what is typed into.
        search: gives so many places, the best first.
    """
    most = typing.limit
    while True:
        found = search(most)
        late = _are_former(typing.index, found)
        weighed = by_rank(
            replace(one, rank=one.rank - FORMER) if former else one for one, former in zip(found, late, strict=True)
        )
        # Those that the search leaves out are of no better rank than the last that it gives.
        if len(found) < most or weighed[typing.limit - 1].rank >= found[-1].rank:
            return weighed[: typing.limit]
        most += max(SPARE, most - typing.limit)


def _are_former(index: Index, found: Sequence[Begun]) -> list[bool]:
    """Which towns were found by a name that is marked as a former one, or is quite unlike the present one.

    Areas and countries are not judged: theirs differ by language (Deutschland, Germany).
    """
    columns, texts = index.columns, index.places.name_texts
    rows, names = [one.place for one in found], [one.name for one in found]
    kinds = index.places.kinds[columns.place_feature[rows]].tolist() if rows else []
    flags = columns.name_flags[names].tolist() if rows else []
    own = columns.place_first_name[rows].tolist() if rows else []
    return [
        kind in _TOWNS and not flag & _MAIN and bool(flag & _HISTORIC or _is_unlike(texts[name], texts[present]))
        for kind, flag, name, present in zip(kinds, flags, names, own, strict=True)
    ]


@lru_cache(_COMPARED)
def _is_unlike(name: str, present: str) -> bool:
    """Whether two names of a place are quite different ones, as far as letters tell."""
    if script_of(name) in _UNHEARD:
        return False
    key = fold(present)
    return all(OSA.normalized_similarity(reading.key, key) < LIKE for reading in readings(name))
