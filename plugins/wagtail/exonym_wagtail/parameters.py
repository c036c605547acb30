"""What each route hands on: parameters by name, each of a kind and bounded; anything else stays here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MOST_BODY = 1_000_000  # bytes
MOST_WORD = 800  # bytes of a parameter that is no text
MOST_TEXT = 200_000  # bytes; an article is sent in pieces of some 12,000 characters
MOST_DIGITS = 10

WORD, TEXT, NUMBER, SWITCH = "word", "text", "number", "switch"
TAKEN: dict[str, dict[str, str]] = {
    "suggest": {"prefix": WORD, "lang": WORD, "country": WORD, "display": WORD, "limit": NUMBER},
    "place": {"display": WORD},
    "dateline": {"place": NUMBER, "desk": WORD, "date": WORD},
    "annotate": {
        "text": TEXT, "lang": WORD, "offsets": WORD, "limit": NUMBER, "lint": SWITCH, "display": WORD,
        "demonyms": SWITCH, "document": WORD,
    },
    "decide": {"name": WORD, "place": NUMBER, "note": TEXT},
    "base": {"level": NUMBER, "display": WORD},
}  # fmt: skip


def taken(route: str, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a request that its route takes, as far as they are of their kind."""
    read = {name: of_kind(kind, sent.get(name)) for name, kind in TAKEN[route].items()}
    return {name: value for name, value in read.items() if value is not None}


def of_kind(kind: str, value: object) -> object:
    """A value of a kind; None where it is of another."""
    if kind == SWITCH:
        return value if isinstance(value, bool) else None
    if kind == NUMBER:
        return _number(value)
    most = MOST_TEXT if kind == TEXT else MOST_WORD
    return value if isinstance(value, str) and len(value.encode("utf-8", "surrogatepass")) <= most else None


def _number(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 <= value < 10**MOST_DIGITS else None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS:
        return int(value)
    return None
