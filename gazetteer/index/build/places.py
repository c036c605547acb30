"""Places to arrays: one row a place, sorted by id. Records are read one by one into columns of numbers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gazetteer.errors import SourceError
from gazetteer.index.build.people import add_people
from gazetteer.index.build.sorting import gather
from gazetteer.index.records.deleted import days
from gazetteer.index.records.shared import COUNTRY, ROW, shared_arrays
from gazetteer.index.search.masks import country_bit, kind_bits
from gazetteer.index.store import Array
from gazetteer.index.texts import Interner, Texts
from gazetteer.index.values import DEGREE, DIVISIONS, LEVELS, NO_ELEVATION, NONE
from gazetteer.model import FEATURE_CLASSES
from gazetteer.sources.records import CountryRecord, PlaceRecord

# How much of its people an admin area counts with when fame decides: the town of the same name is meant more often.
AREA_SHARE = 0.3
CONTINENT_PEOPLE = 1_000_000_000
# As many people as a place of each notability, 0 to 10, counts with: a sea that every newspaper names comes to mind as
# a continent does, a strait or range of the second page as a large city, an islet of the atlas as a hamlet: it takes
# no town's name. From 7 on ranks are given by hand for use in the news; below they follow the scale of maps.
NOTABLE_PEOPLE = (
    *(50, 100, 200, 500, 2_000, 20_000, 100_000),
    *(1_000_000, 3_000_000, 10_000_000, 300_000_000),
)

_LEVELS = {code: level for level, code in enumerate(DIVISIONS)}
# What is kept of each record: the column, array's code of what is read, type of what is stored.
_COLUMNS: dict[str, tuple[str, type[np.generic]]] = {
    "place_id": ("q", np.int64),
    "place_lat": ("i", np.int32),
    "place_lon": ("i", np.int32),
    "place_country": ("h", np.int16),
    **dict.fromkeys(LEVELS, ("i", np.int32)),
    "place_feature": ("h", np.int16),
    "place_population": ("I", np.uint32),
    "place_zone": ("h", np.int16),
    "place_wikidata": ("I", np.uint32),
    "place_elevation": ("h", np.int16),
    "place_modified": ("H", np.uint16),
    "place_derived": ("b", np.bool_),
    "place_own": ("b", np.bool_),
    "listed": ("b", np.bool_),
    "notability": ("b", np.int8),
    "own_code": ("i", np.int32),
    "iso": ("i", np.int32),
}


@dataclass(frozen=True, slots=True)
class PlacePart:
    """What the build knows of places once they are read.

    Args:
        arrays: the `place_*` and `area_*` arrays, one row a place, the sorted codes of areas, what countries share.
        tables: the short lists that rows point into: countries, features, time zones.
        where: country mask by row (uint64).
        what: kind mask by row (uint64).
        main_heap: the bytes of each place's own name, by row.
        main_offset: where each begins, and the end of the last.
    """

    arrays: dict[str, Array]
    tables: dict[str, Any]
    where: Array
    what: Array
    main_heap: Array
    main_offset: Array


def build_places(countries: Iterable[CountryRecord], places: Iterable[PlaceRecord], words: Interner) -> PlacePart:
    """Turn the places of a source into arrays; of an id that comes twice, the last record counts.

    Args:
        countries: of the source.
        places: of the source.
        words: takes in the codes of areas.

    Raises:
        SourceError: there is no place at all.
    """
    country_table = {record.code: record for record in sorted(countries, key=lambda record: record.code)}
    names, codes, isos, features, zones = Texts(), Interner(), Interner(), Interner(), Interner()
    numbers = {code: number for number, code in enumerate(country_table)}
    shared: dict[int, tuple[int, ...]] = {}
    read = _read(places, numbers, names, codes, isos, features, zones, shared)
    ids = read["place_id"]
    if not len(ids):
        raise SourceError("The source holds no place.")
    order = np.argsort(ids, kind="stable")
    order = order[np.append(ids[order[1:]] != ids[order[:-1]], True)]
    columns = {name: column[order] for name, column in read.items()}
    _add_areas(columns, codes, isos, words)
    country_rows = _country_table(country_table.values(), columns["place_id"])
    add_people(columns, features.texts(), [country["row"] for country in country_rows])
    columns["place_fame"] = _fame(columns, features)
    heap, offset = gather(*names.arrays(), order)
    bits = [country_bit(number) for number in range(len(country_table))] + [0]  # the last for places of no country
    columns |= shared_arrays(columns["place_id"], shared)
    where = np.array(bits, np.uint64)[columns["place_country"]]
    bits_of_countries = np.array(bits, np.uint64)[columns[COUNTRY]]
    np.bitwise_or.at(where, columns[ROW], bits_of_countries)
    kinds = [kind_bits(*_split(feature)) for feature in features.texts()[1:]]
    return PlacePart(
        arrays=columns,
        tables={
            "countries": country_rows,
            "features": features.texts(),
            "zones": zones.texts(),
        },
        where=where,
        what=np.array([0, *kinds], np.uint64)[columns["place_feature"]],
        main_heap=heap,
        main_offset=offset,
    )


def row_of(ids: Array, wanted: Array) -> Array:
    """The rows of ids among sorted ones, NONE for each that is not there (int64)."""
    rows = np.searchsorted(ids, wanted)
    rows[rows == len(ids)] = 0
    return np.where(ids[rows] == wanted, rows, NONE)


def _read(
    places: Iterable[PlaceRecord],
    numbers: dict[str, int],
    names: Texts,
    codes: Interner,
    isos: Interner,
    features: Interner,
    zones: Interner,
    shared: dict[int, tuple[int, ...]],
) -> dict[str, Array]:
    """One column for each of _COLUMNS, in the order of records; `shared` takes in what lies in several countries."""
    columns = [array(kept) for kept, _stored in _COLUMNS.values()]
    appends = [column.append for column in columns]
    for r in places:
        if not _usable(r):
            continue
        names.append(r.name)
        admins = (codes(r.admin1), codes(r.admin2), codes(r.admin3), codes(r.admin4))
        level = _LEVELS.get(r.feature_code)
        if r.countries:
            shared[r.id] = tuple(numbers[code] for code in r.countries if code in numbers)
        values = (
            r.id,
            round(r.lat * DEGREE),
            round(r.lon * DEGREE),
            numbers.get(r.country, NONE),
            *admins,
            features(f"{r.feature_class}.{r.feature_code}"),
            min(max(r.population, 0), 2**32 - 1),
            zones(r.timezone),
            _wikidata(r.wikidata),
            _elevation(r.elevation),
            days(r.modified),
            r.derived,
            r.own,
            r.listed,
            NONE if r.notability is None else min(max(r.notability, 0), len(NOTABLE_PEOPLE) - 1),
            0 if level is None else admins[level],
            isos(r.iso),
        )
        for append, value in zip(appends, values, strict=True):
            append(value)
    return {
        name: np.frombuffer(column, column.typecode).astype(stored, copy=False)
        for (name, (_kept, stored)), column in zip(_COLUMNS.items(), columns, strict=True)
    }


def _usable(record: PlaceRecord) -> bool:
    return (
        record.feature_class in FEATURE_CLASSES
        and len(record.feature_class) == 1
        and -90 <= record.lat <= 90
        and -180 <= record.lon <= 180
        and record.name != ""
    )


def _add_areas(columns: dict[str, Array], codes: Interner, isos: Interner, words: Interner) -> None:
    """Turn the codes of areas into rows, and list the areas.

    Where several have one code, that of the source's table of codes has it, else the lowest id.
    """
    own, iso, listed = columns.pop("own_code"), columns.pop("iso"), columns.pop("listed")
    order = np.argsort(~listed, kind="stable")
    code_numbers, first = np.unique(own[order], return_index=True)
    row_of_code = np.full(len(codes), NONE, np.int32)
    row_of_code[code_numbers] = order[first]
    row_of_code[0] = NONE
    for name in LEVELS:
        columns[name] = row_of_code[columns[name]]
    area_rows = np.sort(row_of_code[row_of_code != NONE])
    code_texts, iso_texts = codes.texts(), isos.texts()
    columns["area_row"] = area_rows
    columns["area_code"] = np.array([words(code_texts[code]) for code in own[area_rows].tolist()], np.uint32)
    columns["area_iso"] = np.array([words(iso_texts[number]) for number in iso[area_rows].tolist()], np.uint32)


def _fame(columns: dict[str, Array], features: Interner) -> Array:
    """Decimal logarithm of the people that a bare name brings to mind (float32)."""
    kinds = [_split(feature) for feature in features.texts()]
    share = [AREA_SHARE if kind == "A" and not code.startswith("PCL") else 1.0 for kind, code in kinds]
    continent = np.array([code == "CONT" for _kind, code in kinds])
    feature = columns["place_feature"]
    people = columns["place_population"] * np.array(share)[feature]
    people[continent[feature]] = CONTINENT_PEOPLE
    # The last, 0, is of what is not known to be notable.
    people = np.maximum(people, np.array([*NOTABLE_PEOPLE, 0])[columns.pop("notability")])
    fame: Array = np.log10(people + 10).astype(np.float32)
    return fame


def _country_table(countries: Iterable[CountryRecord], ids: Array) -> list[dict[str, Any]]:
    table: Sequence[CountryRecord] = tuple(countries)
    rows = row_of(ids, np.array([country.id for country in table], np.int64)).tolist()
    return [
        {
            "code": country.code,
            "iso3": country.iso3,
            "numeric": country.numeric,
            "row": row,
            "name": country.name,
            "continent": country.continent,
            "languages": list(country.languages),
        }
        for country, row in zip(table, rows, strict=True)
    ]


def _split(feature: str) -> tuple[str, str]:
    kind, _dot, code = feature.partition(".")
    return kind, code


def _elevation(metres: int | None) -> int:
    return NO_ELEVATION if metres is None or abs(metres) > -NO_ELEVATION - 1 else metres


def _wikidata(text: str) -> int:
    number = int(text[1:]) if text[:1] == "Q" and text[1:].isascii() and text[1:].isdigit() and len(text) < 11 else 0
    return number if number < 2**32 else 0
