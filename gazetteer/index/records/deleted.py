"""What has become of places: the day of their last change, and those that the source has deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import numpy as np

from gazetteer.index.store import Array

EPOCH = date(1970, 1, 1)
LAST_DAY = 2**16 - 1


@cache
def days(text: str) -> int:
    """A day, ISO 8601, as the number of days since 1970; 0 where it is not known. There are few distinct ones."""
    try:
        return min(max((date.fromisoformat(text) - EPOCH).days, 0), LAST_DAY)
    except ValueError:
        return 0


def successor_of(arrays: Mapping[str, Array], id: int) -> int | None:
    """What took the place of a deleted place: an id, 0 where the source names none, None where it was not deleted."""
    ids = arrays["gone_id"]
    row = int(np.searchsorted(ids, id))
    return int(arrays["gone_successor"][row]) if row < len(ids) and ids[row] == id else None
