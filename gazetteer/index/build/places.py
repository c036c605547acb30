"""Places to arrays: one row a place, sorted by id. Records are read one by one into columns of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
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
# What is stored of each record.
_COLUMNS: dict[str, type[np.generic]] = {
    "place_id": np.int64,
    "place_lat": np.int32,
    "place_lon": np.int32,
    "place_country": np.int16,
    **dict.fromkeys(LEVELS, np.int32),
    "place_feature": np.int16,
    "place_population": np.uint32,
    "place_zone": np.int16,
    "place_wikidata": np.uint32,
    "place_elevation": np.int16,
    "place_modified": np.uint16,
    "place_derived": np.bool_,
    "place_own": np.bool_,
    "listed": np.bool_,
    "notability": np.int8,
    "own_code": np.int32,
    "iso": np.int32,
}
_BATCH = 512  # records that are turned into columns together: not so many that Python would look for cycles in them
_MOST_PEOPLE = 2**32 - 1


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
    batches: list[dict[str, Array]] = []
    rest = filter(_usable, places)
    while batch := list(islice(rest, _BATCH)):
        names.extend([record.name for record in batch])
        for r in batch:
            if r.countries:
                shared[r.id] = tuple(numbers[code] for code in r.countries if code in numbers)
        read = _columns(batch, numbers, codes, isos, features, zones)
        batches.append({name: np.asarray(read[name]).astype(stored) for name, stored in _COLUMNS.items()})
    return {
        name: np.concatenate([batch.pop(name) for batch in batches] or [np.empty(0, stored)])
        for name, stored in _COLUMNS.items()
    }


def _columns(
    batch: Sequence[PlaceRecord],
    numbers: dict[str, int],
    codes: Interner,
    isos: Interner,
    features: Interner,
    zones: Interner,
) -> dict[str, Any]:
    """What is kept of some records, column by column: much sooner than record by record."""
    levels = [
        codes.numbers(texts) for texts in zip(*((r.admin1, r.admin2, r.admin3, r.admin4) for r in batch), strict=True)
    ]
    level = [_LEVELS.get(r.feature_code, NONE) for r in batch]
    own = [0 if at == NONE else levels[at][number] for number, at in enumerate(level)]
    return {
        "place_id": np.array([r.id for r in batch], np.int64),
        "place_lat": np.rint(np.array([r.lat for r in batch], np.float64) * DEGREE),
        "place_lon": np.rint(np.array([r.lon for r in batch], np.float64) * DEGREE),
        "place_country": [numbers.get(r.country, NONE) for r in batch],
        **dict(zip(LEVELS, levels, strict=True)),
        "place_feature": features.numbers([f"{r.feature_class}.{r.feature_code}" for r in batch]),
        "place_population": np.array([min(max(r.population, 0), _MOST_PEOPLE) for r in batch], np.int64),
        "place_zone": zones.numbers([r.timezone for r in batch]),
        "place_wikidata": [_wikidata(r.wikidata) if r.wikidata else 0 for r in batch],
        "place_elevation": [NO_ELEVATION if r.elevation is None else _elevation(r.elevation) for r in batch],
        "place_modified": [days(r.modified) if r.modified else 0 for r in batch],
        "place_derived": [r.derived for r in batch],
        "place_own": [r.own for r in batch],
        "listed": [r.listed for r in batch],
        "notability": [
            NONE if r.notability is None else min(max(r.notability, 0), len(NOTABLE_PEOPLE) - 1) for r in batch
        ],
        "own_code": own,
        "iso": isos.numbers([r.iso for r in batch]),
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


def _elevation(metres: int) -> int:
    return NO_ELEVATION if abs(metres) > -NO_ELEVATION - 1 else metres


def _wikidata(text: str) -> int:
    number = int(text[1:]) if text[:1] == "Q" and text[1:].isascii() and text[1:].isdigit() and len(text) < 11 else 0
    return number if number < 2**32 else 0
