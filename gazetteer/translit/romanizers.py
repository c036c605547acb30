"""The romanizers that the table of readings names: text of one script in, Latin text out.

A scheme's name is an id of ICU, the name of one of our rule files, or of one of the functions here. Where ICU leaves
letters of another script, anyascii reads those, so that every scheme returns Latin letters only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Final

from anyascii import anyascii
from unidecode import unidecode

from gazetteer.translit import han, icu, thai

Romanizer = Callable[[str], str]

# Beyond Latin, IPA, spacing modifiers, marks, phonetic extensions and general punctuation: not romanized.
_LEFT_OVER: Final = re.compile("[\u0370-\u1cff\u1dc0-\u1dff\u1f00-\u1fff\u2070-\U000e0000]")


def _read_left_over(latin: str) -> str:
    return latin if latin.isascii() else _LEFT_OVER.sub(lambda found: anyascii(found[0]), latin)


def _piped(identifiers: tuple[str, ...], text: str) -> str:
    for identifier in identifiers:
        text = icu.transliterate(identifier, text)
    return _read_left_over(text)


def _after(first: Romanizer, identifiers: tuple[str, ...], text: str) -> str:
    return _piped(identifiers, first(text))


OWN: Final[dict[str, Romanizer]] = {
    "anyascii": anyascii,
    "Unidecode": unidecode,
    "pinyin": han.pinyin,
    "Japanese dictionary": han.japanese,
    "RTGS": thai.royal,
}


@cache
def romanizer(scheme: str) -> Romanizer:
    """Find a romanizer by the name that the table of readings gives it.

    Args:
        scheme: one of our functions, an ICU id or a rule file; ` | ` leads from one to a rule file after it.

    Raises:
        KeyError: where there is none of that name.
    """
    first, *after = scheme.split(" | ")
    known = icu.IDS | icu.rule_files()
    if (unknown := [name for name in (first, *after) if name not in known and name not in OWN]) or set(after) & set(
        OWN
    ):
        raise KeyError(f"no romanizer: {unknown or after}")
    if first not in OWN:
        return partial(_piped, (first, *after))
    return partial(_after, OWN[first], tuple(after)) if after else OWN[first]
