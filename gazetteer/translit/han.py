"""Han characters read aloud: as Mandarin (pinyin), or as Japanese where a dictionary is installed.

The Japanese readings need the extra `ja`: cutlet, fugashi and a UniDic dictionary, about 250 MB. Without it, kana are
read by ICU and Han characters as pinyin.
"""

from __future__ import annotations

import importlib
import threading
from typing import Any, Final

from gazetteer.translit import icu

_LONGEST_NAME: Final = 64


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
    return icu.transliterate("Han-Latin", word).replace(" ", "")


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
