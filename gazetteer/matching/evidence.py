"""Evidence: from the keys found to a row of numbers for each place that they may mean.

A kernel, since it runs for every query: it walks from each key to the names and places that have it, and keeps the
places that the model likes best.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.build_names import Flag
from gazetteer.index.jit import inline, kernel, popcount
from gazetteer.index.opened import Columns
from gazetteer.index.places import Kind
from gazetteer.index.reading import Tie
from gazetteer.matching.compare import ALIKE, CONFUSED, DOUBLED, EDITS, PREFIX, SUFFIX, SWAPPED, VOWELS
from gazetteer.matching.features import Evidence
from gazetteer.matching.question import FormKind

CANDIDATES = 60  # places kept for the model
NAMES_PER_KEY = 64  # names looked at for a key that is merely alike
NAMES_IF_EXACT = 512  # for an equal key
NAMES_IN_CONTEXT = 50_000  # for an equal key, where a context tells the names apart
LEAST_STEM = 6  # Latin letters that must be left where a doubtful ending was undone: many short words look inflected
SURE_ENDING = 127  # the doubt, of 255, up to which an ending is none too doubtful: a preposition stood before it
PEOPLED = 1.0  # decimal logarithm of the people below which their number is taken for unknown
UNKNOWN_FAME = 2.3  # then a place counts as a village of two hundred
FAME_BY_NAMES = 2.5  # or by this, times the decimal logarithm of the number of its names: the Danube has two hundred
FEATURES = len(Evidence)
EARTH_KM = 6371.0088  # mean radius, IUGG
DEGREE_RADIANS = math.pi / 180 / 100_000


# Kernels know plain integers better than flags.
_MAIN, _HISTORIC, _COLLOQUIAL = int(Flag.MAIN), int(Flag.HISTORIC), int(Flag.COLLOQUIAL)
_LATIN, _MACHINE, _CODE = int(Flag.LATIN), int(Flag.MACHINE), int(Flag.CODE)
_WHOLE, _CORE, _NOMINATIVE = int(FormKind.WHOLE), int(FormKind.CORE), int(FormKind.NOMINATIVE)


@inline
def _contains(values: Any, wanted: Any) -> Any:
    for value in values:  # noqa: SIM110 - numba has no generators
        if value == wanted:
            return True
    return False


@inline
def _borne(columns: Any, name: Any, day: Any) -> Any:
    """Whether a place bore a name on a day: 1 it did, -1 it did not, 0 the name has no years."""
    at = np.searchsorted(columns.dated_name, np.uint32(name))
    if at == len(columns.dated_name) or columns.dated_name[at] != name:
        return 0
    return 1 if columns.dated_first[at] <= day <= columns.dated_last[at] else -1


@inline
def distance_km(lat1: Any, lon1: Any, lat2: Any, lon2: Any) -> Any:
    """Great-circle distance of two points in whole 1e-5 degrees (haversine)."""
    a, b = lat1 * DEGREE_RADIANS, lat2 * DEGREE_RADIANS
    rise = math.sin((a - b) / 2) ** 2
    turn = math.sin((lon1 - lon2) * DEGREE_RADIANS / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(rise + math.cos(a) * math.cos(b) * turn)))


@kernel
def weigh(
    keys: NDArray[np.int64],
    alike: NDArray[np.float64],
    forms: NDArray[np.int64],
    columns: Columns,
    class_of_feature: NDArray[np.uint8],
    asked: Any,
    context: Any,
    weights: NDArray[np.float64],
    strict: bool,
    rows: NDArray[np.int64],
    evidence: NDArray[np.float64],
    utility: NDArray[np.float64],
) -> int:
    """Weigh the places that have one of the keys, and keep the best.

    Args:
        keys: ids of the keys found, shape (n,).
        alike: their ratios, edits and common ends, shape (n, 11), as `compare` writes them.
        forms: the form that fits each, its doubt and its native hash, shape (n, 3).
        columns: of the index.
        class_of_feature: the `Kind` by feature number.
        asked: day (19241231) or 0, language number, whether in another script than Latin, letters, whether all are
            capitals, first letter, modifiers.
        context: countries, area rows, area countries, lat, lon, km, features asked for, features named.
        weights: of the evidence.
        strict: leave out what disagrees with the context.
        rows: written; place, name, hit, form and degree of exactness of each candidate, shape (60, 5).
        evidence: written; shape (60, len(Evidence)).
        utility: written; the weighted sum, shape (60,).

    Returns:
        How many candidates there are.
    """
    day, language, foreign, letters, capitals, first_letter, concepts = asked
    countries, areas, area_countries, lat, lon, km, wanted, named = context
    narrowed = len(countries) > 0 or len(areas) > 0 or len(area_countries) > 0 or km > 0
    unsettled = len(named) > 0  # the query's generic words speak of a river or an airport, not of a town or an area
    for feature in range(len(named)):
        unsettled = unsettled and not (named[feature] and class_of_feature[feature] != Kind.OTHER)
    row = np.zeros(FEATURES, np.float64)
    count = 0
    for hit in range(len(keys)):
        key = keys[hit]
        string = alike[hit, 0]
        blend = (string + alike[hit, 1] + alike[hit, 2] + alike[hit, 3]) / ALIKE
        exact = string == 1.0
        first, last = np.int64(columns.key_first_name[key]), np.int64(columns.key_first_name[key + 1])
        enough = NAMES_IF_EXACT if exact else NAMES_PER_KEY
        last = min(last, first + (NAMES_IN_CONTEXT if narrowed else enough))
        start = np.int64(columns.key_offsets[key])
        end = np.int64(columns.key_offsets[key + 1])
        same_start = end > start and columns.key_heap[start] == first_letter
        for entry in range(first, last):
            name = np.int64(columns.key_name[entry])
            flags = columns.name_flags[name]
            if (flags & _CODE) != 0 and not (exact and forms[hit, 0] == _WHOLE):
                continue  # a code misspelt is another code
            place = np.int64(columns.name_place[name])
            country = np.int64(columns.place_country[place])
            in_country, in_area, kind_asked = 0, 0, 0
            if len(countries) > 0:
                in_country = 1 if _contains(countries, country) else -1
            if len(areas) > 0 or len(area_countries) > 0:
                inside = (
                    _contains(area_countries, country)
                    or _contains(areas, np.int64(columns.place_admin1[place]))
                    or _contains(areas, np.int64(columns.place_admin2[place]))
                    or _contains(areas, np.int64(columns.place_admin3[place]))
                    or _contains(areas, np.int64(columns.place_admin4[place]))
                )
                in_area = 1 if inside else -1
            if len(wanted) > 0:
                kind_asked = 1 if wanted[columns.place_feature[place]] else -1
            distance = 0.0
            if km > 0:
                distance = distance_km(lat, lon, columns.place_lat[place], columns.place_lon[place])
            outside = in_country < 0 or in_area < 0 or kind_asked < 0 or (km > 0 and distance > km)
            if (strict and outside) or (outside and entry - first > enough):
                continue
            tie = columns.key_tie[entry]
            kind = class_of_feature[columns.place_feature[place]]
            fame: Any = np.float64(columns.place_fame[place])
            known = np.float64(columns.place_first_name[place + 1]) - np.float64(columns.place_first_name[place])
            doubtful = forms[hit, 0] == _NOMINATIVE and forms[hit, 1] > SURE_ENDING
            stump = doubtful and not foreign and end - start < LEAST_STEM
            coded = (flags & _CODE) != 0
            machine = (flags & _MACHINE) != 0 or (coded and not capitals)
            weak = exact and (tie == Tie.CORE or machine or forms[hit, 0] == _CORE or stump)
            same = exact and not weak and columns.name_native[name] == forms[hit, 2]
            row[:] = 0.0
            row[Evidence.BLEND] = blend
            row[Evidence.BLEND_70] = max(0.0, blend - 0.7)
            row[Evidence.BLEND_80] = max(0.0, blend - 0.8)
            row[Evidence.BLEND_90] = max(0.0, blend - 0.9)
            row[Evidence.STRING] = string
            row[Evidence.EXACT_NATIVE] = same
            row[Evidence.EXACT_READING] = exact and not same and not weak
            row[Evidence.EXACT_MAIN] = exact and not weak and ((flags & _MAIN) != 0 or coded)
            row[Evidence.EXACT_WEAK] = weak
            row[Evidence.MISSED_LETTERS] = math.sqrt((1.0 - blend) * letters)
            names = math.log(known + 1.0)
            if fame < PEOPLED:
                fame = max(UNKNOWN_FAME, FAME_BY_NAMES * math.log10(known))
            if same:
                row[Evidence.FAME_IF_SAME] = fame
                row[Evidence.NAMES_IF_SAME] = names
                row[Evidence.COUNTRY_IF_SAME] = kind == Kind.COUNTRY
                row[Evidence.AREA_IF_SAME] = kind == Kind.AREA
                row[Evidence.CAPITAL_IF_SAME] = kind == Kind.CAPITAL
            else:
                row[Evidence.FAME] = fame
                row[Evidence.NAMES] = names
                row[Evidence.FAME_BY_BLEND] = fame * blend
                row[Evidence.COUNTRY] = kind == Kind.COUNTRY
                row[Evidence.AREA] = kind == Kind.AREA
                row[Evidence.CAPITAL] = kind == Kind.CAPITAL
            if foreign:
                row[Evidence.FOREIGN_STRING] = string
                row[Evidence.FOREIGN_BROAD] = alike[hit, 2]
                row[Evidence.FOREIGN_BLEND] = blend
            row[Evidence.OTHER_CLASS] = kind == Kind.OTHER and not same
            row[Evidence.IN_COUNTRY] = in_country
            row[Evidence.IN_AREA] = in_area
            row[Evidence.KIND_ASKED] = kind_asked
            if km > 0:
                row[Evidence.NEARNESS] = -math.log(1.0 + distance / km)
            if len(named) > 0:
                row[Evidence.KIND_NAMED] = 1 if named[columns.place_feature[place]] else -1
                unpeopled = kind == Kind.AREA or kind == Kind.OTHER
                row[Evidence.AREA_NAMED] = unpeopled and named[columns.place_feature[place]]
                row[Evidence.KIND_MISSED] = unsettled and forms[hit, 0] == _CORE and kind != Kind.OTHER
            row[Evidence.CORE_FORM] = forms[hit, 0] == _CORE
            row[Evidence.NOMINATIVE_FORM] = forms[hit, 0] == _NOMINATIVE
            then = _borne(columns, name, day) if day > 0 else 0
            row[Evidence.HISTORIC] = then == 0 and (flags & _HISTORIC) != 0
            row[Evidence.OUT_OF_DATE] = then < 0
            row[Evidence.COLLOQUIAL] = (flags & _COLLOQUIAL) != 0
            row[Evidence.LANGUAGE] = language > 0 and columns.name_lang[name] == language
            row[Evidence.FIRST_LETTER] = same_start
            row[Evidence.EXACT_SHORT] = 1.0 / math.sqrt(letters) if exact else 0.0
            row[Evidence.MODIFIERS] = popcount(np.uint64(columns.key_concepts[key]) ^ np.uint64(concepts))
            edits = alike[hit, EDITS]
            row[Evidence.EDITS] = edits
            row[Evidence.EDIT_RATIO] = 1.0 - edits / max(letters, end - start)
            if not foreign and (flags & _LATIN) == 0:
                row[Evidence.ACROSS] = 1.0
                row[Evidence.ACROSS_BLEND] = blend
            row[Evidence.MACHINE] = (flags & _MACHINE) != 0
            longer = max(letters, end - start)
            row[Evidence.CONFUSED] = alike[hit, CONFUSED]
            row[Evidence.PREFIX] = alike[hit, PREFIX] / longer
            row[Evidence.SUFFIX] = alike[hit, SUFFIX] / longer
            if not foreign and (flags & _LATIN) != 0:
                row[Evidence.LATIN_EDIT_RATIO] = 1.0 - edits / longer
                row[Evidence.LATIN_FIRST_LETTER] = same_start
                row[Evidence.LATIN_CONFUSED] = alike[hit, CONFUSED]
            row[Evidence.DOUBLED] = alike[hit, DOUBLED]
            row[Evidence.SWAPPED] = alike[hit, SWAPPED]
            row[Evidence.VOWELS] = alike[hit, VOWELS]
            row[Evidence.DOUBT] = forms[hit, 1] / 255.0
            worth = 0.0
            for feature in range(FEATURES):
                worth += weights[feature] * row[feature]
            slot, least = -1, 0
            for other in range(count):
                if rows[other, 0] == place:
                    slot = other
                    break
                if utility[other] < utility[least]:
                    least = other
            if slot < 0:
                if count < CANDIDATES:
                    slot = count
                    count += 1
                elif worth > utility[least]:
                    slot = least
                else:
                    continue
            elif worth <= utility[slot]:
                continue
            rows[slot, 0], rows[slot, 1], rows[slot, 2], rows[slot, 3] = place, name, hit, forms[hit, 0]
            rows[slot, 4] = 2 if same else 1 if exact and not weak else 0
            utility[slot] = worth
            evidence[slot, :] = row
    return count
