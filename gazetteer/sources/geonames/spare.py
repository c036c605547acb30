"""Names without a language that a place has only where the names' table spells none of it so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from gazetteer.sources.records import NameRecord


class Spare:
    """Names set aside until the table has gone by: what it lists, it knows more of."""

    def __init__(self) -> None:
        self._kept: dict[int, dict[str, NameRecord]] = defaultdict(dict)

    def keep(self, name: NameRecord) -> None:
        """Set a name aside; the first of one spelling counts."""
        self._kept[name.place].setdefault(name.text, name)

    def drop(self, place: int, text: str) -> None:
        """Take note that the table has a place's name of this spelling."""
        if place in self._kept:
            self._kept[place].pop(text, None)

    def rest(self) -> Iterator[NameRecord]:
        """The names that the table does not have."""
        for names in self._kept.values():
            yield from names.values()
