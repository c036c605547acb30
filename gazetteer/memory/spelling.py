"""By what the decisions about a spelling are found."""

from __future__ import annotations

from gazetteer.text import native_key, normalise


def key_of(name: str) -> str:
    """What decisions are found by: equal for spellings with the same letters, and never for those merely alike.

    Raises:
        QueryError: it is no spelling.
    """
    return native_key(normalise(name))
