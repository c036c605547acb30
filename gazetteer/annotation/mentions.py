"""From the names taken to what is asked of the resolver: the area word and the area behind a comma belong to a name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from gazetteer.annotation.bearers import COLUMNS
from gazetteer.annotation.names import Hits, Keys
from gazetteer.annotation.words import SMALL, Words
from gazetteer.index.search.walk import JOINED_BY_BLANK
from gazetteer.lexicon.words import kinds

_KIND = COLUMNS.index("kind")
AREAS = frozenset({2.0, 3.0, 4.0})  # of `bearers.kinds_of`: countries and divisions
_AREA_CODES = ("A", "L")
_LAND_CODES = ("H", "T")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of words that names a place.

    Args:
        first: its first word.
        last: its last.
        start: where it begins, in code points.
        end: where it ends.
        probability: that it names a place.
        name: what is looked up.
        asked: the same with the area behind a comma, where one stands there.
        strange: whether no name of the gazetteer is so written.
    """

    first: int
    last: int
    start: int
    end: int
    probability: float
    name: str
    asked: str
    strange: bool = False


def spans_of(words: Words, keys: Keys, hits: Hits, rows: list[int], probability: list[float]) -> list[Span]:
    """The names taken, each with the words that belong to it.

    Args:
        words: of the text.
        keys: of the words.
        hits: the names found.
        rows: those taken, in the order of the text.
        probability: of each name found, that it names a place.
    """
    out: list[Span] = []
    free = 0  # the first word that no name before has
    for number, row in enumerate(rows):
        first, last = int(hits.first[row]), int(hits.last[row])
        beyond = int(hits.first[rows[number + 1]]) if number + 1 < len(rows) else len(words)
        given = hits.names[row]
        if first > free and _is_before(words, keys, first - 1):
            first -= 1
        if last + 1 < beyond and _is_after(words, keys, last):
            last += 1
        free = last + 1
        start, end = int(words.start[first]), int(words.end[last])
        name = words.text[start:end]
        if given is not None:  # what stands around the inflected words stays as it is
            name = (
                words.text[start : words.start[hits.first[row]]] + given + words.text[words.end[hits.last[row]] : end]
            )
        out.append(Span(first, last, start, end, probability[row], name, name))
    return _with_commas(words, hits, rows, out)


def _is_after(words: Words, keys: Keys, last: int) -> bool:
    """Whether a word for an area follows: Kharkiv region."""
    if last + 1 >= len(words) or words.glue[last] != JOINED_BY_BLANK or words.unparted[last]:
        return False
    found = kinds().after.get(keys.keys[last + 1], ())
    return any(
        len(word.key) == 1 and word.kinds and all(code[0] in _AREA_CODES for code in word.kinds) for word in found
    )


def _is_before(words: Words, keys: Keys, before: int) -> bool:
    """Whether a word for a water or a mountain stands before, with a capital: Lake Geneva."""
    if words.case[before] == SMALL or words.glue[before] != JOINED_BY_BLANK or words.unparted[before]:
        return False
    found = kinds().before.get(keys.keys[before], ())
    return any(
        len(word.key) == 1 and word.kinds and all(code[0] in _LAND_CODES for code in word.kinds) for word in found
    )


def _with_commas(words: Words, hits: Hits, rows: list[int], spans: list[Span]) -> list[Span]:
    """What follows a comma binds: Paris, Texas. So it is for other mentions of that name, where none says otherwise."""
    bound: dict[str, set[str]] = {}
    asked = [span.name for span in spans]
    for number, (span, following) in enumerate(pairwise(spans)):
        between = words.text[span.end : following.start]
        if between.strip() == "," and len(between) <= len(", ") and hits.bearers[rows[number + 1], _KIND] in AREAS:
            asked[number] = f"{span.name}, {following.name}"
            bound.setdefault(span.name, set()).add(asked[number])
    out = []
    for span, text in zip(spans, asked, strict=True):
        only = bound.get(span.name, set())
        whole = next(iter(only)) if text == span.name and len(only) == 1 else text
        out.append(Span(span.first, span.last, span.start, span.end, span.probability, span.name, whole))
    return out
