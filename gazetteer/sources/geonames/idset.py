"""Facts by GeoNames id in few bytes each, since there are millions of places."""

from __future__ import annotations

from array import array

FLAT = 1 << 26
"""Ids below it have their own cell; GeoNames' end at 14 million in 2026."""


class IdSet:
    """A set of ids from 0 up, one bit each; memory grows with the largest."""

    def __init__(self) -> None:
        self._bits = bytearray(1 << 18)

    def __contains__(self, id: int) -> bool:
        byte = id >> 3
        return byte < len(self._bits) and bool(self._bits[byte] >> (id & 7) & 1)

    def add(self, id: int) -> bool:
        """Take an id in. Returns whether it is new."""
        byte, bit = id >> 3, 1 << (id & 7)
        if byte >= len(self._bits):
            self._bits.extend(bytes(max(byte + 1 - len(self._bits), len(self._bits))))
        new = not self._bits[byte] & bit
        self._bits[byte] |= bit
        return new


class IdNumbers:
    """A number from 0 to 2^32 - 1 for each id from 0 up; 0 where none was set."""

    def __init__(self) -> None:
        self._flat = array("I", bytes(4 << 18))
        self._far: dict[int, int] = {}

    def __getitem__(self, id: int) -> int:
        return self._flat[id] if id < len(self._flat) else self._far.get(id, 0)

    def __setitem__(self, id: int, number: int) -> None:
        if id >= FLAT:
            self._far[id] = number
            return
        if id >= len(self._flat):
            more = max(id + 1 - len(self._flat), len(self._flat))
            self._flat.extend(array("I", bytes(4 * more)))
        self._flat[id] = number
