"""Places in a text, counted as others count them: code points, UTF-16 as in JavaScript and Java, or bytes of UTF-8."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

Unit = Literal["codepoint", "utf16", "byte"]

UNITS: Final[tuple[Unit, ...]] = get_args(Unit)

# The code points from which one more is needed.
_WIDER: Final[dict[Unit, tuple[int, ...]]] = {
    "codepoint": (),
    "utf16": (0x10000,),
    "byte": (0x80, 0x800, 0x10000),
}


def converted(text: str, places: Sequence[int], unit: Unit) -> list[int]:
    """Places in a text that are counted in code points, in another unit; in time linear in the text.

    Args:
        text: the text; it holds no half of a surrogate pair.
        places: offsets, each from 0 to the length of the text.
        unit: how to count.
    """
    if not _WIDER[unit] or text.isascii() or not places:
        return list(places)
    codes: NDArray[np.uint32] = np.frombuffer(text.encode("utf-32-le"), np.dtype("<u4"))
    widths = np.ones(len(codes), np.int64)
    for first in _WIDER[unit]:
        widths += codes >= first
    before = np.concatenate((np.zeros(1, np.int64), np.cumsum(widths)))
    out: list[int] = before[np.array(places, np.int64)].tolist()
    return out
