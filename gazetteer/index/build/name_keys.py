"""Names read in Latin letters, many at a time: the keys by which each is found and how these sound.

What is read is the building index's own arrays, and what comes of it is packed: so names go to other processes and
come back as bytes, not as objects.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from gazetteer.index.build.latin_names import read_latin
from gazetteer.index.build.latin_room import MOST_SOUNDS, LatinNames, room, work
from gazetteer.index.build.latin_tables import latin_tables
from gazetteer.index.build.sorting import alphabetical, gather
from gazetteer.index.cores import usable_cores
from gazetteer.index.search.masks import concept_bits
from gazetteer.index.store import Array
from gazetteer.index.texts import TextHeap
from gazetteer.index.values import NONE, Tie, native_hash
from gazetteer.lexicon.generic import canonical, phrase
from gazetteer.sources.records import Progress
from gazetteer.text import marks
from gazetteer.translit.readings import CHINESE, readings
from gazetteer.translit.scripts import is_latin
from gazetteer.translit.sound import orthographies_for_country, sounds

CHUNK = 16_384
_LEAST_CHUNKS = 4  # fewer are read in this process
_SHORTEST_AREA = 4  # letters of an area's name that may have a generic word
_LONGEST = 2**16 - 1
_READ = ("name_heap", "name_offset", "name_lang", "name_place", "place_country", "place_feature")


@dataclass(frozen=True, slots=True)
class ShortLists:
    """The short lists that the arrays point into: languages of names, codes of countries, which features are areas."""

    languages: list[str]
    countries: list[str]
    areas: list[bool]


@dataclass(slots=True)
class NameKeys:
    """What names came to; names and their keys may stand in any order.

    Args:
        names: the rows of the names that were read ("I").
        native: by name read, the hash of its native key ("I").
        marks: by name read, what its marks come to, see `text.marks` ("B").
        latin: by name read, whether it is in Latin letters ("B").
        of: by key, the row of its name ("I").
        ties: by key, how it belongs to its name ("B").
        concepts: by key, the bits of its modifiers ("I").
        heard: by key, how many sounds it has ("B").
        key_heap: the bytes of all keys.
        key_length: by key ("H").
        sound_heap: the bytes of all sounds at depth 1.
        sound_length: by sound ("H").
    """

    names: array[int] = field(default_factory=lambda: array("I"))
    native: array[int] = field(default_factory=lambda: array("I"))
    marks: array[int] = field(default_factory=lambda: array("B"))
    latin: array[int] = field(default_factory=lambda: array("B"))
    of: array[int] = field(default_factory=lambda: array("I"))
    ties: array[int] = field(default_factory=lambda: array("B"))
    concepts: array[int] = field(default_factory=lambda: array("I"))
    heard: array[int] = field(default_factory=lambda: array("B"))
    key_heap: bytearray = field(default_factory=bytearray)
    key_length: array[int] = field(default_factory=lambda: array("H"))
    sound_heap: bytearray = field(default_factory=bytearray)
    sound_length: array[int] = field(default_factory=lambda: array("H"))

    def extend(self, other: NameKeys) -> None:
        """Take in what the names after these came to."""
        for part in fields(self):
            getattr(self, part.name).extend(getattr(other, part.name))

    def take(self, part: str) -> Any:
        """A part, which is empty from here on: whoever takes it has its memory to give back."""
        taken = getattr(self, part)
        setattr(self, part, taken[:0])
        return taken

    def extend_by(self, written: LatinNames) -> None:
        """Take in what a kernel has written: names in Latin letters, their keys and sounds."""
        names, keys, sounds, key_bytes, sound_bytes = written.used.tolist()
        by_name = ((self.names, written.name), (self.native, written.native), (self.marks, written.marks))
        by_key = (
            *((self.of, written.of), (self.ties, written.ties), (self.concepts, written.concepts)),
            *((self.heard, written.heard), (self.key_length, written.key_length)),
        )
        columns: tuple[tuple[array[int], Array, int], ...] = (
            *((column, values, names) for column, values in by_name),
            *((column, values, keys) for column, values in by_key),
            (self.sound_length, written.sound_length, sounds),
        )
        for column, values, count in columns:
            column.frombytes(values[:count].tobytes())
        self.latin.frombytes(b"\1" * names)
        self.key_heap += written.key_heap[:key_bytes].data
        self.sound_heap += written.sound_heap[:sound_bytes].data


_Key = tuple[int, bytes, int, tuple[bytes, ...]]
_Form = tuple[int, int, bool, tuple[_Key, ...]]


class LatinReader:
    """Reads those names of a building index that a kernel can; many threads may use one.

    Args:
        folder: where its arrays are.
        tables: what they point into.
    """

    def __init__(self, folder: Path, tables: ShortLists) -> None:
        self._arrays = _mapped(folder)
        self._areas = np.array(tables.areas, np.bool_)
        of_countries = [orthographies_for_country(code) for code in (*tables.countries, "")]
        known = tuple(dict.fromkeys(chain.from_iterable(of_countries)))
        self._tables = latin_tables(known)
        self._spoken = np.full((len(of_countries), MOST_SOUNDS), NONE, np.int64)
        for row, spoken in zip(self._spoken, of_countries, strict=True):
            row[: len(spoken)] = list(map(known.index, spoken))
        # The last, as number -1, is of no country.
        self._chinese = np.array([(code or None) in CHINESE for code in (*tables.countries, "")], np.uint8)

    def read(self, names: Array) -> tuple[list[LatinNames], Array]:
        """The names of some rows, and the rows of those that are left."""
        arrays = self._arrays
        place = arrays["name_place"][names]
        country = arrays["place_country"][place]
        left = self._areas[arrays["place_feature"][place]].astype(np.uint8)
        spoken, chinese = self._spoken[country], self._chinese[country]
        heap, offset = (arrays[f"name_{part}"] for part in ("heap", "offset"))
        letters = int((offset[names + 1] - offset[names]).sum())
        parts, done, space = [], 0, work()
        while done < len(names):
            parts.append(room(len(names), letters))
            done = read_latin(heap, offset, names, done, left, spoken, chinese, self._tables, space, parts[-1])
        return parts, names[left == 1]

    def by_text(self, names: Array) -> Array:
        """Rows in the order of their texts, so that equal names are read together."""
        heap, offset = gather(self._arrays["name_heap"], self._arrays["name_offset"], names)
        return names[alphabetical(heap, offset)]


class Reader:
    """Reads the names of a building index one by one.

    Args:
        folder: where its arrays are.
        tables: what they point into.
    """

    def __init__(self, folder: Path, tables: ShortLists) -> None:
        arrays = _mapped(folder)
        self._texts = TextHeap(arrays, "name")
        self._arrays = arrays
        self._tables = tables
        self._areas = np.array(tables.areas, np.bool_)

    def read(self, names: Array) -> NameKeys:
        """The names of some rows."""
        arrays, tables = self._arrays, self._tables
        place = arrays["name_place"][names]
        countries = arrays["place_country"][place].tolist()
        areas = self._areas[arrays["place_feature"][place]].tolist()
        languages = arrays["name_lang"][names].tolist()
        out, known = NameKeys(), dict[tuple[str, str, object, bool], _Form]()
        for name, number, language, area in zip(names.tolist(), countries, languages, areas, strict=True):
            text, lang = self._texts[name], tables.languages[language]
            country = tables.countries[number] if number >= 0 else ""
            _add(out, name, _read_known(text, lang, country, area, known))
        return out


def _mapped(folder: Path) -> dict[str, Array]:
    """The arrays that are read, mapped."""
    return {name: np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in _READ}


def read_names(folder: Path, tables: ShortLists, names: Array, progress: Progress) -> NameKeys:
    """Read names of a building index, on all processors that this process may use.

    Args:
        folder: where its arrays are.
        tables: what they point into.
        names: rows of names.
        progress: told how many are read.
    """
    out, left = NameKeys(), []
    reader = LatinReader(folder, tables)
    chunks = [names[start : start + CHUNK] for start in range(0, len(names), CHUNK)]
    with ThreadPoolExecutor(usable_cores()) as threads:  # the kernel holds no interpreter lock
        for parts, rest in threads.map(reader.read, chunks):
            for part in parts:
                out.extend_by(part)
            left.append(rest)
            progress("reading Latin names", len(out.names), len(names))
    rest = reader.by_text(np.concatenate(left)) if left else names
    chunks = [rest[start : start + CHUNK] for start in range(0, len(rest), CHUNK)]
    for read in _spread(folder, tables, chunks):
        out.extend(read)
        progress("reading names", len(out.names), len(names))
    return out


def _spread(folder: Path, tables: ShortLists, chunks: list[Array]) -> Iterator[NameKeys]:
    """Chunks in order; read in several processes where there are enough of them."""
    cores = usable_cores()
    if cores == 1 or len(chunks) < _LEAST_CHUNKS:
        reader = Reader(folder, tables)
        yield from map(reader.read, chunks)
        return
    with ProcessPoolExecutor(cores, get_context("spawn"), _begin, (folder, tables)) as pool:
        yield from pool.map(_read_here, chunks)


_here: list[Reader] = []


def _begin(folder: Path, tables: ShortLists) -> None:
    """Open the arrays in a process of the pool."""
    _here.append(Reader(folder, tables))


def _read_here(names: Array) -> NameKeys:
    return _here[0].read(names)


def _add(out: NameKeys, name: int, form: _Form) -> None:
    native, marked, latin, keys = form
    out.names.append(name)
    out.native.append(native)
    out.marks.append(marked)
    out.latin.append(latin)
    for tie, key, concepts, heard in keys:
        out.of.append(name)
        out.ties.append(tie)
        out.concepts.append(concepts)
        out.heard.append(len(heard))
        out.key_heap += key
        out.key_length.append(len(key))
        for sound in heard:
            out.sound_heap += sound
            out.sound_length.append(len(sound))


def _read_known(
    text: str, lang: str, country: str, area: bool, known: dict[tuple[str, str, object, bool], _Form]
) -> _Form:
    """A name read, or the same as before: of a Latin name only the orthographies of its country count."""
    latin = is_latin(text)
    orthographies = orthographies_for_country(country) if latin else ("en",)
    same = (text, lang if area or not latin else "", orthographies if latin else country, area)
    form = known.get(same)
    if form is None:
        keys: dict[str, _Key] = {}
        for tie, reading, key in _keys(text, lang, country, area):
            if key and key not in keys:
                heard = sounds(reading[:_LONGEST], orthographies)
                keys[key] = (int(tie), key.encode()[:_LONGEST], concept_bits(key), heard)
        form = known[same] = (native_hash(text), marks(text), latin, tuple(keys.values()))
    return form


def _keys(text: str, lang: str, country: str, area: bool) -> Iterator[tuple[Tie, str, str]]:
    for number, reading in enumerate(readings(text, lang or None, country or None)):
        yield (Tie.FURTHER if number else Tie.READING), reading.latin, reading.key
        yield Tie.FURTHER, reading.latin, canonical(reading.key)
    if area and len(text) >= _SHORTEST_AREA:
        core = phrase(text, lang or None).core
        if core and core != text:
            for reading in readings(core, lang or None, country or None):
                yield Tie.CORE, reading.latin, reading.key
