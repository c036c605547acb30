"""One text in Latin letters: by every reading that matching uses, or as a scheme writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gazetteer.errors import QueryError
from gazetteer.text import normalise
from gazetteer.translit import han
from gazetteer.translit.readings import readings
from gazetteer.translit.scheme import Scheme
from gazetteer.translit.scripts import JAPANESE, is_latin, scripts_of
from gazetteer.translit.transcribe import language_of, schemes, transcribe
from gazetteer.translit.unidecoded import UNIDECODE, unidecoded

# The readings of matching are written for those who read English: they stand in where no scheme does.
GENERAL: Final = "en"
NO_DICTIONARY: Final = (
    "Japanese is read by a dictionary: pip install exonym[ja]. Without it, kana alone is read, and Han as in Chinese."
)


@dataclass(frozen=True, slots=True)
class LatinText:
    """A text in Latin letters, by which scheme, and from which language it was read; None where that is nobody's."""

    latin: str
    scheme: str
    lang: str | None


@dataclass(frozen=True, slots=True)
class Transliteration:
    """What a text is in Latin letters.

    Args:
        text: as it was given.
        lang: its language, as it was given.
        readings: it in Latin letters.
        hint: what to install where the readings are not what was asked for.
    """

    text: str
    lang: str | None
    readings: tuple[LatinText, ...]
    hint: str | None


def transliterate(
    text: str, *, lang: str | None = None, to: str | None = None, scheme: str | None = None
) -> Transliteration:
    """A text in Latin letters: by every reading that matching uses, or as readers of a language or a scheme have it.

    Args:
        text: the text, 1 to 200 characters.
        lang: its language, BCP 47. Where it is not given, and its letters fit several, all of them are answered for.
        to: the language of the readers, BCP 47.
        scheme: a scheme of `all_schemes`, by its id or the part after the language, or the scheme of a reading.

    Raises:
        QueryError: where the text is empty, too long or broken, or nothing writes it as asked.
    """
    try:
        clean = normalise(text)
    except QueryError as error:
        raise QueryError(str(error), "text") from None
    if to is None and scheme == UNIDECODE.id:
        # Of the text as it is given: who asks for it compares it with what Unidecode made of the same letters.
        return Transliteration(text, lang, (LatinText(unidecoded(text), scheme, lang),), None)
    found = [LatinText(one.latin, one.scheme, one.lang) for one in readings(clean, lang)]
    if to is not None or scheme is not None:
        by_name = [one for one in found if to is None and one.scheme == scheme]
        found = by_name or _written(clean, lang, to, scheme, found)
    return Transliteration(text, lang, tuple(found), _hint(clean, lang))


def all_schemes() -> tuple[Scheme, ...]:
    """Every scheme that `to` and `scheme` can ask for."""
    return (*schemes(), UNIDECODE)


def _hint(text: str, lang: str | None) -> str | None:
    """What to install where a text is Japanese, by its letters or as it is said, and no dictionary reads its Han."""
    scripts = scripts_of(text)
    japanese = JAPANESE in scripts or ("Hani" in scripts and _primary(lang) == "ja")
    return NO_DICTIONARY if japanese and not han.has_dictionary() else None


def _written(
    text: str, lang: str | None, to: str | None, scheme: str | None, general: list[LatinText]
) -> list[LatinText]:
    """A text as it was asked for; for readers of English, where no scheme writes all of it, its general readings."""
    if scheme is not None or _primary(to) != GENERAL or not general:
        return _transcribed(text, lang, to, scheme)
    try:
        found = _transcribed(text, lang, to, scheme)
    except QueryError:
        return general
    return [one for one in found if is_latin(one.latin)] or general


def _primary(lang: str | None) -> str | None:
    return lang.replace("_", "-").partition("-")[0].lower() if lang else None


def _transcribed(text: str, lang: str | None, to: str | None, scheme: str | None) -> list[LatinText]:
    written = []
    refused: QueryError | None = None
    for source in _sources(text, lang, scheme):
        try:
            written.append(transcribe(text, source, to, scheme))
        except QueryError as error:
            refused = refused or error
    if not written and refused is not None:
        raise refused
    if not written:
        raise QueryError("No scheme writes this script: leave out `to` and `scheme` for every Latin reading.", "to")
    return [LatinText(one.text, one.scheme.id, one.scheme.source) for one in written]


def _sources(text: str, lang: str | None, scheme: str | None) -> list[str]:
    """The languages to write from: as given, else that of the scheme, else by its letters, else all of its script."""
    if lang is not None:
        return [lang]
    named = [one.source for one in schemes() if one.id == scheme]
    if named:
        return named
    told = language_of(text)
    if told is not None:
        return [told]
    scripts = scripts_of(text)
    return list(dict.fromkeys(one.source for one in schemes() if one.script in scripts))
