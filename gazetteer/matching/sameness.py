"""Whether a key is a name in the same letters as the query's, and of a well-known place."""

from __future__ import annotations

from gazetteer.index.index import Index
from gazetteer.index.jit import kernel
from gazetteer.index.store import Array
from gazetteer.index.values import Flag

UNKNOWN, KNOWN, WELL_KNOWN = 0, 1, 2
LEAST_FAME = 5.0  # decimal logarithm of the people of a well-known place
_MAIN = int(Flag.MAIN)
_WEAK = int(Flag.MACHINE | Flag.CODE)


def sameness(index: Index, key: int, native: int) -> int:
    """Whether a key is merely the same reading, a name in the same letters, or one that is well known."""
    columns = index.columns
    return int(
        _names_of_key(
            columns.key_name[columns.key_first_name[key] : columns.key_first_name[key + 1]],
            native,
            columns.name_native,
            columns.name_flags,
            columns.name_place,
            columns.place_fame,
        )
    )


@kernel
def _names_of_key(names: Array, native: int, natives: Array, flags: Array, places: Array, fame: Array) -> int:
    same, well_known = False, False
    for name in names:
        same |= natives[name] == native and (flags[name] & _WEAK) == 0
        well_known |= (flags[name] & _MAIN) != 0 or fame[places[name]] >= LEAST_FAME
    if not same:
        return UNKNOWN
    return WELL_KNOWN if well_known else KNOWN
