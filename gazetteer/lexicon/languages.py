"""The languages whose endings and prepositions are known, and which of them a text may be in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from gazetteer.lexicon.tables import rows

ROMANIZED = ("uk-Latn", "ru-Latn")
"""Romanized forms that turn up in texts of any language in Latin script."""

# How far a language is believed. `letters` are those beyond the script's common ones: a text with a letter that a
# language lacks is hardly in it, but may be a foreign name.
TRUST = {"named": 1.0, "romanized": 0.8, "open": 0.6, "foreign letter": 0.3}

_SCRIPTS = (
    (0x0041, 0x024F, "Latn"),
    (0x1E00, 0x1EFF, "Latn"),
    (0x0370, 0x03FF, "Grek"),
    (0x1F00, 0x1FFF, "Grek"),
    (0x0400, 0x052F, "Cyrl"),
    (0x0530, 0x058F, "Armn"),
    (0x0590, 0x05FF, "Hebr"),
    (0x0600, 0x077F, "Arab"),
    (0x10A0, 0x10FF, "Geor"),
)


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its tag, script, the letters it has of those that tell languages apart, its prepositions."""

    tag: str
    script: str
    also: tuple[str, ...]
    letters: frozenset[str]
    prepositions: frozenset[str]


@cache
def languages() -> dict[str, Language]:
    """All languages of the table by tag."""
    table = {}
    for row in rows("languages.tsv"):
        words = frozenset(row["prepositions"].split())
        also = tuple(row["also"].split())
        table[row["lang"]] = Language(row["lang"], row["script"], also, frozenset(row["letters"].lower()), words)
    return table


@cache
def _telling(script: str) -> frozenset[str]:
    """The letters that some language of the script has and another lacks; the others tell nothing."""
    letters = frozenset().union(*(language.letters for language in languages().values() if language.script == script))
    return frozenset(letter for letter in letters if letter.isalpha() and not letter.isascii())


def script_of(text: str) -> str | None:
    """Name the script (ISO 15924) of the first letter of a script in the table; None where there is none."""
    for char in text:
        if char.isalpha():
            code = ord(char)
            for low, high, script in _SCRIPTS:
                if low <= code <= high:
                    return script
    return None


@lru_cache(maxsize=4096)
def _named(tag: str, script: str) -> str | None:
    primary = tag.replace("_", "-").split("-")[0].lower()
    found = [x for x in languages().values() if x.script == script and (x.tag == primary or primary in x.also)]
    return found[0].tag if found else None


@cache
def _of_script(script: str) -> tuple[Language, ...]:
    return tuple(language for language in languages().values() if language.script == script)


def trust(text: str, lang: str | None) -> dict[str, float]:
    """Say which languages a text may be in.

    Args:
        text: the text.
        lang: its language, BCP 47, where it is known.

    Returns:
        Tags of the table with how far each is believed, 0 to 1. A language that is not written in the text's script is
        disregarded; for a language in Latin script without a table only romanized forms remain.
    """
    script = script_of(text)
    if script is None:
        return {}
    romanized = dict.fromkeys(ROMANIZED, TRUST["romanized"]) if script == "Latn" else {}
    if lang is not None:
        if (tag := _named(lang, script)) is not None:
            return romanized | {tag: TRUST["named"]}
        if script == "Latn":
            return romanized
    telling = _telling(script).intersection(text.lower())
    believed = {}
    for language in _of_script(script):
        foreign = bool(telling) and not telling <= language.letters
        believed[language.tag] = TRUST["open"] * (TRUST["foreign letter"] if foreign else 1.0)
    return believed
