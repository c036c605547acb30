"""Whose a spelling is: of days gone by, or by the habit of readers of another language than the text's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gazetteer.index.index import Index
from gazetteer.lexicon.renamed import renamed_of
from gazetteer.lexicon.tongues import language_name, primary
from gazetteer.model import Name
from gazetteer.text import fold
from gazetteer.translit.scheme import Scheme
from gazetteer.translit.scripts import is_latin
from gazetteer.translit.transcribe import language_of, transcriptions

NAMES_LOOKED_AT = 12  # names of a place in its own script
LEAST_BEGUN = 5  # letters of a transcription that a longer word begins with
_YEAR = re.compile(r"-?[0-9]{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Habit:
    """A spelling as readers of another language write it.

    Args:
        lang: whose habit it is, in English.
        of: the name that it transcribes, in its own script; empty where it is that language's own name.
        written: the transcription.
    """

    lang: str
    of: str
    written: str


def former(index: Index, row: int, spelling: str, lang: str | None, day: date | None) -> str | None:
    """What is said of a spelling that is out of use: "in use until 2016"; None for one in use, or not known.

    Args:
        index: the opened index.
        row: the place's.
        spelling: as it stands in the text.
        lang: the language of the text, BCP 47.
        day: of the text; today where it is None.
    """
    own = primary(lang) if lang else ""
    if until := _renamed(index, row, spelling, own, day):
        return f"in use until {until}"
    alike = _alike(index, row, spelling)
    if not alike:
        return None
    gone = [name for name in alike if _is_gone(name, day)]
    current = {primary(name.lang) if name.lang else "" for name in alike if not _is_gone(name, day)}
    mine = any(name.lang and primary(name.lang) == own for name in gone)
    if not gone or (current if not mine else current & {own}):
        return None
    ends = next((name.until for name in gone if name.until), None)
    return f"in use until {ends}" if ends else "no longer in use"


def _renamed(index: Index, row: int, spelling: str, own: str, day: date | None) -> int | None:
    """The year until which a place was called so, by the table of the renamed; None where it does not say that.

    A former name counts in its own language; one that is not English, in others too, however it is transcribed.
    """
    shown = index.places.display_name(row, own or None)[0]
    year = day.year if day is not None else date.today().year
    key = fold(spelling)
    if not key or key == fold(shown):
        return None
    for one in renamed_of(int(index.places.ids[row])):
        if one.until >= year or (one.lang == "en" != own):  # Bombay is French, and no former name there
            continue
        written = [one.former, *(made.text for made in transcriptions(one.former, one.lang))]
        if key in map(fold, written):
            return one.until
    return None


def foreign_habit(index: Index, row: int, spelling: str, lang: str | None) -> Habit | None:
    """By which other language's habit a spelling of a place is written; None for the text's own, and for all others'.

    Args:
        index: the opened index.
        row: the place's.
        spelling: as it stands in the text.
        lang: the language of the text, BCP 47.
    """
    if lang is None or not is_latin(spelling):
        return None
    own, key = primary(lang), fold(spelling)
    if not key or key in _own_keys(index, row, own):
        return None
    written = _written(index, row)
    if key in written:
        return _habit(written[key], own)
    if tongue := index.places.foreign_language(row, spelling):
        named = language_name(tongue)
        return Habit(named, "", spelling) if named and tongue != own else None
    tongues = {primary(name.lang) if name.lang else "" for name in _alike(index, row, spelling)}
    if not tongues or tongues & {"", own} or tongues & index.places.local_languages(row):
        return None
    named = language_name(sorted(tongues)[0]) if len(tongues) == 1 else None
    return Habit(named, "", spelling) if named else None


def begun_by_habit(index: Index, row: int, spelling: str, lang: str | None) -> Habit | None:
    """The habit by which a word that the gazetteer lacks begins as the name of a place that it holds: Bakhmoutské.

    Args:
        index: the opened index.
        row: the place's.
        spelling: the word.
        lang: the language of the text, BCP 47.
    """
    if lang is None or not is_latin(spelling):
        return None
    own, key = primary(lang), fold(spelling)
    longest: Habit | None = None
    for begun, found in _written(index, row).items():
        if (
            len(begun) < LEAST_BEGUN
            or not key.startswith(begun)
            or len(begun) <= len(longest.written if longest else "")
        ):
            continue
        longest = _habit(found, own) or longest
    if longest is None or any(key.startswith(one) for one in _own_keys(index, row, own) if len(one) >= LEAST_BEGUN):
        return None
    return longest


Written = tuple[tuple[str, str, Scheme], ...]  # a name in its own script, what a scheme makes of it, the scheme


def _habit(found: Written, own: str) -> Habit | None:
    """The habit of the first press scheme; None where one for all, or for the text's own readers, writes so too."""
    if any(scheme.target in (None, own) for _, _, scheme in found):
        return None
    name, text, scheme = found[0]
    lang = language_name(scheme.target or "")
    return Habit(lang, name, text) if lang else None


def _written(index: Index, row: int) -> dict[str, Written]:
    """What the schemes make of a place's own names, by key."""
    spoken = index.places.local_languages(row)
    found: dict[str, list[tuple[str, str, Scheme]]] = {}
    looked = 0
    for name in index.places.names(row):
        if is_latin(name.text) or looked == NAMES_LOOKED_AT:
            continue
        lang = primary(name.lang) if name.lang else None
        if lang is not None and lang not in spoken and lang != "ru":
            continue  # what others call it is nobody's to transcribe
        source = language_of(name.text, lang) or next(
            filter(None, (language_of(name.text, one) for one in spoken)), None
        )
        if source is None:
            continue
        looked += 1
        for made in transcriptions(name.text, source):
            found.setdefault(fold(made.text), []).append((name.text, made.text, made.scheme))
    return {key: tuple(made) for key, made in found.items() if key}


def _own_keys(index: Index, row: int, own: str) -> frozenset[str]:
    """The keys by which a place is written in a language, and of its main name."""
    places = index.places
    names = places.names(row)
    mine = [name.text for name in names if name.lang and primary(name.lang) == own and not name.historic]
    shown = places.display_name(row, own)[0]
    return frozenset(fold(text) for text in (names[0].text, shown, *mine) if is_latin(text))


def _alike(index: Index, row: int, spelling: str) -> list[Name]:
    letters = spelling.casefold()
    return [name for name in index.places.names(row) if name.text.casefold() == letters and not name.is_code]


def _is_gone(name: Name, day: date | None) -> bool:
    """Whether a name is out of use on a day; one without dates is what it is said to be."""
    ended = _year(name.until)
    if day is not None and ended is not None:
        return ended < day.year
    return name.historic or (ended is not None and ended < date.today().year)


def _year(text: str | None) -> int | None:
    found = _YEAR.match(text or "")
    return int(found[0]) if found else None
