"""What is made of single letters, kept for those met lately: a text of all letters that there are fills no memory."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")

MOST = 24_576  # letters of one table, some 100 bytes each: more than any people writes with


class PerLetter(dict[K, str]):
    """A table that fills as it is used, and begins anew when it is full."""

    def keep(self, letter: K, value: str) -> str:
        """Keep what is made of a letter, and hand it back."""
        if len(self) >= MOST:
            self.clear()
        self[letter] = value
        return value
