"""Transcription: a name as the newsrooms of a language write it, or as a standard does.

The letters are data (`schemes/*.toml`), loaded by `scheme` and applied by `rewrite`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from gazetteer.errors import QueryError
from gazetteer.text import fold
from gazetteer.translit.rewrite import Prepared, prepare
from gazetteer.translit.scheme import LanguageSchemes, Scheme, languages, load

# A place that is a candidate once is often one again.
NAMES_KEPT: Final = 1_024  # up to 5 kB each, whatever is kept of a name

# Letters by which a language is told from the others that have schemes, the more telling rows first.
TELLING_LETTERS: Final = (
    ("be", "ў"),
    ("mk", "ѓќѕ"),
    ("sr", "ђћ"),
    ("sr", "јљњџ"),
    ("uk", "їєґ"),
    ("ru", "ыэё"),
    ("uk", "і"),
    ("ru", "ъ"),
)
OTHER_CYRILLIC_LETTERS: Final = frozenset("әғқңөұүһҳҷӣӯҡҙҫӑӗҥӊӏ")
OTHER_ARABIC_LETTERS: Final = frozenset("پچژگکیٹڈڑںھۀہەێۆڕڵ")
SCRIPTS: Final = (
    ("Cyrl", "\u0400", "\u052f"),
    ("Grek", "\u0370", "\u03ff"),
    ("Armn", "\u0530", "\u058f"),
    ("Hebr", "\u05d0", "\u05ea"),
    ("Arab", "\u0600", "\u06ff"),
    ("Geor", "\u10d0", "\u10ff"),
)
_LETTERS: Final = tuple((script, re.compile(f"[{low}-{high}]")) for script, low, high in SCRIPTS)
SCRIPT_LANGUAGES: Final = {"Grek": "el", "Armn": "hy", "Hebr": "he", "Geor": "ka"}
ALIASES: Final = {"iw": "he", "sh": "sr"}


@dataclass(frozen=True, slots=True)
class Transcription:
    """A name in Latin letters, and the scheme that wrote it."""

    text: str
    scheme: Scheme


@cache
def schemes() -> tuple[Scheme, ...]:
    """List every scheme, by source language, in the order of the files."""
    return tuple(scheme for language in languages() for scheme in load(language).schemes)


def transcribe(text: str, source: str, target: str | None = None, scheme: str | None = None) -> Transcription:
    """Write a name in Latin letters as one scheme does.

    Args:
        text: the name in its own script; what no row of the scheme takes is kept as it is.
        source: the name's language, BCP 47.
        target: the language of the readers, BCP 47: the first of its schemes is taken.
        scheme: a scheme's id (`uk-fr`) or the part of it after the language (`fr`, `iso9`).

    Raises:
        QueryError: where no scheme fits, or neither target nor scheme is given; the message names those there are.
    """
    language = _primary(source)
    if language not in languages():
        raise QueryError(f"There is no scheme for {source!r}: give one of {', '.join(languages())}.", "lang")
    found = load(language)
    place = _place(found, language, target, scheme)
    return Transcription(found.rewriters[place].write(_read(text, found)), found.schemes[place])


@lru_cache(maxsize=NAMES_KEPT)
def transcriptions(text: str, source: str) -> tuple[Transcription, ...]:
    """Write a name by every scheme of its language; none where the language has no schemes.

    Args:
        text: the name in its own script.
        source: the name's language, BCP 47.
    """
    language = _primary(source)
    if language not in languages():
        return ()
    found = load(language)
    prepared = _read(text, found)
    return tuple(
        Transcription(rewriter.write(prepared), scheme)
        for scheme, rewriter in zip(found.schemes, found.rewriters, strict=True)
    )


def scheme_of(text: str, source: str, keys: Collection[str]) -> Scheme | None:
    """Find the first scheme of a name's language that writes it as one of some keys.

    Args:
        text: the name in its own script.
        source: the name's language, BCP 47.
        keys: as `fold` makes them.

    Returns:
        The scheme, or None where none does or the language has none.
    """
    language = _primary(source)
    if language not in languages():
        return None
    found = load(language)
    prepared = _read(text, found)
    for number in found.together.may_write(prepared, keys):
        if fold(found.rewriters[number].write(prepared)) in keys:
            return found.schemes[number]
    return None


def language_of(text: str, lang: str | None = None) -> str | None:
    """Tell by its letters in which of the languages with schemes a name is written.

    Args:
        text: the name.
        lang: the language that is said to be its; taken where it has schemes and shares the name's script.

    Returns:
        The language, or None where the letters fit several (Cyrillic without a telling letter) or none.
    """
    lower = text.lower()
    script = _script(lower)
    if script is None:
        return None
    stated = _primary(lang) if lang else None
    if stated in languages() and load(stated).schemes[0].script == script:
        return stated
    if script in SCRIPT_LANGUAGES:
        return SCRIPT_LANGUAGES[script]
    if script == "Arab":
        return None if OTHER_ARABIC_LETTERS.intersection(lower) else "ar"
    letters = set(lower)
    if OTHER_CYRILLIC_LETTERS & letters:
        return None
    return next((language for language, telling in TELLING_LETTERS if letters.intersection(telling)), None)


@lru_cache(maxsize=NAMES_KEPT)
def _script(lower: str) -> str | None:
    """The first of the scripts with schemes that a name has letters of; asked for each language of its country."""
    return next((script for script, letters in _LETTERS if letters.search(lower)), None)


@lru_cache(maxsize=NAMES_KEPT)
def _primary(language: str) -> str:
    """The language subtag, in lower case and as the tables name it."""
    primary = language.replace("_", "-").split("-")[0].lower()
    return ALIASES.get(primary, primary)


def _read(text: str, found: LanguageSchemes) -> Prepared:
    prepared = prepare(text)
    if found.spelling is not None and found.spelling.takes(prepared):
        return prepare(found.spelling.write(prepared))
    return prepared


def _place(found: LanguageSchemes, language: str, target: str | None, scheme: str | None) -> int:
    """Find the place of the scheme that was asked for in its source's list."""
    there = ", ".join(each.id for each in found.schemes)
    if target is None and scheme is None:
        raise QueryError(f"Give a target language or a scheme; for {language!r} there are {there}.", "to")
    wanted = None if target is None else _primary(target)
    for place, each in enumerate(found.schemes):
        if (scheme is None or scheme in (each.id, each.id.partition("-")[2])) and wanted in (None, each.target):
            return place
    if scheme is not None:
        raise QueryError(
            f"There is no scheme {scheme!r} from {language!r} to {target or 'any'}: give one of {there}.", "scheme"
        )
    raise QueryError(f"No scheme writes {language!r} for readers of {target!r}: give one of {there}.", "to")
