"""What a reader of strings asks of the gazetteer on the way to interpretations; answers are kept for one query."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.index.strings import encode
from gazetteer.index.values import Flag
from gazetteer.lexicon.countries import CODE_LETTERS, country_named
from gazetteer.lexicon.generic import canonical, phrase
from gazetteer.matching.areas import AreasRead, read_areas
from gazetteer.matching.codes import codes_of
from gazetteer.matching.forms import FormKind
from gazetteer.matching.question import how_sure, read_form
from gazetteer.matching.sameness import UNKNOWN
from gazetteer.matching.searches import Searches
from gazetteer.translit.readings import readings

NAMES_LOOKED_AT = 512  # of one key
TOWNS_LOOKED_AT = 4  # of one name, the best known
_WORDS = re.compile(r"[^\s.\-]+\.?")
_SHORTENED = (2, 5)  # words of a name that may be shortened, from and to
_TELLING = 4  # letters of the longest word, which tells the name
_ABBREVIATED = 4  # searches for what shortened words stand for, for one string
_SMALL = 3  # letters of the longest word that may be left out: am, an, der
_ALIKE, _FLOOR = 40, 0.45  # keys looked at, and how alike they must be
_ROUNDING = 1e-9
_CODE = int(Flag.CODE)
_LATIN_LANGUAGES = {"French": "fr", "Spanish": "es", "German": "de", "Portuguese": "pt"}  # others tell by their script
_FORMER, _CUSTOMARY = "former", "customary"  # how `countries.tsv` speaks of such names


class _Word(NamedTuple):
    """A word of a name, folded, and whether a full stop says that it is shortened."""

    key: str
    shortened: bool


def _shortens(words: list[_Word], full: list[str]) -> bool:
    """Whether each word is one of a full name's, or begins it, in their order; small words between may be left out."""
    at = 0
    for word in words:
        while at < len(full) and not (full[at].startswith(word.key) if word.shortened else full[at] == word.key):
            if len(full[at]) > _SMALL:
                return False
            at += 1
        if at == len(full):
            return False
        at += 1
    return at == len(full)


