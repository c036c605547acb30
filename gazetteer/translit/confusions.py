"""Confusions: how easily one sound is written for another, and how alike two sound keys are when that is weighed.

The weights are learned from names that people have written in two ways, and stand in confusions.tsv: for each script
of the query (Latn, a few with habits of their own, * for the others) the gain of setting two codes of depth 1 side by
side, and of leaving one out. `training/fit_confusions.py` fits them. The likeness is that of a global alignment, as
Needleman and Wunsch compute it (J. Mol. Biol. 48, 1970), over the mean of what the two keys gain from themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from gazetteer.translit.sound import CODES

# A key may be longer; what is beyond is not compared.
LONGEST = 64
UNIT = 0.1  # of the table, in nats: log(how often seen together / how often by chance)
OTHERS = "*"


@dataclass(frozen=True, slots=True)
class Confusions:
    """The weights for queries of one script.

    Args:
        number: the row of each code, by byte; shape (256,).
        pairs: what setting two codes side by side gains, in nats; shape (codes, codes), symmetric.
        gaps: what leaving a code out gains, below 0; shape (codes,).
    """

    number: NDArray[np.uint8]
    pairs: NDArray[np.float32]
    gaps: NDArray[np.float32]


def confusions(script: str) -> Confusions:
    """Give the weights for queries in a script.

    Args:
        script: an ISO 15924 code; a script without weights of its own has those of all others.
    """
    tables = _tables()
    return tables.get(script, tables[OTHERS])


def likeness(first: bytes, second: bytes, script: str) -> float:
    """Tell how alike two sound keys of depth 1 are, from 0 to 1.

    Args:
        first: a key, codes out of `CODES`.
        second: another; the order of the two does not matter.
        script: the ISO 15924 code of the script that the query was written in.
    """
    weights = confusions(script)
    row = np.empty(LONGEST + 1, np.float32)
    keys = [np.frombuffer(key[:LONGEST], np.uint8) for key in (first, second)]
    return float(align(*keys, weights.number, weights.pairs, weights.gaps, row))


def _align(first: Any, second: Any, number: Any, pairs: Any, gaps: Any, row: Any) -> Any:
    """Align two keys for the greatest gain, and give it as a share of the mean of what each gains from itself.

    Kernel; may be called from other kernels. `row` is scratch of more than len(second) float32.
    """
    # One row of the alignment matrix is kept: row[j] is the best gain of the codes so far and the first j of `second`.
    own = np.float32(0.0)
    row[0] = 0.0
    for j in range(len(second)):
        code = number[second[j]]
        row[j + 1] = row[j] + gaps[code]
        own += pairs[code, code]
    for i in range(len(first)):
        code = number[first[i]]
        own += pairs[code, code]
        diagonal = row[0]
        row[0] += gaps[code]
        for j in range(len(second)):
            other = number[second[j]]
            best = max(diagonal + pairs[code, other], row[j + 1] + gaps[code], row[j] + gaps[other])
            diagonal = row[j + 1]
            row[j + 1] = best
    if own <= 0.0:
        return np.float32(0.0)
    return min(max(row[len(second)] / (np.float32(0.5) * own), np.float32(0.0)), np.float32(1.0))


align: Any = numba.njit(nogil=True, error_model="numpy")(_align)


@cache
def _tables() -> dict[str, Confusions]:
    number = np.zeros(256, np.uint8)
    number[list(CODES)] = np.arange(len(CODES))
    codes = CODES.decode("ascii")
    rows: dict[str, dict[str, list[int]]] = {}
    for line in files(__package__).joinpath("confusions.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            script, code, *gains = line.split("\t")
            rows.setdefault(script, {})[code] = [int(gain) for gain in gains]
    tables = {}
    for script, table in rows.items():
        matrix = np.array([table[code] for code in codes], np.float32) * np.float32(UNIT)
        tables[script] = Confusions(number, np.ascontiguousarray(matrix[:, 1:]), np.ascontiguousarray(matrix[:, 0]))
    return tables
