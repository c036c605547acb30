"""A table of distinct strings, sorted by length and then by bytes; a string's id is its rank.

So the strings of one length are one range of ids, and a string is found by its bytes without any further index.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from gazetteer.errors import SourceError
from gazetteer.index.cores import usable_cores
from gazetteer.index.jit import inline, kernel
from gazetteer.index.kernel_types import Bytes, Whole

CHUNK = 65_536
ABSENT = -1


@dataclass(frozen=True, slots=True)
class StringTable:
    """Distinct strings, sorted by (length, bytes); made by `build_strings`.

    Args:
        heap: the bytes of all strings, in the order of their ids.
        offsets: where each string begins in the heap, and the heap's end; one more than there are strings.
        length_start: the first id of each length; the last entry is the number of strings.
    """

    heap: NDArray[np.uint8]
    offsets: NDArray[np.uint32]
    length_start: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def find(self, text: str | bytes) -> int:
        """The id of a string.

        Args:
            text: the string, of any length.

        Returns:
            Its id, or -1 where the table lacks it.
        """
        return int(_find(encode(text), self.heap, self.offsets, self.length_start))

    def find_many(self, texts: Sequence[str | bytes]) -> NDArray[np.int64]:
        """The ids of many strings, -1 for each that the table lacks."""
        heap, offsets = join_texts(texts)
        ids: NDArray[np.int64] = _find_many(heap, offsets, self.heap, self.offsets, self.length_start)
        return ids

    def text(self, id: int) -> str:
        """The string of an id.

        Raises:
            IndexError: where there is no such id.
        """
        if not 0 <= id < len(self):
            raise IndexError(id)
        return self.heap[int(self.offsets[id]) : int(self.offsets[id + 1])].tobytes().decode(errors="surrogatepass")

    def arrays(self, prefix: str = "") -> dict[str, NDArray[Any]]:
        """What the table is made of, to be stored."""
        return {
            prefix + "heap": self.heap,
            prefix + "offsets": self.offsets,
            prefix + "length_start": self.length_start,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], prefix: str = "") -> StringTable:
        """The table of stored arrays.

        Args:
            arrays: holds what `arrays` returned, in memory or mapped; more may be in it.
            prefix: what was put before the names of the table's arrays.
        """
        return cls(*(frozen(arrays[prefix + name]) for name in ("heap", "offsets", "length_start")))


def frozen(values: NDArray[Any]) -> NDArray[Any]:
    """A read-only plain view, so that kernels see one type whether an array is in memory or mapped from disk."""
    view = np.asarray(values).view(np.ndarray)
    view.flags.writeable = False
    return view


def join_texts(texts: Iterable[str | bytes]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Writes strings one after the other.

    Returns:
        The bytes of all, and where each begins, with the end of the last.
    """
    heap, lengths, rest = bytearray(), array("q", [0]), iter(texts)
    while chunk := [encode(text) for text in islice(rest, CHUNK)]:
        heap += b"".join(chunk)
        lengths.extend(map(len, chunk))
    return np.frombuffer(bytes(heap), np.uint8), np.cumsum(np.frombuffer(lengths, np.int64))


def build_strings(texts: Iterable[str | bytes]) -> tuple[StringTable, NDArray[np.int64]]:
    """Sorts strings and drops the repeated.

    Args:
        texts: in any order.

    Returns:
        The table, and for each of the texts its id.
    """
    heap, offsets = join_texts(texts)
    table, ids = sort_strings(heap, np.diff(offsets))
    return table, ids.astype(np.int64)


