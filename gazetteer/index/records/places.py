"""Places read back from the arrays: by row, by id, with names in the language asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from gazetteer.errors import GonePlace, UnknownPlace
from gazetteer.index.records.deleted import successor_of
from gazetteer.index.records.display_names import (
    CYRILLIC,
    Land,
    Offer,
    best,
    fits,
    foreign_forms,
    is_english,
    letters_of,
    scripts,
    transcribed,
)
from gazetteer.index.records.hierarchy import ancestors, children
from gazetteer.index.records.plain import plain
from gazetteer.index.store import Array, Store
from gazetteer.index.texts import TextHeap
from gazetteer.index.values import DEGREE, NO_ELEVATION, Flag, PlaceKind
from gazetteer.lexicon.tongues import local_languages, primary, state_languages
from gazetteer.model import Area, Name, Place, outward
from gazetteer.translit.scripts import is_latin

_CACHED = 8_192  # of each kind, up to 1 kB each: to make one anew takes some 10 µs

# Plain integers: a flag's own `&` takes longer than all else that is done with a name.
_PREFERRED, _SHORT, _COLLOQUIAL, _HISTORIC = (
    int(flag) for flag in (Flag.PREFERRED, Flag.SHORT, Flag.COLLOQUIAL, Flag.HISTORIC)
)
_MAIN, _CODE, _LATIN, _OWN, _MACHINE = (
    int(flag) for flag in (Flag.MAIN, Flag.CODE, Flag.LATIN, Flag.OWN, Flag.MACHINE)
)
_NOT_SHOWN = _HISTORIC | _COLLOQUIAL | _CODE


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name, and what the index knows of it: in Latin letters, the place's own, a code, written by a machine."""

    name: Name
    latin: bool
    main: bool
    code: bool
    machine: bool


@dataclass(frozen=True, slots=True)
class Spelt:
    """A name of a place among those with one spelling: its row, its language (or empty), whether it is in use."""

    number: int
    lang: str
    historic: bool
    colloquial: bool


