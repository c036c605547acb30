"""Names to arrays: one row a name of a place, grouped by place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag
from zlib import crc32

import numpy as np

from gazetteer.index.build_places import PlacePart
from gazetteer.index.heap import Interner
from gazetteer.index.store import Array
from gazetteer.sources.records import NameRecord
from gazetteer.text import native_key
from gazetteer.translit.scripts import is_latin

ABBREVIATION = "abbr"


class Flag(IntFlag):
    """What is known of a name, besides its language and years."""

    PREFERRED = 1
    SHORT = 2
    COLLOQUIAL = 4
    HISTORIC = 8
    MAIN = 16
    CODE = 32
    LATIN = 64
    MACHINE = 128
    OWN = 256


@dataclass(frozen=True, slots=True)
class NamePart:
    """What the build knows of names once they are read: arrays, languages by number, and each row's text and place."""

    arrays: dict[str, Array]
    languages: list[str]
    rows: list[tuple[int, str, str, int]]


def build_names(places: PlacePart, names: Iterable[NameRecord], texts: Interner) -> NamePart:
    """Turn names into arrays, a place's own name first; names of unknown places and repeated ones are left out."""
    languages = Interner()
    entries: dict[tuple[int, str, str, str], tuple[int, str, str]] = {
        (row, name, "", ""): (Flag.MAIN, "", "") for row, name in enumerate(places.main_names)
    }
    for record in names:
        row = places.row_of.get(record.place)
        text = record.text.strip()
        if row is None or not text:
            continue
        key = (row, text, record.lang, record.code)
        if not record.lang and not record.code and text == places.main_names[row]:
            continue
        entries.setdefault(key, (_flags(record), record.since, record.until))
    rows = sorted(
        (row, -flags & Flag.MAIN, text, lang, code) for (row, text, lang, code), (flags, _s, _u) in entries.items()
    )
    native_scripts = {row for row, _main, text, *_ in rows if not text.isascii() and not is_latin(text)}
    out: list[tuple[int, str, str, int]] = []
    years: list[tuple[int, int, int]] = []
    codes: list[tuple[int, int]] = []
    for number, (row, _main, text, lang, code) in enumerate(rows):
        flags, since, until = entries[row, text, lang, code]
        if is_latin(text):
            flags |= Flag.LATIN
            if row in native_scripts and not lang and not flags & Flag.MAIN and text.isascii() and text == text.lower():
                flags |= Flag.MACHINE
        if since or until:
            years.append((number, texts(since), texts(until)))
        if code:
            codes.append((number, texts(code)))
        out.append((row, text, lang, flags))
    first = np.zeros(len(places.main_names) + 1, np.uint32)
    np.add.at(first, np.fromiter((row for row, *_ in out), np.int64, len(out)) + 1, 1)
    arrays: dict[str, Array] = {
        "name_place": np.fromiter((row for row, *_ in out), np.uint32, len(out)),
        "name_text": np.fromiter((texts(text) for _row, text, *_ in out), np.uint32, len(out)),
        "name_lang": np.fromiter((languages(lang) for *_, lang, _flags in out), np.uint16, len(out)),
        "name_flags": np.fromiter((flags for *_, flags in out), np.uint16, len(out)),
        "name_native": np.fromiter((native_hash(text) for _row, text, *_ in out), np.uint32, len(out)),
        "place_first_name": np.cumsum(first, dtype=np.uint32),
        "coded_name": np.array([number for number, _code in codes], np.uint32),
        "coded_kind": np.array([code for _number, code in codes], np.uint32),
        "dated_name": np.array([number for number, *_ in years], np.uint32),
        "dated_since": np.array([since for _number, since, _until in years], np.uint32),
        "dated_until": np.array([until for *_, until in years], np.uint32),
    }
    return NamePart(arrays, languages.texts(), out)


def native_hash(text: str) -> int:
    """A number that equal spellings in one script share (CRC-32 of the native key)."""
    return crc32(native_key(text).encode("utf-8"))


def _flags(record: NameRecord) -> int:
    flags = 0
    for flag, holds in (
        (Flag.PREFERRED, record.preferred),
        (Flag.SHORT, record.short),
        (Flag.COLLOQUIAL, record.colloquial),
        (Flag.HISTORIC, record.historic),
        (Flag.CODE, record.lang == ABBREVIATION or record.code != ""),
        (Flag.OWN, record.own),
    ):
        if holds:
            flags |= flag
    return flags
