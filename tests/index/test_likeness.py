"""Bit-parallel comparison against plain ones."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, LCSseq

from gazetteer.index.search.likeness import BYTES, WORD, clear_masks, lcs, osa, set_masks

TEXTS = st.text("abc ", max_size=12) | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=90)


@numba.njit(error_model="numpy")
def both(pattern: Any, masks: Any, heap: Any, start: int, end: int) -> Any:
    """What kernels alone can call: edits and letters in common."""
    set_masks(masks, pattern)
    found = osa(masks, len(pattern), heap, start, end), lcs(masks, len(pattern), heap, start, end)
    clear_masks(masks, pattern)
    return found


@given(TEXTS.filter(lambda text: 0 < len(text) <= WORD), TEXTS, st.integers(0, 3))
def test_as_by_the_tables(pattern: str, other: str, before: int) -> None:
    masks = np.zeros(BYTES, np.uint64)
    letters = np.frombuffer(pattern.encode(), np.uint8)
    heap = np.frombuffer(b"x" * before + other.encode() + b"x", np.uint8)
    found = both(letters, masks, heap, before, before + len(other))
    assert found == (OSA.distance(pattern, other), LCSseq.similarity(pattern, other))
    assert not masks.any()
