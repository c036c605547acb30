"""Decisions as lines of a CSV file: what `exonym desk export` writes, and what comes back from a spreadsheet.

Also read are a review file that was filled in (its columns `name` and `decision`), and what OpenRefine exports of a
reconciled column (a name, the id of the match and the judgement).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gazetteer.errors import QueryError
from gazetteer.memory.checks import NO_PLACE, checked, read_moment, read_place, read_strength
from gazetteer.model import Decision, When, outward

LINES_LIMIT = 100_000
COLUMNS = (
    *("name", "place", "strength", "country", "unless_country", "within", "lang", "collection", "note", "by", "at"),
)
CELL_LIMIT = 10_000  # letters of a cell; none that is meant has as many
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula is written with an apostrophe before it."""
_DELIMITERS = ",;\t|"
_PARTED = re.compile(r"[\s,;|]+")
_PLACES = ("place", "decision", "match id", "match_id", "matched id", "id")
_JUDGEMENTS = ("judgement", "judgment")
_MATCHED = "matched"


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision, and the line of the file that it stands on, from 1."""

    line: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class Problem:
    """What is amiss with a line, in a sentence."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class LinesRead:
    """What a file of decisions holds.

    Args:
        lines: the decisions.
        problems: lines that cannot be read.
        remarks: what was not used, in sentences.
    """

    lines: tuple[DecisionLine, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()


def read_csv(content: bytes) -> LinesRead:
    """Read a file of decisions. Never raises: a file that is none has one problem.

    Args:
        content: the file: UTF-8 with or without a mark, parted by commas, semicolons, tabs or bars.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return LinesRead(problems=(Problem(1, "The file is not UTF-8: save it so."),))
    heading, _, _ = text.partition("\n")
    delimiter = max(_DELIMITERS, key=heading.count)
    rows = _rows(text.replace("\0", ""), delimiter)
    try:
        return _read(rows)
    except csv.Error as error:
        return LinesRead(problems=(Problem(1, f"The file cannot be read: {error}."),))


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line, from 1."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def _read(rows: Iterator[tuple[int, list[str]]]) -> LinesRead:
    titles = [title.strip().lower() for title in next(rows, (1, []))[1]]
    place = next((title for title in _PLACES if title in titles), None)
    if place is None or "name" not in titles:
        missing = "name" if "name" not in titles else "place"
        return LinesRead(problems=(Problem(1, f"The file has no column {missing!r}."),))
    judged = next((title for title in _JUDGEMENTS if title in titles), None)
    # Only these: a heading of a million titles costs as much with each line that follows.
    spots = {title: spot for spot, title in enumerate(titles) if title in (*COLUMNS, place, judged)}
    lines: list[DecisionLine] = []
    problems: list[Problem] = []
    for here, cells in rows:
        if spots[place] >= len(cells) or not cells[spots[place]].strip():
            continue
        if len(lines) + len(problems) >= LINES_LIMIT:
            problems.append(Problem(here, f"The file has more than {LINES_LIMIT:,} lines: send it in parts."))
            break
        row = {title: _as_it_was(cells[spot]) if spot < len(cells) else "" for title, spot in spots.items()}
        if judged is not None and row[judged].strip() != _MATCHED:
            continue
        try:
            lines.append(DecisionLine(here, _decision(row, place)))
        except QueryError as error:
            problems.append(Problem(here, str(error)))
    unknown = [title for title in titles if title and title not in (*COLUMNS, place, judged)]
    remarks = (f"Not used: {', '.join(title[:40] for title in unknown[:20])}.",) if unknown else ()
    return LinesRead(tuple(lines), tuple(problems), remarks)


def _decision(row: Mapping[str, str], place: str) -> Decision:
    if max(map(len, row.values()), default=0) > CELL_LIMIT:
        raise QueryError("A cell of the line has more letters than any that is meant.", "")
    within = row.get("within", "").strip()
    # A review file has the area as the table wrote it, which is a context of its own and no id.
    area = read_place(within, "within") if within and (place == "place" or within.isdecimal()) else None
    return checked(
        Decision(
            name=row["name"],
            place=read_place(row[place]),
            strength=read_strength(row.get("strength", "")),
            when=When(
                country=_codes(row.get("country", "")),
                unless_country=_codes(row.get("unless_country", "")),
                within=area,
                lang=row.get("lang", "").strip() or None,
                collection=row.get("collection", "").strip() or None,
            ),
            note=row.get("note", ""),
            by=row.get("by", ""),
            at=read_moment(row.get("at", "").strip()),
        )
    )


def write_csv(decisions: Iterable[Decision]) -> str:
    """Decisions as a CSV file that `read_csv` reads; those for one document alone are left out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in decisions:
        if one.when.document is None:
            writer.writerow([_safe(cell) for cell in _cells(one)])
    return out.getvalue()


def _cells(one: Decision) -> tuple[str, ...]:
    when = one.when
    return (
        one.name,
        NO_PLACE if one.place is None else str(outward(one.place)),
        one.strength,
        " ".join(when.country),
        " ".join(when.unless_country),
        "" if when.within is None else str(outward(when.within)),
        when.lang or "",
        when.collection or "",
        one.note,
        one.by,
        one.at,
    )


def _codes(cell: str) -> tuple[str, ...]:
    """The countries of a cell: codes, parted; or one name."""
    cell = cell.strip()
    if not cell:
        return ()
    parts = [part for part in _PARTED.split(cell) if part]
    return tuple(parts) if all(len(part) <= len("UKR") for part in parts) else (cell,)


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; one that began with such an apostrophe gets another."""
    return f"'{cell}" if cell.startswith((*FORMULA, "'")) else cell


def _as_it_was(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA, "'")) else cell
