"""The second look: what the names of a text say of each other, once each has been believed by itself.

The same word elsewhere in the text, the names beside it, longer and shorter names over the same words, how many places
the text names, and whether others lie in its country.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.bearers import COLUMNS, Bearers
from gazetteer.annotation.names import NameHits
from gazetteer.annotation.surface import SurfaceForms
from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Reals, Wholes

LOOKED_AT = -5.0  # log odds of the first look; those below are left as they are
NONE = -12.0  # the log odds where no name stands
BESIDE = 3  # words
LONGEST = 12  # words of a name
UNSAID = -1.0
LEAST_VOTES = 0.3
PRIOR_PLACES, PRIOR_WORDS = 0.1, 10.0

TOGETHER = (
    *("alone", "same word", "best of same word", "same words", "name before", "names before", "name after"),
    *("names after", "within", "over", "in its country", "share in its country", "places in text", "other places"),
    "words in text",
)
"""The clues of the second look, beside those of the first: log odds, and logarithms but for the two of its country."""

_PLACE = COLUMNS.index("place")

Clue = NDArray[Any]


def together(
    bearers: Bearers, words: int, hits: NameHits, names: SurfaceForms, odds: NDArray[np.float64]
) -> NDArray[np.float32]:
    """The clues of each name that the other names give, a column for each of `TOGETHER`.

    Args:
        bearers: who bears names.
        words: how many the text has.
        hits: the names found in the text.
        names: how they stand in it.
        odds: the logarithm of the odds of each that it is a place's, by the first look.
    """
    open_ = np.flatnonzero(odds > LOOKED_AT)
    open_ = open_[np.argsort(hits.first[open_], kind="stable")]
    out = np.full((len(odds), len(TOGETHER)), NONE, np.float32)
    if len(open_):
        out[open_] = _clues(bearers, words, hits, names.which[open_], odds[open_], open_)
    return out


def _clues(
    bearers: Bearers, words: int, hits: NameHits, which: Clue, odds: NDArray[np.float64], rows: Clue
) -> NDArray[np.float64]:
    first, last = hits.first[rows], hits.last[rows]
    times = np.bincount(which)
    best, second, top = _best_two(which, odds, len(times))
    sums = np.bincount(which, odds)
    others = times[which] > 1
    same = np.where(others, (sums[which] - odds) / np.maximum(times[which] - 1, 1), odds)
    is_top = top[which] == np.arange(len(odds))
    by_word = np.full(words + 2 * BESIDE, NONE)
    within, over = np.full(len(odds), NONE), np.full(len(odds), NONE)
    _lay_out(first, last, odds, by_word, within, over)
    return np.column_stack(
        [
            odds,
            same,
            np.where(is_top, second[which], best[which]),
            np.log(times[which]),
            by_word[first + BESIDE - 1],
            np.maximum(by_word[first], by_word[first + 1]),
            by_word[last + BESIDE + 1],
            np.maximum(by_word[last + BESIDE + 2], by_word[last + BESIDE + 3]),
            within,
            over,
            *_votes(bearers.countries(hits.bearers[rows, _PLACE].astype(np.int64)), which, best, top, words),
        ]
    )


def _best_two(which: Clue, odds: NDArray[np.float64], count: int) -> tuple[Clue, Clue, Clue]:
    """By spelling, the best log odds, the second best, and the row of the best."""
    order = np.lexsort((-odds, which))
    starts = np.searchsorted(which[order], np.arange(count))
    found = np.bincount(which, minlength=count)
    best, second, top = np.full(count, NONE), np.full(count, NONE), np.full(count, -1)
    some, more = found > 0, found > 1
    top[some] = order[starts[some]]
    best[some] = odds[top[some]]
    second[more] = odds[order[starts[more] + 1]]
    return best, second, top


def _votes(country: Clue, which: Clue, best: Clue, top: Clue, words: int) -> list[Clue]:
    """What the other spellings say, one vote each: how many lie in a name's country, and how many there are."""
    some = top >= 0
    vote = np.where(some, 1.0 / (1.0 + np.exp(-best)), 0.0)
    home = np.where(some, country[np.maximum(top, 0)], -1)
    here = np.bincount(home + 1, vote, max(int(country.max()), int(home.max())) + 2)
    own = vote[which]
    whole = float(vote.sum())
    support = np.maximum(here[country + 1] - np.where(home[which] == country, own, 0.0), 0.0)
    rest = np.maximum(whole - own, 0.0)
    return [
        support,
        np.where(rest > LEAST_VOTES, support / np.maximum(rest, LEAST_VOTES), UNSAID),
        np.full(len(which), np.log((whole + PRIOR_PLACES) / (words + PRIOR_WORDS))),
        np.log(rest + PRIOR_PLACES),
        np.full(len(which), np.log(words + PRIOR_WORDS)),
    ]


@kernel
def _lay_out(first: Wholes, last: Wholes, odds: Reals, by_word: Reals, within: Reals, over: Reals) -> None:
    """Fill the best log odds by word, and of the shorter and longer names over the same words.

    Args:
        first: the first word of each name, ascending.
        last: the last.
        odds: the log odds.
        by_word: filled; `BESIDE` entries before the first word.
        within: filled, by name: the best of those that overlap with it and do not hold it.
        over: filled, by name: the best of those that hold it.
    """
    for row in range(len(first)):
        for word in range(first[row], last[row] + 1):
            by_word[word + BESIDE] = max(by_word[word + BESIDE], odds[row])
        other = row - 1
        while other >= 0 and first[other] >= first[row] - LONGEST:
            if last[other] >= first[row]:
                if first[other] <= first[row] and last[other] >= last[row]:
                    over[row] = max(over[row], odds[other])
                else:
                    within[row] = max(within[row], odds[other])
                if first[row] <= first[other] and last[row] >= last[other]:
                    over[other] = max(over[other], odds[row])
                else:
                    within[other] = max(within[other], odds[row])
            other -= 1
