"""Names that hamlets have from an article about something else: Cat in Turkey is no кошка, Osaka no 大阪市 each time.

Someone gave places all names of the article that is titled as they are. Such a place has no people, no item of Wikidata
of its own, and is called in more languages than speak of any hamlet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from gazetteer.sources.alike import likeness
from gazetteer.sources.records import NameRecord, PlaceRecord

MANY = 20
"""Rows with a language from which a place without people and without an item has its names from elsewhere."""
ALIKE = 0.7
"""A name in a language of the country stands where it is so much like the place's own."""


class Namesakes:
    """Says which names in languages are not a place's own.

    Args:
        languages: of each country, by alpha-2, as the table of countries has them (`ru-UA`).
    """

    def __init__(self, languages: Mapping[str, tuple[str, ...]]) -> None:
        self._spoken = {code: frozenset(map(_language, tags)) for code, tags in languages.items()}
        self._suspects: dict[int, tuple[str, frozenset[str]]] = {}
        self._turned_down: Counter[int] = Counter()

    def see(self, place: PlaceRecord, rows: int) -> None:
        """Take note of a place.

        Args:
            place: the place.
            rows: how many rows of the names' table call it something in a language.
        """
        unknown = place.feature_class == "P" and not place.population and not place.wikidata
        if unknown and rows >= MANY:
            self._suspects[place.id] = place.name, self._spoken.get(place.country, frozenset())

    def owns(self, name: NameRecord) -> bool:
        """Whether a name is the place's own, as far as can be told; one that is not is counted."""
        suspect = self._suspects.get(name.place) if name.lang and not name.code else None
        if suspect is None:
            return True
        own, spoken = suspect
        stands = _language(name.lang) in spoken and likeness(name.text, [own]) >= ALIKE
        self._turned_down[name.place] += not stands
        return stands

    def about(self) -> dict[str, int]:
        """How many names were turned down, of how many places."""
        return {"names": self._turned_down.total(), "places": sum(map(bool, self._turned_down.values()))}


def _language(tag: str) -> str:
    return tag.partition("-")[0]
