"""What a source of places and names said, by id."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dump_server import DumpServer

from gazetteer.sources.geonames.choice import Choice
from gazetteer.sources.geonames.daily import fetch_days
from gazetteer.sources.geonames.download import Downloads
from gazetteer.sources.geonames.source import GeoNames
from gazetteer.sources.records import NameRecord, PlaceRecord

UKRAINE = Choice(("UA",))


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


def read_dump(server: DumpServer, folder: Path, choice: Choice = UKRAINE, until: date | None = None) -> Read:
    """Download what a choice needs into a folder, with the changes until a day, and read it."""
    with Downloads(folder, server.url, pause=0.0) as downloads:
        for name in choice.files:
            downloads.fetch(name)
        source = GeoNames(folder, choice)
        if until:
            fetch_days(downloads, source.dump_day, until)
        return Read(source)
