"""The titles that columns usually have: which column holds what by them, and whether a first row is titles at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from gazetteer.errors import QueryError
from gazetteer.tables.columns import ColumnPositions, Columns, find_columns, is_no_name, list_columns

LOOKED_AT = 20  # rows below the first that it is compared with
_COLUMNS = 10  # that are looked at for names
_MOST = 0.8  # of the cells of a column, for it to be one of numbers
_SOME_KNOWN = 0.2  # of the cells of a column that was named as that of the names
_MOST_KNOWN = 0.5  # of the cells of any other
_NUMBER = re.compile(r"[-+]?\d{1,30}(?:[.,]\d{1,30})?", re.ASCII)
_YEARS = (1800, 2100)  # such numbers are titles as often as data

# Titles by which a column is taken for what it may hold, where no column is named; the likeliest first.
TITLES = {
    "name": (
        "name place_name placename place city town settlement locality toponym location geo_name city_name town_name "
        "ville lieu ort stadt ciudad lugar città luogo miasto miejscowość назва місто населений_пункт название город "
        "населённый_пункт населенный_пункт 地名 都市"
    ),
    "country": (
        "country country_code countrycode country_name iso2 iso iso3 iso_code cc pays land país paese kraj країна "
        "страна 国"
    ),
    "within": (
        "region admin1 state province oblast county admin district région bundesland provincia województwo область "
        "регіон регион"
    ),
    "lat": "lat latitude y широта",
    "lon": "lon lng long longitude x довгота долгота",
}
# Other titles that are met often; where the first row has one of all these, it is no data.
_OTHER_TITLES = (
    "id n no nr num number code key index type kind class date year time note notes comment remark count total value "
    "amount sum price population pop area size status state_code zip zipcode postcode postal_code plz address street "
    "first_name last_name surname email phone url description category source lang language title label text village "
    "municipality commune gemeinde kommune comune municipio gmina powiat ortschaft ortsname toponyme lieu_dit localité "
    "localidad localidade cidade población poblacion paikka kunta település helység obec mesto město grad sted naam "
    "plaats nom nombre nome imię nazwa název név nume namn navn nimi имя назва_місця наименование населённый_пункт "
    "нп село область_район район громада дата код номер адрес адреса примечание примітка кількість количество "
    "departement département departamento provincia province_state regione região regiao distrito comté county_name "
    "admin admin2 adm1 adm2 oblast_name raion rayon gouvernorat governorate πόλη τόπος χώρα "
    "مدينة بلد עיר 国家 城市 省 市町村 도시"
)

Known = Callable[[str], bool]
"""Whether a text is the name of a place."""


def choose_columns(titles: list[str], chosen: Columns | None) -> tuple[ColumnPositions, tuple[str, ...]]:
    """Which column holds what.

    Args:
        titles: of the columns.
        chosen: the columns as somebody named them; None to guess all by their titles.

    Returns:
        The places of the columns, and remarks on what was guessed.

    Raises:
        QueryError: a column that was named is not there, or none looks like names; the message lists the columns.
    """
    if chosen is not None:
        return find_columns(chosen, titles), ()
    guessed = _guess(titles)
    if "name" not in guessed and len(titles) == 1:
        guessed["name"] = 0
    if "name" not in guessed:
        raise QueryError(
            f"Which column holds the names? Give it by name or number. There are {list_columns(titles)}.", "columns"
        )
    if ("lat" in guessed) != ("lon" in guessed):
        guessed.pop("lat", guessed.pop("lon", None))
    spoken = ", ".join(f"{what} from column {place + 1} {titles[place]!r}" for what, place in guessed.items())
    places = ColumnPositions((guessed.pop("name"),), guessed)
    return places, (f"No column was named; taking the {spoken}.",)


def is_data(rows: Sequence[Sequence[str]], chosen: Columns | None, known: Known) -> bool:
    """Whether the first row of a table looks like data and not like titles.

    Args:
        rows: the first of the table.
        chosen: the columns as somebody named them.
        known: whether a text is the name of a place.
    """
    first, below = rows[0], rows[1 : 1 + LOOKED_AT]
    named = [] if chosen is None else [str(wanted).strip() for wanted in (*chosen.names, *chosen.context().values())]
    spoken = {cell.strip().casefold() for cell in first}
    if any(wanted.casefold() in spoken or not wanted.isdecimal() for wanted in named):
        return False
    if any(_plain(cell) in _USUAL for cell in first):
        return False
    numbers = [_is_number_column(below, place) for place in range(len(first))]
    if any(
        is_number and cell.strip() and _number(cell) is None for cell, is_number in zip(first, numbers, strict=True)
    ):
        return False
    like = [_number(cell) for cell, is_number in zip(first, numbers, strict=True) if is_number]
    if any(value is not None and not _YEARS[0] <= value <= _YEARS[1] for value in like):
        return True
    return _has_known(first, below, () if chosen is None else chosen.names, numbers, known)


def _has_known(
    first: Sequence[str],
    below: Sequence[Sequence[str]],
    names: tuple[str | int, ...],
    numbers: list[bool],
    known: Known,
) -> bool:
    """Whether a cell of the first row is the name of a place, as those below it are."""
    named = [int(wanted) - 1 for wanted in names] or ([0] if len(first) == 1 else [])
    texts = [place for place, is_number in enumerate(numbers) if not is_number]
    for place in [place for place in named if place < len(first)] or texts[:_COLUMNS]:
        if is_no_name(first[place]) or not known(first[place]):
            continue
        others = [row[place] for row in below if place < len(row) and not is_no_name(row[place])]
        if sum(map(known, others)) >= (_SOME_KNOWN if place in named else _MOST_KNOWN) * len(others):
            return bool(others) or place in named
    return False


def _is_number_column(rows: Sequence[Sequence[str]], place: int) -> bool:
    said = [row[place] for row in rows if place < len(row) and not is_no_name(row[place])]
    return bool(said) and sum(_number(cell) is not None for cell in said) >= _MOST * len(said)


def _number(cell: str) -> float | None:
    text = cell.strip().replace(" ", "")
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _guess(titles: list[str]) -> dict[str, int]:
    plain = [_plain(title) for title in titles]
    guessed: dict[str, int] = {}
    for what, usual in TITLES.items():
        for title in usual.split():
            if plain.count(title) == 1:
                guessed[what] = plain.index(title)
                break
    return guessed


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", "_", title.strip().casefold()).strip("_")


_USUAL = frozenset(title for usual in TITLES.values() for title in usual.split()).union(_OTHER_TITLES.split())
