"""What a decision may hold: its fields read from texts, bounded, in one form each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pycountry

from gazetteer.errors import QueryError
from gazetteer.lexicon.countries import country_named
from gazetteer.memory.spelling import key_of
from gazetteer.model import (
    DOCUMENT_LIMIT,
    LABEL_LIMIT,
    NOTE_LIMIT,
    PERSON_LIMIT,
    SOMEBODY,
    TAG_LIMIT,
    WHEN_COUNTRIES,
    Decision,
    Strength,
    When,
    inward,
)
from gazetteer.text import normalise

NO_PLACE = "none"
TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_ID_LETTERS = 20
_USER_ASSIGNED = ("XK",)  # Kosovo: in use everywhere, and not in ISO 3166-1
_SHOWN = 40
_DAY_LETTERS = len("2026-11-27")
_MOMENT_LETTERS = 40


def checked(decision: Decision) -> Decision:
    """A decision with each field in its one form.

    Raises:
        QueryError: a field is out of bounds, or is none of its kind; `where` names it.
    """
    if not key_of(decision.name):
        raise QueryError("The name has no letter that a spelling is known by.", "name")
    when = decision.when
    return replace(
        decision,
        name=normalise(decision.name),
        note=_text(decision.note, NOTE_LIMIT, "note"),
        by=_text(decision.by, PERSON_LIMIT, "by") or SOMEBODY,
        when=When(
            country=_countries(when.country, "when.country"),
            unless_country=_countries(when.unless_country, "when.unless_country"),
            within=when.within,
            lang=_tag(when.lang),
            collection=_text(when.collection or "", LABEL_LIMIT, "when.collection") or None,
            document=_text(when.document or "", DOCUMENT_LIMIT, "when.document") or None,
        ),
    )


def read_strength(text: str) -> Strength:
    """The strength that a text names; `decides` where it is blank.

    Raises:
        QueryError: it is none.
    """
    try:
        return Strength(text.strip().lower() or Strength.DECIDES)
    except ValueError:
        raise QueryError(f"strength is {text[:_SHOWN]!r}: give decides or prefers.", "strength") from None


def read_place(text: str, where: str = "place") -> int | None:
    """The place that a text names by its id: `713174`, `Q7204`, or `none`.

    Raises:
        QueryError: it is neither an id nor `none`.
    """
    said = text.strip()
    if said.lower() == NO_PLACE:
        return None
    key = said.split()[0] if said else ""
    for decimals in (".0", ",0", ".00", ",00"):  # a number as spreadsheets write it
        key = key.removesuffix(decimals)
    number = inward(key) if key.isascii() and len(key) <= _ID_LETTERS else None
    if number is None:
        raise QueryError(f"{where} is {said[:_SHOWN]!r}: give the id of a place, or {NO_PLACE}.", where)
    return number


def read_moment(text: str) -> str:
    """A day as it is, a time in UTC to the second, so that they can be compared as texts.

    Raises:
        QueryError: it is neither.
    """
    if not text:
        return ""
    try:
        if len(text) == _DAY_LETTERS:
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text[:_MOMENT_LETTERS])
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        raise QueryError(f"at is {text[:40]!r}: give a day such as 2026-11-27.", "at") from None


def _countries(given: Iterable[str], where: str) -> tuple[str, ...]:
    found: set[str] = set()
    for number, text in enumerate(given):
        if number >= WHEN_COUNTRIES:
            raise QueryError(f"{where} has more than {WHEN_COUNTRIES} entries.", where)
        code = _country(text.strip())
        if code is None:
            raise QueryError(f"{where} has {text[:_SHOWN]!r}: give ISO 3166-1 codes such as UA.", where)
        found.add(code)
    return tuple(sorted(found))


def _country(text: str) -> str | None:
    """The alpha-2 code of a country, given by any of its codes or by name."""
    code = text.upper()
    if code in _USER_ASSIGNED or pycountry.countries.get(alpha_2=code):
        return code
    known = pycountry.countries.get(alpha_3=code) or pycountry.countries.get(numeric=code)
    if known is not None:
        return str(known.alpha_2)
    named = country_named(code if len(code) <= len("UKR") else text)
    return None if named is None else named.code


def _tag(lang: str | None) -> str | None:
    if not lang:
        return None
    if len(lang) > TAG_LIMIT or TAG.fullmatch(lang) is None:
        raise QueryError(f"when.lang is {lang[:_SHOWN]!r}: give a language's code, for example uk.", "when.lang")
    return lang.lower()


def _text(text: str, most: int, where: str) -> str:
    """A text in one line without what does not show.

    Raises:
        QueryError: it is too long.
    """
    if len(text) > most:
        raise QueryError(f"{where} has {len(text):,} characters: give at most {most}.", where)
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
