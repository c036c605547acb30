"""The desks as they are kept: asked and changed from any thread and any process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import orjson

from gazetteer.errors import ExonymError
from gazetteer.model import Decision, Strength, inward
from gazetteer.text import native_key
from service.desk import statements as sql
from service.desk.connection import Connection, DeskDatabase
from service.desk.records import Author, DeskRecord, HistoryEntry, KeptDecision, KeptState, kept_of, when_of
from service.desk.writer import Writer, like
from service.errors import UnknownDecision

T = TypeVar("T")
ChangeRow = tuple[str, int, str | None, str, str, str, str | None, str | None]

DOCUMENT_DAYS = 90  # that a decision for one document lives after its last use
EXONYM = Author("Exonym")
MOST_CHANGES = 1_000
CHANGES_LETTERS = 8_000_000  # of changes that are read at once; those of a style have all of it, twice


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """What became of one decision of several: kept as new, there already, or why not."""

    kept: KeptDecision | None = None
    is_new: bool = False
    error: ExonymError | None = None


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """Which decisions of a desk to list, the newest first.

    Args:
        text: in their names or their people's, or the place's id.
        place: only for this place.
        person: only by them.
        via: only from there.
        state: only in this state; stale ones are active here.
        since: only from this day or time on.
        limit: how many.
        before: only those changed before this revision.
    """

    text: str = ""
    place: int | None = None
    person: str = ""
    via: str = ""
    state: str = ""
    since: str = ""
    limit: int = 100
    before: int = 2**62


class DeskStore:
    """The desks of a data directory.

    Args:
        database: what keeps them.
    """

    def __init__(self, database: DeskDatabase) -> None:
        self._database = database

    def change(self, desk: str, author: Author, work: Callable[[Writer], T]) -> T:
        """Change a desk, which is made where there is none.

        Args:
            desk: its id.
            author: who changes it.
            work: what is done; nothing is, where it raises anything.

        Raises:
            ExonymError: it cannot be written, or what `work` raises.
        """
        with self._database.writing() as connection:
            writer = Writer(connection, desk, author)
            writer.open()
            result = work(writer)
            writer.finish()
            return result

    def decide(self, desk: str, decisions: Sequence[Decision], author: Author) -> list[DecisionOutcome]:
        """Keep decisions; one that contradicts another fails alone."""

        def work(writer: Writer) -> list[DecisionOutcome]:
            return [_outcome(writer, one) for one in decisions]

        return self.change(desk, author, work)

    def desks(self) -> list[DeskRecord]:
        """All desks, by their ids."""
        return self._ask(lambda connection: [DeskRecord(*row) for row in connection.execute(sql.DESKS)], [])

    def desk(self, desk: str) -> DeskRecord | None:
        """A desk, or None where nobody made it."""

        def work(connection: Connection) -> DeskRecord | None:
            row = connection.execute(sql.DESK, (desk,)).fetchone()
            return None if row is None else DeskRecord(*row)

        return self._ask(work, None)

    def counted(self, desk: str) -> tuple[int, list[str]]:
        """How many active decisions a desk has, and whose."""

        nobody: tuple[int, list[str]] = (0, [])

        def work(connection: Connection) -> tuple[int, list[str]]:
            count = int(connection.execute(sql.COUNT, (desk,)).fetchone()[0])
            return count, [person for (person,) in connection.execute(sql.PEOPLE, (desk,))]

        return self._ask(work, nobody)

    def decision(self, desk: str, id: str) -> KeptDecision:
        """A decision by its id.

        Raises:
            UnknownDecision: there is none.
        """

        def work(connection: Connection) -> KeptDecision | None:
            row = connection.execute(sql.DECISION, (desk, id)).fetchone()
            return None if row is None else kept_of(row)

        if (found := self._ask(work, None)) is None:
            raise UnknownDecision("The desk has no decision with that id.")
        return found

    def find(self, desk: str, wanted: DecisionFilter) -> list[KeptDecision]:
        """Some decisions of a desk, the newest first."""
        asked = {
            "desk": desk,
            "before": wanted.before,
            "text": wanted.text,
            "like": like(native_key(wanted.text)),
            "plain": like(wanted.text.lower()),
            "place": wanted.place,
            "person": wanted.person,
            "via": wanted.via,
            "state": wanted.state,
            "since": wanted.since,
            "limit": wanted.limit,
        }
        return self._ask(lambda connection: [kept_of(row) for row in connection.execute(sql.FIND, asked)], [])

    def active(self, desk: str) -> list[KeptDecision]:
        """All decisions of a desk that answer, by spelling."""
        return self._ask(lambda connection: [kept_of(row) for row in connection.execute(sql.EXPORT, (desk,))], [])

    def newer(self, desk: str, revision: int) -> tuple[DeskRecord | None, list[KeptDecision]]:
        """A desk, and its decisions that were changed after a revision."""

        nothing: tuple[DeskRecord | None, list[KeptDecision]] = (None, [])

        def work(connection: Connection) -> tuple[DeskRecord | None, list[KeptDecision]]:
            row = connection.execute(sql.DESK, (desk,)).fetchone()
            found = [kept_of(one) for one in connection.execute(sql.NEWER, (desk, revision))]
            return None if row is None else DeskRecord(*row), found

        return self._ask(work, nothing)

    def revisions(self) -> dict[str, tuple[int, str]]:
        """The revision of each desk, and its salt, which tells it from one of that name in another file."""

        def work(connection: Connection) -> dict[str, tuple[int, str]]:
            return {desk: (revision, salt) for desk, revision, salt in connection.execute(sql.REVISIONS)}

        return self._ask(work, {})

    def as_of(self, desk: str, revision: int) -> list[Decision]:
        """The decisions that answered at a revision, from the history."""

        def work(connection: Connection) -> list[Decision]:
            held: dict[str, str] = dict(connection.execute(sql.UP_TO, (desk, revision)).fetchall())
            fields = [orjson.loads(text) for text in held.values()]
            return [_decision_of(one) for one in fields if one["state"] == KeptState.ACTIVE]

        return self._ask(work, [])

    def changes(self, desk: str, since: int, limit: int = MOST_CHANGES) -> list[HistoryEntry]:
        """The changes of a desk after a revision, in their order: fewer than the limit where they are long."""
        return self._ask(
            lambda connection: _entries(_first_of(connection.execute(sql.CHANGES, (desk, since, limit)))), []
        )

    def history(self, desk: str, id: str) -> list[HistoryEntry]:
        """The changes of one decision, in their order."""
        return self._ask(lambda connection: _entries(connection.execute(sql.HISTORY, (desk, id, MOST_CHANGES))), [])

    def count_uses(self, uses: Mapping[str, int]) -> None:
        """Add to how often decisions answered; and forget those for one document that nobody used for long."""
        today = datetime.now(UTC).date()
        oldest = (today - timedelta(days=DOCUMENT_DAYS)).isoformat()
        with self._database.writing() as connection:
            connection.executemany(sql.USED, [(count, today.isoformat(), id) for id, count in uses.items()])
            for row in connection.execute(sql.UNUSED_DOCUMENTS, (oldest,)).fetchall():
                kept = kept_of(row)
                writer = Writer(connection, kept.decision.desk, EXONYM)
                writer.forget(kept.decision.id, None)
                writer.finish()

    def _ask(self, work: Callable[[Connection], T], nothing: T) -> T:
        with self._database.reading() as connection:
            return nothing if connection is None else work(connection)


def _outcome(writer: Writer, decision: Decision) -> DecisionOutcome:
    try:
        kept, is_new = writer.decide(decision)
    except ExonymError as error:
        return DecisionOutcome(error=error)
    return DecisionOutcome(kept, is_new)


def _first_of(rows: Iterable[ChangeRow]) -> Iterator[ChangeRow]:
    """The first rows, at least one, until they are long together."""
    letters = 0
    for row in rows:
        yield row
        letters += len(row[-2] or "") + len(row[-1] or "")
        if letters > CHANGES_LETTERS:
            return


def _entries(rows: Iterable[ChangeRow]) -> list[HistoryEntry]:
    return [
        HistoryEntry(
            revision,
            decision,
            at,
            person,
            via,
            None if before is None else orjson.loads(before),
            None if after is None else orjson.loads(after),
        )
        for _, revision, decision, at, person, via, before, after in rows
    ]


def _decision_of(fields: Mapping[str, object]) -> Decision:
    """A decision from what the history says of it."""
    place, when = fields["place"], fields["when"]
    assert isinstance(when, dict)
    if "within" in when:
        when = when | {"within": inward(str(when["within"]))}
    return Decision(
        str(fields["name"]),
        None if place is None else inward(str(place)),
        Strength(str(fields["strength"])),
        when_of(orjson.dumps(when).decode()),
        str(fields["note"]),
        str(fields["by"]),
        str(fields["at"]),
        str(fields["id"]),
        str(fields["desk"]),
    )
