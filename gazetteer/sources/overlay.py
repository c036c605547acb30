"""The user's own names and places, from a CSV, over any source. docs/geonames.md says how to write one."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from gazetteer.errors import SourceError
from gazetteer.model import FEATURE_CLASSES, inward
from gazetteer.model.ids import IDS_END, OWN_IDS
from gazetteer.sources.records import (
    CountryRecord,
    Credit,
    Dated,
    DeletedRecord,
    NameRecord,
    PlaceRecord,
    Progress,
    Source,
    no_progress,
)

COLUMNS = (
    "id",
    "name",
    "lang",
    "kind",
    "since",
    "until",
    "lat",
    "lon",
    "country",
    "admin1",
    "class",
    "code",
    "population",
)
"""The columns of a file, in any order; all but `name` may be missing."""

KINDS = ("preferred", "short", "colloquial", "historic")
ROWS = 1_000_000
NAME_LETTERS = 400
FILE_BYTES = 256 << 20
_CODE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of the file that was left out: its line, from 1, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """What the file holds.

    Args:
        file: its path, for messages.
        sha256: of its bytes.
        places: the user's own places.
        names: names for those and for the source's places.
        bad: the rows that were left out.
    """

    file: str
    sha256: str
    places: tuple[PlaceRecord, ...]
    names: tuple[NameRecord, ...]
    bad: tuple[BadRow, ...]


class _Bad(ValueError):
    """A row that cannot be used."""


def read_overlay(path: Path) -> Overlay:
    """Read the user's file: UTF-8, comma-separated, the first line names the columns.

    A row with an id and without a point is a name of that place. A row with a point is a place of the user's own; its
    id is as given or, where it is blank, made from name and point, so that the same row has the same id in each build.

    Raises:
        SourceError: the file is missing, not UTF-8, or its first line names no or unknown columns.
    """
    try:
        if path.stat().st_size > FILE_BYTES:
            raise SourceError(f"{path} is larger than {FILE_BYTES:,} bytes: split it, or leave out what is not needed.")
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise SourceError(f"The overlay {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SourceError(f"Line {line} of the overlay {path} is not UTF-8: save it as UTF-8.") from error
    rows = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    columns = [column.strip().lower() for column in rows.fieldnames or ()]
    unknown = [column for column in columns if column not in COLUMNS]
    if unknown or "name" not in columns or len(set(columns)) < len(columns):
        what = f"unknown columns ({', '.join(unknown)[:80]})" if unknown else "no column `name`, or one twice"
        raise SourceError(f"The first line of the overlay {path} has {what}: name columns of {', '.join(COLUMNS)}.")
    rows.fieldnames = columns
    places: dict[int, PlaceRecord] = {}
    names: list[NameRecord] = []
    bad: list[BadRow] = []
    count = 0
    try:
        for count, row in enumerate(rows, 1):
            if count > ROWS:
                raise SourceError(f"The overlay {path} has more than {ROWS:,} rows: leave out what is not needed.")
            try:
                _read(row, places, names)
            except _Bad as error:
                bad.append(BadRow(rows.line_num, str(error)))
    except csv.Error as error:
        raise SourceError(f"The overlay {path} is no CSV from line {rows.line_num} on: {error}.") from error
    return Overlay(str(path), hashlib.sha256(raw).hexdigest(), tuple(places.values()), tuple(names), tuple(bad))


def _read(row: Mapping[str, str], places: dict[int, PlaceRecord], names: list[NameRecord]) -> None:
    """Take one row in."""
    if "" in row:
        raise _Bad("more fields than columns")
    name, lat, lon = (row.get(column, "").strip() for column in ("name", "lat", "lon"))
    if not any(map(str.isalpha, name)):
        raise _Bad("no name")
    if len(name) > NAME_LETTERS:
        raise _Bad(f"name of {len(name)} letters")
    kinds = row.get("kind", "").split()
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise _Bad(f"kind is {unknown[0][:20]!r}; there are {', '.join(KINDS)}")
    place = _id(row.get("id", "").strip(), f"{name}\t{lat}\t{lon}" if lat and lon else "")
    if lat or lon:
        if place in places:
            raise _Bad(f"id {place} has a point already: leave lat and lon blank to give it another name")
        places[place] = _place(place, name, lat, lon, row)
    record = NameRecord(
        place=place,
        text=name,
        lang=row.get("lang", "").strip(),
        since=row.get("since", "").strip(),
        until=row.get("until", "").strip(),
        preferred="preferred" in kinds,
        short="short" in kinds,
        colloquial="colloquial" in kinds,
        historic="historic" in kinds,
        own=True,
    )
    # A place's name needs no row of its own among the names, unless something is said of it.
    if not (lat or lon) or record.lang or kinds or record.since or record.until:
        names.append(record)


def _id(text: str, key: str) -> int:
    if text:
        if not (found := inward(text)):
            raise _Bad(f"id is {text[:20]!r}: give a GeoNames id, Q7204, or your own, {OWN_IDS} to {IDS_END - 1}")
        if key and found < OWN_IDS:
            raise _Bad(f"id {text} with a point is one of a source: ids of your own begin at {OWN_IDS}")
        return found
    if not key:
        raise _Bad("neither an id nor a point: which place is it?")
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    return OWN_IDS + digest % (IDS_END - OWN_IDS)


def _place(id: int, name: str, lat: str, lon: str, row: Mapping[str, str]) -> PlaceRecord:
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        raise _Bad(f"lat and lon are {lat[:20]!r} and {lon[:20]!r}: give degrees") from None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise _Bad(f"lat and lon are {lat[:20]} and {lon[:20]}: out of range")
    feature_class = row.get("class", "").strip().upper() or "P"
    if len(feature_class) != 1 or feature_class not in FEATURE_CLASSES:
        raise _Bad(f"class is {feature_class[:20]!r}: give a letter of {FEATURE_CLASSES}")
    population = row.get("population", "").strip()
    if population and not (population.isascii() and population.isdigit() and len(population) <= _CODE_DIGITS):
        raise _Bad(f"population is {population[:20]!r}: give a whole number")
    country = row.get("country", "").strip().upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise _Bad(f"country is {country[:20]!r}: give an ISO 3166-1 alpha-2 code")
    admin1 = row.get("admin1", "").strip()
    if admin1 and not admin1.startswith(f"{country}."):
        raise _Bad(f"admin1 is {admin1[:20]!r}: give GeoNames' full code, for example UA.05, in the country of the row")
    code = row.get("code", "").strip().upper() or ("PPL" if feature_class == "P" else "")
    return PlaceRecord(
        id=id,
        name=name,
        lat=north,
        lon=east,
        country=country,
        admin1=admin1,
        feature_class=feature_class,
        feature_code=code,
        population=int(population or 0),
        own=True,
    )


class Overlaid:
    """A source with the user's own names and places on top.

    Args:
        source: what lies below.
        overlay: what was read from the user's file.
    """

    def __init__(self, source: Source, overlay: Overlay) -> None:
        self._source = source
        self._overlay = overlay
        self.name = source.name

    @cached_property
    def _dated(self) -> Dated | None:
        return self._source if isinstance(self._source, Dated) else None

    def credits(self) -> tuple[Credit, ...]:
        """Those of the source below."""
        return tuple(self._source.credits())

    def countries(self) -> Iterable[CountryRecord]:
        """Those of the source below."""
        return self._source.countries()

    def places(self, progress: Progress = no_progress) -> Iterator[PlaceRecord]:
        """The source's places, then the user's."""
        yield from self._source.places(progress)
        yield from self._overlay.places

    def names(self, progress: Progress = no_progress) -> Iterator[NameRecord]:
        """The user's names, then the source's: of two records of one name the first holds."""
        yield from self._overlay.names
        yield from self._source.names(progress)

    def about(self) -> Mapping[str, Any]:
        """What the source says, and which overlay lies over it."""
        overlay = self._overlay
        facts = {
            "file": Path(overlay.file).name,
            "sha256": overlay.sha256,
            "places": len(overlay.places),
            "names": len(overlay.names),
            "left_out": len(overlay.bad),
        }
        return {**(self._dated.about() if self._dated else {}), "overlay": facts}

    def deleted(self) -> Iterable[DeletedRecord]:
        """Those of the source below."""
        return self._dated.deleted() if self._dated else ()
