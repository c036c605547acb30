"""What a build takes over from the one before: how names that have not changed were read.

Reading names in Latin letters is most of the work of a build, and from one day to the next few names change. What a
name was read as depends on its text and language, its place's country, whether that is an area, and the code and
tables that read it; where all these are the same, so is the outcome, and it is found again in the earlier arrays.
"""

from __future__ import annotations

import hashlib
from array import array
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import icu
import numpy as np

from gazetteer.errors import GazetteerError
from gazetteer.index.build.name_keys import NameKeys, ShortLists
from gazetteer.index.build.places import row_of
from gazetteer.index.build.sorting import compare_across, gather
from gazetteer.index.jit import kernel
from gazetteer.index.kernel_types import Wholes
from gazetteer.index.store import Array, Store, open_store, verify
from gazetteer.index.values import NONE, Flag
from gazetteer.translit.han import has_dictionary

KEY = "readings"
_PACKAGE = Path(__file__).parents[2]
_READS = (
    *("text.py", "index/build/name_keys.py", "index/build/latin_names.py", "index/build/latin_tables.py"),
    *("index/search/masks.py", "index/values.py", "translit", "lexicon"),
)
_LEFT_OUT = _PACKAGE / "lexicon" / "endings"  # by which only what is asked is read
_USED = (
    *("place_id", "place_country", "place_feature", "place_first_name"),
    *("name_heap", "name_offset", "name_lang", "name_flags", "name_native", "name_marks"),
    *("key_heap", "key_offsets", "key_first_name", "key_name", "key_tie", "key_concepts"),
    *("pair_heard", "pair_near", "near_heap", "near_offsets"),
)


@cache
def readings_version() -> str:
    """What names are read by: a digest of the code and tables that read them, and of the libraries behind these."""
    digest = hashlib.sha256()
    for part in _READS:
        path = _PACKAGE / part
        files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.suffix != ".pyc")
        for file in files:
            if file.is_file() and _LEFT_OUT not in file.parents:
                digest.update(f"{file.relative_to(_PACKAGE)} {file.stat().st_size}\n".encode())
                digest.update(file.read_bytes())
    digest.update(f"{icu.ICU_VERSION} {version('anyascii')} {has_dictionary()}".encode())
    return digest.hexdigest()[:16]


class Earlier:
    """The build before.

    Args:
        store: the build, read by the same code and tables.
    """

    def __init__(self, store: Store) -> None:
        self._arrays = store.arrays
        tables = store.manifest["tables"]
        self._languages: list[str] = tables["languages"]
        self._countries: list[str] = [country["code"] for country in tables["countries"]]
        self._areas = [feature.startswith("A.") for feature in tables["features"]]

    @classmethod
    def open(cls, data_dir: Path) -> Earlier | None:
        """The current build of a data directory, if its names were read as they would be now and it is undamaged."""
        try:
            store = open_store(data_dir)
            if store.manifest.get(KEY) != readings_version():
                return None
            verify(store, _USED)
            return cls(store)
        except (GazetteerError, KeyError):
            return None

    def same_names(self, arrays: dict[str, Array], tables: ShortLists) -> Array:
        """For each new name the earlier one that reads the same, NONE where there is none (int64).

        Args:
            arrays: of the new places and names.
            tables: what they point into.
        """
        old = self._arrays
        rows = row_of(old["place_id"], arrays["place_id"])
        country = np.array([_place_in(self._countries, code) for code in tables.countries] + [NONE], np.int64)
        alike = country[arrays["place_country"]] == old["place_country"][rows]
        areas, old_areas = np.array(tables.areas, np.bool_), np.array(self._areas, np.bool_)
        alike &= areas[arrays["place_feature"]] == old_areas[old["place_feature"][rows]]
        rows[~alike] = NONE
        languages = np.array([_place_in(self._languages, lang) for lang in tables.languages], np.int64)
        same = np.full(len(arrays["name_lang"]), NONE, np.int64)
        walked = ("name_heap", "name_offset", "name_lang", "place_first_name")
        match: Any = _match
        match(rows, languages, *(build[name] for build in (arrays, old) for name in walked), same)
        return same

    def read(self, same: Array) -> NameKeys:
        """What the names that were there before were read as.

        Args:
            same: what `same_names` returned.
        """
        old = self._arrays
        numbers = np.flatnonzero(same != NONE)
        before = same[numbers]
        new_name = np.full(len(old["name_lang"]), NONE, np.int64)
        new_name[before] = numbers
        key = np.repeat(np.arange(len(old["key_concepts"])), np.diff(old["key_first_name"]))
        of = new_name[old["key_name"]]
        taken = of != NONE
        key, heard = key[taken], old["pair_heard"][taken]
        key_heap, key_bounds = gather(old["key_heap"], old["key_offsets"], key)
        near = old["pair_near"][np.repeat(taken, old["pair_heard"])]
        sound_heap, sound_bounds = gather(old["near_heap"], old["near_offsets"], near)
        latin = (old["name_flags"][before] & Flag.LATIN) != 0
        return NameKeys(
            names=_array("I", numbers),
            native=_array("I", old["name_native"][before]),
            marks=_array("B", old["name_marks"][before]),
            latin=_array("B", latin),
            of=_array("I", of[taken]),
            ties=_array("B", old["key_tie"][taken]),
            concepts=_array("I", old["key_concepts"][key]),
            heard=_array("B", heard),
            key_heap=bytearray(key_heap),
            key_length=_array("H", np.diff(key_bounds)),
            sound_heap=bytearray(sound_heap),
            sound_length=_array("H", np.diff(sound_bounds)),
        )


def _place_in(texts: list[str], text: str) -> int:
    """Where a text stands in a list; less than NONE, which stands for "no country", where it does not."""
    return texts.index(text) if text in texts else NONE - 1


def _array(code: str, values: Array) -> array[int]:
    out = array(code)
    out.frombytes(np.ascontiguousarray(values, np.dtype(code)).tobytes())
    return out


@kernel
def _match(
    rows: Wholes,
    languages: Wholes,
    heap: Any,
    offset: Any,
    lang: Wholes,
    first: Wholes,
    old_heap: Any,
    old_offset: Any,
    old_lang: Wholes,
    old_first: Wholes,
    same: Wholes,
) -> None:
    """Walks through the names of each place in both builds; past the first they are sorted by text."""
    for row in range(len(rows)):
        old_row = rows[row]
        if old_row < 0:
            continue
        start, end = np.int64(first[row]), np.int64(first[row + 1])
        at, last = np.int64(old_first[old_row]), np.int64(old_first[old_row + 1])
        if at == last or start == end:
            continue
        if compare_across(heap, offset, start, old_heap, old_offset, at) == 0:
            same[start] = at
        at += 1
        for name in range(start + 1, end):
            while at < last and compare_across(heap, offset, name, old_heap, old_offset, at) > 0:
                at += 1
            other = at
            while other < last and compare_across(heap, offset, name, old_heap, old_offset, other) == 0:
                if languages[lang[name]] == old_lang[other]:
                    same[name] = other
                    at = other + 1  # names of one text are sorted by language
                    break
                other += 1
