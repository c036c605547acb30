"""Changes of one desk within one transaction: each makes a revision and an entry of the history."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

import orjson

from gazetteer.memory.spelling import key_of
from gazetteer.model import SOMEBODY, Decision
from service.desk import statements as sql
from service.desk.connection import Connection
from service.desk.described import differing
from service.desk.records import (
    SOMEBODY_GONE,
    Author,
    DeskRecord,
    KeptDecision,
    KeptState,
    changed,
    circumstance,
    kept_fields,
    kept_of,
    now,
)
from service.errors import Contradicted, TooLarge, UnknownDecision, UnknownDesk

ID_BYTES = 6
SALT_BYTES = 16
MOST_KEPT = 200_000  # active decisions of one desk, which each worker holds in memory


class Writer:
    """Changes a desk.

    Args:
        connection: in a transaction.
        desk: the id of the desk.
        author: who changes it.
    """

    def __init__(self, connection: Connection, desk: str, author: Author) -> None:
        self._connection = connection
        self._desk = desk
        self._author = author
        self._at = now()
        self._revision: int | None = None
        self._room: int | None = None

    def open(self) -> DeskRecord:
        """The desk, made where there is none yet."""
        title = f"{self._desk[:1].upper()}{self._desk[1:]} desk"
        self._connection.execute(sql.ADD_DESK, (self._desk, title, secrets.token_hex(SALT_BYTES)))
        return DeskRecord(*self._connection.execute(sql.DESK, (self._desk,)).fetchone())

    def finish(self) -> None:
        """Write down the revision: once, since that writes the desk anew with its style, which may be megabytes."""
        if self._revision is not None:
            self._connection.execute(sql.SET_REVISION, (self._revision, self._desk))

    def describe(self, title: str, lang: str, based_on: str | None, style: str) -> DeskRecord:
        """Say what a desk is called, writes in, is based on, and how it spells.

        Raises:
            UnknownDesk: the one it is to be based on is not there, or is itself.
        """
        before = self.open()
        if based_on is not None:
            base = self._connection.execute(sql.DESK, (based_on,)).fetchone()
            if base is None or based_on == self._desk:
                raise UnknownDesk(f"There is no other desk {based_on[:40]} to be based on.")
        if (title, lang, based_on, style) == (before.title, before.lang, before.based_on, before.style):
            return before
        self._connection.execute(sql.SET_DESK, (title, lang, based_on, style, self._desk))
        after = replace(before, title=title, lang=lang, based_on=based_on, style=style)
        revision = self._noted(None, self._at, *differing(before, after))
        return replace(after, revision=revision)

    def decide(self, decision: Decision) -> tuple[KeptDecision, bool]:
        """Keep a decision.

        Returns:
            It as it is kept, and whether it is new: one that says the same may be there already.

        Raises:
            Contradicted: the desk decided otherwise for the same spelling and circumstance.
        """
        present = self.active(decision)
        if present is None:
            return self.add(decision), True
        if not present.says(decision):
            raise Contradicted(
                f"{present.decision.by} decided {decision.name[:40]!r} otherwise: change that decision, or leave it.",
                kept_fields(present),
            )
        return present, False

    def active(self, decision: Decision) -> KeptDecision | None:
        """The active decision for the same spelling and circumstance."""
        asked = (self._desk, key_of(decision.name), circumstance(decision.when))
        row = self._connection.execute(sql.ACTIVE, asked).fetchone()
        return None if row is None else kept_of(row)

    def add(self, decision: Decision) -> KeptDecision:
        """Keep a decision of which there is none yet; one that was read from a file keeps its author and its time.

        Raises:
            TooLarge: the desk has as many as one may.
        """
        self._make_room()
        by = self._author.person if decision.by == SOMEBODY else decision.by
        one = replace(decision, id=secrets.token_hex(ID_BYTES), desk=self._desk, by=by, at=decision.at or self._at)
        return self._put(KeptDecision(one, self._author.via), None)

    def _make_room(self) -> None:
        """See that there is room for another active decision; there are never more of them than changes."""
        if self._room is None:
            active = int(self._connection.execute(sql.REVISION, (self._desk,)).fetchone()[0])
            if active >= MOST_KEPT:
                active = int(self._connection.execute(sql.COUNT, (self._desk,)).fetchone()[0])
            self._room = MOST_KEPT - active
        if self._room <= 0:
            raise TooLarge(f"The desk has {MOST_KEPT:,} decisions, which is as many as one may: forget some first.")
        self._room -= 1

    def find(self, id: str) -> KeptDecision:
        """A decision by its id.

        Raises:
            UnknownDecision: there is none.
        """
        row = self._connection.execute(sql.DECISION, (self._desk, id)).fetchone()
        if row is None:
            raise UnknownDecision("The desk has no decision with that id.")
        return kept_of(row)

    def change(self, id: str, decision: Decision, version: int | None) -> KeptDecision:
        """Decide otherwise.

        Args:
            id: of the decision.
            decision: what is to hold.
            version: that was seen; None where it does not matter.

        Raises:
            UnknownDecision: there is none with that id.
            Contradicted: it is another by now, or what is to hold contradicts another decision.
        """
        present = self.find(id)
        _same_version(present, version)
        other = self.active(decision)
        if other is not None and other.decision.id != id:
            raise Contradicted("The desk has a decision for that spelling there already.", kept_fields(other))
        after = replace(decision, id=id, desk=self._desk)
        return self._put(changed(present, after, self._author, self._at, present.revision), present)

    def forget(self, id: str, version: int | None) -> KeptDecision:
        """Let a decision answer no more; it stays in the history.

        Raises:
            UnknownDecision: there is none with that id.
            Contradicted: it is another by now.
        """
        present = self.find(id)
        _same_version(present, version)
        if present.state is KeptState.FORGOTTEN:
            return present
        after = changed(present, present.decision, self._author, self._at, present.revision)
        return self._put(replace(after, state=KeptState.FORGOTTEN), present)

    def restore(self, id: str) -> KeptDecision:
        """Let a forgotten decision answer again.

        Raises:
            UnknownDecision: there is none with that id.
            Contradicted: the desk decided otherwise since.
            TooLarge: the desk has as many as one may.
        """
        present = self.find(id)
        if present.state is KeptState.ACTIVE:
            return present
        self._make_room()
        return self.change(id, present.decision, None)

    def forget_person(self, person: str) -> int:
        """Put "a former colleague" in the place of a person's name everywhere, the history included.

        Returns:
            How many decisions bore it.
        """
        revision = self._next_revision()
        asked = (SOMEBODY_GONE, revision, self._desk, person)
        count = self._connection.execute(sql.FORGET_PERSON, asked).rowcount
        self._connection.execute(sql.FORGET_AUTHOR, (SOMEBODY_GONE, self._desk, person))
        quoted = like(orjson.dumps(person).decode())
        naming = self._connection.execute(sql.NAMING, (self._desk, quoted, quoted)).fetchall()
        for _, entry, _, _, _, _, before, after in naming:
            told = (_without_person(before, person), _without_person(after, person), self._desk, entry)
            self._connection.execute(sql.REWRITE_CHANGE, told)
        self._add_change(revision, None, self._at, None, None)
        return count

    def _put(self, kept: KeptDecision, before: KeptDecision | None) -> KeptDecision:
        revision = self._noted(
            kept.decision.id, self._at, None if before is None else kept_fields(before), kept_fields(kept)
        )
        kept = replace(kept, revision=revision)
        self._connection.execute(sql.PUT, kept.row())
        return kept

    def _noted(self, decision: str | None, at: str, before: dict[str, Any] | None, after: dict[str, Any]) -> int:
        revision = self._next_revision()
        self._add_change(revision, decision, at, before, after)
        return revision

    def _add_change(
        self, revision: int, decision: str | None, at: str, before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> None:
        told = [None if one is None else orjson.dumps(one).decode() for one in (before, after)]
        author = self._author
        self._connection.execute(sql.ADD_CHANGE, (self._desk, revision, decision, at, author.person, author.via, *told))

    def _next_revision(self) -> int:
        if self._revision is None:
            self._revision = int(self._connection.execute(sql.REVISION, (self._desk,)).fetchone()[0])
        self._revision += 1
        return self._revision


def like(text: str) -> str:
    """A pattern of LIKE that finds a text anywhere."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _same_version(present: KeptDecision, version: int | None) -> None:
    if version is not None and version != present.version:
        message = f"{present.decision.by} changed it meanwhile: it is version {present.version} now."
        raise Contradicted(message, kept_fields(present))


def _without_person(text: str | None, person: str) -> str | None:
    if text is None:
        return None
    fields = orjson.loads(text)
    if fields.get("by") == person:
        fields["by"] = SOMEBODY_GONE
    return orjson.dumps(fields).decode()
