"""Finding names by how they begin: the best known among thousands that begin alike.

Strings are in alphabetical order, so those that begin alike are one range; with each string stands the renown of
its best-known place, and with every block of strings the greatest renown in it, so most of a long range is skipped.
Names in Latin letters are found by their keys; those of other scripts by their letters as they are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gazetteer.index.search.begins import Ordered, Wanted, best_of
from gazetteer.index.store import Array
from gazetteer.index.strings import encode
from gazetteer.index.values import Flag

_LATIN = int(Flag.LATIN)
_STRINGS = ("heap", "offsets")
_ORDER = ("order", "best", "block", "where", "common_low", "common_high", "common_rest", "common_best")
_NAMES = ("first_name", "name")
_COLUMNS = tuple(name for name in Ordered._fields if name.startswith(("name_", "place_")))


@dataclass(frozen=True, slots=True)
class Begun:
    """A place with a name that begins as typed: its row, the row of that name, and its rank, the greater the better."""

    place: int
    name: int
    rank: float


class Prefixes:
    """Search by the beginnings of names in an opened index.

    Args:
        arrays: those of the index.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        columns = {name: arrays[name] for name in _COLUMNS}
        strings = {name: arrays[f"key_{name}"] for name in (*_STRINGS, *_NAMES)}
        self._latin = Ordered(**strings, **{name: arrays[f"prefix_{name}"] for name in _ORDER}, **columns)
        self._native = Ordered(**{name: arrays[f"native_{name}"] for name in (*_STRINGS, *_ORDER, *_NAMES)}, **columns)

    def latin(self, beginnings: Sequence[str], wanted: Wanted, most: int, *, any_script: bool = False) -> list[Begun]:
        """Names whose folded Latin reading begins in one of some ways.

        Args:
            beginnings: folded.
            wanted: which names to take, in any letters.
            most: how many places.
            any_script: names of other scripts too.

        Returns:
            Each place once, the best rank first.
        """
        return _begun(self._latin, beginnings, wanted if any_script else wanted._replace(flags=_LATIN), most)

    def native(self, beginnings: Sequence[str], wanted: Wanted, most: int) -> list[Begun]:
        """Names in scripts other than Latin whose letters begin so; arguments as for `latin`, but native keys."""
        return _begun(self._native, beginnings, wanted, most)


def _begun(table: Ordered, beginnings: Sequence[str], wanted: Wanted, most: int) -> list[Begun]:
    rows, names, ranks = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.float32)
    encoded = [encode(one) for one in beginnings]
    bounds = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    search: Any = best_of
    count = search(np.frombuffer(b"".join(encoded), np.uint8), bounds, table, wanted, rows, names, ranks)
    found = zip(rows[:count].tolist(), names[:count].tolist(), ranks[:count].tolist(), strict=True)
    return [Begun(*one) for one in found]
