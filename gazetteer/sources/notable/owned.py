"""Which notable place or country a name is the main name of: another does not bear it.

Sources give the Atlantic the names of its halves, the Caribbean that of the North Sea, as which it was once known, and
Kashmir the name of India.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from babel import Locale, UnknownLocaleError
from pycountry import countries

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
        """Whether a name given to a notable place is the main name of others of its class or of a country, not its own.

        Args:
            id: of the notable place, in the table.
            name: the name given to it, by the table or by a source.
        """
        claim = _claim(self._places[id], name.lang, name.text)
        owners = self._owners.get(claim, ())
        taken = bool(owners) or claim[2] in _countries(claim[1])
        return taken and id not in owners


def _claim(place: Notable, lang: str, text: str) -> tuple[str, str, str]:
    return place.feature_class, lang or ENGLISH, native_key(text)


@cache
def _countries(lang: str) -> frozenset[str]:
    """The keys of the names of countries in a language, from CLDR; none in a language that it does not have."""
    try:
        territories = Locale.parse(lang, sep="-").territories
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(native_key(name) for code, name in territories.items() if countries.get(alpha_2=code))
