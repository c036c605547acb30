"""Areas as people write them: the countries, continents and admin areas that a phrase stands for.

By name in any language ("Kharkiv oblast", "Wales, New South"), by code (`US-TX`, `US.TX`, a GeoNames id), by customary
abbreviation ("Pa.", NSW), abbreviated ("N. Carolina"), or one inside another ("Cook County, Illinois").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.index.values import Flag
from gazetteer.lexicon.abbreviations import expansions, turned
from gazetteer.lexicon.countries import CODE_LETTERS, country_named
from gazetteer.lexicon.divisions import division_codes
from gazetteer.lexicon.generic import phrase
from gazetteer.matching.codes import KEPT_LETTERS, area_of_code, codes_of, place_of_id
from gazetteer.translit.readings import readings
from gazetteer.translit.scripts import is_latin

AREA_ROWS = 64  # how many areas one phrase may stand for
AREA_CLASSES = ("A", "L")
ID_DIGITS = 7  # fewer are a postcode among areas
MOST_LETTERS = 200

Alike = Callable[[str], Array]
"""Finds the areas that a phrase may stand for which names none as it is written; gives their rows."""

_NO_ROWS = np.zeros(0, np.int32)
_CODE_FLAG, _LATIN_FLAG = int(Flag.CODE), int(Flag.LATIN)


@dataclass(frozen=True, slots=True)
class AreasRead:
    """The areas that a phrase stands for.

    Args:
        rows: their rows (int32), the best known first; empty where there is none.
        code: whether the phrase is a code or an abbreviation of one of them: of several the context must decide.
        alike: whether no area is called so, and these are merely alike.
    """

    rows: Array
    code: bool = False
    alike: bool = False


NONE = AreasRead(_NO_ROWS)


def find_areas(index: Index, text: str, alike: Alike | None = None) -> Array:
    """Rows of the areas that a phrase stands for; arguments as in `read_areas`."""
    return read_areas(index, text, alike).rows


def read_areas(index: Index, text: str, alike: Alike | None = None) -> AreasRead:
    """The countries and admin areas that a phrase stands for. Never raises.

    Class words select: "Kharkiv oblast" is the oblast of that name.

    Args:
        index: the opened index.
        text: the phrase.
        alike: asked where no area has that name.
    """
    if len(text) > MOST_LETTERS or not text.strip():
        return NONE
    found = _kept(index, text) if len(text) <= KEPT_LETTERS else _exact(index, text)
    if len(found.rows) or alike is None or sum(map(str.isalpha, text)) <= sum(map(str.isnumeric, text)):
        return found  # a number is like no name
    rows = alike(text)
    return AreasRead(rows, alike=True) if len(rows) else NONE


def _kept(index: Index, text: str) -> AreasRead:
    codes = codes_of(index)
    found: AreasRead | None = codes.kept.get(text)
    if found is None:
        found = _exact(index, text)
        codes.keep(text, found)
    return found


def _exact(index: Index, text: str) -> AreasRead:
    """The areas that a phrase names as it is written, or by a rule that needs no guess."""
    coded = _coded(index, text)
    if coded is not None:
        return AreasRead(np.array([coded], np.int32), code=True)
    if not any(map(str.isalpha, text)):
        return NONE  # a number is no name: "2" is not District #2
    found = _called(index, text)
    if len(found.rows):
        return found
    other = turned(text)
    for spelling in (*((other,) if other else ()), *expansions(text), *(expansions(other) if other else ())):
        rows = _named(index, spelling)[0]
        if len(rows):
            return AreasRead(rows)
    return _inside(index, text)


def _coded(index: Index, text: str) -> int | None:
    row = area_of_code(index, text)
    if row is not None or len(text.strip()) < ID_DIGITS:
        return row
    row = place_of_id(index, text)
    is_area = row is not None and index.places.features[index.columns.place_feature[row]][0] in AREA_CLASSES
    return row if is_area else None


def _called(index: Index, text: str) -> AreasRead:
    """By the names of the gazetteer, the customary abbreviations of divisions, and those of countries, together."""
    rows, code = _named(index, text)
    further = [row for iso in division_codes(text) if (row := codes_of(index).iso.get(iso)) is not None]
    code = code or bool(further)
    named = country_named(text)
    if named is not None:
        letters = text.replace(".", "").strip()
        short = len(letters) <= CODE_LETTERS
        # The letters of another body's code must not crowd out the areas that are called so here.
        if not (short and (len(rows) or further)):
            row = _row_of(index, named.code, named.part)
            further += [row] if row is not None else []
            code = code or short
    if not further:
        return AreasRead(rows, code)
    return AreasRead(_best_known_first(index, (*rows.tolist(), *further)), code)


def _row_of(index: Index, country: str, part: str | None) -> int | None:
    """The row of a country, or of its part where one is meant."""
    if part is not None:
        return codes_of(index).iso.get(part)
    number = index.places.country_numbers.get(country)
    row = -1 if number is None else int(index.places.countries[number]["row"])
    return row if row >= 0 else None


def _named(index: Index, text: str) -> tuple[Array, bool]:
    """The areas with a name of these letters, and whether one of these names is a code."""
    rows, code = _areas_of_text(index, text)
    if len(rows):
        return rows, code
    described = phrase(text)
    if described.core and described.core != text:
        rows, code = _areas_of_text(index, described.core)
        return _of_kinds(index, rows, described.kinds), code
    return _NO_ROWS, False


def _of_kinds(index: Index, rows: Array, kinds: frozenset[str]) -> Array:
    """Those of the kinds that the phrase speaks of; all where none is."""
    features = [index.places.features[number] for number in index.columns.place_feature[rows].tolist()]
    fit = np.array([f"{first}.{code}" in kinds or first in kinds for first, code in features], np.bool_)
    return rows[fit] if fit.any() else rows


def _areas_of_text(index: Index, text: str) -> tuple[Array, bool]:
    keys = [index.keys.find(reading.key) for reading in readings(text)]
    return _areas_of_keys(index, [key for key in keys if key >= 0], latin=is_latin(text))


def _areas_of_keys(index: Index, keys: Sequence[int], *, latin: bool) -> tuple[Array, bool]:
    """The areas with these keys; a code is none in another script than its own."""
    columns, places = index.columns, index.places
    seen: dict[int, None] = {}
    code = False
    for key in keys:
        first, last = int(columns.key_first_name[key]), int(columns.key_first_name[key + 1])
        names = columns.key_name[first:last]
        for row, flags in zip(columns.name_place[names].tolist(), columns.name_flags[names].tolist(), strict=True):
            if flags & _CODE_FLAG and bool(flags & _LATIN_FLAG) != latin:
                continue
            if places.features[columns.place_feature[row]][0] in AREA_CLASSES:
                seen[row] = None
                code = code or bool(flags & _CODE_FLAG)
    return _best_known_first(index, seen), code


def _best_known_first(index: Index, rows: Iterable[int]) -> Array:
    fame = index.columns.place_fame
    ordered = sorted(dict.fromkeys(rows), key=lambda row: -float(fame[row]))[:AREA_ROWS]
    return np.array(ordered, np.int32) if ordered else _NO_ROWS


def _inside(index: Index, text: str) -> AreasRead:
    """Areas inside others, the smaller ones first: "Cook County, Illinois"."""
    head, comma, tail = text.partition(",")
    if not comma or not head.strip() or not tail.strip():
        return NONE
    inner, outer = _called(index, head.strip()), _called(index, tail.strip())
    around = set(outer.rows.tolist())
    rows = [row for row in inner.rows.tolist() if around & set(index.places.ancestors(row))]
    return AreasRead(np.array(rows, np.int32), inner.code) if rows else NONE
