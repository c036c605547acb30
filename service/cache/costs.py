"""How long names of a kind take to be resolved, by those that were lately."""

from __future__ import annotations

import re

OF_TEXT = -1  # the kind of a thousand characters of a text, which take about as long as a name
FIRST_GUESS = 0.002  # seconds, before one of the kind has been measured
WEIGHT = 0.02  # of the last measurement in the running mean
_SIZES = (12, 40, 100)  # bytes of a name up to which it is of a kind
_PARTS = (0, 2)  # signs between its parts, likewise
_BETWEEN = re.compile(r"[,;/|()，、；｜・·\-\s]")


class Costs:
    """Running means, one for each kind of name."""

    def __init__(self) -> None:
        self._means: dict[int, float] = {}

    def of(self, kind: int) -> float:
        """The seconds that a name of a kind is expected to take."""
        return self._means.get(kind, FIRST_GUESS)

    def learn(self, kind: int, seconds: float) -> None:
        """Take in what one took."""
        before = self.of(kind)
        self._means[kind] = before + WEIGHT * (seconds - before)


def kind_of(name: str) -> int:
    """The kind of a name, by what makes one dear: how long it is, in how many parts, and whether in other letters."""
    size = len(name) if name.isascii() else len(name.encode("utf-8", "replace"))
    parts = len(_BETWEEN.findall(name[: _SIZES[-1]]))
    long = sum(size > bound for bound in _SIZES)
    parted = sum(parts > bound for bound in _PARTS)
    return (long * (len(_PARTS) + 1) + parted) * 2 + name.isascii()
