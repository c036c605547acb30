"""The words of the format: what the numbers in the arrays of an index stand for."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from zlib import crc32

from gazetteer.text import native_key

DEGREE = 100_000  # coordinates are kept as whole 1e-5 degrees, about a metre
NONE = -1  # the row or number of what there is none of
NO_ELEVATION = -(2**15)
NO_SUCCESSOR = 0  # the id that stands for none
DIVISIONS = ("ADM1", "ADM2", "ADM3", "ADM4")  # the feature codes of the divisions, by level
LEVELS = ("place_admin1", "place_admin2", "place_admin3", "place_admin4")  # the divisions around a place, by row


class Flag(IntFlag):
    """What is known of a name, besides its language and years."""

    PREFERRED = 1  # the source prefers it to others of its language
    SHORT = 2  # a short form (California for State of California)
    COLLOQUIAL = 4  # colloquial or slang
    HISTORIC = 8  # of former days
    MAIN = 16  # the place's own name
    CODE = 32  # a code or an abbreviation, no name
    LATIN = 64  # in Latin letters
    MACHINE = 128  # a machine's: no language, small ASCII letters, of a place named in another script
    OWN = 256  # the user's own, from an overlay


class PlaceKind(IntEnum):
    """The kinds of place that the evidence tells apart."""

    POPULATED = 0
    COUNTRY = 1
    AREA = 2
    OTHER = 3
    CAPITAL = 4


class Tie(IntEnum):
    """How a key belongs to a name: its first reading, a further one, or the name without its generic words."""

    READING = 0  # its first reading
    FURTHER = 1  # a further reading
    CORE = 2  # the name without its generic words


def native_hash(text: str) -> int:
    """A number that equal spellings in one script share (CRC-32 of the native key)."""
    return crc32(native_key(text).encode("utf-8"))
