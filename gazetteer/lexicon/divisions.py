"""Customary abbreviations of states and provinces: Pa., Calif., Ont., NSW."""

from __future__ import annotations

from functools import cache

from gazetteer.lexicon.tables import rows
from gazetteer.text import native_key

_LONGEST = 20


def division_codes(text: str) -> tuple[str, ...]:
    """The ISO 3166-2 codes that an abbreviation of a division stands for, with or without full stops; often none."""
    return _table().get(_key(text), ()) if len(text) <= _LONGEST else ()


def _key(text: str) -> str:
    return native_key(text).replace(" ", "")


@cache
def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in rows("divisions.tsv"):
        key = _key(row["short"])
        table[key] = tuple(dict.fromkeys((*table.get(key, ()), *row["codes"].split())))
    return table
