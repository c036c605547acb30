"""The tables of notable places, read: each row checked, bad ones set aside with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from gazetteer.errors import SourceError
from gazetteer.model import FEATURE_CLASSES
from gazetteer.model.ids import SLUG_IDS, WIKIDATA_IDS, inward, is_geonames
from gazetteer.sources.records import NameRecord

PLACES = "places.tsv"
NAMES = "names.tsv"
PLACE_COLUMNS = (
    *("id", "wikidata", "name", "class", "code", "lat", "lon", "countries", "countries_from"),
    *("rank", "other_ids", "twin", "source", "licence"),
)
NAME_COLUMNS = ("id", "lang", "name", "main")
MOST_RANK = 10
MOST_LETTERS = 400
MOST_ROWS = 1_000_000
MOST_BYTES = 256 << 20

NO_LANGUAGE = "und"
CODES = frozenset({"iata", "icao"})
"""Languages that are none: the name is a code of that kind."""

_NEAREST = "nearest"
_SLUG = "x-"


@dataclass(frozen=True, slots=True)
class Notable:
    """One notable place.

    Args:
        id: GeoNames' where it has one, else that of its Wikidata item, else one made from its slug.
        wikidata: its item, `Q7204`; empty where unknown.
        name: its English main name.
        feature_class: GeoNames' class; `feature_code` likewise.
        lat: of a point inside; `lon` likewise.
        countries: that it lies in, alpha-2; empty where none or unknown.
        sure: whether `countries` are all of them, not merely the nearest.
        rank: how notable it is by use in the news, 0 to 10.
        other_ids: further GeoNames ids of the same thing.
        twin: the id of a division or continent on the same ground, of which this place's names are names too.
        line: of the table, for messages.
    """

    id: int
    wikidata: str
    name: str
    feature_class: str
    feature_code: str
    lat: float
    lon: float
    countries: tuple[str, ...]
    sure: bool
    rank: int
    other_ids: tuple[int, ...]
    twin: int | None
    line: int


@dataclass(frozen=True, slots=True)
class NotableRemark:
    """A row that was left out, or else taken otherwise than it says: its file and line, why, and what stands in it."""

    file: str
    line: int
    why: str
    row: str
    left_out: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """The notable places and their names, by the id in the table; and the rows that were left out."""

    places: tuple[Notable, ...]
    names: tuple[NameRecord, ...]
    bad: tuple[NotableRemark, ...]

    def of(self, countries: Container[str], classes: Container[str]) -> Table:
        """The part that lies in one of some countries and is of one of some classes; empty means all."""
        places = tuple(
            place
            for place in self.places
            if (not countries or any(country in countries for country in place.countries))
            and (not classes or place.feature_class in classes)
        )
        ids = {place.id for place in places}
        return Table(places, tuple(name for name in self.names if name.place in ids), self.bad)


class _Bad(ValueError):
    """A row that cannot be used."""


def read_table(folder: Traversable | None = None) -> Table:
    """Read both files of a folder, those of the package where none is given.

    Raises:
        SourceError: a file is missing, no text, too large, or its first line does not name the columns.
    """
    folder = folder or files("gazetteer.sources.notable")
    bad: list[NotableRemark] = []
    places: dict[int, Notable] = {}
    for line, cells in _rows(folder, PLACES, PLACE_COLUMNS):
        try:
            place = _place(cells, line)
            if (before := places.get(place.id)) is not None:
                raise _Bad(f"id {cells['id']} is that of line {before.line} too")
            places[place.id] = place
        except _Bad as error:
            bad.append(_left_out(PLACES, line, str(error), cells))
    names = []
    for line, cells in _rows(folder, NAMES, NAME_COLUMNS):
        try:
            names.append(_name(cells, places))
        except _Bad as error:
            bad.append(_left_out(NAMES, line, str(error), cells))
    return Table(tuple(places.values()), tuple(names), tuple(bad))


def id_of(text: str) -> int | None:
    """The id that a cell of the table means: a GeoNames id, a Wikidata item, or a slug that begins with `x-`."""
    if text.startswith(_SLUG) and len(text) > len(_SLUG):
        digest = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        return SLUG_IDS + digest % (WIKIDATA_IDS - SLUG_IDS)
    found = inward(text)
    return found if found is not None and (is_geonames(found) or text[0] == "Q") else None


def _rows(folder: Traversable, file: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a file with their lines; a row with another number of cells has its whole text under no column."""
    try:
        raw = folder.joinpath(file).read_bytes()
        text = raw.decode("utf-8-sig") if len(raw) <= MOST_BYTES else ""
    except OSError as error:
        raise SourceError(
            f"The table of notable places, {file}, is not there ({error.strerror}): install exonym again."
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(f"The table of notable places, {file}, is not UTF-8: install exonym again.") from error
    lines = text.split("\n")
    if tuple(lines[0].rstrip("\r").split("\t")) != columns or len(lines) > MOST_ROWS:
        raise SourceError(
            f"The table of notable places, {file}, has other columns than {', '.join(columns)}, or too many rows: "
            "install exonym again."
        )
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        cells = line.rstrip("\r").split("\t")
        yield number, dict(zip(columns, cells, strict=True)) if len(cells) == len(columns) else {"": line}


def _place(cells: dict[str, str], line: int) -> Notable:
    _check(cells, PLACE_COLUMNS)
    if (id := id_of(cells["id"])) is None:
        raise _Bad(f"id is {cells['id'][:20]!r}: a GeoNames id, a Wikidata item, or a slug that begins with {_SLUG}")
    feature = cells["class"]
    if len(feature) != 1 or feature not in FEATURE_CLASSES:
        raise _Bad(f"class is {feature[:20]!r}: a letter of {FEATURE_CLASSES}")
    if not cells["code"].isalnum() or not cells["code"].isupper():
        raise _Bad(f"code is {cells['code'][:20]!r}: a feature code of GeoNames")
    if cells["wikidata"] and (cells["wikidata"][0] != "Q" or inward(cells["wikidata"]) is None):
        raise _Bad(f"wikidata is {cells['wikidata'][:20]!r}")
    countries = tuple(filter(None, cells["countries"].split(",")))
    if strange := [code for code in countries if len(code) != 2 or not (code.isascii() and code.isupper())]:
        raise _Bad(f"countries has {strange[0][:20]!r}: alpha-2 codes with commas")
    return Notable(
        id=id,
        wikidata=cells["wikidata"],
        name=cells["name"].strip(),
        feature_class=feature,
        feature_code=cells["code"],
        lat=_degrees(cells["lat"], 90),
        lon=_degrees(cells["lon"], 180),
        countries=countries,
        sure=cells["countries_from"] != _NEAREST,
        rank=_rank(cells["rank"]),
        other_ids=tuple(_geonames_id(text) for text in cells["other_ids"].split(",") if text),
        twin=_geonames_id(cells["twin"]) if cells["twin"] else None,
        line=line,
    )


def _name(cells: dict[str, str], places: dict[int, Notable]) -> NameRecord:
    _check(cells, NAME_COLUMNS)
    id, lang = id_of(cells["id"]), cells["lang"]
    if id not in places or id is None:
        raise _Bad(f"no place has the id {cells['id'][:20]!r}")
    return NameRecord(
        place=id,
        text=cells["name"].strip(),
        lang="" if lang == NO_LANGUAGE or lang in CODES else lang,
        preferred=cells["main"] == "1",
        code=lang if lang in CODES else "",
    )


def _check(cells: dict[str, str], columns: tuple[str, ...]) -> None:
    if "" in cells:
        raise _Bad(f"{cells[''].count(chr(9)) + 1} cells, not {len(columns)}")
    name = cells["name"].strip()
    if not any(map(str.isalpha, name)) or len(name) > MOST_LETTERS:
        raise _Bad("no name" if len(name) <= MOST_LETTERS else f"name of {len(name)} letters")


def _degrees(text: str, most: int) -> float:
    try:
        degrees = float(text)
    except ValueError:
        degrees = float("nan")
    if not -most <= degrees <= most:
        raise _Bad(f"{text[:20]!r} is no number of degrees from -{most} to {most}")
    return degrees


def _rank(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= MOST_RANK):
        raise _Bad(f"rank is {text[:20]!r}: a whole number from 0 to {MOST_RANK}")
    return int(text)


def _geonames_id(text: str) -> int:
    found = inward(text)
    if found is None or not is_geonames(found):
        raise _Bad(f"{text[:20]!r} is no GeoNames id")
    return found


def _left_out(file: str, line: int, why: str, cells: dict[str, str]) -> NotableRemark:
    return NotableRemark(file, line, why, cells[""] if "" in cells else "\t".join(cells.values()))
