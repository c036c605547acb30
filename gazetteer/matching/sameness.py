"""How well a key that equals the query answers it."""

from __future__ import annotations

from gazetteer.index.enums import Flag
from gazetteer.index.evidence_columns import Array
from gazetteer.index.jit import kernel

UNKNOWN, KNOWN, WELL_KNOWN = 0, 1, 2
LEAST_FAME = 5.0  # decimal logarithm of the people of a well-known place
_MAIN = int(Flag.MAIN)
_WEAK = int(Flag.MACHINE | Flag.CODE)


@kernel
def names_of_key(names: Array, native: int, natives: Array, flags: Array, places: Array, fame: Array) -> int:
    """Tell whether a key is merely the same reading, a name in the same letters, or one that is well known.

    Args:
        names: rows of the names that have the key.
        native: the hash of the query's letters in their own script.
        natives: that of all names.
        flags: of all names.
        places: the place of each name.
        fame: of all places.

    Returns:
        UNKNOWN, KNOWN or WELL_KNOWN.
    """
    same, well_known = False, False
    for name in names:
        same |= natives[name] == native and (flags[name] & _WEAK) == 0
        well_known |= (flags[name] & _MAIN) != 0 or fame[places[name]] >= LEAST_FAME
    if not same:
        return UNKNOWN
    return WELL_KNOWN if well_known else KNOWN
