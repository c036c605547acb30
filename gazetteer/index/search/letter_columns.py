"""Which letters and marks a string has, as columns of bits: the part of the index that a fuzzy search reads whole.

The strings are cut into blocks: ranges of at most 65,536 ids, of one length or, where strings are few, of some
neighbouring lengths. For each block, letter and n up to 6 there is a column with one bit for each string: whether it
has the letter at least n times. A query of m letters asks for m columns; a string with which it has c letters in common
is in at least c of them. Further columns hold the bits of the country and kind masks, by which to filter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import inline
from gazetteer.index.kernel_types import Wholes

BLOCK = 65_536  # strings of a block, at most
BLOCK_WORDS = BLOCK // 64
ROUND = 8  # words that a column is rounded up to: a line of the processor's cache

SPACE, LETTERS, DIGITS, OTHER = 0, 1, 27, 37
CLASSES = 38
DEPTH = 6
LETTER_COLUMNS = CLASSES * DEPTH
MASK_BITS = 64
WHERE = LETTER_COLUMNS  # the first column of the country mask
WHAT = WHERE + MASK_BITS  # the first column of the kind mask
COLUMNS = WHAT + MASK_BITS


def letter_classes() -> NDArray[np.uint8]:
    """For each byte its letter: space, a-z, 0-9, and one for all other bytes."""
    classes = np.full(256, OTHER, np.uint8)
    classes[ord(" ")] = SPACE
    classes[ord("a") : ord("z") + 1] = np.arange(LETTERS, DIGITS)
    classes[ord("0") : ord("9") + 1] = np.arange(DIGITS, OTHER)
    return classes


@inline
def next_column(classes: Wholes, letters: Wholes, byte: int) -> int:
    """Counts one letter more into `letters` (CLASSES); returns its column, -1 beyond DEPTH."""
    letter = np.int64(classes[byte])
    before = letters[letter]
    letters[letter] = before + 1
    return letter * DEPTH + before if before < DEPTH else -1
