"""Who bears a name: what is known of all places with one spelling, as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import log10
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.index import Index
from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Reals, Wholes
from gazetteer.index.search.walk import WalkTable, find
from gazetteer.index.store import Array
from gazetteer.index.strings import frozen
from gazetteer.index.values import Flag, Tie
from gazetteer.lexicon.inflection import nominatives
from gazetteer.lexicon.tongues import primary
from gazetteer.text import fold, native_key
from gazetteer.translit.scripts import is_latin

_CODE, _LATIN, _MACHINE, _MAIN, _HISTORIC, _COLLOQUIAL = (
    int(flag) for flag in (Flag.CODE, Flag.LATIN, Flag.MACHINE, Flag.MAIN, Flag.HISTORIC, Flag.COLLOQUIAL)
)
_CORE = int(Tie.CORE)
_BUILDING = 6
KINDS = 6  # of places that a text may name, as `kinds_of` tells them apart
COLUMNS = (
    "fame",  # of the best-known place that bears the name, as the index has it; -1 where none does
    "second",  # of the next best known
    "main",  # of the best known whose own name it is
    "spoken",  # of the best known that the text's language calls so
    "core",  # of the best-known area that is called so without its generic word
    "code",  # of the best-known place that has it as a code
    "places",  # how many bear it, as a binary logarithm
    "kind",  # of the best known, see `kinds_of`
    "place",  # its row
    "is_main",  # whether it is that place's own name,
    "is_spoken",  # its name in the text's language,
    "has_language",  # its name in some language,
    "historic",  # of former days
    "colloquial",
    "aliases",  # which share of the names is no place's own
)
MOST_NAMES = 4000  # of one key
_FORMS_KEPT = 16_384
_TRUST_OF_FORMS = 2.0  # tenfold fame makes up for a form so much less likely: the square root of ten


class BearerColumns(NamedTuple):
    """What the kernel reads of an index."""

    name_place: NDArray[np.uint32]
    name_flags: NDArray[np.uint16]
    name_lang: NDArray[np.uint16]
    place_fame: NDArray[np.float32]
    place_kind: NDArray[np.uint8]


def kinds_of(features: list[tuple[str, str]]) -> NDArray[np.uint8]:
    """By feature number: 0 town, 1 capital, 2 country, 3 first-level area, 4 other area, 5 land or water, 6 other.

    A continent is as a country: it lies in no other area.
    """
    out = np.full(len(features), _BUILDING, np.uint8)
    for number, (first, code) in enumerate(features):
        if first == "P":
            out[number] = 1 if code == "PPLC" else 0
        elif first == "A":
            out[number] = 2 if code.startswith("PCL") else 3 if code == "ADM1" else 4
        elif first == "L":
            out[number] = 2 if code == "CONT" else 4
        elif first in "HTUV" and first:
            out[number] = 5
    return out


@kernel
def weigh_bearers(
    strings: Wholes, first_name: Wholes, names: Wholes, ties: Wholes, latin: bool, lang: int, columns: Any, out: Reals
) -> None:
    """Fill a row for each string."""
    for row in range(len(strings)):
        string = strings[row]
        start, end = np.int64(first_name[string]), np.int64(first_name[string + 1])
        best, second, main, spoken, core, code = -1.0, -1.0, -1.0, -1.0, -1.0, -1.0
        place_of_best, kind, count, last = np.int64(-1), np.int64(-1), 0, np.int64(-1)
        is_main, is_lang, any_lang, historic, colloquial, aliases = False, False, False, False, False, 0
        for pair in range(start, min(end, start + MOST_NAMES)):
            name = np.int64(names[pair])
            flags = np.int64(columns.name_flags[name])
            place = np.int64(columns.name_place[name])
            fame = np.float64(columns.place_fame[place])
            if np.int64(columns.place_kind[place]) == _BUILDING:
                continue
            if flags & _CODE:
                code = max(code, fame)
                continue
            if latin and ((flags & _LATIN) == 0 or (flags & _MACHINE) != 0):
                continue
            if latin and np.int64(ties[pair]) == _CORE:
                core = max(core, fame)
                continue
            if flags & _HISTORIC:
                fame -= 1.0
            its_main = bool((flags & _MAIN) != 0)
            spoken_in = np.int64(columns.name_lang[name])
            its_lang, has_lang = bool(spoken_in == lang and lang > 0), bool(spoken_in > 0)
            if its_main:
                main = max(main, fame)
            else:
                aliases += 1
            if its_lang:
                spoken = max(spoken, fame)
            if place != last:
                count += 1
                last = place
            if place == place_of_best:
                is_main = is_main or its_main
                is_lang = is_lang or its_lang
                any_lang = any_lang or has_lang
            elif fame > best:
                second = best
                best, place_of_best = fame, place
                kind = np.int64(columns.place_kind[place])
                is_main, is_lang, any_lang = its_main, its_lang, has_lang
                historic, colloquial = bool((flags & _HISTORIC) != 0), bool((flags & _COLLOQUIAL) != 0)
            elif fame > second:
                second = fame
        out[row, 0], out[row, 1], out[row, 2], out[row, 3] = best, second, main, spoken
        out[row, 4], out[row, 5], out[row, 6] = core, code, np.log2(1.0 + count)
        out[row, 7], out[row, 8], out[row, 9], out[row, 10] = kind, place_of_best, is_main, is_lang
        out[row, 11], out[row, 12], out[row, 13] = any_lang, historic, colloquial
        out[row, 14] = aliases / max(1.0, float(end - start))


class Inflected(NamedTuple):
    """A name found by undoing the inflection of what stands in a text."""

    name: str
    native: bool
    weight: float
    adjective: bool
    bearers: NDArray[np.float64]


class Bearers:
    """Who bears names: the tables of an index that the walk reads.

    Args:
        index: the opened index.
    """

    def __init__(self, index: Index) -> None:
        arrays = index.store.arrays
        kinds = kinds_of([(first, code) for first, code in index.places.features])
        self._columns = BearerColumns(
            frozen(arrays["name_place"]),
            frozen(arrays["name_flags"]),
            frozen(arrays["name_lang"]),
            frozen(arrays["place_fame"]),
            kinds[arrays["place_feature"]],
        )
        self._country = arrays["place_country"]
        self._languages = {tag: number for number, tag in enumerate(index.store.manifest["tables"]["languages"])}
        self._pairs = {
            False: tuple(frozen(arrays[name]) for name in ("key_first_name", "key_name", "key_tie")),
            True: (frozen(arrays["native_first_name"]), frozen(arrays["native_name"]), frozen(np.zeros(0, np.uint8))),
        }
        self._tables = {
            False: _table(arrays, "key", "walk"),
            True: _table(arrays, "native", "native_walk"),
        }
        self.nominative = lru_cache(_FORMS_KEPT)(self._nominative)

    def table(self, native: bool) -> WalkTable:
        """The names to walk over: those in other scripts than Latin, or all by their Latin keys."""
        return self._tables[native]

    def countries(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of the countries that places lie in; -1 for none, and for a place of -1."""
        found: NDArray[np.int64] = np.where(places >= 0, self._country[np.maximum(places, 0)], -1).astype(np.int64)
        return found

    def weigh(self, strings: NDArray[np.int64], native: bool, lang: str | None) -> NDArray[np.float64]:
        """What is known of the places that bear names, a row each, a column for each of `COLUMNS`.

        Args:
            strings: the numbers of keys, or of native keys.
            native: which.
            lang: the language of the text, BCP 47.
        """
        out = np.empty((len(strings), len(COLUMNS)))
        first_name, names, ties = self._pairs[native]
        number = self._languages.get(primary(lang), 0) if lang else 0
        weigh_bearers(np.ascontiguousarray(strings), first_name, names, ties, not native, number, self._columns, out)
        return out

    def _nominative(self, text: str, lang: str | None) -> Inflected | None:
        """The best-known name that a text may be another case of; None where there is none."""
        best: Inflected | None = None
        for form in nominatives(text, lang):
            native = not is_latin(form.text)
            string = self._find(native_key(form.text) if native else fold(form.text), native)
            if string < 0:
                continue
            bearers = self.weigh(np.array([string], np.int64), native, lang)[0]
            score = bearers[0] + _TRUST_OF_FORMS * log10(form.weight)
            if bearers[0] >= 0 and (best is None or score > best.bearers[0] + _TRUST_OF_FORMS * log10(best.weight)):
                best = Inflected(form.text, native, form.weight, form.kind == "adjective", bearers)
        return best

    def _find(self, key: str, native: bool) -> int:
        letters = np.frombuffer(key.encode(), np.uint8)
        return int(find(letters, self._tables[native])) if len(letters) else -1


def _table(arrays: Mapping[str, Array], strings: str, prefix: str) -> WalkTable:
    return WalkTable(
        *(
            frozen(arrays[name])
            for name in (f"{prefix}_check", f"{prefix}_string", f"{strings}_heap", f"{strings}_offsets")
        )
    )
