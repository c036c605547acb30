"""How many searches by likeness one string may cost, whatever stands in it: they are what costs most."""

from __future__ import annotations

MOST = 24  # for one string; those that people write take up to 23
MOST_FOR_AREA = 6  # of these, for an area of a string that is not called as it is written


class Searches:
    """Searches that are left.

    Args:
        most: how many.
        of: those that these are a part of.
    """

    __slots__ = ("_left", "_of")

    def __init__(self, most: int = MOST, of: Searches | None = None) -> None:
        self._left = most
        self._of = of

    @property
    def left(self) -> int:
        """How many are left."""
        return self._left if self._of is None else min(self._left, self._of.left)

    def take(self) -> bool:
        """Whether there is one more, which is then taken."""
        if self._left <= 0 or (self._of is not None and not self._of.take()):
            return False
        self._left -= 1
        return True

    def part(self, most: int = MOST_FOR_AREA) -> Searches:
        """A part of these."""
        return Searches(most, self)
