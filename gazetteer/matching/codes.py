"""Countries and admin areas of one index by their codes: ISO 3166-1, ISO 3166-2, GeoNames'."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from gazetteer.errors import UnknownPlace
from gazetteer.index.index import Index
from gazetteer.index.records.places import Places
from gazetteer.index.values import LEVELS
from gazetteer.model import inward
from gazetteer.numbers import whole_number

MOST_ID = 2**31 - 1
MOST_NUMERIC = 999
KEPT = 4096  # some 500 bytes each: answers kept of one index; all are dropped when there are more
KEPT_LETTERS = 64  # longer texts are read anew each time

_LONGEST = 40
_CODE = re.compile(r"[A-Z]{2}[-.][A-Z0-9]+(?:[.\-][A-Z0-9]+)*", re.ASCII)
_NO_ROW = -1


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one index, and what was read of it lately.

    Args:
        countries: country numbers by alpha-2 and alpha-3.
        numeric: country numbers by ISO's number.
        country_rows: country numbers by the row of the country as a place.
        iso: rows of areas by ISO 3166-2.
        first: rows of first-level areas by GeoNames' code (`US.TX`).
        kept: answers by whatever reads countries and areas.
    """

    countries: dict[str, int]
    numeric: dict[int, int]
    country_rows: dict[int, int]
    iso: dict[str, int]
    first: dict[str, int]
    kept: dict[Any, Any] = field(default_factory=dict)

    def keep(self, key: Any, value: Any) -> None:
        """Keep an answer; those before are forgotten when there are too many."""
        if len(self.kept) >= KEPT:
            self.kept.clear()
        self.kept[key] = value


# By places, not by index: an index cannot be a key, and nothing here may keep a replaced one open.
_CODES: WeakKeyDictionary[Places, Codes] = WeakKeyDictionary()


def codes_of(index: Index) -> Codes:
    """The codes of an index, read once."""
    found = _CODES.get(index.places)
    if found is None:
        found = _CODES.setdefault(index.places, _read(index))
    return found


def country_of_code(codes: Codes, text: str) -> int | None:
    """The number of the country with that code of ISO 3166-1: alpha-2, alpha-3 or digits."""
    if len(text) > _LONGEST:
        return None
    code = text if text.isascii() else unicodedata.normalize("NFKC", text)
    code = code.strip().upper()
    found = codes.countries.get(code)
    if found is None and (number := whole_number(code, MOST_NUMERIC)) is not None:
        found = codes.numeric.get(number)
    return found


def area_of_code(index: Index, text: str) -> int | None:
    """The row of the area with that code: `US-TX` of ISO 3166-2, `US.TX` or `UA.05.1402` of GeoNames."""
    code = text.strip().upper()
    if len(code) > _LONGEST or _CODE.fullmatch(code) is None:
        return None
    codes = codes_of(index)
    return (
        codes.iso.get(code) or codes.first.get(code) or (_deeper(index, codes, code) if code.count(".") > 1 else None)
    )


def place_of_id(index: Index, text: str) -> int | None:
    """The row of the place with that id, in digits or `Q7204`; None where the text is none, or there is no such."""
    number = whole_number(text, MOST_ID) or inward(text)
    if number is None:
        return None
    try:
        return index.places.row(number)
    except UnknownPlace:
        return None


def _deeper(index: Index, codes: Codes, code: str) -> int | None:
    """The area of a lower level with that code, looked for inside the first-level one."""
    country, first, _rest = code.split(".", 2)
    above = codes.first.get(f"{country}.{first}")
    if above is None:
        return None
    arrays = index.store.arrays
    inside = np.flatnonzero(arrays[LEVELS[0]][arrays["area_row"]] == above)
    texts = index.places.texts
    for number in inside.tolist():
        if texts[arrays["area_code"][number]].upper() == code:
            return int(arrays["area_row"][number])
    return None


def _read(index: Index) -> Codes:
    places, arrays = index.places, index.store.arrays
    areas, texts = arrays["area_row"], places.texts
    iso: dict[str, int] = {}
    written = {number: texts[number] for number in np.unique(arrays["area_iso"]).tolist()}
    if any(not text for text in written.values()):
        none = next(number for number, text in written.items() if not text)
        coded = np.flatnonzero(arrays["area_iso"] != none)
    else:
        coded = np.arange(len(areas))
    for row, number in zip(areas[coded].tolist(), arrays["area_iso"][coded].tolist(), strict=True):
        iso.setdefault(written[number].upper(), row)
    feature = ("A", "ADM1")
    level = places.features.index(feature) if feature in places.features else _NO_ROW
    firsts = np.flatnonzero(arrays["place_feature"][areas] == level)
    first = {texts[arrays["area_code"][number]].upper(): int(areas[number]) for number in firsts.tolist()}
    by_letters = dict(places.country_numbers)
    for number, country in enumerate(places.countries):
        by_letters.setdefault(str(country["iso3"]), number)
    return Codes(
        countries=by_letters,
        numeric={int(country["numeric"]): number for number, country in enumerate(places.countries)},
        country_rows={int(country["row"]): number for number, country in enumerate(places.countries)},
        iso=iso,
        first=first,
    )
