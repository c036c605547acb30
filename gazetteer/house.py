"""How a house writes places: which name stands for one, and the dateline of a story from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import icu

from gazetteer.gazetteer import Gazetteer
from gazetteer.model import Name, Place, Style, StyleEntry

OWN, OFFICIAL, EXONYM, MAIN = "own", "official", "exonym", "main"
KINDS = (OWN, OFFICIAL, EXONYM, MAIN)
"""Where a spelling may come from: the house's entries, the name that the source prefers, any in use, the main one."""
DEFAULT_SOURCES = (OWN, EXONYM)
DATES = ("none", "d MMMM", "MMM d")

Case = Literal["upper", "as_is"]


@dataclass(frozen=True, slots=True)
class DatelineRule:
    """How a house writes datelines.

    Args:
        case: of the place: in capitals, by the rules of the language, or as it is.
        alone: ids of places that stand without their country.
        alone_over: so do those with as many people; None where none do for that.
        region: ISO 3166-1 codes of countries whose first-level division stands in the country's place.
        country: whether the country is named at all.
        agency: what stands after the place, `(Agency)`.
        date: how the day is written, one of `DATES`.
        dash: what ends it.
    """

    case: Case = "upper"
    alone: tuple[int, ...] = ()
    alone_over: int | None = None
    region: tuple[str, ...] = ()
    country: bool = True
    agency: str = ""
    date: str = "none"
    dash: str = " —"


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """How a house writes places.

    Args:
        lang: the language it writes in, BCP 47.
        sources: where a spelling is taken from, tried in order: `own`, `official`, `exonym`, `main`, in the house's
            language or, as `exonym:fr`, in another.
        entries: its own spellings.
        dateline: how it writes datelines.
    """

    lang: str = "en"
    sources: tuple[str, ...] = DEFAULT_SOURCES
    entries: tuple[StyleEntry, ...] = ()
    dateline: DatelineRule = DatelineRule()

    @property
    def style(self) -> Style:
        """Its own spellings as a style list, which a text can be checked by."""
        return Style(self.entries)


@dataclass(frozen=True, slots=True)
class Written:
    """How a place is written: the text, its language, where it comes from, and the house's note."""

    text: str
    lang: str | None
    source: str
    note: str = ""


def written(gazetteer: Gazetteer, id: int, house: HouseStyle) -> Written:
    """How a house writes a place.

    Names of the past, colloquial ones and codes never stand for a place.

    Args:
        gazetteer: the gazetteer.
        id: of the place.
        house: the house's style.

    Raises:
        UnknownPlace: there is no such place.
    """
    for source in house.sources:
        kind, _, lang = source.partition(":")
        found = _from(gazetteer, id, house, kind, lang or house.lang)
        if found is not None:
            return Written(found.text, found.lang, source, found.note)
    place = gazetteer.place(id, house.lang)
    return Written(place.name, place.name_lang, MAIN)


def _from(gazetteer: Gazetteer, id: int, house: HouseStyle, kind: str, lang: str) -> Written | None:
    if kind == OWN:
        entries = [one for one in house.entries if one.id == id and one.lang.lower() in ("", lang.lower())]
        entry = max(entries, key=lambda one: bool(one.lang), default=None)
        return None if entry is None else Written(entry.spelling, entry.lang or lang, kind, entry.note)
    if kind == OFFICIAL:
        name = next((one for one in gazetteer.names(id) if one.preferred and one.lang == lang and _is_shown(one)), None)
        return None if name is None else Written(name.text, lang, kind)
    place = gazetteer.place(id, lang if kind == EXONYM else None)
    if kind == EXONYM and place.name_lang != lang:
        return None
    return Written(place.name, place.name_lang, kind)


def _is_shown(name: Name) -> bool:
    return not (name.historic or name.colloquial or name.is_code)


def dateline(gazetteer: Gazetteer, id: int, house: HouseStyle, day: date | None = None) -> str:
    """The dateline of a story: `KRAMATORSK, Ukraine (Agency) —`.

    Args:
        gazetteer: the gazetteer.
        id: of the place.
        house: the house's style.
        day: of the story, where the house writes it.

    Raises:
        UnknownPlace: there is no such place.
    """
    rule = house.dateline
    place = gazetteer.place(id, house.lang)
    text = written(gazetteer, id, house).text
    if rule.case == "upper":
        text = str(icu.UnicodeString(text).toUpper(icu.Locale(house.lang)))
    around = _around(gazetteer, place, house)
    head = f"{text}, {around}" if around else text
    told = f"{head}, {_day(day, rule.date, house.lang)}" if day is not None and rule.date != "none" else head
    return f"{told} {rule.agency}{rule.dash}" if rule.agency else f"{told}{rule.dash}"


def _around(gazetteer: Gazetteer, place: Place, house: HouseStyle) -> str:
    """What is named after a place, the division or the country; nothing where it stands alone."""
    rule = house.dateline
    well_known = rule.alone_over is not None and place.population >= rule.alone_over
    if place.id in rule.alone or well_known or place.country is None:
        return ""
    if place.country in rule.region and place.admin1 is not None and place.admin1.id is not None:
        return written(gazetteer, place.admin1.id, house).text
    if not rule.country:
        return ""
    country = gazetteer.country(place.country, house.lang)
    return "" if country.id == place.id else written(gazetteer, country.id, house).text


def _day(day: date, pattern: str, lang: str) -> str:
    form = icu.SimpleDateFormat(pattern, icu.Locale(lang))
    form.setTimeZone(icu.TimeZone.createTimeZone("UTC"))
    noon = (day - date(1970, 1, 1)).days * 86_400 + 43_200
    return str(form.format(float(noon)))
