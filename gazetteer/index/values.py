"""Numbers that the index holds and kernels compare: what is known of a name, of a place, of a key."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class Flag(IntFlag):
    """What is known of a name, besides its language and years."""

    PREFERRED = 1
    SHORT = 2
    COLLOQUIAL = 4
    HISTORIC = 8
    MAIN = 16
    CODE = 32
    LATIN = 64
    MACHINE = 128
    OWN = 256


class PlaceKind(IntEnum):
    """The kinds of place that the evidence tells apart."""

    POPULATED = 0
    COUNTRY = 1
    AREA = 2
    OTHER = 3
    CAPITAL = 4


class Tie(IntEnum):
    """How a key belongs to a name: its first reading, a further one, or the name without its generic words."""

    READING = 0
    FURTHER = 1
    CORE = 2
