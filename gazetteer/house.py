"""How a house writes places: which name stands for one, and the dateline of a story from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import icu

from gazetteer.gazetteer import Gazetteer
from gazetteer.lexicon.presets import preset
from gazetteer.model import Name, Place, Style, StyleEntry

OWN, PRESET, OFFICIAL, CLDR = "own", "preset", "official", "cldr"
EXONYM, TRANSCRIBED, MAIN = "exonym", "transcribed", "main"
KINDS = (OWN, PRESET, OFFICIAL, CLDR, EXONYM, TRANSCRIBED, MAIN)
"""Where a spelling may come from: the house's entries; what another house has announced; the name that the source
prefers; Unicode's name of a country; any in use; the own name as the press of the language writes it; the main one."""
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
        sources: where a spelling is taken from, tried in order: one of `KINDS`, in the house's language or, as
            `exonym:fr`, in another; `preset:ap` names whose announcements count.
        entries: its own spellings.
        dateline: how it writes datelines.
        rules_off: rules of `lint` that its texts are not checked by.
        in_quotes: whether quotations are checked too.
    """

    lang: str = "en"
    sources: tuple[str, ...] = DEFAULT_SOURCES
    entries: tuple[StyleEntry, ...] = ()
    dateline: DatelineRule = DatelineRule()
    rules_off: tuple[str, ...] = ()
    in_quotes: bool = False
    by_place: Mapping[int, tuple[StyleEntry, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_place: dict[int, list[StyleEntry]] = {}
        for one in self.entries:
            by_place.setdefault(one.id, []).append(one)
        object.__setattr__(self, "by_place", {id: tuple(entries) for id, entries in by_place.items()})

    @property
    def style(self) -> Style:
        """Its own spellings and those of its presets as a style list, which a text can be checked by."""
        theirs = [one for name in self.presets for one in preset(name) or () if one.id not in self.by_place]
        return Style((*self.entries, *theirs))

    @property
    def presets(self) -> tuple[str, ...]:
        """The presets that it heeds, in order."""
        return tuple(one.partition(":")[2] for one in self.sources if one.startswith(f"{PRESET}:"))


def preset_house(name: str) -> HouseStyle | None:
    """A house that writes as another has announced, and for the rest as its language does; None where none has."""
    entries = preset(name)
    if entries is None:
        return None
    return HouseStyle(entries[0].lang or "en", (f"{PRESET}:{name}", EXONYM, TRANSCRIBED, MAIN))


@dataclass(frozen=True, slots=True)
class Written:
    """How a place is written.

    Args:
        text: as it is written.
        lang: its language, BCP 47.
        source: which of the house's sources has it.
        note: the house's, or who announced it and when.
        first: what is written where a text first names it; blank where that is the same.
    """

    text: str
    lang: str | None
    source: str
    note: str = ""
    first: str = ""


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
            return replace(found, source=source)
    place = gazetteer.place(id, house.lang)
    return Written(place.name, place.name_lang, MAIN)


def _from(gazetteer: Gazetteer, id: int, house: HouseStyle, kind: str, lang: str) -> Written | None:
    """What a source has; of a preset `lang` is its name."""
    if kind == OWN:
        return _of_entries(house.by_place.get(id, ()), lang)
    if kind == PRESET:
        return _of_entries([one for one in preset(lang) or () if one.id == id], house.lang)
    if kind == OFFICIAL:
        name = next((one for one in gazetteer.names(id) if one.preferred and one.lang == lang and _is_shown(one)), None)
        return None if name is None else Written(name.text, lang, kind)
    place = gazetteer.place(id, None if kind == MAIN else lang)
    if kind == CLDR:
        return _of_unicode(gazetteer, place, lang)
    tags = {EXONYM: place.name_lang == lang, TRANSCRIBED: (place.name_lang or "").startswith(f"{lang}-t-")}
    return Written(place.name, place.name_lang, kind) if tags.get(kind, True) else None


def _of_entries(entries: Iterable[StyleEntry], lang: str) -> Written | None:
    """What the entries for a place say in a language; one of that language goes before one of all."""
    fitting = [one for one in entries if one.lang.lower() in ("", lang.lower())]
    entry = max(fitting, key=lambda one: bool(one.lang), default=None)
    if entry is None:
        return None
    announced = f"{entry.source}, {entry.since}" if entry.source and entry.since else entry.source
    return Written(entry.spelling, entry.lang or lang, OWN, entry.note or announced, entry.first)


def _of_unicode(gazetteer: Gazetteer, place: Place, lang: str) -> Written | None:
    """Unicode's name of a country in a language; None for all other places."""
    if place.country is None or not place.feature_code.startswith("PCL"):
        return None
    if gazetteer.country(place.country).id != place.id:
        return None
    name = str(icu.Locale("", place.country).getDisplayCountry(icu.Locale(lang)))
    return Written(name, lang, CLDR) if name not in ("", place.country) else None


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
