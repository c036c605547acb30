"""The daily updates: four files a day, kept beside the dump as they came, and what they say together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from gazetteer.errors import SourceError
from gazetteer.sources.geonames import limits
from gazetteer.sources.geonames.download import Downloads, NotThere
from gazetteer.sources.geonames.names import COLUMNS as NAME_COLUMNS
from gazetteer.sources.geonames.places import COLUMNS as PLACE_COLUMNS
from gazetteer.sources.geonames.places import MODIFIED, read_id
from gazetteer.sources.geonames.rejects import Rejects
from gazetteer.sources.geonames.rows import Broken, read_rows
from gazetteer.sources.records import DeletedRecord

PLACES, DELETED, NAMES, DELETED_NAMES = KINDS = (
    "modifications",
    "deletes",
    "alternateNamesModifications",
    "alternateNamesDeletes",
)
FOLDER = "daily"
_SUCCESSOR = re.compile(r"(?<![\w.])(\d{5,9})(?![\w.])")
_DAY = re.compile(r"deletes-(\d{4}-\d{2}-\d{2})\.txt")


@dataclass(frozen=True, slots=True)
class Fetched:
    """Days whose files came, in order, and those that the server does not have yet."""

    days: tuple[date, ...]
    not_yet: tuple[date, ...]


class DailyRow(NamedTuple):
    """A row of a daily file: its place's id, its columns, the file and the number of the line."""

    place: int
    row: list[str]
    file: str
    number: int


@dataclass(slots=True)
class Patch:
    """What lies over a dump: the newest row of each place and name, by id, and what was deleted.

    Of a deleted place the day is kept and, where the comment names one, the place to use in its stead.
    """

    places: dict[int, DailyRow] = field(default_factory=dict)
    deleted: dict[int, tuple[str, int | None]] = field(default_factory=dict)
    names: dict[str, DailyRow] = field(default_factory=dict)
    deleted_names: set[str] = field(default_factory=set)
    last_day: str = ""


def fetch_days(downloads: Downloads, made: date, until: date) -> Fetched:
    """Fetch the files of the days that a dump does not hold.

    A dump made in the night holds the changes of the day before, or most of them; so that day is taken when it is
    there, and need not be. Rows that the dump has in a newer state are passed over when they are read.

    Args:
        downloads: the server and the folder.
        made: when the dump was made.
        until: the last day to ask for; the server has a day's files on the day after.

    Raises:
        SourceError: the server no longer has a day that is needed, or fails.
    """
    days: list[date] = []
    missing: list[date] = []
    day = made - timedelta(days=1)
    while day <= until:
        if len(days) + len(missing) > limits.DAYS_KEPT:
            raise SourceError(
                f"The dump of {made} is over {limits.DAYS_KEPT} days old: run `exonym build` to download a newer one."
            )
        if _fetch_day(downloads, day):
            needed = [late for late in missing if late >= made]
            if needed:
                raise SourceError(
                    f"The server no longer has the changes of {needed[0]}: run `exonym build` to download a newer dump."
                )
            days.append(day)
        else:
            missing.append(day)
        day += timedelta(days=1)
    return Fetched(tuple(days), tuple(late for late in missing if late >= made))


def _fetch_day(downloads: Downloads, day: date) -> bool:
    """Whether the files of a day are all there; those kept are not asked for again."""
    for kind in KINDS:
        name = file_name(kind, day)
        if downloads.kept(f"{FOLDER}/{name}"):
            continue
        try:
            downloads.fetch(name, FOLDER, may_be_empty=True)
        except NotThere:
            return False
    return True


def file_name(kind: str, day: date) -> str:
    """The name of one of a day's files."""
    return f"{kind}-{day.isoformat()}.txt"


def days_kept(folder: Path) -> list[date]:
    """The days whose files are all kept, in order."""
    found = (_DAY.fullmatch(path.name) for path in (folder / FOLDER).glob("deletes-*.txt"))
    days = sorted(date.fromisoformat(match[1]) for match in found if match)
    return [day for day in days if all((folder / FOLDER / file_name(kind, day)).exists() for kind in KINDS)]


def drop_days(folder: Path, before: date) -> None:
    """Drop the changes that a newer dump holds. Deletions stay: a dump does not say what it no longer holds."""
    for day in days_kept(folder):
        if day < before:
            for kind in (PLACES, NAMES, DELETED_NAMES):
                (folder / FOLDER / file_name(kind, day)).unlink(missing_ok=True)


def read_patch(folder: Path, since: date, rejects: Rejects) -> Patch:
    """What the kept days say together, the later before the earlier.

    Args:
        folder: of the downloads.
        since: the first day whose changes count; of earlier days only the deletions do.
        rejects: told of rows that cannot be used.
    """
    patch = Patch()
    for path in sorted((folder / FOLDER).glob("deletes-*.txt")):
        found = _DAY.fullmatch(path.name)
        if not found:
            continue
        day = date.fromisoformat(found[1])
        whole = day >= since and all((folder / FOLDER / file_name(kind, day)).exists() for kind in KINDS)
        if whole:
            _read_changes(patch, folder, day, rejects)
            patch.last_day = day.isoformat()
        if whole or day < since:
            for line in _lines(folder, file_name(DELETED, day), 0, range(2, 5), rejects):
                patch.places.pop(line.place, None)
                patch.deleted[line.place] = (day.isoformat(), successor(line.place, line.row[-1]))
    return patch


def _read_changes(patch: Patch, folder: Path, day: date, rejects: Rejects) -> None:
    for line in _lines(folder, file_name(PLACES, day), 0, PLACE_COLUMNS, rejects):
        patch.places[line.place] = line
        patch.deleted.pop(line.place, None)
    for line in _lines(folder, file_name(NAMES, day), 1, NAME_COLUMNS, rejects):
        patch.names[line.row[0]] = line
        patch.deleted_names.discard(line.row[0])
    for line in _lines(folder, file_name(DELETED_NAMES, day), 1, range(2, 6), rejects):
        patch.names.pop(line.row[0], None)
        patch.deleted_names.add(line.row[0])


def _lines(
    folder: Path, file: str, column: int, columns: range | tuple[int, ...], rejects: Rejects
) -> Iterator[DailyRow]:
    """Rows of a day's file; the place's id stands in a column."""
    name = f"{FOLDER}/{file}"
    for number, row in read_rows(folder / name, name, columns, rejects):
        try:
            yield DailyRow(read_id(row[column]), row, name, number)
        except Broken as error:
            rejects.leave_out(name, number, str(error), "\t".join(row))


def successor(id: int, comment: str) -> int | None:
    """The id that a deletion's comment names in the place's stead, None where it names none or several."""
    named = {int(found) for found in _SUCCESSOR.findall(comment)} - {id}
    return named.pop() if len(named) == 1 else None


def newer(row: list[str], dumped: list[str]) -> bool:
    """Whether a row of the patch holds against the dump's: it was changed on the same day or later."""
    return row[MODIFIED] >= dumped[MODIFIED]


def deleted_records(patch: Patch) -> Iterator[DeletedRecord]:
    """The deleted places, sorted by id."""
    for id, (_day, instead) in sorted(patch.deleted.items()):
        yield DeletedRecord(id, instead)
