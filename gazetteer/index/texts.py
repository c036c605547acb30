"""Texts as they are shown: one UTF-8 heap and its offsets."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping

import numpy as np

from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Bytes, Truths, Wholes
from gazetteer.index.store import Array


class TextHeap:
    """Texts by number.

    Args:
        arrays: `<prefix>_heap` (uint8) and `<prefix>_offset` (unsigned, one more than there are texts).
        prefix: the arrays' name.
    """

    def __init__(self, arrays: Mapping[str, Array], prefix: str) -> None:
        self._heap = arrays[f"{prefix}_heap"].data
        self._offset = arrays[f"{prefix}_offset"].data  # a memory view is read in a third of the time of an array

    def __len__(self) -> int:
        return len(self._offset) - 1

    def __getitem__(self, number: int) -> str:
        offset = self._offset
        return str(self._heap[offset[number] : offset[number + 1]], "utf-8")


@kernel
def texts_differ(
    heap: Bytes, offset: Wholes, numbers: Wholes, other_heap: Bytes, other_offset: Wholes, others: Wholes
) -> Truths:
    """Which texts of one heap differ from those of another, pair by pair (bool).

    Args:
        heap: the bytes of the one heap; `offset` where its texts begin; `numbers` the texts to compare, shape (n,).
        other_heap: the same of the other; `other_offset`; `others`, shape (n,).
    """
    differ = np.zeros(len(numbers), np.bool_)
    for pair in range(len(numbers)):
        start, end = np.int64(offset[numbers[pair]]), np.int64(offset[numbers[pair] + 1])
        begin, stop = np.int64(other_offset[others[pair]]), np.int64(other_offset[others[pair] + 1])
        same = end - start == stop - begin
        at = 0
        while same and at < end - start:
            same = heap[start + at] == other_heap[begin + at]
            at += 1
        differ[pair] = not same
    return differ


class Texts:
    """Texts that come one by one, kept as bytes. Half a surrogate pair becomes a question mark."""

    def __init__(self) -> None:
        self._heap = bytearray()
        self._offset = array("q", [0])

    def append(self, text: str) -> None:
        """Keep one text more."""
        self._heap += text.encode("utf-8", "replace")
        self._offset.append(len(self._heap))

    def arrays(self) -> tuple[Array, Array]:
        """The bytes of all texts (uint8), and where each begins, with the end of the last (int64)."""
        return np.frombuffer(self._heap, np.uint8), np.frombuffer(self._offset, np.int64)


class Interner:
    """Numbers for texts, in the order of their first coming. Number 0 is the empty text."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}

    def __call__(self, text: str) -> int:
        """The number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    def __len__(self) -> int:
        return len(self._numbers)

    def texts(self) -> list[str]:
        """All texts by number."""
        return list(self._numbers)


def heap_arrays(texts: Iterable[str], prefix: str) -> dict[str, Array]:
    """The arrays of a `TextHeap`."""
    kept = Texts()
    for text in texts:
        kept.append(text)
    heap, offset = kept.arrays()
    return {f"{prefix}_heap": heap, f"{prefix}_offset": compact(offset)}


def compact(offsets: Array) -> Array:
    """Offsets, rising, in four bytes each where that is enough."""
    return offsets.astype(np.uint32 if offsets[-1] < 2**32 else np.uint64)
