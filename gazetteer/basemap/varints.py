"""Whole numbers in few bytes: zigzag, then seven bits a byte, the lowest first; the last byte of a number is below 128.

Zigzag puts 0, -1, 1, -2 at 0, 1, 2, 3, so that small numbers of either sign are short. Protocol Buffers calls the same
`sint64`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

BITS = 7
MORE = 0x80
LOW = 0x7F
MOST_BYTES = 10  # of 64 bits


def encode(numbers: Array) -> bytes:
    """Write whole numbers, each of at most 63 bits and a sign."""
    signed = np.asarray(numbers, np.int64)
    rest = ((signed << 1) ^ (signed >> 63)).astype(np.uint64)
    columns = np.zeros((len(rest), MOST_BYTES), np.uint8)
    used = np.zeros((len(rest), MOST_BYTES), np.bool_)
    for place in range(MOST_BYTES):
        columns[:, place] = (rest & np.uint64(LOW)).astype(np.uint8)
        used[:, place] = True if place == 0 else rest > 0
        rest >>= np.uint64(BITS)
    columns[:, :-1][used[:, 1:]] |= MORE
    return columns[used].tobytes()


def decode(data: bytes) -> Array:
    """Read what `encode` wrote.

    Raises:
        ValueError: the last number is cut short, or one has more than 64 bits.
    """
    every = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(every < MORE)
    if len(every) and (not len(ends) or ends[-1] != len(every) - 1):
        raise ValueError("the last number is cut short")
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1]) if len(ends) else ends
    places = np.arange(len(every)) - np.repeat(starts, ends - starts + 1)
    if len(every) and places.max() >= MOST_BYTES:
        raise ValueError("a number has more than 64 bits")
    parts = (every & LOW).astype(np.uint64) << (np.uint64(BITS) * places.astype(np.uint64))
    whole = np.add.reduceat(parts, starts) if len(starts) else np.zeros(0, np.uint64)
    return (whole >> np.uint64(1)).astype(np.int64) ^ -(whole & np.uint64(1)).astype(np.int64)
