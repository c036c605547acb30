"""How probable it is that a stretch of text names a place: boosted trees over the clues.

`filter.tsv` holds the trees, a node a row, and in its head when they were fitted, on what, and how well they do on
texts kept out. Fitted by `make fit-annotate`.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.clues import CLUES
from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Reals
from gazetteer.lexicon.tables import rows

PACKAGE = "gazetteer.annotation"
LEAF = -1
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


@cache
def trees() -> Trees:
    """The trees that ship."""
    number = {name: at for at, name in enumerate(CLUES)}
    roots: list[int] = []
    nodes: list[tuple[int, float, int, int, float]] = []
    base = 0.0
    for row in rows("filter.tsv", PACKAGE):
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


def believe(clues: NDArray[np.float64], grown: Trees | None = None) -> NDArray[np.float64]:
    """The probabilities that names in a text name places.

    Args:
        clues: a row for each, a column for each of `CLUES`.
        grown: the trees; by default those that ship.
    """
    found = grown or trees()
    sums = np.empty(len(clues))
    _add_up(np.ascontiguousarray(clues), found, sums)
    probability: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-sums))
    return probability


@kernel
def _add_up(clues: Reals, grown: Any, sums: Reals) -> None:
    """Fills the log odds of each row. Tree by tree, so that one tree's nodes stay close at hand."""
    for row in range(len(clues)):
        sums[row] = grown.base
    for tree in range(len(grown.roots)):
        root = grown.roots[tree]
        for row in range(len(clues)):
            node = root
            while grown.clue[node] != LEAF:
                goes_left = clues[row, grown.clue[node]] <= grown.most[node]
                node = grown.left[node] if goes_left else grown.right[node]
            sums[row] += grown.value[node]
