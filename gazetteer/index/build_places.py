"""Places to arrays: one row a place, sorted by id."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gazetteer.errors import SourceError
from gazetteer.index.heap import Interner
from gazetteer.index.masks import country_bit, kind_bits
from gazetteer.index.store import Array
from gazetteer.model import FEATURE_CLASSES
from gazetteer.sources.records import CountryRecord, PlaceRecord

NONE = -1
NO_ELEVATION = -(2**15)
DEGREE = 100_000  # coordinates are kept as whole 1e-5 degrees, about a metre

# How much of its people an admin area counts with when fame decides: the town of the same name is meant more often.
AREA_SHARE = 0.3
CONTINENT_PEOPLE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class PlacePart:
    """What the build knows of places once they are read.

    Args:
        arrays: the `place_*` and `area_*` arrays, one row a place, and the sorted codes of areas.
        tables: the short lists that rows point into: countries, features, time zones.
        row_of: row by id.
        country_of: country code by row.
        where: country mask by row (uint64).
        what: kind mask by row (uint64).
        main_names: each place's own name by row.
    """

    arrays: dict[str, Array]
    tables: dict[str, Any]
    row_of: dict[int, int]
    country_of: list[str]
    where: Array
    what: Array
    main_names: list[str]


def build_places(countries: Iterable[CountryRecord], places: Iterable[PlaceRecord], texts: Interner) -> PlacePart:
    """Turn the places of a source into arrays.

    Raises:
        SourceError: there is no place at all.
    """
    country_table = {record.code: record for record in sorted(countries, key=lambda record: record.code)}
    number_of = {code: number for number, code in enumerate(country_table)}
    records = list({record.id: record for record in places if _usable(record)}.values())
    if not records:
        raise SourceError("The source holds no place.")
    records.sort(key=lambda record: record.id)
    row_of = {record.id: row for row, record in enumerate(records)}
    areas = _areas(records)
    features = Interner()
    zones = Interner()
    columns: dict[str, Array] = {
        "place_id": _column((r.id for r in records), np.int64),
        "place_lat": _column((round(r.lat * DEGREE) for r in records), np.int32),
        "place_lon": _column((round(r.lon * DEGREE) for r in records), np.int32),
        "place_country": _column((number_of.get(r.country, NONE) for r in records), np.int16),
        "place_admin1": _column((areas.get(r.admin1, NONE) for r in records), np.int32),
        "place_admin2": _column((areas.get(r.admin2, NONE) for r in records), np.int32),
        "place_admin3": _column((areas.get(r.admin3, NONE) for r in records), np.int32),
        "place_admin4": _column((areas.get(r.admin4, NONE) for r in records), np.int32),
        "place_feature": _column((features(f"{r.feature_class}.{r.feature_code}") for r in records), np.int16),
        "place_population": _column((min(max(r.population, 0), 2**32 - 1) for r in records), np.uint32),
        "place_zone": _column((zones(r.timezone) for r in records), np.int16),
        "place_wikidata": _column((_wikidata(r.wikidata) for r in records), np.uint32),
        "place_elevation": _column((_elevation(r.elevation) for r in records), np.int16),
        "place_derived": _column((r.derived for r in records), np.bool_),
        "place_own": _column((r.own for r in records), np.bool_),
        "place_name": _column((texts(r.name) for r in records), np.uint32),
        "place_fame": _column((_fame(r) for r in records), np.float32),
    }
    ordered = sorted(areas.items(), key=lambda item: item[1])
    columns["area_row"] = _column((row for _code, row in ordered), np.int32)
    columns["area_code"] = _column((texts(code) for code, _row in ordered), np.uint32)
    columns["area_iso"] = _column((texts(records[row].iso) for _code, row in ordered), np.uint32)
    tables = {
        "countries": [
            {
                "code": c.code,
                "iso3": c.iso3,
                "numeric": c.numeric,
                "row": row_of.get(c.id, NONE),
                "name": c.name,
                "continent": c.continent,
                "languages": list(c.languages),
            }
            for c in country_table.values()
        ],
        "features": features.texts(),
        "zones": zones.texts(),
    }
    bits = [country_bit(number_of[r.country]) if r.country in number_of else 0 for r in records]
    return PlacePart(
        arrays=columns,
        tables=tables,
        row_of=row_of,
        country_of=[r.country for r in records],
        where=np.array(bits, np.uint64),
        what=np.array([kind_bits(r.feature_class, r.feature_code) for r in records], np.uint64),
        main_names=[r.name for r in records],
    )


def _usable(record: PlaceRecord) -> bool:
    return (
        record.feature_class in FEATURE_CLASSES
        and len(record.feature_class) == 1
        and -90 <= record.lat <= 90
        and -180 <= record.lon <= 180
        and record.name != ""
    )


def _areas(records: list[PlaceRecord]) -> dict[str, int]:
    """Rows of the admin areas by their own code."""
    areas: dict[str, int] = {}
    for row, record in enumerate(records):
        code = _own_code(record)
        if code:
            areas.setdefault(code, row)
    return areas


def _own_code(record: PlaceRecord) -> str:
    """The code of an admin area itself; empty for any other place."""
    match record.feature_code:
        case "ADM1":
            return record.admin1
        case "ADM2":
            return record.admin2
        case "ADM3":
            return record.admin3
        case "ADM4":
            return record.admin4
    return ""


def _fame(record: PlaceRecord) -> float:
    """Decimal logarithm of the people that a bare name brings to mind."""
    people = float(record.population)
    if record.feature_code == "CONT":
        people = CONTINENT_PEOPLE
    elif record.feature_class == "A" and not record.feature_code.startswith("PCL"):
        people *= AREA_SHARE
    return math.log10(people + 10)


def _elevation(metres: int | None) -> int:
    return NO_ELEVATION if metres is None or abs(metres) > -NO_ELEVATION else metres


def _wikidata(text: str) -> int:
    return int(text[1:]) if text[:1] == "Q" and text[1:].isascii() and text[1:].isdigit() and len(text) < 11 else 0


def _column(values: Iterable[Any], dtype: Any) -> Array:
    return np.fromiter(values, dtype)
