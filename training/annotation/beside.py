"""Learns what the words around a name say of it: a logistic model a language, its weights by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from gazetteer.annotation.around import GROUPS, Side
from gazetteer.annotation.clues import CLUES

RIDGE = 0.3  # the inverse of the penalty on squares
LEAST_SEEN = 4  # times, for words to be learnt
LEAST_SAYING = 0.15  # of the log odds, for words to be kept
TOLERANCE = 5e-3
STEPS_OF_FAME = (0, 3, 4, 5, 6, 7)
TRUTHS = (
    *("is run", "is main", "small", "capital before", "capital after", "code", "starts in word", "ends in word"),
    *("sentence start", "native", "word starts", "word ends"),
)
"""Clues that the model knows beside the words, so that these need not stand for them."""

Learnt = dict[str, dict[str, float]]  # by side and words


@dataclass(frozen=True, slots=True)
class Around:
    """The words around names, as numbers of what is around any.

    Args:
        names: by number, the side and the words.
        rows: by name, the numbers of what stands around it.
    """

    names: list[tuple[str, str]]
    rows: list[NDArray[np.int32]]


class Reader:
    """Numbers what stands around names, for one language."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str], int] = {}
        self.rows: list[NDArray[np.int32]] = []

    def read(self, count: int, parted: Sequence[tuple[NDArray[np.int64], list[Side]]]) -> None:
        """Read the sides of the names of one text."""
        rows: list[NDArray[np.int32]] = [np.zeros(0, np.int32)] * count
        for which, sides in parted:
            columns = []
            for side in sides:
                numbers = [self.numbers.setdefault((side.name, text), len(self.numbers)) for text in side.texts]
                columns.append(np.array(numbers, np.int32)[side.which])
            for row, found in zip(which.tolist(), np.column_stack(columns), strict=True):
                rows[row] = found
        self.rows += rows

    def around(self) -> Around:
        """What was read."""
        return Around(list(self.numbers), self.rows)


def learn(
    around: Around,
    clues: NDArray[np.float32],
    labels: NDArray[np.int8],
    folds: NDArray[np.int64],
    thinned: Sequence[int],
) -> tuple[NDArray[np.float32], Learnt]:
    """Learn what the words around the names of one language say.

    Args:
        around: what stands around each name.
        clues: of each name, by `CLUES`.
        labels: 1 for a place's, 0 for none, -1 for what is left out.
        folds: by name, the number of its part: what is said of a part is learnt from the others.
        thinned: the rows to learn from.

    Returns:
        The three sums of `around.around` for each name, and what all names together teach.
    """
    seen = Counter(int(number) for row in around.rows for number in row)
    kept = {number: at for at, number in enumerate(sorted(n for n, times in seen.items() if times >= LEAST_SEEN))}
    names = [around.names[number] for number in kept]
    at = [[kept[number] for number in row.tolist() if number in kept] for row in around.rows]
    bounds = np.cumsum([0, *map(len, at)])
    flat = np.array([one for row in at for one in row], np.int32)
    words = csr_matrix((np.ones(len(flat), np.float32), flat, bounds), shape=(len(at), len(kept)))
    every = hstack([words, csr_matrix(_beside_words(clues))]).tocsr()
    groups = np.array([GROUPS[side] for side, _ in names], np.int64)
    chosen = np.array(thinned, np.int64)
    chosen = chosen[labels[chosen] >= 0]
    sums = np.zeros((len(at), 3), np.float32)
    for fold in np.unique(folds):
        weights = _fitted(every, labels, chosen[folds[chosen] != fold], len(names))
        mine = np.flatnonzero(folds == fold)
        for group in range(3):
            sums[mine, group] = words[mine] @ np.where(groups == group, weights, 0.0)
    learnt: Learnt = {}
    for (side, text), weight in zip(names, _fitted(every, labels, chosen, len(names)).tolist(), strict=True):
        if abs(weight) >= LEAST_SAYING and "\t" not in text:
            learnt.setdefault(side, {})[text] = round(weight, 2)
    return sums, learnt


def _fitted(every: csr_matrix, labels: NDArray[np.int8], rows: NDArray[np.int64], words: int) -> NDArray[np.float64]:
    """The weights of the words. Those too small to be kept are none."""
    model = LogisticRegression(C=RIDGE, solver="liblinear", tol=TOLERANCE)
    weights: NDArray[np.float64] = model.fit(every[rows], labels[rows]).coef_[0][:words]
    return np.where(np.abs(weights) >= LEAST_SAYING, weights, 0.0)


def _beside_words(clues: NDArray[np.float32]) -> NDArray[np.float32]:
    column = {name: clues[:, number] for number, name in enumerate(CLUES)}
    known = column["place seen"] > 0
    return np.array(
        [
            *(column["fame"] >= step for step in STEPS_OF_FAME),
            *(column[name] > 0 for name in TRUTHS),
            np.where(known, np.clip(column["place odds"], -3, 3), 0),
            ~known,
            np.clip(column["case odds"], -4, 6),
        ],
        np.float32,
    ).T
