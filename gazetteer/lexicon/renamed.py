"""Places that were renamed, by `renamed.tsv`: facts from public sources, each named there."""

from __future__ import annotations

from functools import cache

from gazetteer.lexicon.tables import rows
from gazetteer.model import Renamed


def renamed_of(id: int) -> tuple[Renamed, ...]:
    """The former names of a place that the table has.

    Args:
        id: the place's.
    """
    return _table().get(id, ())


@cache
def _table() -> dict[int, tuple[Renamed, ...]]:
    table: dict[int, tuple[Renamed, ...]] = {}
    for row in rows("renamed.tsv"):
        since = int(row["since"]) if row["since"] else None
        one = Renamed(int(row["id"]), row["lang"], row["former"], row["now"], since, int(row["until"]), row["source"])
        table[one.id] = (*table.get(one.id, ()), one)
    return table
