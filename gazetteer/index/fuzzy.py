"""Fuzzy lookup: the strings of a table that are likest to a query."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.columns import build_columns
from gazetteer.index.likeness import WORD
from gazetteer.index.neighbours import build_neighbours
from gazetteer.index.search import ALL_BITS, Scratch, Shelf, make_scratch, search_many
from gazetteer.index.strings import StringTable, frozen, join_texts
from gazetteer.model import Mode

ALL = ALL_BITS
FLOOR = 0.6
USUAL_QUERY = 256



class Effort(NamedTuple):
    """How far a search goes.

    Args:
        near: whether the strings one letter away are looked up first.
        reach: strings whose ratio is farther than this below the best are not looked for.
    """

    near: bool
    reach: float


# Measured by bench/speed.py.
EFFORTS: Mapping[Mode, Effort] = {
    "thorough": Effort(near=False, reach=2.0),
    "fast": Effort(near=True, reach=0.1),
}


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


def build_fuzzy(
    table: StringTable,
    where: NDArray[np.uint64],
    what: NDArray[np.uint64],
    progress: Callable[[str], None] = lambda step: None,
) -> dict[str, NDArray[Any]]:
    """Makes the arrays that a `FuzzyIndex` searches.

    Args:
        table: the strings.
        where: for each string a mask of countries.
        what: for each string a mask of kinds.
        progress: is told the name of each step as it begins.

    Returns:
        Arrays by name, to be stored as they are.
    """
    progress("letters")
    arrays = build_columns(table)
    progress("neighbours")
    near = build_neighbours(table)
    arrays |= {"bucket": near["bucket"], "near_ids": near["ids"], "near_checks": near["checks"]}
    return arrays | {"where": where.astype(np.uint64), "what": what.astype(np.uint64)}


class FuzzyIndex:
    """Searches a string table; many threads may use one index.

    Args:
        table: the strings.
        arrays: what `build_fuzzy` made of them, in memory or mapped.
    """

    def __init__(self, table: StringTable, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.table = table
        own = table.arrays()
        self._shelf = Shelf(*(frozen(own[name] if name in own else arrays[name]) for name in Shelf._fields))
        self._local = threading.local()

    def search(
        self,
        text: str | bytes,
        *,
        k: int = 10,
        floor: float = FLOOR,
        mode: Mode | Effort = "thorough",
        where: int = ALL,
        what: int = ALL,
    ) -> Hits:
        """The k strings likest to a text.

        Args:
            text: as the strings are: folded, or a sound key. An empty one is like nothing.
            k: how many, at most.
            floor: least indel ratio.
            mode: how far to go.
            where: a string passes when its country mask has a bit of this one.
            what: a string passes when its kind mask has a bit of this one.
        """
        return self._run([text], k, floor, mode, where, what)[0]

    def search_many(
        self,
        texts: Sequence[str | bytes],
        *,
        k: int = 10,
        floor: float = FLOOR,
        mode: Mode | Effort = "thorough",
        where: int = ALL,
        what: int = ALL,
    ) -> list[Hits]:
        """`search` for many texts in one call without the interpreter lock."""
        return self._run(texts, k, floor, mode, where, what)

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
        return self._run([text], k, 0.0, None, where, what)[0]

    def _run(
        self,
        texts: Sequence[str | bytes],
        k: int,
        floor: float,
        mode: Mode | Effort | None,
        where: int,
        what: int,
    ) -> list[Hits]:
        """Runs the kernel with this thread's scratch; where there is no mode, for the nearest strings only."""
        effort = EFFORTS[mode or "fast"] if not isinstance(mode, Effort) else mode
        heap, bounds = join_texts(texts)
        ids = np.empty((len(texts), k), np.int64)
        ratios = np.empty((len(texts), k), np.float64)
        found = np.empty(len(texts), np.int64)
        search_many(
            heap,
            bounds,
            self._shelf,
            self._scratch(int(np.diff(bounds).max(initial=0))),
            effort.near,
            mode is not None,
            float(floor),
            effort.reach,
            np.uint64(where),
            np.uint64(what),
            ids,
            ratios,
            found,
        )
        return [Hits(ids[row, :number], ratios[row, :number]) for row, number in enumerate(found.tolist())]

    def _scratch(self, longest: int) -> Scratch:
        """This thread's scratch, made or enlarged where needed."""
        scratch: Scratch | None = getattr(self._local, "scratch", None)
        if scratch is None or len(scratch.row) * WORD < longest:
            scratch = self._local.scratch = make_scratch(max(longest, USUAL_QUERY))
        return scratch
