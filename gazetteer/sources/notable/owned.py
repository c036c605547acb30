"""Which notable place a name is the main name of: another of its kind does not bear it.

Sources give the Atlantic the names of its halves, and the Caribbean that of the North Sea, as which it was once known.
"""

from __future__ import annotations

from collections import defaultdict

from gazetteer.sources.notable.table import Notable, Table
from gazetteer.sources.records import NameRecord
from gazetteer.text import native_key

ENGLISH = "en"
"""The language of the table's names, and that in which a name without one is looked up."""


class Owned:
    """The main names of notable places, by feature class and language.

    Args:
        table: the notable places and their names.
    """

    def __init__(self, table: Table) -> None:
        self._places = {place.id: place for place in table.places}
        self._owners: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        for place in table.places:
            self._owners[_claim(place, ENGLISH, place.name)].add(place.id)
        for name in table.names:
            if name.preferred:
                self._owners[_claim(self._places[name.place], name.lang, name.text)].add(name.place)

    def is_anothers(self, id: int, name: NameRecord) -> bool:
        """Whether a name given to a notable place is the main name of others of its class, and not its own.

        Args:
            id: of the notable place, in the table.
            name: the name given to it, by the table or by a source.
        """
        owners = self._owners.get(_claim(self._places[id], name.lang, name.text), ())
        return bool(owners) and id not in owners


def _claim(place: Notable, lang: str, text: str) -> tuple[str, str, str]:
    return place.feature_class, lang or ENGLISH, native_key(text)
