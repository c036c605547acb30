"""Which script a text is written in: ISO 15924 codes, and the runs of a text that mixes them."""

from __future__ import annotations

from typing import Final

import icu

from gazetteer.per_letter import PerLetter

LATIN: Final = "Latn"
# Punctuation and digits (Zyyy), marks (Zinh) and unassigned code points (Zzzz) take the script of what they stand by.
SHARED: Final = frozenset({"Zyyy", "Zinh", "Zzzz"})
JAPANESE: Final = "Jpan"  # Han and kana in one text
_TOGETHER: Final = {"Hira": "Kana"}
# Code points of script Common that belong to kana: the prolonged sound mark and its half-width form.
_KANA_MARKS: Final = frozenset("ーｰ")


class _Scripts(PerLetter[str]):
    """The script code of each character; fills as it is used."""

    def __missing__(self, char: str) -> str:
        code = "Kana" if char in _KANA_MARKS else str(icu.Script.getScript(char).getShortName())
        return self.keep(char, _TOGETHER.get(code, code))


_SCRIPTS: Final = _Scripts()


def scripts_of(text: str) -> set[str]:
    """List the scripts of a text's letters.

    Args:
        text: any text without surrogates.

    Returns:
        ISO 15924 codes; `Kana` stands for hiragana too, `Jpan` for kana mixed with Han. Empty where there are only
        digits and punctuation.
    """
    found = set(map(_SCRIPTS.__getitem__, text)) - SHARED
    if "Kana" in found and "Hani" in found:
        found = found - {"Kana", "Hani"} | {JAPANESE}
    return found


def script_of(text: str) -> str | None:
    """Tell the script that most letters of a text are written in.

    Args:
        text: any text without surrogates.

    Returns:
        An ISO 15924 code as `scripts_of` gives them, or None where the text has no letters.
    """
    found = scripts_of(text)
    if len(found) < 2:
        return next(iter(found), None)
    sizes = dict.fromkeys(sorted(found), 0)
    for code, part in runs(text):
        sizes[code] += len(part)
    return max(sizes, key=sizes.__getitem__)


def runs(text: str) -> list[tuple[str, str]]:
    """Cut a text where its script changes.

    Args:
        text: any text without surrogates.

    Returns:
        Pairs of an ISO 15924 code and the part written in it, in order; joined, the parts are the text. Shared
        characters stay with the run before them, or open the first one. A text without letters is one run of `Zyyy`.
    """
    japanese = JAPANESE in scripts_of(text)
    parts: list[tuple[str, str]] = []
    current, start = "Zyyy", 0
    for at, char in enumerate(text):
        code = _SCRIPTS[char]
        if code in SHARED:
            continue
        if japanese and code in ("Hani", "Kana"):
            code = JAPANESE
        if code != current:
            if current != "Zyyy":
                parts.append((current, text[start:at]))
                start = at
            current = code
    if start < len(text):
        parts.append((current, text[start:]))
    return parts


def script_name(code: str) -> str:
    """Give a script's English name, for messages: `Cyrl` is Cyrillic."""
    if code == "Jpan":
        return "Japanese"
    known = icu.Script.getCode(code)
    return str(icu.Script(known[0]).getName()).replace("_", " ") if known else code


def is_latin(text: str) -> bool:
    """Tell whether a text has no letters but Latin ones; digits and punctuation may stand beside them."""
    return text.isascii() or scripts_of(text) <= {LATIN}
