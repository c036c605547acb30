"""The tier in the process: the answers used last, up to a number of bytes."""

from __future__ import annotations

from collections import OrderedDict

from service.cache.entry import Entries

ENTRY_BYTES = 400  # of objects, beside the keys and the bodies


class Local:
    """Results by key. For one thread, that of the event loop.

    Args:
        capacity: bytes that all entries together may take; 0 keeps nothing.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._entries: OrderedDict[str, Entries] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: str) -> Entries | None:
        """The entries under a key, which are now those used last."""
        found = self._entries.get(key)
        if found is not None:
            self._entries.move_to_end(key)
        return found

    def put(self, key: str, entries: Entries) -> None:
        """Keep entries; those used longest ago make room."""
        if key in self._entries:
            return
        size = _size(key, entries)
        if size > self._capacity:
            return
        self._entries[key] = entries
        self.size += size
        while self.size > self._capacity:
            self.size -= _size(*self._entries.popitem(last=False))


def _size(key: str, entries: Entries) -> int:
    return len(key) + sum(ENTRY_BYTES + len(one.body) for one in entries)
