"""How a form came out of the query."""

from __future__ import annotations

from enum import IntEnum


class FormKind(IntEnum):
    """As written, without its generic words, or with an ending undone."""

    WHOLE = 0
    CORE = 1
    NOMINATIVE = 2
