"""ICU's transliterators: the ones we know by name, and our own, written in ICU's rule language (`rules/*.rules`).

ICU takes some unknown ids without a word and gives back the text unchanged, so only ids of this list and names of our
rule files are opened.
A transliterator must not be shared by threads: each thread has its own, made at first use.
"""

from __future__ import annotations

import threading
from functools import cache
from importlib import resources
from typing import Final

import icu

# CLDR's transforms as ICU names them; BGN is the system of the US Board on Geographic Names, with the British PCGN.
IDS: Final = frozenset(
    {
        "Any-Latin",
        "Amharic-Latin/BGN",
        "Arabic-Latin",
        "Arabic-Latin/BGN",
        "Armenian-Latin",
        "Armenian-Latin/BGN",
        "Azerbaijani-Latin/BGN",
        "Belarusian-Latin/BGN",
        "Bengali-Latin",
        "Bopomofo-Latin",
        "Bulgarian-Latin/BGN",
        "Burmese-Latin",
        "CanadianAboriginal-Latin",
        "Cyrillic-Latin",
        "Devanagari-Latin",
        "Ethiopic-Latin",
        "Ethiopic-Latin/ALALOC",
        "Ethiopic-Latin/ES3842",
        "Ethiopic-Latin/SERA",
        "Georgian-Latin",
        "Georgian-Latin/BGN",
        "Greek-Latin",
        "Greek-Latin/BGN",
        "Greek-Latin/UNGEGN",
        "Gujarati-Latin",
        "Gurmukhi-Latin",
        "Han-Latin",
        "Hangul-Latin",
        "Hebrew-Latin",
        "Hebrew-Latin/BGN",
        "Hiragana-Latin",
        "Kannada-Latin",
        "Katakana-Latin",
        "Katakana-Latin/BGN",
        "Kazakh-Latin/BGN",
        "Kirghiz-Latin/BGN",
        "Korean-Latin/BGN",
        "Macedonian-Latin/BGN",
        "Malayalam-Latin",
        "Maldivian-Latin/BGN",
        "Mongolian-Latin/BGN",
        "Oriya-Latin",
        "Pashto-Latin/BGN",
        "Persian-Latin/BGN",
        "Russian-Latin/BGN",
        "Serbian-Latin/BGN",
        "Syriac-Latin",
        "Tamil-Latin",
        "Telugu-Latin",
        "Thaana-Latin",
        "Thai-Latin",
        "Turkmen-Latin/BGN",
        "Ukrainian-Latin/BGN",
        "Uzbek-Latin/BGN",
        "ja_Hrkt-ja_Latn/BGN",
        "my-my_Latn",
        "si-si_Latn",
    }
)


class _Opened(threading.local):
    """The transliterators of one thread."""

    def __init__(self) -> None:
        self.by_id: dict[str, icu.Transliterator] = {}


_OPENED: Final = _Opened()


@cache
def rule_files() -> frozenset[str]:
    """List the names of our own rule files."""
    files = resources.files(__package__).joinpath("rules").iterdir()
    return frozenset(file.name.removesuffix(".rules") for file in files if file.name.endswith(".rules"))


def transliterate(identifier: str, text: str) -> str:
    """Run a transliterator.

    Args:
        identifier: one of `IDS` or of `rule_files()`.
        text: any text.

    Returns:
        What ICU makes of it; what the transliterator does not know stays as it was.

    Raises:
        KeyError: where there is none of that name.
    """
    opened = _OPENED.by_id
    transliterator = opened.get(identifier)
    if transliterator is None:
        transliterator = opened[identifier] = _open(identifier)
    return str(transliterator.transliterate(text))


def rules_of(identifier: str) -> str:
    """The rules of a transliterator, in ICU's rule language.

    Args:
        identifier: one of `IDS`.
    """
    return str(_open(identifier).toRules(False))


def _open(identifier: str) -> icu.Transliterator:
    if identifier in IDS:
        return icu.Transliterator.createInstance(identifier)
    if identifier not in rule_files():
        raise KeyError(f"no known transliterator: {identifier}")
    lines = resources.files(__package__).joinpath("rules", f"{identifier}.rules").read_text(encoding="utf-8")
    rules = "\n".join(line for line in lines.splitlines() if not line.startswith("#"))
    return icu.Transliterator.createFromRules(identifier, rules)
