"""The clues by which a name in a text is believed to name a place: a row of numbers for each, and what they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation import beside, surface
from gazetteer.annotation.around import around
from gazetteer.annotation.bearers import COLUMNS, KINDS
from gazetteer.annotation.counts import Counts
from gazetteer.annotation.layout import layout
from gazetteer.annotation.names import NameHits, WordKeys
from gazetteer.annotation.words import TextWords

FAR = 9.0  # the distance in fame to the next best where there is none

CLUES = (
    *("fame", "ahead", "main", "spoken", "core", "code", "places"),
    *(f"kind {number}" for number in range(KINDS)),
    *("is main", "is spoken", "has language", "historic", "colloquial", "aliases"),
    *("native", "form", "adjective", "words", "letters"),
    *("capitals", "all capitals", "small", "caseless", "sentence start", "line in capitals", "line in title case"),
    *("capital before", "capital after", "run", "place in run", "is run"),
    *("case odds", "case known", "small here"),
    *("comma before", "comma after", "brackets", "quotes", "possessive", "digits beside", "hash or at", "elided"),
    *("words before", "words after", "words with it", "kind before", "kind after"),
    *("starts in word", "ends in word", "rest of word", "hyphen before", "hyphen after"),
    *("in longer runs", "ends longer runs", "begins longer runs"),
    *("times here", "comma and name", "not ascii", "two letters", "three letters", "four letters"),
    *("word starts", "word ends"),
    *("place odds", "place seen", "place odds everywhere", "place seen everywhere"),
)
"""The clues in the order of the columns; fame is a decimal logarithm of people, odds are natural logarithms."""


def clues(
    words: TextWords, keys: WordKeys, hits: NameHits, known: Counts, lang: str | None, names: surface.SurfaceForms
) -> NDArray[np.float32]:
    """The clues of each name found in a text, a column for each of `CLUES`.

    Args:
        words: of the text.
        keys: of the words.
        hits: the names found.
        known: what was counted elsewhere.
        lang: the language of the text, BCP 47 without script and region.
        names: how the names stand in the text.
    """
    stand = layout(words)
    first, last = hits.first, hits.last
    columns = [
        *_of_bearers(hits),
        *surface.spelling(words, hits),
        *surface.capitals(words, stand, first, last),
        *surface.cases(words, keys, known, lang, first, last, names),
        *beside.signs(words, keys, first, last),
        *around(words, keys, known, lang, first, last),
        *beside.kinds_beside(words, keys, first, last),
        *beside.edges(words, first, last),
        *surface.repetition(words, keys, stand, hits),
        *beside.boundaries(words, lang, first, last),
        *surface.places(known, lang, names),
    ]
    out = np.empty((len(hits), len(CLUES)), np.float32)
    for number, column in zip(range(len(CLUES)), columns, strict=True):
        out[:, number] = column
    return out


def _of_bearers(hits: NameHits) -> list[NDArray[Any]]:
    known = {name: hits.bearers[:, number] for number, name in enumerate(COLUMNS)}
    ahead = np.where(known["second"] >= 0, known["fame"] - known["second"], FAR)
    kinds = [np.where(known["kind"] == number, 1.0, 0.0) for number in range(KINDS)]
    plain = ("is_main", "is_spoken", "has_language", "historic", "colloquial", "aliases")
    return [
        known["fame"],
        ahead,
        *(known[name] for name in ("main", "spoken", "core", "code", "places")),
        *kinds,
        *(known[name] for name in plain),
    ]
