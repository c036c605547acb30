"""Decisions as JSON: what a client sends, read within the bounds of each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gazetteer.errors import QueryError
from gazetteer.memory.checks import checked, read_moment, read_place, read_strength
from gazetteer.model import EVERYWHERE, SOMEBODY, Decision, When
from service.desk.records import VIAS, Via
from service.errors import TooLarge, Unreadable
from service.text import is_sound

MOST_DECISIONS = 1_000  # of one request
_TEXT_LETTERS = 2_000  # of any field, before it is looked at


def read_decisions(body: object) -> tuple[list[Decision | QueryError], bool]:
    """The decisions of a body, each or why it cannot be read, and whether it is a list of them.

    Raises:
        Unreadable: it is neither a decision nor a list of them.
        TooLarge: it has more than a request may.
    """
    items = body.get("decisions") if isinstance(body, dict) and "decisions" in body else body
    if isinstance(items, dict):
        return [_read(items, "")], False
    if not isinstance(items, list):
        raise Unreadable('Send a decision, for example {"name": "Shevchenkove", "place": 694137}, or a list.', "")
    if len(items) > MOST_DECISIONS:
        raise TooLarge(f"{len(items):,} decisions in one request: send at most {MOST_DECISIONS:,}, or a file.")
    return [_read(item, f"decisions[{number}]") for number, item in enumerate(items)], True


def _read(item: object, where: str) -> Decision | QueryError:
    try:
        return read_decision(item)
    except QueryError as error:
        return type(error)(str(error), ".".join(part for part in (where, error.where) if part))


def read_decision(item: object, *, dated: bool = False) -> Decision:
    """One decision.

    Args:
        item: what was sent.
        dated: whether it says itself when it was made.

    Raises:
        QueryError: a field is of the wrong kind, or out of bounds.
    """
    if not isinstance(item, dict):
        raise QueryError("A decision must be an object.", "")
    if "place" not in item:
        raise QueryError("place is missing: give the id of a place, or null where none is meant.", "place")
    return changed_decision(Decision("", None), item, dated=dated)


def changed_decision(before: Decision, item: Mapping[str, Any], *, dated: bool = False) -> Decision:
    """A decision with the fields that a client sends in the stead of its own.

    Raises:
        QueryError: a field is of the wrong kind, or out of bounds.
    """
    when = _when(item.get("when"), item) if "when" in item or "document" in item else before.when
    return checked(
        Decision(
            name=_text(item, "name", before.name),
            place=_place(item["place"], "place") if "place" in item else before.place,
            strength=read_strength(_text(item, "strength", before.strength)),
            when=when,
            note=_text(item, "note", before.note),
            by=_text(item, "by", SOMEBODY),
            at=read_moment(_text(item, "at", "").strip()) if dated else "",
        )
    )


def _when(given: object, item: Mapping[str, Any]) -> When:
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise QueryError('when must be an object, for example {"lang": "uk"}.', "when")
    document = _text(given, "document", "") or _text(item, "document", "")
    if not given and not document:
        return EVERYWHERE
    return When(
        country=_texts(given, "country"),
        unless_country=_texts(given, "unless_country"),
        within=None if given.get("within") is None else _place(given["within"], "when.within"),
        lang=_text(given, "lang", "") or None,
        collection=_text(given, "collection", "") or None,
        document=document or None,
    )


def _place(value: object, where: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise QueryError(f"{where} must be the id of a place, or null.", where)
    return read_place(str(value) if isinstance(value, str) or abs(value) < 10**12 else "too large", where)


def _text(item: Mapping[str, Any], field: str, default: str) -> str:
    value = item.get(field)
    if value is None:
        return default
    if not isinstance(value, str):
        raise QueryError(f"{field} must be a string.", field)
    if len(value) > _TEXT_LETTERS or not is_sound(value):
        raise QueryError(f"{field} is too long, or holds half of a surrogate pair.", field)
    return value


def _texts(item: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = item.get(field)
    if value is None:
        return ()
    values: Sequence[object] = value if isinstance(value, list) else [value]
    texts = [one for one in values if isinstance(one, str) and is_sound(one)]
    if len(texts) != len(values):
        raise QueryError(f"when.{field} must be a string or a list of strings.", f"when.{field}")
    return tuple(texts)


def read_via(item: object) -> Via:
    """Where a client says that it decides.

    Raises:
        QueryError: it says what is no such place.
    """
    via = item.get("via") if isinstance(item, dict) else None
    if via is None:
        return "api"
    found = next((one for one in VIAS if one == via), None)
    if found is None:
        raise QueryError(f"via must be one of {', '.join(VIAS)}.", "via")
    return found
