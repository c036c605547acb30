"""What a source of places and names said, by id."""

from __future__ import annotations

from gazetteer.sources.geonames.source import GeoNames
from gazetteer.sources.records import NameRecord, PlaceRecord


class Read:
    """What a source said."""

    def __init__(self, source: GeoNames) -> None:
        self.source = source
        all_places = list(source.places())
        self.places: dict[int, PlaceRecord] = {record.id: record for record in all_places}
        assert len(self.places) == len(all_places), "an id twice"
        self.all_names = list(source.names())

    def names(self, place: int) -> dict[str, NameRecord]:
        return {name.text: name for name in self.all_names if name.place == place}
