"""The decisions of a review file that came back, in whatever way a spreadsheet saved it.

A line belongs to a name by its key, which is ASCII, and where that was lost by its text. None is lost in silence: what
decides no row of the table is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gazetteer.errors import TableError, UnknownPlace
from gazetteer.index.index import Index
from gazetteer.model import inward
from gazetteer.tables.answer import Answer, decided, decided_none
from gazetteer.tables.charset import find_charset
from gazetteer.tables.columns import Cells
from gazetteer.tables.dialect import find_dialect
from gazetteer.tables.encoding import Encoding, find_encoding
from gazetteer.tables.records import Splitter, cells, ending
from gazetteer.tables.review import DECISION, FORMULA, KEY, cluster_of, key_of

DECISIONS_LIMIT = 100_000_000  # bytes of a file of decisions
NO_PLACE = "none"
_WORKBOOK = b"PK\x03\x04"  # how .xlsx begins
_TOLD = 20  # decisions without a row that are named


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One line of a review that was filled in.

    Args:
        line: of the file, from 1.
        key: of the cluster; blank where it was lost.
        cluster: what it decides, by its text.
        said: what stands in its last column.
        answer: what is said of the rows.
    """

    line: int
    key: str
    cluster: Cells
    said: str
    answer: Answer


class Decisions:
    """What people decided; remembers which of it fitted a row."""

    def __init__(self, decisions: list[ReviewLine]) -> None:
        self._all = decisions
        self._by_key = {one.key: one for one in decisions if one.key}
        self._by_text = {one.cluster: one for one in decisions}
        self._used: set[int] = set()

    def __len__(self) -> int:
        return len(self._all)

    def find(self, row: Cells) -> Answer | None:
        """What was decided of a row."""
        cluster = cluster_of(row)
        found = self._by_key.get(key_of(cluster)) or self._by_text.get(cluster)
        if found is None:
            return None
        self._used.add(found.line)
        return found.answer

    def unused(self) -> Iterator[str]:
        """A sentence for each decision that has fitted no row until now."""
        left = [one for one in self._all if one.line not in self._used]
        for one in left[:_TOLD]:
            name = one.cluster.name[:40]
            yield f"Line {one.line:,} of the review, {name!r}, decides no row of this table."
        if len(left) > _TOLD:
            yield f"{len(left) - _TOLD:,} more lines of the review decide no row of this table."


def read_decisions(content: bytes, index: Index, table: Encoding | None = None) -> Decisions:
    """Read the decisions of a review file.

    Args:
        content: the file.
        index: the gazetteer, to look the places up in.
        table: the encoding of the table, which the file is read in first where it does not say its own.

    Raises:
        TableError: it is no review file, or holds a line that cannot be read; the message says which.
    """
    if content.startswith(_WORKBOOK):
        content = _unpacked(content)
    encoding = _encoding(content, table)
    text = encoding.inner_sample(content)
    dialect = find_dialect(text, encoding, complete=True)
    titles = [title.strip().lower() for title in dialect.titles[: dialect.titled]]
    if DECISION not in titles or not {"name", KEY} & set(titles):
        missing = DECISION if DECISION not in titles else "name"
        raise TableError(f"The decisions have no column {missing!r}: fill in the review file and give that.")
    splitter = Splitter(dialect.delimiter)
    records = splitter.feed(text[len(dialect.preamble) :]) + splitter.close()
    found: dict[tuple[str, Cells], ReviewLine] = {}
    line = 1 + dialect.preamble.count(b"\n")
    for number, record in enumerate(records):
        body = record[: len(record) - len(ending(record))]
        if number and body:
            one = _read_line(body, line, titles, dialect.delimiter, encoding, index)
            if one is not None:
                before = found.setdefault((one.key, one.cluster), one)
                if before.said != one.said:
                    raise TableError(
                        f"Lines {before.line:,} and {line:,} of the review decide the same name otherwise."
                    )
        line += max(record.count(b"\n"), record.count(b"\r"))
    return Decisions(list(found.values()))


def _unpacked(content: bytes) -> bytes:
    try:
        from gazetteer.tables.workbook import as_csv
    except ImportError:
        raise TableError("A review saved as .xlsx needs more: pip install 'exonym[xlsx]'; or save it as CSV.") from None
    return as_csv(content)


def _encoding(content: bytes, table: Encoding | None) -> Encoding:
    """The encoding of a review: as its mark or its bytes say, else that of the table if it can be, else by its letters.

    A wrong guess loses nothing: the keys are ASCII.
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return find_encoding(content)
    if table is not None and table.name != "utf-8" and not table.wide and b"\0" not in content:
        try:
            content.decode(table.name)
        except UnicodeDecodeError:
            pass
        else:
            return Encoding(table.name)
    try:
        return find_encoding(content)
    except TableError:
        if b"\0" in content:
            raise
        found = find_charset([line for line in content.splitlines() if not line.isascii()])
        return Encoding(found.name if found else "cp1252")


def _read_line(
    body: bytes, line: int, titles: list[str], delimiter: bytes, encoding: Encoding, index: Index
) -> ReviewLine | None:
    raw, sound = cells(body, delimiter)
    if not sound or any(map(bytes.strip, raw[len(titles) :])):
        why = "has more cells than there are titles" if sound else "begins a quote that is never closed"
        raise TableError(f"Line {line:,} of the review {why}: mend it, so that no decision is lost.")
    row = dict(zip(titles, (cell.decode(encoding.inner, "replace") for cell in raw), strict=False))
    said = row.get(DECISION, "").strip()
    if not said:
        return None
    asked = Cells(*(_as_it_was(row.get(title, "")) for title in Cells._fields))
    return ReviewLine(line, row.get(KEY, "").strip().lower(), cluster_of(asked), said, _decide(said, line, index))


def _as_it_was(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _decide(decision: str, line: int, index: Index) -> Answer:
    if decision.lower() == NO_PLACE:
        return decided_none()
    key = decision.split()[0]
    for decimals in (".0", ",0", ".00", ",00"):  # a number as spreadsheets write them
        key = key.removesuffix(decimals)
    if not (key.isascii() and key.upper().removeprefix("Q").isdigit() and len(key) < 20):
        raise TableError(f"Line {line:,} of the review has {decision[:40]!r}: give an id, or {NO_PLACE}.")
    try:
        return decided(index.places.place(index.places.row(inward(key) or 0), None))
    except UnknownPlace:
        raise TableError(f"Line {line:,} of the review: the gazetteer holds no place with the id {key}.") from None
