"""What the desks' database holds, as data: a desk, a decision that is kept, a change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any, Literal, get_args

import orjson

from gazetteer.memory.spelling import key_of
from gazetteer.model import Decision, Strength, When, outward

DEFAULT_DESK = "default"
SOMEBODY_GONE = "a former colleague"
DOCUMENT_BYTES = 16

Via = Literal["page", "table", "openrefine", "cms", "api", "import"]
"""Where a decision was made."""
VIAS: tuple[Via, ...] = get_args(Via)


class KeptState(StrEnum):
    """Whether a decision answers."""

    ACTIVE = "active"
    STALE = "stale"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something, and from where."""

    person: str
    via: Via = "api"


@dataclass(frozen=True, slots=True)
class DeskRecord:
    """A desk.

    Args:
        id: in letters a to z, digits and hyphens.
        title: what it is called.
        lang: the language it writes in, BCP 47; blank where that is not said.
        based_on: the desk whose decisions count where it has none.
        style: its house style, as it was given.
        salt: with which names of documents are hashed.
        revision: goes up by one with each change.
    """

    id: str
    title: str
    lang: str = ""
    based_on: str | None = None
    style: str = "{}"
    salt: str = ""
    revision: int = 0

    def document(self, name: str) -> str:
        """What stands for a document, of which only this hash is ever kept."""
        return blake2b(f"{self.salt}\0{name}".encode("utf-8", "replace"), digest_size=DOCUMENT_BYTES).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptDecision:
    """A decision with what the database knows of it.

    Args:
        decision: the decision.
        via: where it was made or changed last.
        version: goes up by one with each change of it.
        state: active or forgotten; whether it is stale is for a gazetteer to say.
        revision: of the desk, when it was changed last.
        used: about how often it answered.
        last_used: on which day.
    """

    decision: Decision
    via: str
    version: int = 1
    state: KeptState = KeptState.ACTIVE
    revision: int = 0
    used: int = 0
    last_used: str | None = None

    def says(self, other: Decision) -> bool:
        """Whether it says what another does, whoever said it."""
        own = self.decision
        return (own.place, own.strength, own.when) == (other.place, other.strength, other.when)

    def row(self) -> tuple[Any, ...]:
        """It as a row of the table."""
        one = self.decision
        return (
            one.id,
            one.desk,
            key_of(one.name),
            circumstance(one.when),
            one.name,
            one.place,
            one.strength,
            one.note,
            one.by,
            one.at,
            self.via,
            self.version,
            self.state,
            self.revision,
            self.used,
            self.last_used,
        )


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of a desk: the revision it made, and what a decision was before and after; None where it was not."""

    revision: int
    decision: str | None
    at: str
    person: str
    via: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def now() -> str:
    """The time, ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def when_fields(when: When) -> dict[str, Any]:
    """When a decision holds, as JSON shows it: what is given, and nothing else."""
    fields = {
        "country": list(when.country),
        "unless_country": list(when.unless_country),
        "within": None if when.within is None else outward(when.within),
        "lang": when.lang,
        "collection": when.collection,
        "document": when.document,
    }
    return {name: value for name, value in fields.items() if value not in (None, [])}


def circumstance(when: When) -> str:
    """When a decision holds, as a text that is equal for what is the same."""
    fields = when_fields(when)
    if when.within is not None:
        fields["within"] = when.within
    return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS).decode()


def when_of(text: str) -> When:
    """When a decision holds, from what `circumstance` wrote."""
    fields = orjson.loads(text)
    return When(
        tuple(fields.get("country", ())),
        tuple(fields.get("unless_country", ())),
        fields.get("within"),
        fields.get("lang"),
        fields.get("collection"),
        fields.get("document"),
    )


def kept_of(row: tuple[Any, ...]) -> KeptDecision:
    """A decision from its row."""
    id, desk, _key, when, name, place, strength, note, person, at, via, version, state, revision, used, last = row
    decision = Decision(name, place, Strength(strength), when_of(when), note, person, at, id, desk)
    return KeptDecision(decision, via, version, KeptState(state), revision, used, last)


def kept_fields(kept: KeptDecision) -> dict[str, Any]:
    """A decision as JSON shows it, but for what a gazetteer says of its place."""
    one = kept.decision
    return {
        "id": one.id,
        "desk": one.desk,
        "name": one.name,
        "place": None if one.place is None else outward(one.place),
        "strength": one.strength,
        "when": when_fields(one.when),
        "note": one.note,
        "by": one.by,
        "at": one.at,
        "via": kept.via,
        "version": kept.version,
        "state": kept.state,
        "used": kept.used,
        "last_used": kept.last_used,
    }


def changed(kept: KeptDecision, decision: Decision, author: Author, at: str, revision: int) -> KeptDecision:
    """The next version of a decision."""
    return replace(
        kept,
        decision=replace(decision, by=author.person, at=at),
        via=author.via,
        version=kept.version + 1,
        state=KeptState.ACTIVE,
        revision=revision,
    )
