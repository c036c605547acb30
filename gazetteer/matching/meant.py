"""What may be meant where hardly a name begins as typed: an area behind the name, a word for a kind, a wrong letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz.distance import OSA

from gazetteer.index.search.prefixes import Begun
from gazetteer.index.store import Array
from gazetteer.lexicon.generic import phrase
from gazetteer.matching.areas import AREA_CLASSES, find_areas
from gazetteer.matching.begun import ANYWHERE, ENOUGH, Typing, begins, begins_as, by_rank, in_latin, read_alike, take
from gazetteer.matching.typed import LEAST_TYPED, Beginning, a_letter_away, beginning, rewritten, splits

WHOLE = 2.5  # what a whole name a letter away has before one that only begins so: as much as a place's own name
LIKENESS = 0.75  # of the letters from which a whole name may be a misspelling of another
LIKEST = 24  # whole names
MOST_AREAS = 256  # areas that begin as typed


def in_areas(typing: Typing, parts: Sequence[str]) -> list[Begun]:
    """Places of the first part's name in the area of the second or the last, or the other way round."""
    first, last = parts[0], parts[-1]
    behind = list(dict.fromkeys((parts[1], last)))
    for area in behind:
        areas = find_areas(typing.index, area)
        if len(areas) and (found := begins(typing.inside(areas), first)):
            return found
    unfinished = _areas_that_begin(typing, last)
    before = find_areas(typing.index, first)
    either = typing.exact(WHOLE) if len(before) else typing
    found = begins(either.inside(unfinished), first) if len(unfinished) else []
    if len(before):
        found = by_rank([*found, *begins(either.inside(before), last)])
    if found:
        return found
    for area in behind:
        for areas in _areas(typing, area):
            if found := meant(typing.inside(areas), first):
                return found
    return meant(typing.inside(before), last) if len(before) else []


def with_areas(typing: Typing, text: str, plain: Sequence[Begun]) -> list[Begun]:
    """Names that begin so, and whole names in the area of the last words, by renown; then such names elsewhere."""
    ranked, elsewhere = list(plain), list[Begun]()
    for name, area in splits(text):
        begun = beginning(name, typing.lang)
        named = begins_as(typing.whole, begun)
        if named and (found := _whole_in(typing, begun, area)):
            ranked += found
            elsewhere += named
    if not elsewhere:
        return ranked
    return [*by_rank(ranked), *elsewhere]


def _whole_in(typing: Typing, begun: Beginning, area: str) -> list[Begun]:
    """Names just as typed in the first areas of a text that have any."""
    whole = typing.whole.exact(0.0)
    for areas in _areas(typing, area):
        if found := begins_as(whole.inside(areas), begun):
            return found
    return []


def _areas(typing: Typing, text: str) -> Iterator[Array]:
    """Rows of the areas called so, of those whose names begin so, and, where there are none, of those a letter away."""
    called = find_areas(typing.index, text)
    if len(called):
        yield called
    begun = _areas_that_begin(typing, text)
    if len(begun):
        yield begun
    elif not len(called):
        among = _among_areas(typing)
        away = in_latin(among, a_letter_away(beginning(text).latin))
        if away:
            yield np.array([one.place for one in away], np.int64)


def _areas_that_begin(typing: Typing, text: str) -> Array:
    return np.array([one.place for one in begins(_among_areas(typing), text)], np.int64)


def _among_areas(typing: Typing) -> Typing:
    return Typing(typing.index, ANYWHERE, None, MOST_AREAS).of_kinds(frozenset(AREA_CLASSES))


def of_kind(typing: Typing, text: str) -> list[Begun]:
    """Names that begin as a text does without its word for a kind of place; those of the kind, else all."""
    described = phrase(text, typing.lang)
    if described.core == text:
        return []
    ranked = typing.exact(WHOLE)
    found = begins(ranked.of_kinds(described.kinds), described.core) if described.kinds else []
    return found or begins(ranked, described.core)


def meant(typing: Typing, text: str) -> list[Begun]:
    """What may be meant by a text that begins hardly any name, the nearest first."""
    begun = beginning(text, typing.lang)
    core = phrase(text, typing.lang).core
    steps: list[Callable[[], list[Begun]]] = [
        lambda: of_kind(typing, text),
        lambda: read_alike(typing, rewritten(begun.latin)),
        lambda: _a_letter_away(typing, begun),
        lambda: _a_letter_away(typing, beginning(core, typing.lang)) if core != text else [],
    ]
    found: dict[int, Begun] = {}
    for step in steps:
        take(found, step(), typing.limit)
        if len(found) >= ENOUGH:
            break
    return list(found.values()) or _likest(typing, begun)


def _a_letter_away(typing: Typing, begun: Beginning) -> list[Begun]:
    search = read_alike if begun.native else in_latin
    keys, ranked = a_letter_away(begun.latin), typing.exact(0.0)
    whole = [replace(one, rank=one.rank + WHOLE) for one in search(ranked.whole, keys)]
    return by_rank([*whole, *search(ranked, keys)])


def _likest(typing: Typing, begun: Beginning) -> list[Begun]:
    """Places with a name of about the same letters as what was typed, the likest names first."""
    search = read_alike if begun.native else in_latin
    index = typing.index
    like: dict[str, float] = {}
    for key in begun.latin:
        if len(key) >= LEAST_TYPED:
            names = map(index.keys.text, index.spelling.search(key, k=LIKEST, floor=LIKENESS, mode="fast").ids.tolist())
            like |= {name: OSA.normalized_similarity(key, name) for name in names}
    found: dict[int, Begun] = {}
    for name in sorted(like, key=lambda name: -like[name]):
        if like[name] >= LIKENESS and len(found) < typing.limit:
            take(found, search(typing.whole, [name]), typing.limit)
    return list(found.values())
