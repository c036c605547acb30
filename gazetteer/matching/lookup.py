"""What a reader of strings asks of the gazetteer on the way to interpretations; answers are kept for one query."""

from __future__ import annotations

from gazetteer.index.enums import Flag
from gazetteer.index.opened import Index
from gazetteer.lexicon.countries import CODE_LETTERS, country_named
from gazetteer.lexicon.generic import canonical, phrase
from gazetteer.matching.areas import AreasRead, read_areas
from gazetteer.matching.codes import codes_of
from gazetteer.translit.readings import readings

NAMES_LOOKED_AT = 512  # of one key
_CODE = int(Flag.CODE)
_FORMER, _CUSTOMARY = "former", "customary"  # how `countries.tsv` speaks of such names


class IndexLookup:
    """Answers from an index, by equal keys alone.

    Args:
        index: the opened index.
        lang: language of the query, BCP 47.
    """

    def __init__(self, index: Index, lang: str | None) -> None:
        self._index = index
        self._lang = lang
        self._named: dict[str, bool] = {}
        self._areas: dict[str, AreasRead] = {}
        self._rows: dict[str, frozenset[int]] = {}

    def named(self, name: str) -> bool:
        """Whether a place has this very name, perhaps without its generic words; codes are no names."""
        found = self._named.get(name)
        if found is None:
            found = self._named[name] = self._is_named(name)
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

    def is_country(self, text: str) -> bool:
        """Whether a country is so called, or has that code."""
        places, columns = self._index.places, self._index.columns
        features = columns.place_feature[self.areas(text).rows[:1]].tolist()
        return any(places.features[feature][1].startswith("PCL") for feature in features)

    def country(self, text: str) -> str | None:
        """The usual name of the country that data sets write so; codes and former names are none here."""
        named = country_named(text, self._lang)
        if named is None or named.how.startswith(_FORMER):
            return None
        letters = text.replace(".", "").strip()
        if len(letters) <= CODE_LETTERS and not named.how.startswith(_CUSTOMARY):
            return None
        places = self._index.places
        if named.part is not None:
            row = codes_of(self._index).iso.get(named.part, -1)
        else:
            number = places.country_numbers.get(named.code)
            row = -1 if number is None else int(places.countries[number]["row"])
        return places.display_name(row, None)[0] if row >= 0 else None

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
            first, last = columns.key_first_name[key : key + 2].tolist()
            names = columns.key_name[first : min(last, first + NAMES_LOOKED_AT)]
            rows.update(columns.name_place[names[(columns.name_flags[names] & _CODE) == 0]].tolist())
        return frozenset(rows)

    def _keys(self, name: str) -> list[int]:
        found = (self._index.keys.find(reading.key) for reading in readings(name, self._lang))
        return [key for key in found if key >= 0]

    def _is_named(self, name: str) -> bool:
        keys = self._keys(name)
        if not keys:
            read = readings(name, self._lang)
            keys = [key for one in read if (key := self._index.keys.find(canonical(one.key))) >= 0]
        core = phrase(name, self._lang).core
        if not keys and core and core != name:
            keys = self._keys(core)
        return any(self._is_name(key) for key in keys)

    def _is_name(self, key: int) -> bool:
        columns = self._index.columns
        first, last = columns.key_first_name[key : key + 2].tolist()
        names = columns.key_name[first : min(last, first + NAMES_LOOKED_AT)]
        return bool(((columns.name_flags[names] & _CODE) == 0).any())
