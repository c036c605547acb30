"""Words for the people, the language and what is of a place: German, parisien, украинская.

`demonyms.tsv` has the words, `demonym-paradigms.tsv` how they are inflected: general knowledge, our own work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

from gazetteer.lexicon.tables import cell, rows
from gazetteer.lexicon.tongues import primary
from gazetteer.text import native_key

_PARTS = re.compile(r"[^\s'-]+")
_SMALL_ONLY = "!"
_CAPITAL = "^"
_BLANK = "_"
_CODE = "code"


@dataclass(frozen=True, slots=True)
class Demonym:
    """A word for the people, the language or what is of a place, in one of its forms.

    Args:
        code: ISO 3166-1 alpha-2 of a country; empty for other places.
        id: GeoNames' of another place; 0 for countries.
        lang: the language of the word, BCP 47.
        capital: whether it counts with a capital only.
        small: whether it counts in small letters only, since with a capital it is a name.
    """

    code: str
    id: int
    lang: str
    capital: bool
    small: bool


Forms = dict[tuple[str, ...], Demonym]


def languages() -> tuple[str, ...]:
    """The languages whose demonyms are known, BCP 47."""
    return tuple(_table())


def demonyms(lang: str | None) -> Forms:
    """The demonyms of a language, each form by the keys of its words.

    Args:
        lang: BCP 47; None for the words of all languages, without those that are names or other words elsewhere.

    Returns:
        Nothing for a language that the table lacks.
    """
    return _everywhere() if lang is None else _table().get(primary(lang), {})


@cache
def _everywhere() -> Forms:
    out: Forms = {}
    for forms in _table().values():
        for keys, demonym in forms.items():
            if not demonym.small:
                out.setdefault(keys, demonym)
    return out


@cache
def _table() -> dict[str, Forms]:
    paradigms = {
        (row["lang"], row["paradigm"]): tuple(map(cell, row["endings"].split()))
        for row in rows("demonym-paradigms.tsv")
    }
    table: dict[str, Forms] = {}
    for row in rows("demonyms.tsv"):
        code = row.pop(_CODE)
        for lang, words in row.items():
            forms = table.setdefault(lang, {})
            for word in words.split():
                for form in expanded(word, lang, paradigms):
                    _add(forms, form, code, lang)
    return table


def _add(forms: Forms, form: tuple[str, bool], code: str, lang: str) -> None:
    """A form among those of its language; of words for two places the first stands."""
    text, small = form
    keys = _keys(text)
    country = not code.isdigit()
    demonym = Demonym(
        code if country else "",
        0 if country else int(code),
        lang,
        text[0].isupper(),
        small or keys in _country_names(lang),
    )
    if not (demonym.capital and demonym.small):
        forms.setdefault(keys, demonym)


def expanded(word: str, lang: str, paradigms: dict[tuple[str, str], tuple[str, ...]]) -> list[tuple[str, bool]]:
    """The forms of an entry of the table, each with whether it counts in small letters only.

    Args:
        word: `stem/paradigm`, or a word as it is; `!` at its end.
        lang: its language.
        paradigms: the endings, by language and name.
    """
    small = word.endswith(_SMALL_ONLY)
    stem, parted, name = word.removesuffix(_SMALL_ONLY).replace(_BLANK, " ").partition("/")
    endings = paradigms[lang, name] if parted else ("",)
    return [
        (stem[0].upper() + stem[1:] + ending[1:] if ending.startswith(_CAPITAL) else stem + ending, small)
        for ending in endings
    ]


def _keys(text: str) -> tuple[str, ...]:
    """The keys of the words of a form, as those of a text are made."""
    return tuple(map(native_key, _PARTS.findall(text)))


@cache
def _country_names(lang: str) -> frozenset[tuple[str, ...]]:
    """The keys of the countries' names in a language, by CLDR: "Argentina" is no Argentine woman."""
    return frozenset(_keys(name) for name in Locale(lang).territories.values() if name)
