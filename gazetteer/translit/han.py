"""Han characters read aloud: as Mandarin (pinyin), or as Japanese where a dictionary is installed.

The Japanese readings need the extra `ja`: cutlet, fugashi and a UniDic dictionary, about 250 MB. Without it, kana are
read by ICU and Han characters as pinyin.
"""

from __future__ import annotations

import importlib
import re
import threading
from functools import cache, lru_cache
from typing import Any, Final

from gazetteer.translit import icu

_LONGEST_NAME: Final = 64
_SCHEME: Final = "Han-Latin"
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002a6df]+")  # unified ideographs
_SYLLABLES_KEPT: Final = 16_384  # some 150 bytes each


class _Reader(threading.local):
    """The dictionary reader of one thread: the tagger below it is not safe to share."""

    def __init__(self) -> None:
        self.romaji: Any = None


_READER: Final = _Reader()
_missing = threading.Event()


def pinyin(text: str) -> str:
    """Read Han characters in Mandarin, the syllables of a word together.

    Args:
        text: Han characters; anything else stays.
    """
    return " ".join(map(_syllables, text.split(" ")))


def _syllables(word: str) -> str:
    # Letter by letter where no letter depends on the next: ICU takes 10 µs for each, and strings are read again and
    # again in parts.
    if _HAN.fullmatch(word) is None or not _dependent().isdisjoint(word):
        return _read_by_icu(word)
    return "".join(map(_syllable, word))


def _read_by_icu(text: str) -> str:
    return icu.transliterate(_SCHEME, text).replace(" ", "")


@lru_cache(_SYLLABLES_KEPT)
def _syllable(char: str) -> str:
    return _read_by_icu(char)


@cache
def _dependent() -> frozenset[str]:
    """The characters whose reading depends on the next, by ICU's own rules: 重 before 庆."""
    lines = (line for line in icu.rules_of(_SCHEME).splitlines() if "{" in line or "}" in line)
    return frozenset(char for line in lines for char in line if _HAN.fullmatch(char))


def has_dictionary() -> bool:
    """Tell whether the extra `ja` is installed, so that Japanese readings of Han characters are real ones."""
    return _romaji() is not None


def japanese(text: str) -> str:
    """Read a Japanese name, Han and kana, in modified Hepburn without marks for long vowels.

    Args:
        text: Han and kana; anything else stays.

    Returns:
        The dictionary's reading, words apart, or an empty text where the extra `ja` is not installed.
    """
    reader = _romaji()
    if reader is None:
        return ""
    valid = text[:_LONGEST_NAME].encode(errors="ignore").decode()  # the tagger refuses half a surrogate pair
    return str(reader.romaji(valid, capitalize=False))


def _romaji() -> Any:
    if _READER.romaji is None and not _missing.is_set():
        try:
            cutlet = importlib.import_module("cutlet")
            _READER.romaji = cutlet.Cutlet("hepburn", use_foreign_spelling=False)
        except (ImportError, RuntimeError):  # fugashi raises RuntimeError where it finds no dictionary
            _missing.set()
    return _READER.romaji
