"""How a form came out of the query."""

from __future__ import annotations

from enum import IntEnum


class FormKind(IntEnum):
    """As written, without its generic words, with an ending undone, as a respelling read back, or its words moved."""

    WHOLE = 0
    CORE = 1
    NOMINATIVE = 2
    RESPELT = 3
    REORDERED = 4
