"""Fuzzy lookup: the strings of a table that are likest to a query."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.search.letter_columns import COLUMNS
from gazetteer.index.search.likeness import WORD
from gazetteer.index.search.search import ALL_BITS, search_many
from gazetteer.index.search.search_arrays import Scratch, SearchArrays, make_scratch
from gazetteer.index.strings import StringTable, encode, frozen, join_texts
from gazetteer.model import Mode

ALL = ALL_BITS
FLOOR = 0.6
USUAL_QUERY = 256


class Effort(NamedTuple):
    """How far a search goes.

    Args:
        near: whether the strings one letter away are looked up, from an index of their own.
        far: whether all others are searched.
        reach: strings whose ratio is farther than this below the best are not looked for.
    """

    near: bool
    far: bool
    reach: float


# The fast reach keeps nine in ten of the names of ratio .7 and more among the best ten (bench/speed.py).
EFFORTS: Mapping[Mode, Effort] = {
    "thorough": Effort(near=False, far=True, reach=1.0),
    "fast": Effort(near=True, far=True, reach=0.2),
}
NEIGHBOURS = Effort(near=True, far=False, reach=1.0)
_NO_NEIGHBOURS: Mapping[str, NDArray[Any]] = {"bucket": np.zeros(3, np.uint32), "neighbours": np.zeros(0, np.uint8)}


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, the likest first and those alike by id.

    Args:
        ids: of the strings in their table.
        ratios: indel ratio of each, 0 to 1.
    """

    ids: NDArray[np.int64]
    ratios: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.ids)


class FuzzyIndex:
    """Searches a string table; many threads may use one index.

    Args:
        table: the strings.
        arrays: what `build_fuzzy` made of them, in memory or mapped; more may be in it. Without the lists of
            neighbours a fast search goes without them, and `neighbours` finds nothing.

    Raises:
        KeyError: an array is missing.
        ValueError: the arrays are not of one table, or of another version of this package.
    """

    def __init__(self, table: StringTable, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.table = table
        every = {**_NO_NEIGHBOURS, **arrays, **table.arrays()}
        self._arrays = SearchArrays(*(frozen(every[name]) for name in SearchArrays._fields))
        held = self._arrays
        if (
            len(held.column) != len(held.block_low) * COLUMNS
            or held.block_start[-1] != len(table)
            or len(held.neighbours) != held.bucket[-1]
        ):
            raise ValueError("The arrays of a fuzzy index do not fit one another.")
        self._local = threading.local()

    def search(
        self,
        text: str | bytes,
        *,
        k: int = 10,
        floor: float = FLOOR,
        mode: Mode = "thorough",
        where: int = ALL,
        what: int = ALL,
    ) -> Hits:
        """The k strings likest to a text; where the k-th is like others, any of these.

        Args:
            text: as the strings are: folded, or a sound key. An empty one is like nothing.
            k: how many, at most.
            floor: least indel ratio.
            mode: `thorough` leaves none out; `fast` looks near the likest only.
            where: a string passes when its country mask has a bit of this one.
            what: a string passes when its kind mask has a bit of this one.
        """
        return self._run(*_one_text(text), k, floor, EFFORTS[mode], where, what)[0]

    def search_many(
        self,
        texts: Sequence[str | bytes],
        *,
        k: int = 10,
        floor: float = FLOOR,
        mode: Mode = "thorough",
        where: int = ALL,
        what: int = ALL,
    ) -> list[Hits]:
        """`search` for many texts, in one call without the interpreter lock."""
        return self._run(*join_texts(texts), k, floor, EFFORTS[mode], where, what)

    def neighbours(
        self, text: str | bytes, *, distance: int = 1, k: int = 10, where: int = ALL, what: int = ALL
    ) -> Hits:
        """The strings that differ by at most one letter: dropped, added, changed or moved.

        Args:
            text: as the strings are.
            distance: 1.
            k: how many, at most.
            where: as for `search`.
            what: as for `search`.

        Raises:
            ValueError: for another distance.
        """
        if distance != 1:
            raise ValueError("The index holds neighbours at distance 1 only.")
        return self._run(*_one_text(text), k, 0.0, NEIGHBOURS, where, what)[0]

    def _run(
        self,
        heap: NDArray[np.uint8],
        bounds: NDArray[np.int64],
        k: int,
        floor: float,
        effort: Effort,
        where: int,
        what: int,
    ) -> list[Hits]:
        """Runs the kernel with this thread's scratch."""
        number = len(bounds) - 1
        ids = np.empty((number, k), np.int64)
        ratios = np.empty((number, k), np.float64)
        found = np.empty(number, np.int64)
        search_many(
            heap,
            bounds,
            self._arrays,
            self._scratch(len(heap) if number == 1 else int(np.diff(bounds).max(initial=0))),
            effort.near,
            effort.far,
            float(floor),
            effort.reach,
            np.uint64(where),
            np.uint64(what),
            ids,
            ratios,
            found,
        )
        return [Hits(ids[row, :kept], ratios[row, :kept]) for row, kept in enumerate(found.tolist())]

    def _scratch(self, longest: int) -> Scratch:
        """This thread's scratch, made or enlarged where needed."""
        scratch: Scratch | None = getattr(self._local, "scratch", None)
        if scratch is None or len(scratch.row) * WORD < longest:
            scratch = self._local.scratch = make_scratch(max(longest, USUAL_QUERY))
        return scratch


def _one_text(text: str | bytes) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """What `join_texts` makes of one text, sooner."""
    encoded = encode(text)
    return np.frombuffer(encoded, np.uint8), np.array((0, len(encoded)), np.int64)
