"""What a page says of a place, made ready for its template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gazetteer import Gazetteer
from gazetteer.model import Name, Place
from service.pages.locator import Drawing, draw
from service.reconcile.extend import coordinates_of
from service.reconcile.properties import is_language, language_name
from service.reconcile.types import kind_of

MOST_NAMES = 400  # on the page; the API lists all
PREVIEW_NAMES = 6
NO_LANGUAGE = "Language not told"
CODES = "Codes"


@dataclass(frozen=True, slots=True)
class Container:
    """One step of the hierarchy above a place: what contains it."""

    name: str
    kind: str
    key: int | str


@dataclass(frozen=True, slots=True)
class NameLine:
    """One name; `note` says what is to be known of it."""

    text: str
    note: str


@dataclass(frozen=True, slots=True)
class LanguageNames:
    """The names of a place in one language; `lang` is its tag, where it has one."""

    title: str
    lang: str | None
    names: tuple[NameLine, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A place as its page and its preview show it.

    Args:
        place: the place.
        kind: what it is.
        above: what contains it, the widest first.
        by_language: its names by language.
        others: names that the preview shows besides the main one.
        count: how many names it has.
        drawing: where it is.
        coordinates: the same in degrees.
    """

    place: Place
    kind: str
    above: tuple[Container, ...]
    by_language: tuple[LanguageNames, ...]
    others: tuple[Name, ...]
    count: int
    drawing: Drawing
    coordinates: str


def view_of(gazetteer: Gazetteer, id: int, lang: str | None) -> View:
    """What is to be shown of a place, its name in a language where it has one.

    Raises:
        UnknownPlace: there is none with that id.
    """
    place = gazetteer.place(id, lang)
    names = gazetteer.names(id)
    return View(
        place=place,
        kind=kind_of(place),
        above=tuple(_above(gazetteer, place, lang)),
        by_language=_by_language(names[:MOST_NAMES]),
        others=_others(names, place.name),
        count=len(names),
        drawing=draw(gazetteer.surroundings(id)),
        coordinates=coordinates_of(place),
    )


def _above(gazetteer: Gazetteer, place: Place, lang: str | None) -> Iterable[Container]:
    for one in gazetteer.hierarchy(place.id)[:-1]:
        yield Container(gazetteer.place(one.id, lang).name, kind_of(one), one.key)


def _by_language(names: Iterable[Name]) -> tuple[LanguageNames, ...]:
    """Names by language, in the order of the languages' English names; those without a language last."""
    groups: dict[tuple[int, str, str | None], dict[str, NameLine]] = {}
    for name in names:
        if name.is_code:
            key: tuple[int, str, str | None] = (2, CODES, None)
        elif name.lang is None or language_name(name.lang) == name.lang:
            key = (1, NO_LANGUAGE, None)  # a code that has no name tells a reader nothing
        else:
            key = (0, language_name(name.lang), name.lang if is_language(name.lang) else None)
        groups.setdefault(key, {}).setdefault(name.text, NameLine(name.text, _note(name)))
    ordered = sorted(groups.items(), key=lambda item: (item[0][0], item[0][1].casefold()))
    return tuple(LanguageNames(title, lang, tuple(shown.values())) for (_rank, title, lang), shown in ordered)


def _note(name: Name) -> str:
    """What is to be known of a name besides its letters."""
    years = "–".join(part or "" for part in (name.since, name.until)) if name.since or name.until else ""
    said = (("preferred", name.preferred), ("short", name.short), ("colloquial", name.colloquial))
    words = [word for word, holds in said if holds]
    if name.code is not None:
        words.append(name.code)
    if name.historic:
        words.append("historic")
    return ", ".join([*words, *([years] if years else [])])


def _others(names: Iterable[Name], shown: str) -> tuple[Name, ...]:
    """A few names in other letters than the one that is shown, each beginning unlike the others before it."""
    found: dict[str, Name] = {}
    for name in names:
        if name.text != shown and not name.historic and not name.is_code and not name.text.isascii():
            found.setdefault(name.text[:1], name)
    return tuple(found.values())[:PREVIEW_NAMES]
