"""Clues in how a name is written: its letters and capitals, and how the same words stand elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.counts import Counts, odds
from gazetteer.annotation.layout import Layout
from gazetteer.annotation.names import NameHits, WordKeys
from gazetteer.annotation.words import CAPITALISED, CAPITALS, CASELESS, SMALL, TextWords

LONGEST_RUN = 8

Clue = NDArray[Any]


def spelling(words: TextWords, hits: NameHits) -> list[Clue]:
    """Its script, whether it is inflected, how long it is."""
    length = words.end[hits.last] - words.start[hits.first]
    return [hits.native, hits.form, hits.adjective, hits.last - hits.first + 1, length]


def capitals(words: TextWords, stand: Layout, first: Clue, last: Clue) -> list[Clue]:
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
        np.minimum(stand.place[first], LONGEST_RUN),
        stand.run[first] == size,
    ]


def _share(holds: Clue, first: Clue, last: Clue) -> Clue:
    """Of which share of the words of each name something holds."""
    upto = np.concatenate([[0], np.cumsum(holds)])
    share: Clue = (upto[last + 1] - upto[first]) / (last - first + 1)
    return share


def cases(
    words: TextWords, keys: WordKeys, known: Counts, lang: str | None, first: Clue, last: Clue, names: SurfaceForms
) -> list[Clue]:
    """How often the same words stand in small letters, elsewhere and here."""
    small = {keys.keys[number] for number in np.flatnonzero(words.case == SMALL).tolist()}
    found = [known.cases.get((lang or "", one)) for one in names.texts]
    here = np.array([one in small for one in names.texts], np.bool_)
    return [
        np.array([one or 0.0 for one in found])[names.which],
        np.array([one is not None for one in found], np.bool_)[names.which],
        here[names.which] & (first == last),
    ]


@dataclass(frozen=True, slots=True)
class SurfaceForms:
    """How names stand in a text.

    Args:
        texts: the keys of their spellings, each once.
        which: by name, the number of its spelling.
    """

    texts: list[str]
    which: NDArray[np.int64]


def spelt(words: TextWords, keys: WordKeys, first: Clue, last: Clue) -> SurfaceForms:
    """The keys of names as they stand in the text."""
    numbers: dict[str, int] = {}
    which = np.empty(len(first), np.int64)
    loose, key = words.unparted.tolist(), keys.keys
    for row, (one, two) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        text = key[one] if one == two else ("" if loose[one] else " ").join(key[one : two + 1])
        which[row] = numbers.setdefault(text, len(numbers))
    return SurfaceForms(list(numbers), which)


def repetition(words: TextWords, keys: WordKeys, stand: Layout, hits: NameHits) -> list[Clue]:
    """The same word elsewhere in the text, and what its length is worth."""
    capital = np.flatnonzero((words.case == CAPITALISED) | (words.case == CAPITALS))
    run, place = stand.run[capital], stand.place[capital]
    ids = {key: number for number, key in enumerate(dict.fromkeys(keys.keys))}
    of_word = np.array([ids[key] for key in keys.keys], np.int64)
    mine, heads = of_word[capital], of_word[hits.first]
    times = np.bincount(mine, minlength=len(ids))
    seen = times[heads].astype(np.float64)

    def share(holds: Clue) -> Clue:
        """Of the times that a name of one word stands in the text, the share where something holds."""
        found = np.bincount(mine, holds, len(ids))[heads]
        return np.where(hits.first == hits.last, found / np.maximum(seen, 1.0), 0.0)

    comma = np.array(["," in words.text[end : end + 2] for end in words.end.tolist()], np.bool_)
    begins = np.zeros(len(words) + 1, np.bool_)
    begins[hits.first] = True
    letters = words.end[hits.last] - words.start[hits.first]
    plain = np.array([text.isascii() for text in words.texts], np.bool_)
    return [
        share(run > 1),
        share((run > 1) & (place == run - 1)),
        share((run > 1) & (place == 0)),
        np.log1p(seen),
        comma[hits.last] & begins[hits.last + 1],
        ~plain[hits.first],
        letters <= 2,
        letters == 3,
        letters == 4,
    ]


def places(known: Counts, lang: str | None, names: SurfaceForms) -> list[Clue]:
    """How often the same spelling named a place where that was marked."""
    rows = []
    for spelling in names.texts:
        own = known.places.get((lang or "", spelling), (0, 0))
        every = known.everywhere.get(spelling, (0, 0))
        others = max(every[0] - own[0], 0), max(every[1] - own[1], 0)
        rows.append((*odds(*own), *odds(*others)))
    return list(np.array(rows, np.float64).reshape(-1, 4)[names.which].T)
