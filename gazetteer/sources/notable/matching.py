"""Which record of a source is a notable place whose id the table lacks: by its Wikidata item, else by its name.

A record that may be one is held back until all are known. By name, class and point only the one record that fits
counts: many a brook is called as a great river is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt

from gazetteer.sources.notable.joined import Joined
from gazetteer.sources.notable.table import Notable, Table
from gazetteer.sources.records import PlaceRecord

EARTH_KM = 6371.0
CLASSES = frozenset("HLRSTUV")
"""The classes that are looked at; of the others the table tells the id or the twin."""

KM = {
    **dict.fromkeys(("MT", "MTU", "VLC", "PK", "PASS", "CAPE", "PT", "GRGE", "FLLS"), 20.0),
    **dict.fromkeys(("ISL", "LK", "LKN", "RSV", "LGN", "OAS", "SPNT"), 60.0),
}
KM_OF_CLASS = {"S": 5.0, "R": 5.0}
KM_OTHERWISE = 250.0
"""How far from the table's point a record of the same name, class and code may lie: points of seas, rivers, ranges and
regions are put anywhere inside."""

BY_ID, BY_ITEM, BY_NAME = range(3)


class Matching:
    """Records held back, and what they may be."""

    def __init__(self, table: Table) -> None:
        places = {place.id: place for place in table.places if place.twin is None and place.feature_class in CLASSES}
        self._known = places.keys()
        self._by_id = {id: place for place in places.values() for id in place.other_ids}
        self._by_item = {place.wikidata: place for place in places.values() if place.wikidata}
        self._by_name: dict[tuple[str, str], dict[int, Notable]] = defaultdict(dict)
        called = [(place.id, place.name) for place in places.values()]
        for id, text in (*called, *((name.place, name.text) for name in table.names if name.place in places)):
            self._by_name[places[id].feature_class, text.casefold()][id] = places[id]
        self._held: dict[int, list[tuple[int, PlaceRecord]]] = defaultdict(list)
        self._places = places

    def hold(self, record: PlaceRecord) -> bool:
        """Whether a record may be a notable place, and is held back until `release`."""
        if record.feature_class not in CLASSES or record.id in self._known:
            return False
        place, how = self._by_id.get(record.id), BY_ID
        if place is None and record.wikidata:
            place, how = self._by_item.get(record.wikidata), BY_ITEM
        if place is None:
            place, how = self._called(record), BY_NAME
        if place is None:
            return False
        self._held[place.id].append((how, record))
        return True

    def release(self, joined: Joined) -> Iterator[PlaceRecord]:
        """All that was held back; what is a notable place that no record was until now is told so."""
        for id, held in self._held.items():
            place = self._places[id]
            chosen = None if joined.has(id) else _chosen(place, held)
            for _how, record in held:
                yield joined.told(record, place) if record is chosen else record
        self._held.clear()

    def _called(self, record: PlaceRecord) -> Notable | None:
        fitting = self._by_name.get((record.feature_class, record.name.casefold()))
        for place in fitting.values() if fitting else ():
            reach = KM.get(place.feature_code, KM_OF_CLASS.get(place.feature_class, KM_OTHERWISE))
            if place.feature_code == record.feature_code and _km(place, record) <= reach:
                return place
        return None


def _chosen(place: Notable, held: list[tuple[int, PlaceRecord]]) -> PlaceRecord | None:
    """The surest of the records: of those found by name the only one, of others the nearest of the same code."""
    surest = min(how for how, _record in held)
    found = [record for how, record in held if how == surest]
    if surest == BY_NAME:
        return found[0] if len(found) == 1 else None
    return min(found, key=lambda record: (record.feature_code != place.feature_code, _km(place, record), record.id))


def _km(place: Notable, record: PlaceRecord) -> float:
    """The distance on a sphere."""
    north = sin(radians(record.lat - place.lat) / 2)
    east = sin(radians(record.lon - place.lon) / 2)
    part = north * north + cos(radians(place.lat)) * cos(radians(record.lat)) * east * east
    return 2 * EARTH_KM * asin(sqrt(min(1.0, part)))
