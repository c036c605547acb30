"""Texts as they are shown: one UTF-8 heap and its offsets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from gazetteer.index.store import Array


class TextHeap:
    """Distinct texts by number.

    Args:
        arrays: `<prefix>_heap` (uint8) and `<prefix>_offset` (uint64, one more than there are texts).
        prefix: the arrays' name.
    """

    def __init__(self, arrays: Mapping[str, Array], prefix: str = "text") -> None:
        self._heap = memoryview(arrays[f"{prefix}_heap"].data)
        self._offset = arrays[f"{prefix}_offset"]

    def __len__(self) -> int:
        return len(self._offset) - 1

    def __getitem__(self, number: int) -> str:
        offset = self._offset
        return str(self._heap[offset[number] : offset[number + 1]], "utf-8")


def heap_arrays(texts: Iterable[str], prefix: str = "text") -> dict[str, Array]:
    """The arrays of a `TextHeap`."""
    encoded = [text.encode("utf-8") for text in texts]
    offset = np.zeros(len(encoded) + 1, np.uint64)
    np.cumsum(np.fromiter(map(len, encoded), np.uint64, len(encoded)), out=offset[1:])
    return {f"{prefix}_heap": np.frombuffer(b"".join(encoded), np.uint8), f"{prefix}_offset": offset}


class Interner:
    """Numbers for texts, in the order of their first coming. Number 0 is the empty text."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}

    def __call__(self, text: str) -> int:
        """The number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    def texts(self) -> list[str]:
        """All texts by number."""
        return list(self._numbers)
