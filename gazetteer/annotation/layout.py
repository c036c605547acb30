"""How the words of a text stand: in sentences, in lines, in runs of capitals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.words import CAPITALISED, CAPITALS, CASELESS, LINE, TextWords

_ENDS = frozenset('.!?:;…。！？»”"؟।\n')
_ABBREVIATED = 3  # letters at most of a capitalised word whose full stop may end no sentence
_LINKS = frozenset({" ", "-", ". "})
_WITHIN = frozenset({" ", "-", "", "'"})

TITLED_PRIOR = 1.0  # words without a capital that every line has besides


@dataclass(frozen=True, slots=True)
class Layout:
    """How the words of a text stand: sentences, lines, runs of capitals.

    Args:
        starts: by word, whether a sentence begins with it.
        capitals: by word, which share of its line's words is in capitals.
        titled: by word, which share of the others begins with a capital; those that a sentence begins with do not
            count, for in a short sentence they are many.
        run: by word, how many capitalised words stand together with it.
        place: by word, how many of them before it.
    """

    starts: NDArray[np.bool_]
    capitals: NDArray[np.float64]
    titled: NDArray[np.float64]
    run: NDArray[np.int64]
    place: NDArray[np.int64]


def layout(words: TextWords) -> Layout:
    """How the words of a text stand."""
    count = len(words)
    case, gaps = words.case, words.gap
    breaks = np.array([LINE in gap for gap in gaps[:-1]], np.bool_)
    line = np.concatenate([[0], np.cumsum(breaks)]).astype(np.int64)
    cased = np.maximum(np.bincount(line, case != CASELESS), 1.0)
    upper = np.bincount(line, case == CAPITALS) / cased
    starts = np.array([True, *map(_ends_sentence, range(count - 1), [words] * (count - 1))], np.bool_)
    inner = (case != CASELESS) & ~starts
    titled = inner & ((case == CAPITALS) | (case == CAPITALISED))
    others = np.bincount(line, titled)[line] - titled
    share = others / (np.bincount(line, inner)[line] - inner + TITLED_PRIOR)
    run, place = np.zeros(count, np.int64), np.zeros(count, np.int64)
    capital = ((case == CAPITALISED) | (case == CAPITALS)).tolist()
    begins = starts.tolist()
    word = 0
    while word < count:
        end = word + 1
        if capital[word]:
            while end < count and capital[end] and gaps[end - 1] in _LINKS and not begins[end]:
                end += 1
            run[word:end] = end - word
            place[word:end] = np.arange(end - word)
        word = end
    return Layout(starts, upper[line], share, run, place)


def _ends_sentence(word: int, words: TextWords) -> bool:
    gap = words.gap[word]
    if gap in _WITHIN:
        return False
    between = words.text[words.end[word] : words.start[word + 1]]
    if _ENDS.isdisjoint(between):
        return False
    short = words.case[word] == CAPITALISED and words.end[word] - words.start[word] <= _ABBREVIATED
    return not (short and between.strip() == ".")
