"""Thai by the Royal Institute's general system of transcription (RTGS), where the extra `th` is installed."""

from __future__ import annotations

from functools import cache
from typing import Any


def royal(text: str) -> str:
    """Read a Thai name by RTGS.

    Args:
        text: Thai letters; anything else stays.

    Returns:
        The reading, or an empty text where the extra `th` (pythainlp) is not installed.
    """
    romanize = _romanize()
    return str(romanize(text)) if romanize is not None else ""


@cache
def _romanize() -> Any:
    try:
        from pythainlp.transliterate.royin import romanize
    except ImportError:
        return None
    return romanize
