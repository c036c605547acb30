"""Files of decisions into a desk: what is new, what is there, what contradicts; taken, or only tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import orjson

from gazetteer.errors import QueryError
from gazetteer.memory.lines import LINES_LIMIT, DecisionLine, LinesRead, Problem, read_csv
from gazetteer.memory.spelling import key_of
from gazetteer.model import outward
from service.desk.reading import read_decision
from service.desk.records import Author, circumstance, kept_fields
from service.desk.store import DeskStore
from service.desk.writer import Writer

LINES_TOLD = 1_000  # of each kind
MOST_NESTED = 5 * LINES_LIMIT  # lists and objects of a JSON file


@dataclass(slots=True)
class ImportReport:
    """What a file does to a desk: lines by what becomes of them."""

    new: list[dict[str, Any]] = field(default_factory=list)
    same: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    contradictory: list[dict[str, Any]] = field(default_factory=list)
    unknown: list[dict[str, Any]] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()

    def fields(self) -> dict[str, Any]:
        """It as JSON shows it: how many there are of each kind, and the first lines of it."""
        kinds = {
            "new": self.new,
            "same": self.same,
            "changed": self.changed,
            "contradictory": self.contradictory,
            "unknown": self.unknown,
            "unread": [{"line": one.line, "message": one.message} for one in self.problems],
        }
        counts = {kind: len(lines) for kind, lines in kinds.items()}
        told = {kind: lines[:LINES_TOLD] for kind, lines in kinds.items() if kind != "same"}
        return {"counts": counts, **told, "remarks": list(self.remarks)}


def read_file(content: bytes) -> LinesRead:
    """The decisions of a file: CSV, or JSON as it is exported, or as `{"name": id}`. Never raises."""
    if content.lstrip()[:1] not in (b"{", b"["):
        return read_csv(content)
    if content.count(b"{") + content.count(b"[") > MOST_NESTED:
        return LinesRead(problems=(_too_many(1),))
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        return LinesRead(problems=(Problem(1, f"The file is not JSON: {error}."),))
    if isinstance(body, dict) and isinstance(body.get("decisions"), list):
        body = body["decisions"]
    lines: list[DecisionLine] = []
    problems: list[Problem] = []
    if not isinstance(body, dict | list):
        return LinesRead(problems=(Problem(1, 'Give {"name": id}, or what was exported.'),))
    for number, item in enumerate(_items(body), 1):
        if number > LINES_LIMIT:
            problems.append(_too_many(number))
            break
        try:
            lines.append(DecisionLine(number, read_decision(item, dated=True)))
        except QueryError as error:
            problems.append(Problem(number, str(error)))
    return LinesRead(tuple(lines), tuple(problems))


def _items(body: dict[str, object] | list[object]) -> Iterator[object]:
    if isinstance(body, list):
        return iter(body)
    return ({"name": name, "place": place} for name, place in body.items())


def _too_many(line: int) -> Problem:
    return Problem(line, f"The file has more than {LINES_LIMIT:,} decisions: send it in parts.")


def take_in(
    store: DeskStore, desk: str, read: LinesRead, author: Author, knows: Callable[[int], bool], *, dry_run: bool
) -> ImportReport:
    """Take the decisions of a file into a desk.

    Args:
        store: the desks.
        desk: the id of the desk.
        read: the file.
        author: who brings it in; the people it names stay those who decided.
        knows: whether the gazetteer has a place.
        dry_run: only say what would be.
    """
    knows = cache(knows)  # a file names a place many times
    report = ImportReport(problems=read.problems, remarks=read.remarks)
    sound = [line for line in read.lines if _is_known(line, knows, report)]
    taken = _without_contradictions(sound, report)
    if dry_run and store.desk(desk) is None:
        report.new += [_told(line) for line in taken]
        return report

    def work(writer: Writer) -> None:
        for line in taken:
            _take(writer, line, author, report, dry_run)

    store.change(desk, author, work)
    return report


def _take(writer: Writer, line: DecisionLine, author: Author, report: ImportReport, dry_run: bool) -> None:
    decision = line.decision
    present = writer.active(decision)
    if present is None:
        report.new.append(_told(line))
        if not dry_run:
            writer.add(decision)
    elif present.says(decision) and present.decision.note == decision.note:
        report.same.append(_told(line))
    else:
        report.changed.append(_told(line) | {"present": kept_fields(present)})
        if not dry_run:
            writer.change(present.decision.id, decision, None)


def _is_known(line: DecisionLine, knows: Callable[[int], bool], report: ImportReport) -> bool:
    place, within = line.decision.place, line.decision.when.within
    if all(one is None or knows(one) for one in (place, within)):
        return True
    report.unknown.append(_told(line))
    return False


def _without_contradictions(lines: Sequence[DecisionLine], report: ImportReport) -> list[DecisionLine]:
    """The lines, without those that decide one spelling in one circumstance in several ways; each once."""
    by_case: dict[tuple[str, str], list[DecisionLine]] = {}
    for line in lines:
        case = (key_of(line.decision.name), circumstance(line.decision.when))
        by_case.setdefault(case, []).append(line)
    out: list[DecisionLine] = []
    for among in by_case.values():
        if len({(line.decision.place, line.decision.strength) for line in among}) > 1:
            report.contradictory += [_told(line) for line in among]
        else:
            out.append(among[-1])
            report.same += [_told(line) for line in among[:-1]]
    return out


def _told(line: DecisionLine) -> dict[str, Any]:
    place = line.decision.place
    return {"line": line.line, "name": line.decision.name, "place": None if place is None else outward(place)}
