"""Suggestions with a memory: what a desk decided of a spelling that begins as typed goes first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.matching.suggest import suggest
from gazetteer.memory.memory import Memory
from gazetteer.memory.ruling import Ruling, rule
from gazetteer.memory.spelling import key_of
from gazetteer.model import Decided, Options, Query, Suggestion

MOST_LOOKED_AT = 200  # spellings that begin as typed


def suggest_decided(
    index: Index,
    prefix: str,
    memory: Memory | None,
    *,
    lang: str | None = None,
    country: Sequence[str] = (),
    limit: int = 10,
) -> list[Suggestion]:
    """Places meant by what is typed, to a desk: those it decides for first, then those it prefers among the others.

    Args:
        index: the opened index.
        prefix: what was typed.
        memory: what the desk decided; None where nobody did.
        lang: as in `Gazetteer.suggest`.
        country: likewise.
        limit: likewise.

    Raises:
        QueryError: the prefix cannot be read, or a country is unknown.
    """
    found = suggest(index, prefix, lang=lang, country=country, limit=limit)
    if not memory:
        return found
    first: dict[int, Suggestion] = {}
    preferred: dict[int, Decided] = {}
    for ruling in _rulings(index, prefix, memory, tuple(country)):
        if ruling.decision is not None and ruling.row is not None:
            place = index.places.place(ruling.row, lang)
            first.setdefault(place.id, Suggestion(place, ruling.decision.name, Decided(ruling.decision)))
        elif ruling.decision is None and ruling.preferred is not None and ruling.preferred.place is not None:
            preferred.setdefault(ruling.preferred.place, Decided(ruling.preferred))
    others = [one for one in found if one.place.id not in first]
    told = [replace(one, decided=preferred.get(one.place.id)) for one in others]
    told.sort(key=lambda one: one.decided is None)
    return [*first.values(), *told][:limit]


def _rulings(index: Index, prefix: str, memory: Memory, country: tuple[str, ...]) -> Iterator[Ruling]:
    """What the memory says of the spellings that begin so, by their letters: of the very one first."""
    try:
        key = key_of(prefix)
    except QueryError:
        return
    if not key:
        return
    for name in _names(memory, key):
        try:
            ruling = rule(index, memory, Query(name, country=country), Options())
        except QueryError:
            continue
        if ruling is not None:
            yield ruling


def _names(memory: Memory, key: str) -> Iterator[str]:
    """A spelling for each key of the memory, and of the one that it is based on, that begins so."""
    begun: dict[str, str] = {}
    for one in (memory, memory.base):
        if one is None:
            continue
        start = bisect_left(one.keys, key)
        for held in one.keys[start : start + MOST_LOOKED_AT]:
            if not held.startswith(key):
                break
            begun.setdefault(held, one.by_key[held][0].name)
    yield from (begun[held] for held in sorted(begun)[:MOST_LOOKED_AT])
