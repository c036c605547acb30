"""How houses have said in public that they write places, by `presets.tsv`; style books are not copied."""

from __future__ import annotations

from functools import cache

from gazetteer.lexicon.tables import rows
from gazetteer.model import StyleEntry

_PARTED = "|"


def preset_names() -> tuple[str, ...]:
    """The names of the presets, in order."""
    return tuple(sorted(_table()))


def preset(name: str) -> tuple[StyleEntry, ...] | None:
    """What a house has announced, each entry with its source and its day; None where there is no such preset."""
    return _table().get(name)


@cache
def _table() -> dict[str, tuple[StyleEntry, ...]]:
    table: dict[str, tuple[StyleEntry, ...]] = {}
    for row in rows("presets.tsv"):
        entry = StyleEntry(
            int(row["id"]),
            row["text"],
            row["lang"],
            never=_parts(row["avoid"]),
            kept=_parts(row["except"]),
            source=row["source"],
            since=row["since"],
        )
        table[row["preset"]] = (*table.get(row["preset"], ()), entry)
    return table


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(_PARTED) if part)
