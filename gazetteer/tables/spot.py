"""Some of many, taken at random and yet always the same: those whose keys are the smallest, keys being digests.

Whoever goes on with a table after a break takes the same ones, and no place in the table is preferred.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from typing import Generic, TypeVar

SPOT = 60  # that are kept

T = TypeVar("T")


@dataclass(slots=True)
class Spot(Generic[T]):
    """Those of some things that have the smallest keys."""

    _kept: dict[str, T] = field(default_factory=dict)
    _keys: list[str] = field(default_factory=list)  # in their order

    def wants(self, key: str) -> bool:
        """Whether a key is among the smallest of all until now."""
        return key in self._kept or len(self._keys) < SPOT or key < self._keys[-1]

    def add(self, key: str, one: T) -> T:
        """Keep one, in the place of the last where there are enough; the first of a key is the one that is kept."""
        if key in self._kept or not self.wants(key):
            return self._kept.get(key, one)
        if len(self._keys) >= SPOT:
            del self._kept[self._keys.pop()]
        insort(self._keys, key)
        self._kept[key] = one
        return one

    def get(self, key: str) -> T | None:
        """What is kept of a key."""
        return self._kept.get(key)

    def ordered(self) -> list[T]:
        """All that are kept, in the order of their keys."""
        return [self._kept[key] for key in self._keys]
