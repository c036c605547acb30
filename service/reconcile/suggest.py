"""Suggestions for places, types and properties while a user types, in the form that both versions share."""

from __future__ import annotations

from typing import Any

from gazetteer import Gazetteer, Memory
from gazetteer.errors import QueryError, UnknownPlace
from gazetteer.model import CANDIDATE_LIMIT, NAME_LIMIT, Place
from service.reconcile.candidates import describe
from service.reconcile.properties import PROPERTIES, begins, find_properties
from service.reconcile.types import TYPES, Type, types_of
from service.reconcile.values import read_id

PAGE = 10


def suggest_places(
    gazetteer: Gazetteer,
    prefix: str,
    display: str | None,
    *,
    skip: int = 0,
    limit: int = PAGE,
    memory: Memory | None = None,
) -> list[dict[str, Any]]:
    """Places that have a name which begins as typed, or the id that was typed; what a memory decided goes first."""
    if not prefix.strip() or len(prefix) > NAME_LIMIT or skip >= CANDIDATE_LIMIT:
        return []
    key = read_id(prefix)
    rows: dict[int, dict[str, Any]] = {}
    if key is not None:
        try:
            place = gazetteer.place(key, display)
            rows[place.id] = _place(place, None)
        except UnknownPlace:
            pass
    try:
        found = gazetteer.suggest(prefix, lang=display, limit=min(skip + limit, CANDIDATE_LIMIT), memory=memory)
    except QueryError:  # what was typed so far has no letter
        found = []
    for one in found:
        rows.setdefault(one.place.id, _place(one.place, one.matched))
    return list(rows.values())[skip : skip + limit]


def suggest_types(prefix: str, *, skip: int = 0, limit: int = PAGE) -> list[dict[str, Any]]:
    """Types whose id, or a word of whose name, begins as typed; all of them where nothing is typed."""
    typed = prefix.strip().casefold()
    found = [one for one in TYPES.values() if not typed or begins(typed, one.id, one.name)]
    found.sort(key=lambda one: one.id.casefold() != typed)
    return [_type(one) for one in found[skip : skip + limit]]


def suggest_properties(prefix: str, *, skip: int = 0, limit: int = PAGE) -> list[dict[str, Any]]:
    """Properties whose id, or a word of whose name, begins as typed; all of them where nothing is typed."""
    found = find_properties(prefix)[skip : skip + limit]
    return [{"id": one.id, "name": one.name, "description": one.description} for one in found]


def propose_properties(limit: int | None) -> list[dict[str, str]]:
    """What a table can be extended with, the same for places of all types."""
    found = [one for one in PROPERTIES.values() if one.extend]
    return [{"id": one.id, "name": one.name, "description": one.description} for one in found[:limit]]


def type_with_broader(one: Type) -> dict[str, Any]:
    """A type with the type directly above it."""
    broader = [TYPES[id].short() for id in one.broader[:1]]
    return one.short() | ({"broader": broader} if broader else {})


def _type(one: Type) -> dict[str, Any]:
    return type_with_broader(one) | {"description": one.description}


def _place(place: Place, matched: str | None) -> dict[str, Any]:
    return {
        "id": str(place.key),
        "name": place.name,
        "description": describe(place, matched if matched != place.name else None),
        "notable": types_of(place.feature_class, place.feature_code),
    }
