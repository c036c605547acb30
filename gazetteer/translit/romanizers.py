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

from gazetteer.translit import han, icu

Romanizer = Callable[[str], str]

# Beyond Latin, IPA, spacing modifiers, marks, phonetic extensions and general punctuation: not romanized.
_LEFT_OVER: Final = re.compile("[\u0370-\u1cff\u1dc0-\u1dff\u1f00-\u1fff\u2070-\U000e0000]")


def _read_left_over(latin: str) -> str:
    return latin if latin.isascii() else _LEFT_OVER.sub(lambda found: anyascii(found[0]), latin)


def _icu(identifier: str, text: str) -> str:
    return icu.transliterate(identifier, text)


def _piped(steps: tuple[Romanizer, ...], text: str) -> str:
    for step in steps:
        text = step(text)
    return _read_left_over(text)


OWN: Final[dict[str, Romanizer]] = {
    "anyascii": anyascii,
    "pinyin": han.pinyin,
    "Japanese dictionary": han.japanese,
}


@cache
def romanizer(scheme: str) -> Romanizer:
    """Find a romanizer by the name that the table of readings gives it.

    Args:
        scheme: one of our functions, an ICU id or a rule file, or several with ` | ` between them, one after the other.

    Raises:
        KeyError: where there is none of that name.
    """
    steps: list[Romanizer] = []
    for name in scheme.split(" | "):
        if name not in OWN and name not in icu.IDS and name not in icu.rule_files():
            raise KeyError(f"no romanizer: {name}")
        steps.append(OWN.get(name) or partial(_icu, name))
    return partial(_piped, tuple(steps))
