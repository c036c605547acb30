"""Clues in how a name is written: its letters and capitals, and how the same words stand elsewhere."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.counts import Counts, odds
from gazetteer.annotation.layout import Layout
from gazetteer.annotation.names import Hits, Keys
from gazetteer.annotation.words import CAPITALISED, CAPITALS, CASELESS, SMALL, Words

LONGEST_RUN = 8

Clue = NDArray[Any]


def spelling(words: Words, hits: Hits) -> list[Clue]:
    """Its script, whether it is inflected, how long it is."""
    length = words.end[hits.last] - words.start[hits.first]
    return [hits.native, hits.form, hits.adjective, hits.last - hits.first + 1, length]


def capitals(words: Words, stand: Layout, first: Clue, last: Clue) -> list[Clue]:
    """Capitals in it, around it and in its line."""
    capital = (words.case == CAPITALISED) | (words.case == CAPITALS)
    size = last - first + 1
    linked = np.array([gap in (" ", "-", ". ") for gap in words.gap], np.bool_)
    tight = np.array([gap in (" ", "-") for gap in words.gap], np.bool_)
    before = np.zeros(len(words), np.bool_)
    before[1:] = capital[:-1] & linked[:-1] & ~stand.starts[1:]
    after = np.zeros(len(words), np.bool_)
    after[:-1] = capital[1:] & tight[:-1] & ~stand.starts[1:]
    return [
        _share(capital, first, last),
        _share(words.case == CAPITALS, first, last) == 1.0,
        words.case[first] == SMALL,
        _share(words.case == CASELESS, first, last) == 1.0,
        stand.starts[first],
        stand.capitals[first],
        stand.titled[first],
        before[first],
        after[last],
        np.minimum(stand.run[first], LONGEST_RUN),
        stand.place[first],
        stand.run[first] == size,
    ]


def _share(holds: Clue, first: Clue, last: Clue) -> Clue:
    """Of which share of the words of each name something holds."""
    upto = np.concatenate([[0], np.cumsum(holds)])
    share: Clue = (upto[last + 1] - upto[first]) / (last - first + 1)
    return share


def cases(words: Words, keys: Keys, known: Counts, lang: str | None, first: Clue, last: Clue) -> list[Clue]:
    """How often the same words stand in small letters, elsewhere and here."""
    small = {keys.keys[number] for number in np.flatnonzero(words.case == SMALL).tolist()}
    spelt = spellings(words, keys, first, last)
    found = [known.cases.get((lang or "", one)) for one in spelt]
    alone = first == last
    here = np.array([keys.keys[number] in small for number in first.tolist()], np.bool_)
    return [
        np.array([one or 0.0 for one in found]),
        np.array([one is not None for one in found], np.bool_),
        here & alone,
    ]


def spellings(words: Words, keys: Keys, first: Clue, last: Clue) -> list[str]:
    """The keys of names as they stand in the text."""
    out = []
    for one, two in zip(first.tolist(), last.tolist(), strict=True):
        part = keys.keys[one : two + 1]
        out.append(part[0] if one == two else ("" if words.unparted[one] else " ").join(part))
    return out


def repetition(words: Words, keys: Keys, stand: Layout, hits: Hits) -> list[Clue]:
    """The same word elsewhere in the text, and what its length is worth."""
    capital = np.flatnonzero((words.case == CAPITALISED) | (words.case == CAPITALS)).tolist()
    times = Counter(keys.keys[number] for number in capital)
    in_runs = Counter(keys.keys[number] for number in capital if stand.run[number] > 1)
    heads = [keys.keys[number] for number in hits.first.tolist()]
    alone = hits.first == hits.last
    seen = np.array([times[head] for head in heads], np.float64)
    longer = np.array([in_runs[head] for head in heads], np.float64)
    comma = np.array(["," in words.text[end : end + 2] for end in words.end.tolist()], np.bool_)
    begins = np.zeros(len(words) + 1, np.bool_)
    begins[hits.first] = True
    letters = words.end[hits.last] - words.start[hits.first]
    plain = np.array([text.isascii() for text in words.texts], np.bool_)
    return [
        np.where(alone, longer / np.maximum(seen, 1.0), 0.0),
        np.log1p(seen),
        comma[hits.last] & begins[hits.last + 1],
        ~plain[hits.first],
        letters <= 2,
        letters == 3,
        letters == 4,
    ]


def places(words: Words, keys: Keys, known: Counts, lang: str | None, first: Clue, last: Clue) -> list[Clue]:
    """How often the same spelling named a place where that was marked."""
    rows = []
    for spelling in spellings(words, keys, first, last):
        own = known.places.get((lang or "", spelling), (0, 0))
        every = known.everywhere.get(spelling, (0, 0))
        others = max(every[0] - own[0], 0), max(every[1] - own[1], 0)
        rows.append((*odds(*own), *odds(*others)))
    return list(np.array(rows, np.float64).reshape(-1, 4).T)
