"""Names to show: which of a place's names stands for it in a language, and what stands in where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel.core import get_global

from gazetteer.errors import QueryError
from gazetteer.index.records.plain import plain
from gazetteer.lexicon.tongues import primary
from gazetteer.sources.english import ENGLISH_KINDS
from gazetteer.text import fold
from gazetteer.translit.scripts import scripts_of
from gazetteer.translit.transcribe import language_of, transcribe, transcriptions

# What texts of these scripts are made of, as `scripts_of` names it.
_PARTS: Final = {
    "Jpan": {"Jpan", "Kana", "Hani"}, "Kore": {"Hang", "Hani"}, "Hans": {"Hani"}, "Hant": {"Hani"}, "Hira": {"Kana"},
}  # fmt: skip
# Languages that are written in two scripts by many.
_ALSO: Final = {
    "sr": "Latn", "bs": "Cyrl", "uz": "Cyrl", "az": "Cyrl", "kk": "Latn", "tk": "Cyrl", "tt": "Latn", "mn": "Mong",
    "ku": "Arab", "pa": "Arab", "ks": "Deva", "sd": "Deva", "ug": "Cyrl", "kmr": "Arab", "crh": "Cyrl", "ro": "Cyrl",
    "ha": "Arab", "ms": "Arab", "yue": "Hans", "tg": "Arab", "ky": "Arab", "be": "Latn",
}  # fmt: skip
Land = tuple[str, tuple[str, ...]]
"""A country's code and languages."""

CYRILLIC: Final = frozenset({"uk", "ru", "be", "bg", "mk"})
"""Languages that are written in Cyrillic letters alone and have schemes."""

_KIND: Final = re.compile(rf"\b({'|'.join(ENGLISH_KINDS)})\b")
_CACHED: Final = 4_096  # up to 2 kB each
_TAGS: Final = 1_024


@dataclass(frozen=True, slots=True)
class Offer:
    """A name that may be shown: its text, and whether the source prefers it to others of its language."""

    text: str
    preferred: bool


def best(offers: Sequence[Offer], main: str, display: str, land: Land, town: bool) -> str | None:
    """Choose a place's name in a language, in plain spelling; None where there is none.

    The preferred one, that without signs, the first. In English the place's main name, in whatever spelling, goes
    before others that are not preferred, since the source's main names are those in use in English; and that of a
    division before all where it says what it is ("Ivanovo Oblast" is no town).

    Args:
        offers: the names in that language.
        main: the place's main name.
        display: the language, BCP 47.
        land: the place's country.
        town: whether the place is a populated one.
    """
    english = is_english(display)

    def rank(offer: Offer) -> tuple[bool, ...]:
        signs = plain(offer.text, display, *land, filed=True) != offer.text
        other = english and letters_of(offer.text) != letters_of(main)
        kind = english and not town and not other and _KIND.search(offer.text) is not None
        return not kind, not offer.preferred, other, signs, english and offer.text != main

    return plain(min(offers, key=rank).text, display, *land, filed=True) if offers else None


def is_english(display: str) -> bool:
    """Whether a language is English, of whatever country."""
    return primary(display) == "en"


@lru_cache(_CACHED)
def letters_of(text: str) -> str:
    """A name's folded letters alone: by them two spellings are one name."""
    return "".join(filter(str.isalnum, fold(text)))


@lru_cache(_CACHED)
def _latin_forms(text: str, lang: str) -> frozenset[str]:
    """The letters of a name by every way to write its language in Latin letters that we know.

    Args:
        text: the name, in its own script.
        lang: its language.
    """
    return frozenset(letters_of(one.text) for one in transcriptions(text, lang))


def foreign_forms(names: Iterable[tuple[str, str]], main: str, local: frozenset[str]) -> dict[str, str]:
    """The letters of Latin forms that are a foreign language's, where a place's main name is a form of a local one.

    Chasov Yar is the Russian Часов Яр; the town's main name, Chasiv Yar, is the Ukrainian Часів Яр.

    Args:
        names: names of the place and their languages, without scripts and regions.
        main: its main name.
        local: the languages of its country.

    Returns:
        The language of each.
    """
    own, others = set[str](), dict[str, str]()
    for text, lang in names:
        if lang in CYRILLIC and lang in local:
            own.update(_latin_forms(text, lang))
        elif lang in CYRILLIC:
            others.update(dict.fromkeys(_latin_forms(text, lang), lang))
    return {form: lang for form, lang in others.items() if form not in own} if letters_of(main) in own else {}


def fits(text: str, lang: str) -> bool:
    """Whether a name is written in a script of its language: a text of another is filed under a wrong language.

    Args:
        text: the name.
        lang: BCP 47.
    """
    wanted = scripts(lang)
    return wanted is None or scripts_of(text) <= wanted


@lru_cache(_TAGS)
def scripts(lang: str) -> frozenset[str] | None:
    """The scripts of a language, or None where they are not known."""
    likely = get_global("likely_subtags")
    primary, *rest = lang.replace("_", "-").split("-")
    given = next((part for part in rest if len(part) == 4 and part.isalpha()), None)
    full = given or next((p for p in likely.get(primary, "").split("_")[1:] if len(p) == 4), None)
    if full is None:
        return None
    names = {full.title()} if given else {full.title(), _ALSO.get(primary, full.title())}
    return frozenset(part for name in names for part in _PARTS.get(name, {name}))


@lru_cache(_CACHED)
def transcribed(text: str, lang: str | None, display: str) -> tuple[str, str] | None:
    """A name in its own script as newsrooms of another language write it.

    Args:
        text: the name.
        lang: its language, BCP 47.
        display: the language of the readers.

    Returns:
        The name, and its tag as a transformed text (RFC 6497: `fr-t-uk`); None where no newsroom's table leads there.
    """
    own = language_of(text, lang)
    if own is None:
        return None
    try:
        written = transcribe(text, own, display)
    except QueryError:
        return None
    return (written.text, f"{display}-t-{own}") if written.scheme.kind == "press" else None