class Places:
    """The places of an opened index.

    Args:
        store: the opened build.

    Attributes:
        name_texts: what each name is, by its row among names.
        texts: codes of areas, years, kinds of code; the arrays of these point into it.
    """

    def __init__(self, store: Store) -> None:
        arrays = store.arrays
        self._arrays = arrays
        # One value of a memory view is read in a third of the time that one of an array takes, and is Python's own.
        self._cells = {name: values.data for name, values in arrays.items() if values.ndim == 1}
        tables = store.manifest["tables"]
        self.countries: list[dict[str, Any]] = tables["countries"]
        self.features: list[tuple[str, str]] = [tuple(f.partition(".")[::2]) for f in tables["features"]]
        self.kinds = np.array([_kind(*feature) for feature in self.features], np.uint8)
        self.zones: list[str] = tables["zones"]
        self.languages: list[str] = tables["languages"]
        self._language_numbers = {lang: number for number, lang in enumerate(self.languages)}
        self.texts = TextHeap(arrays, "word")
        self.name_texts = TextHeap(arrays, "name")
        self.ids = arrays["place_id"]
        self.country_numbers = {str(c["code"]): number for number, c in enumerate(self.countries)}
        self._populated = np.array([feature_class == "P" for feature_class, _code in self.features], np.bool_)
        self.place = lru_cache(_CACHED)(self._place)
        self.area = lru_cache(_CACHED)(self._area)
        self.known_name = lru_cache(_CACHED)(self._known_name)
        self.alike = lru_cache(_CACHED)(self._alike)
        self.official_name = lru_cache(_CACHED)(self._official_name)
        self._foreign = lru_cache(_CACHED)(self._foreign_forms)

    def __len__(self) -> int:
        return len(self.ids)

    def language_number(self, lang: str | None) -> int:
        """The number of a language among those of names; 0 when not given or not known."""
        return self._language_numbers.get(lang or "", 0)

    def row(self, place_id: int) -> int:
        """The row of the place with that id.

        Raises:
            UnknownPlace: there is none.
            GonePlace: there was one, and the source has deleted it.
        """
        row = _entry(self._cells["place_id"], place_id)
        if row is None:
            successor = successor_of(self._arrays, place_id)
            if successor is None:
                raise UnknownPlace(f"The gazetteer holds no place {outward(place_id)}.")
            instead = f"; use {successor} in its stead" if successor else ""
            raise GonePlace(f"Place {place_id} was deleted by the source of the gazetteer{instead}.", successor or None)
        return row

    def name(self, number: int) -> Name:
        """One name by its row among names."""
        cells = self._cells
        flags = cells["name_flags"][number]
        dated = _entry(cells["dated_name"], number)
        coded = _entry(cells["coded_name"], number) if flags & _CODE else None
        return Name(
            text=self.name_texts[number],
            lang=self.languages[cells["name_lang"][number]] or None,
            preferred=bool(flags & _PREFERRED),
            short=bool(flags & _SHORT),
            colloquial=bool(flags & _COLLOQUIAL),
            historic=bool(flags & _HISTORIC),
            since=None if dated is None else self.texts[cells["dated_since"][dated]] or None,
            until=None if dated is None else self.texts[cells["dated_until"][dated]] or None,
            code=None if coded is None else self.texts[cells["coded_kind"][coded]],
            own=bool(flags & _OWN),
        )

    def _known_name(self, number: int) -> KnownName:
        flags = self._cells["name_flags"][number]
        latin, main, code, machine = flags & _LATIN > 0, flags & _MAIN > 0, flags & _CODE > 0, flags & _MACHINE > 0
        return KnownName(self.name(number), latin, main, code, machine)

    def names(self, row: int) -> tuple[Name, ...]:
        """All names of a place, its own first."""
        return tuple(self.name(number) for number in range(*self._names(row)))

    def _names(self, row: int) -> tuple[int, int]:
        """The rows of the first name of a place, and of the next place's."""
        first = self._cells["place_first_name"]
        return first[row], first[row + 1]

    def _alike(self, number: int) -> tuple[Spelt, ...]:
        """All names of a place that are spelt as one is, a further name: the same in other languages.

        They stand together, since the names of a place are in the order of their texts.
        """
        cells, text = self._cells, self.name_texts[number]
        first, last = self._names(self.row_of_name(number))
        begin, end = number, number + 1
        while begin > first + 1 and self.name_texts[begin - 1] == text:
            begin -= 1
        while end < last and self.name_texts[end] == text:
            end += 1
        langs, flags = cells["name_lang"][begin:end], cells["name_flags"][begin:end]
        return tuple(
            Spelt(begin + at, self.languages[lang], bool(flag & _HISTORIC), bool(flag & _COLLOQUIAL))
            for at, (lang, flag) in enumerate(zip(langs, flags, strict=True))
        )

    def row_of_name(self, number: int) -> int:
        """The row of the place that bears a name, by that one's row."""
        row: int = self._cells["name_place"][number]
        return row

    def first_name(self, number: int) -> int:
        """The row of the main name of the place that bears a name."""
        return self._names(self.row_of_name(number))[0]

    def scripts(self, row: int) -> frozenset[str]:
        """The scripts that the languages of a place's country are written in, as far as they are known."""
        return frozenset().union(*(scripts(lang) or () for lang in self.local_languages(row)))

    def display_name(self, row: int, display: str | None) -> tuple[str, str | None]:
        """A place's name for showing, and its language: in that language where it has one, in plain spelling.

        Never a historic or colloquial one. Without a language it is the place's own, as the source spells it.
        """
        if display is None:
            return self._own_name(row)
        offers = self._offers(row, display)
        if is_english(display) and offers:
            foreign = self._foreign(row)
            offers = [offer for offer in offers if letters_of(offer.text) not in foreign]
        found = self._best(row, offers, display)
        if found is not None:
            return found, display
        written = self._transcribed(row, display) if self._may_be_transcribed(row, display) else None
        text, lang = written or self._own_name(row)
        return plain(text, display, *self._land(row), filed=written is not None), lang

    def _offers(self, row: int, display: str) -> list[Offer]:
        """The names of a place in a language that may be shown."""
        cells, wanted = self._cells, self.language_number(display)
        langs, flags = cells["name_lang"], cells["name_flags"]
        offers = []
        for number in range(*self._names(row)) if wanted else ():
            if langs[number] == wanted and not flags[number] & _NOT_SHOWN:
                text = self.name_texts[number]
                if fits(text, display):
                    offers.append(Offer(text, bool(flags[number] & _PREFERRED)))
        return offers

    def _land(self, row: int) -> Land:
        """The code of a place's country, and its languages."""
        number = self._cells["place_country"][row]
        country = self.countries[number] if number >= 0 else {"code": "", "languages": ()}
        return str(country["code"]), tuple(country["languages"])

    def is_country(self, row: int) -> bool:
        """Whether a row is a country's."""
        return int(self.kinds[self._cells["place_feature"][row]]) == PlaceKind.COUNTRY

    def local_languages(self, row: int) -> frozenset[str]:
        """The languages whose names for a place are its country's own; none where it is in no country."""
        code, languages = self._land(row)
        return local_languages(code, languages) if code else frozenset()

    def _official_name(self, row: int) -> str:
        """The name of a place in its country's official language, where it has one, and that in Latin letters; else its
        main name, in plain spelling."""
        country, languages = self._land(row)
        state = state_languages(country, languages)
        for lang in state if len(state) == 1 else ():
            found = self._best(row, self._offers(row, lang), lang)
            if found is not None and is_latin(found):
                return found
        return plain(self._own_name(row)[0], "en", country, languages, filed=False)

    def foreign_language(self, row: int, text: str) -> str | None:
        """The language whose name for a place a text is, in Latin letters, where its country has another; else None."""
        return self._foreign(row).get(letters_of(text))

    def _best(self, row: int, offers: list[Offer], display: str) -> str | None:
        town = self._populated[self._cells["place_feature"][row]]
        return best(offers, self._own_name(row)[0], display, self._land(row), bool(town))

    def _foreign_forms(self, row: int) -> dict[str, str]:
        """The letters of a place's names in Cyrillic that are not its country's, in Latin letters; with languages."""
        cells, local = self._cells, self.local_languages(row)
        if CYRILLIC.isdisjoint(local):
            return {}
        shown = (number for number in range(*self._names(row)) if not cells["name_flags"][number] & _NOT_SHOWN)
        names = ((self.name_texts[one], primary(self.languages[cells["name_lang"][one]])) for one in shown)
        return foreign_forms(names, self._own_name(row)[0], local)

    def _own_name(self, row: int) -> tuple[str, str | None]:
        return self.name_texts[self._cells["place_first_name"][row]], None

    def _may_be_transcribed(self, row: int, display: str) -> bool:
        """Towns and villages; countries, regions and capitals have names of their own. Own names are for English."""
        return (
            self.kinds[self._cells["place_feature"][row]] == PlaceKind.POPULATED and display.partition("-")[0] != "en"
        )

    def _transcribed(self, row: int, display: str) -> tuple[str, str] | None:
        """A name in the place's own script, as newsrooms of that language write it.

        Only where names have languages: else one that is not filed under the language may be of it all the same.
        """
        cells = self._cells
        tongues = self._spoken(row)
        own: dict[str, str] = {}
        for number in range(*self._names(row)):
            lang = self.languages[cells["name_lang"][number]]
            if lang in tongues and not cells["name_flags"][number] & (_NOT_SHOWN | _LATIN):
                own.setdefault(lang, self.name_texts[number])
        found = (transcribed(own[lang], lang, display) for lang in tongues if lang in own)
        return next((shown for shown in found if shown is not None), None)

    def _spoken(self, row: int) -> list[str]:
        """The languages of a place's country, without their regions."""
        number = self._cells["place_country"][row]
        return [tag.partition("-")[0] for tag in self.countries[number]["languages"]] if number >= 0 else []

    def _area(self, row: int, display: str | None) -> Area | None:
        """The admin area in that row, with its codes."""
        if row < 0:
            return None
        cells = self._cells
        number = bisect_left(cells["area_row"], row)
        code = self.texts[cells["area_code"][number]]
        iso = self.texts[cells["area_iso"][number]]
        return Area(code, self.display_name(row, display)[0], int(self.ids[row]), iso or None)

    def _place(self, row: int, display: str | None = None) -> Place:
        """The place in a row."""
        cells = self._cells
        name, lang = self.display_name(row, display)
        number = cells["place_country"][row]
        country = self.countries[number] if number >= 0 else None
        feature_class, feature_code = self.features[cells["place_feature"][row]]
        wikidata = cells["place_wikidata"][row]
        elevation = cells["place_elevation"][row]
        return Place(
            id=int(self.ids[row]),
            name=name,
            name_lang=lang,
            lat=cells["place_lat"][row] / DEGREE,
            lon=cells["place_lon"][row] / DEGREE,
            country=str(country["code"]) if country else None,
            country_name=self._country_name(country, display) if country else None,
            admin1=self.area(cells["place_admin1"][row], display),
            admin2=self.area(cells["place_admin2"][row], display),
            feature_class=feature_class,
            feature_code=feature_code,
            population=cells["place_population"][row],
            timezone=self.zones[cells["place_zone"][row]] or None,
            wikidata=f"Q{wikidata}" if wikidata else None,
            derived=bool(cells["place_derived"][row]),
            admin3=self.area(cells["place_admin3"][row], display),
            admin4=self.area(cells["place_admin4"][row], display),
            elevation=elevation if elevation != NO_ELEVATION else None,
            continent=str(country["continent"]) or None if country else None,
            own=bool(cells["place_own"][row]),
        )

    def ancestors(self, row: int) -> tuple[int, ...]:
        """Rows of the divisions that contain a place: its country first, the smallest last."""
        number = self._cells["place_country"][row]
        return ancestors(self._arrays, int(self.countries[number]["row"]) if number >= 0 else -1, row)

    def children(self, row: int) -> Array:
        """Rows of what is directly below a place, the best known first.

        Of a country or a division these are its divisions of the next level; of the lowest division, and of a country
        without any, its populated places.
        """
        number = self._cells["place_country"][row]
        is_country = number >= 0 and self.countries[number]["row"] == row
        return children(self._arrays, self._populated, row, number if is_country else -1)

    def _country_name(self, country: dict[str, Any], display: str | None) -> str:
        row = int(country["row"])
        return str(country["name"]) if row < 0 else self.display_name(row, display)[0]


def _entry(numbers: Sequence[int], number: int) -> int | None:
    """Where a number stands in a sorted column, if it does."""
    place = bisect_left(numbers, number)
    return place if place < len(numbers) and numbers[place] == number else None


def _kind(feature_class: str, feature_code: str) -> int:
    """A feature's kind, as the evidence tells them apart."""
    if feature_code == "PPLC":
        return PlaceKind.CAPITAL
    if feature_class == "P":
        return PlaceKind.POPULATED
    if feature_class == "A":
        return PlaceKind.COUNTRY if feature_code.startswith("PCL") else PlaceKind.AREA
    return PlaceKind.OTHER
