"""Which columns of a table hold what, the cells of one row that a query is made of, and the columns that are added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

from gazetteer.errors import QueryError
from gazetteer.lexicon.blanks import blank
from gazetteer.model import Near, Query
from gazetteer.numbers import whole_number

ADDED = (
    "exonym_id",
    "exonym_name",
    "exonym_lat",
    "exonym_lon",
    "exonym_country",
    "exonym_admin1",
    "exonym_feature",
    "exonym_score",
    "exonym_verdict",
    "exonym_matched",
    "exonym_how",
    "exonym_read",
    "exonym_parts",
)
PART = "exonym_part"
CONTEXT = ("country", "within", "lat", "lon")
"""What is known beside a name, in the order in which a row has it."""

# What people write into a cell of names that has nothing to say. There are villages called Null, None and Na.
NO_NAME = frozenset({"", "-", "–", "—", "?", "n/a", "#n/a"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table that a query is made of, each by name or, from 1, by number.

    Args:
        name: the spelling to resolve; or several columns: the first that is not blank in a row is the name there, the
            next that is not is evidence.
        country: ISO 3166-1 code or a country's name.
        within: an admin area that contains the place.
        lat: latitude in degrees of a point nearby; with `lon`.
        lon: longitude in degrees.
    """

    name: str | int | tuple[str | int, ...]
    country: str | int | None = None
    within: str | int | None = None
    lat: str | int | None = None
    lon: str | int | None = None

    @property
    def names(self) -> tuple[str | int, ...]:
        """The columns with names."""
        return self.name if isinstance(self.name, tuple) else (self.name,)

    def context(self) -> dict[str, str | int]:
        """The other columns that are given, by what they hold."""
        others = (field.name for field in fields(self) if field.name != "name")
        return {what: value for what in others if (value := getattr(self, what)) is not None}


class Cells(NamedTuple):
    """The cells of one row that a query is made of, as text; blank where the row or the table has none.

    `also` is what a further name column says: another name of the place, or an area around it.
    """

    name: str
    country: str = ""
    within: str = ""
    lat: str = ""
    lon: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class ColumnPositions:
    """The places of columns in a table, from 0.

    Args:
        names: of those with names, in the order in which they count.
        context: of the others, by what they hold.
    """

    names: tuple[int, ...]
    context: dict[str, int]

    @property
    def all(self) -> tuple[int, ...]:
        """All of them: those with names, then country, within, lat and lon; -1 where a table has none."""
        return (*self.names, *(self.context.get(what, -1) for what in CONTEXT))

    def numbered(self) -> Columns:
        """The same columns by number, in a table that has only those of `all`, in their order."""
        places = self.closed_up()
        names = tuple(place + 1 for place in places.names)
        return Columns(names, **{what: place + 1 for what, place in places.context.items()})

    def closed_up(self) -> ColumnPositions:
        """The same columns in a table that has only those of `all`, in their order."""
        places = iter(range(len(self.all)))
        names = tuple(next(places) for _ in self.names)
        return ColumnPositions(names, {what: next(places) for what in CONTEXT if what in self.context})

    def cells(self, texts: Sequence[str]) -> Cells:
        """The cells that a query is made of, from the texts of a row in the columns of `all`."""
        count = len(self.names)
        if count == 1:
            return Cells(*texts)
        said = [text for text in texts[:count] if not is_no_name(text)]
        also = said[1] if len(said) > 1 and "within" not in self.context else ""
        country, within, lat, lon = texts[count:]
        return Cells(said[0] if said else texts[0], country, within, lat, lon, also)


def read_cells(cells: Cells, limit: int) -> Query:
    """Make a query of the cells of a row.

    Args:
        cells: the row's.
        limit: how many candidates to list.

    Raises:
        QueryError: where a coordinate cannot be read.
    """
    return Query(
        cells.name,
        country=() if blank(cells.country) else (cells.country.strip(),),
        within=None if blank(cells.within) else cells.within.strip(),
        near=_near(*("" if blank(text) else text.strip() for text in (cells.lat, cells.lon))),
        limit=limit,
    )


def is_no_name(text: str) -> bool:
    """Whether a cell that should hold a name says nothing."""
    return text.strip().lower() in NO_NAME


def _near(lat: str, lon: str) -> Near | None:
    if not lat and not lon:
        return None
    try:
        return Near(_degrees(lat), _degrees(lon))
    except ValueError:
        raise QueryError(
            f"The coordinates {lat[:20]!r}, {lon[:20]!r} are not two numbers in degrees.", "near"
        ) from None


def _degrees(text: str) -> float:
    return float(text.replace(",", ".") if "." not in text else text)


def find_column(wanted: str | int, header: list[str]) -> int:
    """The place, from 0, of a column given by its name or, from 1, by its number.

    Raises:
        QueryError: there is none, or several have that name; the message lists the columns.
    """
    text = str(wanted).strip()
    found = [place for place, title in enumerate(header) if title == wanted or title.strip() == text]
    if not found:
        found = [place for place, title in enumerate(header) if title.strip().casefold() == text.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        numbers = " or ".join(str(place + 1) for place in found)
        raise QueryError(f"{len(found)} columns are called {text[:40]!r}: give its number, {numbers}.", "columns")
    if number := whole_number(text, len(header)):
        return number - 1
    raise QueryError(f"There is no column {text[:40]!r}. There are {list_columns(header)}.", "columns")


def find_columns(columns: Columns, header: list[str]) -> ColumnPositions:
    """The places, from 0, of the columns that are given.

    Raises:
        QueryError: one is not there, or only one of `lat` and `lon` is given.
    """
    names = tuple(dict.fromkeys(find_column(wanted, header) for wanted in columns.names))
    context = {what: find_column(wanted, header) for what, wanted in columns.context().items()}
    if ("lat" in context) != ("lon" in context):
        raise QueryError("Give both lat and lon, or neither.", "columns")
    return ColumnPositions(names, context)


def list_columns(header: list[str], most: int = 30) -> str:
    """The columns of a table, for a message."""
    if not header:
        return "no columns"
    listed = ", ".join(f"{place} {title.strip()[:40]!r}" for place, title in enumerate(header[:most], 1))
    return listed + (f" and {len(header) - most} more" if len(header) > most else "")


def added_titles(header: list[str], split: bool = False) -> tuple[str, ...]:
    """The titles of the columns that are added; numbered on where the table has some of them already.

    Args:
        header: the titles that there are.
        split: cells of several places become several rows, whose number is added too.
    """
    added = (*ADDED, PART) if split else ADDED
    taken = {title.strip() for title in header}
    suffix = ""
    number = 1
    while any(title + suffix in taken for title in added):
        number += 1
        suffix = f"_{number}"
    return tuple(title + suffix for title in added)
