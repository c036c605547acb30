"""Room for what names in Latin letters come to, and the working memory of the kernel that reads them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LETTERS = 120  # longer names are left
MOST_KEYS = 4  # of a name: two readings, each with its modifiers in one language too
MOST_SOUNDS = 8  # orthographies of a country at most
KEY_ROOM = 1_024  # bytes of a key; of modifiers spelt out the same
SOUND_ROOM = 1_024  # bytes of a sound
NAME_ROOM = MOST_KEYS * (KEY_ROOM + MOST_SOUNDS * SOUND_ROOM)  # bytes that a name may need of a heap


class LatinNames(NamedTuple):
    """What is written: by name, by key, by sound; `used` has how many of each, and bytes of keys and of sounds."""

    name: NDArray[np.uint32]
    native: NDArray[np.uint32]
    marks: NDArray[np.uint8]
    of: NDArray[np.uint32]
    ties: NDArray[np.uint8]
    concepts: NDArray[np.uint32]
    heard: NDArray[np.uint8]
    key_length: NDArray[np.uint16]
    key_heap: NDArray[np.uint8]
    sound_length: NDArray[np.uint16]
    sound_heap: NDArray[np.uint8]
    used: NDArray[np.int64]


class LatinScratch(NamedTuple):
    """The working memory of one run."""

    text: NDArray[np.int64]
    spelt: NDArray[np.int64]
    key: NDArray[np.uint8]
    turned: NDArray[np.uint8]
    sounds: NDArray[np.uint8]
    bounds: NDArray[np.int64]


NAMES, KEYS, SOUNDS, KEY_BYTES, SOUND_BYTES = range(5)


def room(names: int, letters: int) -> LatinNames:
    """Room for what some names come to, most often; what does not fit is asked for again.

    Args:
        names: how many.
        letters: bytes of all together.
    """
    keys, sounds = names * 2 + MOST_KEYS, names * 4 + MOST_KEYS * MOST_SOUNDS
    return LatinNames(
        name=np.empty(names, np.uint32),
        native=np.empty(names, np.uint32),
        marks=np.empty(names, np.uint8),
        of=np.empty(keys, np.uint32),
        ties=np.empty(keys, np.uint8),
        concepts=np.empty(keys, np.uint32),
        heard=np.empty(keys, np.uint8),
        key_length=np.empty(keys, np.uint16),
        key_heap=np.empty(letters * 2 + NAME_ROOM, np.uint8),
        sound_length=np.empty(sounds, np.uint16),
        sound_heap=np.empty(letters * 4 + NAME_ROOM, np.uint8),
        used=np.zeros(5, np.int64),
    )


def work() -> LatinScratch:
    """Working memory."""
    return LatinScratch(
        text=np.empty(LETTERS, np.int64),
        spelt=np.empty(2 * LETTERS, np.int64),
        key=np.empty(KEY_ROOM, np.uint8),
        turned=np.empty(KEY_ROOM, np.uint8),
        sounds=np.empty(MOST_SOUNDS * SOUND_ROOM, np.uint8),
        bounds=np.empty(MOST_SOUNDS + 1, np.int64),
    )