def sort_strings(heap: NDArray[np.uint8], lengths: NDArray[Any]) -> tuple[StringTable, NDArray[np.uint32]]:
    """Sorts the strings of a heap and drops the repeated, those of different lengths at the same time.

    Args:
        heap: the bytes of all strings, in any order.
        lengths: of each string, in the order of the heap.

    Returns:
        The table, and for each of the strings its id.
    """
    starts = np.cumsum(lengths, dtype=np.int64) - lengths
    order = np.argsort(lengths, kind="stable").astype(np.uint32)
    bounds = np.concatenate([[0], np.cumsum(np.bincount(lengths))]).astype(np.int64)
    ids = np.empty(len(lengths), np.uint32)

    def sort_length(length: int) -> NDArray[np.uint8]:
        members = order[bounds[length] : bounds[length + 1]]
        if not len(members):
            return np.zeros((0, length), np.uint8)
        rows, ids[members] = _distinct_rows(heap, starts[members], length)
        return rows

    with ThreadPoolExecutor(usable_cores()) as threads:  # numpy sorts without the interpreter lock
        parts = list(threads.map(sort_length, range(len(bounds) - 1)))
    counts = np.array([len(rows) for rows in parts], np.int64)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    for length in np.flatnonzero(counts).tolist():
        ids[order[bounds[length] : bounds[length + 1]]] += np.uint32(first[length])
    ends = np.concatenate([[0], np.cumsum(np.repeat(np.arange(len(counts)), counts))])
    if ends[-1] >= 2**32:
        raise SourceError("The names hold more than 4 GiB of letters: build from fewer countries.")
    joined = np.concatenate([rows.reshape(-1) for rows in parts]) if parts else np.zeros(0, np.uint8)
    return StringTable(frozen(joined), frozen(ends.astype(np.uint32)), frozen(first)), ids


def _distinct_rows(
    heap: NDArray[np.uint8], starts: NDArray[np.int64], length: int
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The distinct strings of one length as rows, sorted, and for each start the row it became."""
    if length == 0:
        return np.zeros((1, 0), np.uint8), np.zeros(len(starts), np.int64)
    rows = sliding_window_view(heap, length)[starts]
    # Read as big-endian numbers of eight bytes, strings of one length compare as their bytes do.
    words = -(-length // 8)
    padded = np.zeros((len(rows), words * 8), np.uint8)
    padded[:, :length] = rows
    keys = padded.view(">u8").astype(np.uint64)
    order = np.lexsort(keys.T[::-1]) if words > 1 else np.argsort(keys[:, 0], kind="stable")
    keys = keys[order]
    first = np.ones(len(rows), bool)
    first[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    ranks = np.empty(len(rows), np.int64)
    ranks[order] = np.cumsum(first) - 1
    return rows[order[first]], ranks


def encode(text: str | bytes) -> bytes:
    """The bytes of a string; an unpaired surrogate passes through."""
    return text if isinstance(text, bytes) else text.encode(errors="surrogatepass")


@inline
def seek(
    text: Bytes,
    begin: int,
    length: int,
    heap: NDArray[np.uint8],
    offsets: NDArray[np.uint32],
    length_start: NDArray[np.int64],
) -> Whole:
    """Binary search among the strings of one length."""
    order: Any
    if length + 1 >= len(length_start):
        return ABSENT
    low, high = np.int64(length_start[length]), np.int64(length_start[length + 1])
    while low < high:
        middle = (low + high) >> 1
        start = np.int64(offsets[middle])
        order = 0
        for position in range(length):
            order = np.int64(heap[start + position]) - np.int64(text[begin + position])
            if order != 0:
                break
        if order == 0:
            return middle
        if order < 0:
            low = middle + 1
        else:
            high = middle
    return ABSENT


@kernel
def _find(text: Any, heap: NDArray[np.uint8], offsets: NDArray[np.uint32], length_start: NDArray[np.int64]) -> Whole:
    return seek(text, 0, len(text), heap, offsets, length_start)


@kernel
def _find_many(
    texts: NDArray[np.uint8],
    bounds: NDArray[np.int64],
    heap: NDArray[np.uint8],
    offsets: NDArray[np.uint32],
    length_start: NDArray[np.int64],
) -> Any:
    ids = np.empty(len(bounds) - 1, np.int64)
    for query in range(len(ids)):
        start = bounds[query]
        ids[query] = seek(texts, start, bounds[query + 1] - start, heap, offsets, length_start)
    return ids
