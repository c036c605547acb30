"""Notable places laid over a source's own: what the source has is told how notable it is, the rest is added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import replace

from gazetteer.model import inward
from gazetteer.sources.notable.owned import Owned
from gazetteer.sources.notable.table import PLACES, Notable, NotableRemark, Table
from gazetteer.sources.records import NameRecord, PlaceRecord

SMALL = frozenset({"MT", "MTU", "VLC", "ISL", "CAPE", "LK", "LKN", "RSV", "PK", "PASS", "OAS", "CRTR"})
"""Feature codes of places so small that the nearest country is the one they lie in, as it is for all of class S."""


class Joined:
    """Notable places over the records of a source: ask `take` for each record, then `missing`, then `names`.

    A place of the table is the source's record of the same id; where that record is a division or a continent on the
    same ground, the place's names are names of that. What no record is, is added.

    Args:
        table: the notable places.
        gone: ids that the source has deleted: what is left of the place is known by its Wikidata item.
    """

    def __init__(self, table: Table, gone: Container[int] = ()) -> None:
        self._table = table
        self._owned = Owned(table)
        self._gone = gone
        self.bad: list[NotableRemark] = []
        """Rows of the table that are used otherwise than they say, and those left out."""
        self._places = {place.id: place for place in table.places if place.twin is None}
        self._twins: dict[int, list[int]] = defaultdict(list)
        for place in table.places:
            if place.twin is not None:
                self._twins[place.twin].append(place.id)
        self._known_as: dict[int, int] = {}
        self._told: dict[int, int] = {}
        self._added: set[int] = set()

    def take(self, record: PlaceRecord) -> PlaceRecord:
        """A record of the source, with how notable it is where the table has it."""
        for id in self._twins.get(record.id, ()):
            self._known_as[id] = record.id
        place = self._places.get(record.id)
        return record if place is None else self.told(record, place)

    def told(self, record: PlaceRecord, place: Notable) -> PlaceRecord:
        """A record that is a notable place, with how notable it is."""
        self._known_as[place.id] = record.id
        self._told[record.id] = place.id
        return replace(
            record, notability=place.rank, wikidata=record.wikidata or place.wikidata, countries=_countries(place)
        )

    def has(self, id: int) -> bool:
        """Whether a place of the table was a record of the source until now."""
        return id in self._known_as

    def missing(self) -> Iterator[PlaceRecord]:
        """The notable places that no record was."""
        for place in self._table.places:
            if place.id in self._known_as:
                continue
            id: int | None = place.id
            if place.id in self._gone:
                id = inward(place.wikidata)
                so = f"the place is {place.wikidata}" if id else "the place is left out"
                self.bad.append(
                    NotableRemark(PLACES, place.line, f"GeoNames has deleted its id: {so}", place.name, id is None)
                )
            if id is not None:
                self._known_as[place.id] = id
                self._added.add(place.id)
                yield replace(record_of(place), id=id)

    def is_anothers(self, name: NameRecord) -> bool:
        """Whether a name that the source gives to a notable place is another's of its kind (see owned.py)."""
        id = self._told.get(name.place)
        return id is not None and self._owned.is_anothers(id, name)

    def names(self) -> Iterator[NameRecord]:
        """The names of all of them. Which to show is left to the source where it had the place."""
        for name in self._table.names:
            id = self._known_as.get(name.place)
            if id is not None and not self._owned.is_anothers(name.place, name):
                added = name.place in self._added
                yield replace(name, place=id, preferred=name.preferred and added)


def record_of(place: Notable) -> PlaceRecord:
    """A notable place as a record; one that lies in several countries is filed under none, as GeoNames does."""
    sure = place.sure or place.feature_class == "S" or place.feature_code in SMALL
    return PlaceRecord(
        id=place.id,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        country=place.countries[0] if len(place.countries) == 1 and sure else "",
        feature_class=place.feature_class,
        feature_code=place.feature_code,
        wikidata=place.wikidata,
        notability=place.rank,
        countries=_countries(place),
    )


def _countries(place: Notable) -> tuple[str, ...]:
    return place.countries if place.sure else ()
