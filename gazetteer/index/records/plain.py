"""Names in plain spelling: without the signs of transliteration that readers of a language do not know.

Signs are marks on Latin letters (Bāpatla, Kiselëvsk) and apostrophes that stand for a letter (Kazan’, K'obulet'i,
‘Ajmān). Where a country writes its own language in Latin letters, both are spelling (Cēsis, L'Aquila, Hawai‘i).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from unicodedata import category, name, normalize

import icu
from babel.core import get_global

from gazetteer.lexicon.tongues import local_languages, primary
from gazetteer.translit.scripts import LATIN, is_latin

_CACHED: Final = 8_192  # some 500 bytes each
_TAGS: Final = 1_024
_BOTH: Final = frozenset({"sr"})  # languages whose own people write them in Latin letters as often as in others
# Scripts in whose transliterations an apostrophe is never heard as a break between two sounds.
_SOUNDLESS: Final = frozenset({"Cyrl", "Geor", "Armn", "Ethi", "Kore"})
_HAN: Final = frozenset({"Hans", "Hant", "Jpan"})
_SIGNS: Final = re.compile("['’‘`´ʹʺʻʼʾʿˈˊˋ′″]")
_NO_SPELLING: Final = re.compile("[`´ʹʺʼʾʿˈˊˋ′″]")  # of those, what no language is spelt with
_DOUBLED: Final = re.compile("(['’])[‘`ʿʻ]")  # d’‘Aïn
_PLAIN: Final = frozenset("'’")
_LAST: Final = re.compile(r"(?<=[^\W\d_aeiou])['’](?!\w)")  # the Russian soft sign at the end of a word
_POSSESSIVE: Final = re.compile(r"s(?![\w'’])")
_STRESS: Final = re.compile("[\u0300\u0301]")
_VOWELS: Final = frozenset("aeiouy")
_BEFORE_A_BREAK: Final = _VOWELS | frozenset("ngr")  # how a syllable of pinyin or of Japanese ends


@lru_cache(_CACHED)
def plain(text: str, display: str, country: str, languages: tuple[str, ...], filed: bool) -> str:
    """Write a name without signs of transliteration.

    Args:
        text: the name.
        display: the language of the readers, BCP 47.
        country: the place's, ISO 3166-1 alpha-2, or empty.
        languages: that country's, BCP 47, the first before all.
        filed: whether the source gives the name as one of that language.
    """
    if text.isascii() and _SIGNS.search(text) is None:
        return text
    text = normalize("NFC", text)
    if not is_latin(text):
        return _STRESS.sub("", text)
    script = country_script(country, languages)
    if script == LATIN:
        text = _NO_SPELLING.sub("'", text)
        return _LAST.sub("", text) if "ru" in map(primary, languages) else text
    known = _letters(display) if filed or script != "Cyrl" else frozenset[str]()
    text = _DOUBLED.sub(r"\1", "".join(_letter(char, known) for char in text))
    return _SIGNS.sub(lambda sign: _apostrophe(text, sign.start(), script), text)


@lru_cache(_TAGS)
def country_script(country: str, languages: tuple[str, ...]) -> str:
    """The script of a country's first own language beside English (ISO 15924); Latin where that is not known."""
    own = local_languages(country, languages) - {"en"}
    first = next((one for tag in languages if (one := primary(tag)) in own), "en")
    if first in _BOTH:
        return LATIN
    parts = get_global("likely_subtags").get(first, "").split("_")
    return next((part for part in parts[1:] if len(part) == 4), LATIN)


@lru_cache(_TAGS)
def _letters(lang: str) -> frozenset[str]:
    """The letters that a language is written in, by CLDR; none where the tag is none that ICU can read."""
    try:
        return frozenset(str(char) for char in icu.LocaleData(primary(lang)).getExemplarSet())
    except icu.ICUError:
        return frozenset()


def _letter(char: str, known: frozenset[str]) -> str:
    if char.isascii() or char.lower() in known:
        return char
    if category(char) == "Mn":
        return ""
    return normalize("NFD", char)[0] if name(char, "").startswith("LATIN") else char


def _apostrophe(text: str, at: int, script: str) -> str:
    """What is left of a sign: an apostrophe, or nothing."""
    before, after = text[:at], text[at + 1 :]
    if not (before[-1:].isalpha() and after[:1].isalpha()):
        return ""
    word = re.split(r"[^\W\d_]*$", before)[0]
    start = before[len(word) :].lower()
    vowel = _base(after[0]) in _VOWELS
    if _POSSESSIVE.match(after) or (start in {"d", "l"} and vowel):
        return "'"
    if script in _SOUNDLESS:
        return ""
    if script in _HAN:
        return "'" if vowel and _base(before[-1]) in _BEFORE_A_BREAK else ""
    between = vowel and _base(before[-1]) in _VOWELS
    spelt = text[at] == "'" or (text[at] in _PLAIN and len(start) == 1)
    return "'" if between or spelt else ""


def _base(letter: str) -> str:
    return normalize("NFD", letter)[0].lower()
