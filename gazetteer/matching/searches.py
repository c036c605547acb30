"""How many searches by likeness one string may cost, whatever stands in it: they are what costs most."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from gazetteer.index.search.fuzzy import FuzzyIndex

MOST = 24  # for one string; those that people write take up to 23
MOST_FOR_AREA = 6  # of these, for an area of a string that is not called as it is written


class Searches:
    """Searches that are left, and what those that were made have found: a part of a list may be asked for again.

    Args:
        most: how many.
        of: those that these are a part of.
    """

    __slots__ = ("_found", "_left", "_of")

    def __init__(self, most: int = MOST, of: Searches | None = None) -> None:
        self._left = most
        self._of = of
        self._found: dict[Hashable, list[int]] = {} if of is None else of._found

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

    def ids(self, among: FuzzyIndex, text: str | bytes, **how: Any) -> list[int]:
        """What a search finds, which is made once however often it is asked for.

        Args:
            among: the strings that are searched.
            text: what for.
            how: the other arguments of `FuzzyIndex.search`.
        """
        asked = (among, text, *how.values())
        found = self._found.get(asked)
        if found is None:
            found = self._found[asked] = among.search(text, **how).ids.tolist()
        return found

    def part(self, most: int = MOST_FOR_AREA) -> Searches:
        """A part of these."""
        return Searches(most, self)
