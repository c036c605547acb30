"""From the names taken to what is asked of the resolver: the area word and the area behind a comma belong to a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from gazetteer.annotation.bearers import COLUMNS
from gazetteer.annotation.names import NameHits, WordKeys
from gazetteer.annotation.words import SMALL, TextWords
from gazetteer.index.search.walk import JOINED_BY_BLANK
from gazetteer.lexicon.languages import languages
from gazetteer.lexicon.words import Word, kinds

_KIND = COLUMNS.index("kind")
COUNTRY = 2.0  # of `bearers.kinds_of`
AREAS = frozenset({COUNTRY, 3.0, 4.0})  # countries and divisions
_AREA_CODES = ("A", "L")
_LAND_CODES = ("H", "T")
_SENTENCE_END = re.compile(r"[.!?…؟۔।։።][\"'»”’)\]]*\s|[。！？]")


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
        within: the area behind a comma, where one stands there; else empty.
        strange: whether no name of the gazetteer is so written.
    """

    first: int
    last: int
    start: int
    end: int
    probability: float
    name: str
    within: str = ""
    strange: bool = False

    @property
    def asked(self) -> tuple[str, str]:
        """What is asked of the resolver: the name, and the area that it lies in."""
        return self.name, self.within


def spans_of(
    words: TextWords, keys: WordKeys, hits: NameHits, rows: list[int], probability: list[float], lang: str | None
) -> list[Span]:
    """The names taken, each with the words that belong to it.

    Args:
        words: of the text.
        keys: of the words.
        hits: the names found.
        rows: those taken, in the order of the text.
        probability: of each name found, that it names a place.
        lang: the language of the text, BCP 47 without script and region.
    """
    out: list[Span] = []
    before = _prepositions(lang)
    free = 0  # the first word that no name before has
    for number, row in enumerate(rows):
        first, last = int(hits.first[row]), int(hits.last[row])
        beyond = int(hits.first[rows[number + 1]]) if number + 1 < len(rows) else len(words)
        given = hits.names[row]
        if given is not None and first < last and words.texts[first].lower() in before:
            first += 1  # the name that was found for "В Бахмуті" is without its preposition
        head = first
        if first > free and _is_before(words, keys, first - 1, lang):
            first -= 1
        if last + 1 < beyond and _is_after(words, keys, last, lang):
            last += 1
        free = last + 1
        start, end = int(words.start[first]), int(words.end[last])
        name = words.text[start:end]
        if given is not None:  # what stands around the inflected words stays as it is
            name = words.text[start : words.start[head]] + given + words.text[words.end[hits.last[row]] : end]
        out.append(Span(first, last, start, end, probability[row], name))
    return _with_commas(words, hits, rows, out)


def sentences_of(text: str, spans: list[Span]) -> list[list[Span]]:
    """The names of each sentence; what ends one is a mark at its end and a blank.

    Args:
        text: the text.
        spans: its names, in its order.
    """
    out: list[list[Span]] = []
    end = 0
    for span in spans:
        if not out or _SENTENCE_END.search(text, end, span.start):
            out.append([])
        out[-1].append(span)
        end = span.end
    return out


@cache
def _prepositions(lang: str | None) -> frozenset[str]:
    """What may stand before a name: the prepositions of a language; of all, where it is not known or has no table."""
    table = languages()
    known = [table[lang]] if lang in table else table.values()
    return frozenset(word for language in known for word in language.prepositions)


def _is_after(words: TextWords, keys: WordKeys, last: int, lang: str | None) -> bool:
    """Whether a word for an area follows: Kharkiv region."""
    if last + 1 >= len(words) or words.glue[last] != JOINED_BY_BLANK or words.unparted[last]:
        return False
    found = kinds().after.get(keys.keys[last + 1], ())
    return any(_speaks_of(word, _AREA_CODES, lang) for word in found)


def _is_before(words: TextWords, keys: WordKeys, before: int, lang: str | None) -> bool:
    """Whether a word for a water or a mountain stands before, with a capital: Lake Geneva."""
    if words.case[before] == SMALL or words.glue[before] != JOINED_BY_BLANK or words.unparted[before]:
        return False
    found = kinds().before.get(keys.keys[before], ())
    return any(_speaks_of(word, _LAND_CODES, lang) for word in found)


def _speaks_of(word: Word, classes: tuple[str, ...], lang: str | None) -> bool:
    """Whether a generic word is one word of the text's language, and all it speaks of is of some feature classes."""
    known = lang is None or lang in word.langs
    return known and len(word.key) == 1 and bool(word.kinds) and all(code[0] in classes for code in word.kinds)


def _with_commas(words: TextWords, hits: NameHits, rows: list[int], spans: list[Span]) -> list[Span]:
    """What follows a comma binds: Paris, Texas. So it is for other mentions of that name, where none says otherwise."""
    bound: dict[str, set[str]] = {}
    within = [""] * len(spans)
    for number, (span, following) in enumerate(pairwise(spans)):
        between = words.text[span.end : following.start]
        kind, around = hits.bearers[rows[number], _KIND], hits.bearers[rows[number + 1], _KIND]
        # Of countries and divisions in a row none lies in the next: Kenya, Somalia and Ethiopia.
        wider = around in AREAS and (kind not in AREAS or around == COUNTRY < kind)
        if between.strip() == "," and len(between) <= len(", ") and wider:
            within[number] = following.name
            bound.setdefault(span.name, set()).add(following.name)
    out = []
    for span, area in zip(spans, within, strict=True):
        only = bound.get(span.name, set())
        out.append(replace(span, within=next(iter(only)) if not area and len(only) == 1 else area))
    return out