class IndexLookup:
    """Answers from an index, by equal keys alone.

    Args:
        index: the opened index.
        lang: language of the query, BCP 47.
        searches: those by likeness that are left.
    """

    def __init__(self, index: Index, lang: str | None, searches: Searches) -> None:
        self._index = index
        self._lang = lang
        self._searches = searches.part(_ABBREVIATED)
        self._named: dict[str, bool] = {}
        self._called: dict[str, bool] = {}
        self._abbreviated: dict[str, str | None] = {}
        self._areas: dict[str, AreasRead] = {}
        self._rows: dict[str, frozenset[int]] = {}

    def named(self, name: str) -> bool:
        """Whether a place has this very name, perhaps without its generic words; codes are no names."""
        found = self._named.get(name)
        if found is None:
            found = self._named[name] = self._is_named(name)
        return found

    def called(self, name: str) -> bool:
        """Whether a place has this very name, with its generic words, in these very letters."""
        found = self._called.get(name)
        if found is None:
            form = read_form(self._index, name, FormKind.WHOLE, self._lang)
            found = self._called[name] = how_sure(self._index, (form,)) > UNKNOWN
        return found

    def areas(self, text: str) -> AreasRead:
        """The areas that a phrase names."""
        found = self._areas.get(text)
        if found is None:
            found = self._areas[text] = read_areas(self._index, text)
        return found

    def area(self, text: str) -> bool:
        """Whether a country or an admin area is so called, or has that code."""
        return len(self.areas(text).rows) > 0

    def unit(self, text: str) -> bool:
        """Whether an area is called so that is of the kind that the words of the text speak of."""
        rows = self.areas(text).rows
        words = phrase(text, self._lang).kinds
        if not len(rows) or not words:
            return len(rows) > 0
        return any(self._is_of(row, words) for row in rows.tolist())

    def unit_of(self, text: str) -> str | None:
        """A text with the main name of its town, where a unit is called by that: Kharkiv region for Kharkov region.

        Many units have their names from towns, and not the towns' other names.
        """
        described = phrase(text, self._lang)
        if not described.kinds or described.core == text or " " not in text:
            return None
        columns, places = self._index.columns, self._index.places
        towns = sorted(self.rows(described.core), key=lambda row: -float(columns.place_fame[row]))[:TOWNS_LOOKED_AT]
        for town in towns:
            renamed = text.replace(described.core, places.names(town)[0].text, 1)
            if renamed == text:
                continue
            units = [row for row in self.areas(renamed).rows.tolist() if self._is_of(row, described.kinds)]
            if any(columns.place_country[row] == columns.place_country[town] for row in units):
                return renamed
        return None

    def _is_of(self, row: int, words: frozenset[str]) -> bool:
        """Whether a place is of a kind that words speak of."""
        first, code = self._index.places.features[self._index.columns.place_feature[row]]
        return first in words or f"{first}.{code}" in words

    def is_country(self, text: str) -> bool:
        """Whether a country is so called, or has that code."""
        countries = codes_of(self._index).country_rows
        return any(row in countries for row in self.areas(text).rows[:1].tolist())

    def country(self, text: str) -> tuple[str, str] | None:
        """The usual name of the country that data sets write so, and its kind; codes and former names are none here."""
        named = country_named(text, self._lang)
        if named is None or named.how.startswith(_FORMER):
            return None
        letters = text.replace(".", "").strip()
        if len(letters) <= CODE_LETTERS and not self._is_customary(named.how):
            return None
        places = self._index.places
        if named.part is not None:
            row = codes_of(self._index).iso.get(named.part, -1)
        else:
            number = places.country_numbers.get(named.code)
            row = -1 if number is None else int(places.countries[number]["row"])
        if row < 0:
            return None
        return places.display_name(row, None)[0], ".".join(places.features[self._index.columns.place_feature[row]])

    def abbreviated(self, text: str) -> str | None:
        """The best known name of which a text shortens words with full stops."""
        if text not in self._abbreviated:
            self._abbreviated[text] = self._find_abbreviated(text)
        return self._abbreviated[text]

    def _find_abbreviated(self, text: str) -> str | None:
        words = [_Word(read[0].key, word.endswith(".")) for word in _WORDS.findall(text) if (read := readings(word))]
        if not _SHORTENED[0] <= len(words) <= _SHORTENED[1] or max(len(word.key) for word in words) < _TELLING:
            return None
        if not self._searches.take():
            return None
        fame, best = -1.0, -1
        short = " ".join(word.key for word in words)
        for key in self._searches.ids(self._index.spelling, short, k=_ALIKE, floor=self._floor(short)):
            known = self._fame(key) if _shortens(words, self._index.keys.text(key).split()) else -1.0
            if known > fame:
                fame, best = known, key
        return None if best < 0 else self._written(best)

    def _floor(self, short: str) -> float:
        """How alike a key must be for shortened words to be its: it has all their letters, and only so many more.

        A long text would else be compared with most keys there are, for nothing.
        """
        letters, longest = len(encode(short)), len(self._index.keys.length_start) - 2
        return max(_FLOOR, min(1.0, 2 * letters / (letters + longest)) - _ROUNDING)

    def _names(self, key: int) -> Array:
        columns = self._index.columns
        first, last = columns.key_first_name[key : key + 2].tolist()
        names: Array = columns.key_name[first : min(last, first + NAMES_LOOKED_AT)]
        return names

    def _fame(self, key: int) -> float:
        """Of the best known place with a key, as the decimal logarithm of its people."""
        columns = self._index.columns
        return float(columns.place_fame[columns.name_place[self._names(key)]].max(initial=-1.0))

    def _written(self, key: int) -> str:
        """A name with a key as it is written, or the key."""
        texts = (self._index.places.known_name(name).name.text for name in self._names(key).tolist())
        full = self._index.keys.text(key)
        return next((text for text in texts if any(read.key == full for read in readings(text))), full)

    def _is_customary(self, how: str) -> bool:
        """Whether letters are a customary abbreviation in the language of the query, or in every one."""
        if not how.startswith(_CUSTOMARY):
            return False
        wanted = _LATIN_LANGUAGES.get(how.rpartition(" in ")[2])
        return wanted is None or wanted == (self._lang or "").partition("-")[0]

    def same_place(self, one: str, other: str) -> bool:
        """Whether a place has both names."""
        return not self.rows(one).isdisjoint(self.rows(other))

    def rows(self, name: str) -> frozenset[int]:
        """Rows of the places that have this very name."""
        found = self._rows.get(name)
        if found is None:
            found = self._rows[name] = self._find_rows(name)
        return found

    def _find_rows(self, name: str) -> frozenset[int]:
        columns = self._index.columns
        rows: set[int] = set()
        for key in self._keys(name):
            names = self._names(key)
            rows.update(columns.name_place[names[(columns.name_flags[names] & _CODE) == 0]].tolist())
        return frozenset(rows)

    def _keys(self, name: str) -> list[int]:
        return self._found(reading.key for reading in readings(name, self._lang))

    def _found(self, texts: Iterable[str]) -> list[int]:
        """The ids of those of some keys that the index has."""
        return [key for key in map(self._index.keys.find, texts) if key >= 0]

    def _is_named(self, name: str) -> bool:
        read = readings(name, self._lang)
        keys = self._found(one.key for one in read) or self._found(canonical(one.key) for one in read)
        if not keys and (core := phrase(name, self._lang).core) and core != name:
            keys = self._keys(core)
        return any(self._is_name(key) for key in keys)

    def _is_name(self, key: int) -> bool:
        return bool(((self._index.columns.name_flags[self._names(key)] & _CODE) == 0).any())
