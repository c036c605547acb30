"""How probable it is that a stretch of text names a place: boosted trees over the clues, in two looks.

The first looks at each name by itself (`filter.tsv`), the second at those that the first leaves open, with what the
other names of the text say (`together.tsv`). The tables hold the trees, a node a row; the head of the first says when
they were fitted, on what, and how well they do on texts kept out. Fitted by `make fit-annotate`.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.bearers import Bearers
from gazetteer.annotation.clues import CLUES, clues
from gazetteer.annotation.counts import Counts
from gazetteer.annotation.names import NameHits, WordKeys
from gazetteer.annotation.surface import spelt
from gazetteer.annotation.together import LOOKED_AT, TOGETHER, together
from gazetteer.annotation.words import TextWords
from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Reals
from gazetteer.lexicon.tables import rows

PACKAGE = "gazetteer.annotation"
LEAF = -1
BLOCK = 16_384  # rows looked at again at a time
PATIENCE, GIVEN_UP = 40, -8.0  # after so many trees a row with lower log odds is no place's whatever the others say
BASE = "base"


class Trees(NamedTuple):
    """Trees as flat arrays, an entry a node.

    Args:
        roots: the first node of each tree.
        clue: which clue a node asks for; `LEAF` for none.
        most: a row goes left where the clue is at most this, else right.
        left: the node to the left.
        right: the node to the right.
        value: what a leaf adds to the log odds.
        base: the log odds before any tree.
    """

    roots: NDArray[np.int64]
    clue: NDArray[np.int64]
    most: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    base: float


Looks = tuple[Trees, Trees]


FIRST, SECOND = "filter.tsv", "together.tsv"
CLUES_OF = {FIRST: CLUES, SECOND: (*CLUES, *TOGETHER)}


@cache
def trees(table: str) -> Trees:
    """The trees that ship, of the first look or the second."""
    number = {name: at for at, name in enumerate(CLUES_OF[table])}
    roots: list[int] = []
    nodes: list[tuple[int, float, int, int, float]] = []
    base = 0.0
    for row in rows(table, PACKAGE):
        if row["clue"] == BASE:
            base = float(row["value"])
            continue
        if row["node"] == "0":
            roots.append(len(nodes))
        start = roots[-1]
        leaf = row["clue"] == ""
        nodes.append(
            (
                LEAF if leaf else number[row["clue"]],
                0.0 if leaf else float(row["most"]),
                0 if leaf else start + int(row["left"]),
                0 if leaf else start + int(row["right"]),
                float(row["value"]),
            )
        )
    columns = list(zip(*nodes, strict=True))
    return Trees(
        np.array(roots, np.int64),
        np.array(columns[0], np.int64),
        np.array(columns[1], np.float64),
        np.array(columns[2], np.int64),
        np.array(columns[3], np.int64),
        np.array(columns[4], np.float64),
        base,
    )


def log_odds(clues: NDArray[np.float32], grown: Trees) -> NDArray[np.float64]:
    """The logarithm of the odds that names in a text name places.

    Args:
        clues: a row for each, a column for each clue.
        grown: the trees.
    """
    numbers: dict[bytes, int] = {}  # where a text says one thing over and over, many rows are the same
    whole = np.dtype((np.void, clues.dtype.itemsize * clues.shape[1]))
    packed = np.ascontiguousarray(clues).view(whole).ravel().tolist()
    which = [numbers.setdefault(bytes(row), len(numbers)) for row in packed]
    distinct = np.frombuffer(b"".join(numbers), clues.dtype).reshape(len(numbers), -1)
    sums = np.empty(len(distinct))
    _add_up(distinct, grown, sums)
    return sums[which]


def believe(
    bearers: Bearers,
    words: TextWords,
    keys: WordKeys,
    hits: NameHits,
    known: Counts,
    lang: str | None,
    grown: Looks | None = None,
) -> NDArray[np.float64]:
    """The probabilities that names in a text name places.

    Args:
        bearers: who bears names.
        words: of the text.
        keys: of the words.
        hits: the names found.
        known: what was counted elsewhere.
        lang: the language of the text, BCP 47 without script and region.
        grown: the trees of both looks; by default those that ship.
    """
    first, second = grown or (trees(FIRST), trees(SECOND))
    names = spelt(words, keys, hits.first, hits.last)
    alone = clues(words, keys, hits, known, lang, names)
    odds = log_odds(alone, first)
    left = np.flatnonzero(odds > LOOKED_AT)
    others = together(bearers, len(words), hits, names, odds)
    for start in range(0, len(left), BLOCK):
        rows = left[start : start + BLOCK]
        odds[rows] = log_odds(np.column_stack([alone[rows], others[rows]]), second)
    probability: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-odds))
    return probability


@kernel
def _add_up(clues: Reals, grown: Any, sums: Reals) -> None:
    """Fills the log odds of each row."""
    for row in range(len(clues)):
        value = grown.base
        for tree in range(len(grown.roots)):
            node = grown.roots[tree]
            while grown.clue[node] != LEAF:
                goes_left = clues[row, grown.clue[node]] <= grown.most[node]
                node = grown.left[node] if goes_left else grown.right[node]
            value += grown.value[node]
            if tree == PATIENCE and value < GIVEN_UP:
                break
        sums[row] = value
