"""Headers that every answer has: no guessing of types, and from pages no referrers."""

from __future__ import annotations

from collections.abc import Iterable

Header = tuple[bytes, bytes]

ALWAYS: Header = (b"x-content-type-options", b"nosniff")
OF_PAGES: Header = (b"referrer-policy", b"no-referrer")
TYPE = b"content-type"
PAGE = b"text/html"


def safe_headers(own: Iterable[Header]) -> list[Header]:
    """The headers of an answer, with those that every answer has."""
    page = any(name == TYPE and value.startswith(PAGE) for name, value in own)
    return [*own, ALWAYS, OF_PAGES] if page else [*own, ALWAYS]
