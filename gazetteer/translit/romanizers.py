"""The romanizers that the table of readings names: text of one script in, Latin text out.

A scheme's name is an id of ICU, or the name of one of the functions here. Where ICU leaves letters of another script,
anyascii reads those, so that every scheme returns Latin letters only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Final

import koroman
from anyascii import anyascii
from unidecode import unidecode

from gazetteer.translit import han, icu, thai

Romanizer = Callable[[str], str]

# Beyond Latin, IPA, spacing modifiers, marks, phonetic extensions and general punctuation: not romanized.
_LEFT_OVER: Final = re.compile("[\u0370-\u1cff\u1dc0-\u1dff\u1f00-\u1fff\u2070-\U000e0000]")
# ICU spells an inherent vowel at the end of each Indic word; the modern languages do not speak it.
_FINAL_SCHWA: Final = re.compile("(?<=[^aeiouāēīōūáàâ\\W])a\\b")
SCHWA: Final = " without final a"


def _read_left_over(latin: str) -> str:
    return latin if latin.isascii() else _LEFT_OVER.sub(lambda found: anyascii(found[0]), latin)


def _icu(identifier: str, text: str) -> str:
    return _read_left_over(icu.transliterate(identifier, text))


def _icu_without_schwa(identifier: str, text: str) -> str:
    return _read_left_over(_FINAL_SCHWA.sub("", unicodedata.normalize("NFC", icu.transliterate(identifier, text))))


def _korean(text: str) -> str:
    return _read_left_over(str(koroman.romanize(text)))


OWN: Final[dict[str, Romanizer]] = {
    "anyascii": anyascii,
    "Unidecode": unidecode,
    "Revised Romanization": _korean,
    "pinyin": han.pinyin,
    "Japanese dictionary": han.japanese,
    "RTGS": thai.royal,
}


def romanizer(scheme: str) -> Romanizer:
    """Find a romanizer by the name that the table of readings gives it.

    Args:
        scheme: an ICU id, an ICU id followed by `SCHWA`, or one of our own names.

    Raises:
        KeyError: where there is none of that name.
    """
    if scheme in OWN:
        return OWN[scheme]
    identifier = scheme.removesuffix(SCHWA)
    if identifier not in icu.IDS:
        raise KeyError(f"no romanizer: {scheme}")
    return partial(_icu if identifier == scheme else _icu_without_schwa, identifier)
