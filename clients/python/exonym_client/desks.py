"""The part of the synchronous client that asks what a desk decided, and decides."""

from __future__ import annotations

from exonym_client import desk_calls as calls
from exonym_client.answers import Json
from exonym_client.calling import Calling
from exonym_client.decisions import Decision, read_decision, read_decisions
from exonym_client.requests import quoted
from exonym_client.table_calls import Table, opened, read_as_it_is


class Desks(Calling):
    """What a desk is, what it decided, how it writes."""

    def decide(
        self,
        name: str,
        place: int | str | None,
        *,
        strength: str | None = None,
        when: Json | None = None,
        note: str | None = None,
        by: str | None = None,
    ) -> Decision:
        """Decide what a spelling means to the desk; a `place` of None says that no place is meant.

        Args:
            name: the spelling.
            place: the id of a place.
            strength: `decides`, or `prefers`, which only breaks an ambiguity.
            when: when it holds: `{"lang": "uk"}`; by default everywhere.
            note: why, for colleagues.
            by: who decides; by default whose the key is.

        Raises:
            Refused: with the code `changed` where the desk decided otherwise.
        """
        call = calls.decide_call(self._desk(), name, place, strength=strength, when=when, note=note, by=by)
        return self._ask(call, read_decision)

    def change_decision(self, id: str, version: int, changes: Json) -> Decision:
        """Change a decision: `{"place": 703448}`, `{"note": "…"}`.

        Args:
            id: of the decision.
            version: that was seen.
            changes: the fields that are to be otherwise.

        Raises:
            Refused: with the code `changed` where it is another version by now.
        """
        return self._ask(calls.change_call(self._desk(), id, version, changes), read_decision)

    def forget(self, id: str) -> Decision:
        """Let a decision of the desk answer no more; it stays in the history."""
        return self._ask(calls.forget_call(self._desk(), id), read_decision)

    def restore(self, id: str) -> Decision:
        """Bring a decision back."""
        return self._ask(calls.restore_call(self._desk(), id), read_decision)

    def decisions(self, find: str | None = None, *, limit: int | None = None) -> list[Decision]:
        """What the desk decided, the newest first: all, or what has this in names, people or the place's id."""
        return self._ask(calls.decisions_call(self._desk(), find, limit), read_decisions)

    def history(self, id: str) -> Json:
        """Who changed a decision, before and after, the oldest first."""
        call = calls.desk_call(self._desk(), f"/decisions/{quoted(id, 'id')}/history")
        return self._ask(call, read_as_it_is)

    def desks(self) -> Json:
        """The desks that one may ask."""
        return self._ask(calls.DESKS, read_as_it_is)

    def desk(self) -> Json:
        """What the desk is called, what it is based on, how many decisions it has, and whose."""
        return self._ask(calls.desk_call(self._desk()), read_as_it_is)

    def describe_desk(self, *, title: str | None = None, lang: str | None = None) -> Json:
        """Say what the desk is called, and its language; what is not given stays."""
        return self._ask(calls.put_desk_call(self._desk(), title, lang), read_as_it_is)

    def changes(self, since: int = 0, *, limit: int | None = None) -> Json:
        """All changes after a revision, the oldest first; long ones come a few at a time."""
        return self._ask(calls.desk_call(self._desk(), "/changes", since=since, limit=limit), read_as_it_is)

    def style(self) -> Json:
        """How the desk writes places."""
        return self._ask(calls.desk_call(self._desk(), "/style"), read_as_it_is)

    def put_style(self, style: Json) -> Json:
        """Say how the desk writes places: the whole of it."""
        return self._ask(calls.put_style_call(self._desk(), style), read_as_it_is)

    def dateline(self, place: int | str, *, date: str | None = None) -> Json:
        """The dateline of a story from a place, as the desk writes it."""
        return self._ask(calls.dateline_call(self._desk(), place, date), read_as_it_is)

    def export_decisions(self) -> bytes:
        """All active decisions, as a CSV that `import_decisions` takes."""
        return self._file(calls.desk_call(self._desk(), "/export.csv", long=True))

    def import_decisions(self, file: Table, *, dry_run: bool = False) -> Json:
        """Take decisions in from a CSV; with `dry_run`, only say what each line would do."""
        with opened(file) as source:
            return self._ask(calls.import_call(self._desk(), source.read(), dry_run), read_as_it_is)

    def forget_person(self, name: str) -> Json:
        """Put "a former colleague" in the place of a name, everywhere."""
        return self._ask(calls.forget_person_call(self._desk(), name), read_as_it_is)

    def contested(self) -> Json:
        """Places whose belonging is contested, with sources."""
        return self._ask(calls.CONTESTED, read_as_it_is)
