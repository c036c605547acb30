"""Desks and decisions as JSON, with what the gazetteer says of the places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from gazetteer import Decided, Gazetteer
from gazetteer.errors import GonePlace, UnknownPlace
from gazetteer.model import outward
from service.desk.records import DeskRecord, HistoryEntry, KeptDecision, KeptState, kept_fields, when_fields

SCORE_DIGITS = 4
DEGREES_DIGITS = 5  # a metre


def decision_fields(gazetteer: Gazetteer, kept: KeptDecision) -> dict[str, Any]:
    """A decision with its place in words; stale where the gazetteer no longer has it."""
    fields = kept_fields(kept) | {"label": None, "lat": None, "lon": None, "successor": None}
    if kept.decision.place is None:
        return fields
    try:
        place = gazetteer.place(kept.decision.place)
    except UnknownPlace as error:
        fields["successor"] = error.successor if isinstance(error, GonePlace) else None
        if kept.state is KeptState.ACTIVE:
            fields["state"] = KeptState.STALE
        return fields
    parts = (place.name, place.admin1.name if place.admin1 else None, place.country_name)
    label = ", ".join(dict.fromkeys(part for part in parts if part))
    return fields | {"label": label, "lat": round(place.lat, DEGREES_DIGITS), "lon": round(place.lon, DEGREES_DIGITS)}


def decided_fields(decided: Decided) -> dict[str, Any]:
    """What a decision did to an answer."""
    one, other = decided.decision, decided.otherwise
    fields: dict[str, Any] = {
        "id": one.id or None,
        "desk": one.desk or None,
        "by": one.by,
        "at": one.at,
        "strength": one.strength,
        "applied": decided.applied,
        "when": when_fields(one.when),
    }
    if decided.why_not is not None:
        fields["why_not"] = decided.why_not
    if other is not None:
        score = None if other.score is None else round(other.score, SCORE_DIGITS)
        id = None if other.id is None else outward(other.id)
        fields["otherwise"] = {"verdict": other.verdict, "id": id, "score": score}
    return fields


def is_stale(gazetteer: Gazetteer, kept: KeptDecision) -> bool:
    """Whether the gazetteer no longer has the place of a decision."""
    return kept.decision.place is not None and not knows(gazetteer, kept.decision.place)


def knows(gazetteer: Gazetteer, place: int) -> bool:
    """Whether the gazetteer has a place."""
    try:
        gazetteer.place(place)
    except UnknownPlace:
        return False
    return True


def change_fields(entry: HistoryEntry) -> dict[str, Any]:
    """A change as the API shows it."""
    return {
        "revision": entry.revision,
        "decision": entry.decision,
        "at": entry.at,
        "by": entry.person,
        "via": entry.via,
        "before": entry.before,
        "after": entry.after,
    }


def desk_fields(desk: DeskRecord, count: int, people: Sequence[str], role: str) -> dict[str, Any]:
    """A desk as the API shows it."""
    return {
        "id": desk.id,
        "title": desk.title,
        "lang": desk.lang,
        "based_on": desk.based_on,
        "style": orjson.loads(desk.style),
        "revision": desk.revision,
        "decisions": count,
        "people": list(people),
        "role": role,
    }


def ref(desk: DeskRecord | None, id: str) -> dict[str, Any]:
    """A desk and its revision, as answers name it."""
    return {"id": id, "revision": 0 if desk is None else desk.revision}
