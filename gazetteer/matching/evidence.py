"""Evidence: from the keys found to a row of numbers for each place that they may mean.

One kernel does it all, since it runs for every query: it compares each key with the query's readings and sounds,
walks from the key to the names and places that have it, and keeps the places that the model likes best.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.build_keys import Tie
from gazetteer.index.build_names import Flag
from gazetteer.index.jit import inline, kernel
from gazetteer.index.likeness import BYTES, WORD, clear_masks, lcs, set_masks
from gazetteer.index.opened import Columns
from gazetteer.index.places import Kind
from gazetteer.matching.features import Evidence, Nothing

CANDIDATES = 60  # places kept for the model
NAMES_PER_KEY = 64  # names looked at for a key that is merely alike
NAMES_IF_EXACT = 512  # for an equal key
NAMES_IN_CONTEXT = 50_000  # for an equal key, where a context tells the names apart
FEATURES = len(Evidence)
NOTHINGS = len(Nothing)
LONGEST = 255  # letters of a key that are compared
GOOD_BLEND = 0.85
VOWEL = ord("a")  # all vowels are this one at depth 3
EARTH_KM = 6371.0088  # mean radius, IUGG
DEGREE_RADIANS = math.pi / 180 / 100_000

_ALIKE = 4  # string, and sound at three depths

# Kernels know plain integers better than flags.
_MAIN, _HISTORIC, _COLLOQUIAL = int(Flag.MAIN), int(Flag.HISTORIC), int(Flag.COLLOQUIAL)
_WEAK = int(Flag.MACHINE | Flag.CODE)

Texts = tuple[NDArray[np.uint8], NDArray[np.int64]]
"""Strings one after the other, and where each begins, with the end of the last."""


@inline
def _ratio(masks: Any, length: Any, heap: Any, start: Any, end: Any) -> Any:
    return 2.0 * lcs(masks, length, heap, start, end) / max(length + end - start, 1)


@inline
def _deepen(heap: Any, start: Any, end: Any, letters: Any, drop_vowels: Any, out: Any) -> Any:
    """Write a sound at a lesser depth: letters mapped, vowels after the first letter dropped, doubles squeezed."""
    length = 0
    last = np.uint8(0)
    for position in range(start, min(end, start + LONGEST)):
        letter = letters[heap[position]]
        if drop_vowels and letter == VOWEL and position > start:
            continue
        if letter != last:
            out[length] = letter
            length += 1
            last = letter
    return length


@kernel
def compare(
    keys: NDArray[np.int64],
    columns: Columns,
    patterns: Texts,
    kinds: NDArray[np.int64],
    heard: Texts,
    depth2: NDArray[np.uint8],
    depth3: NDArray[np.uint8],
    alike: NDArray[np.float64],
    forms: NDArray[np.int64],
    masks: NDArray[np.uint64],
) -> None:
    """Compare keys with the query's readings and sounds.

    Args:
        keys: ids of the keys found, shape (n,).
        columns: of the index.
        patterns: the query's readings, each at most 64 letters, and where each begins.
        kinds: the form each reading came from.
        heard: the query's sounds at depth 1, and where each begins.
        depth2: the map of codes from depth 1 to depth 2, 256 entries.
        depth3: the map from depth 1 to depth 3.
        alike: written; for each key the ratios of string and of sound at three depths, shape (n, 4).
        forms: written; the form that fits each key best, shape (n,).
        masks: zeros, 256 for each reading and three times that for each sound; zeros again at the end.
    """
    text, begins = patterns
    sound, sound_begins = heard
    readings, sounds = len(begins) - 1, len(sound_begins) - 1
    lengths = np.zeros((sounds, 3), np.int64)
    buffers = np.zeros((sounds, 3, LONGEST + 1), np.uint8)
    for r in range(readings):
        set_masks(masks[r * BYTES : (r + 1) * BYTES], text[begins[r] : begins[r + 1]])
    for v in range(sounds):
        start, end = sound_begins[v], min(sound_begins[v + 1], sound_begins[v] + WORD)
        for position in range(start, end):
            buffers[v, 0, position - start] = sound[position]
        lengths[v, 0] = end - start
        lengths[v, 1] = _deepen(sound, start, end, depth2, False, buffers[v, 1])
        lengths[v, 2] = _deepen(sound, start, end, depth3, True, buffers[v, 2])
        for depth in range(3):
            place = (readings + 3 * v + depth) * BYTES
            set_masks(masks[place : place + BYTES], buffers[v, depth, : lengths[v, depth]])
    near2, near3 = np.zeros(LONGEST + 1, np.uint8), np.zeros(LONGEST + 1, np.uint8)
    for hit in range(len(keys)):
        key = keys[hit]
        start = np.int64(columns.key_offsets[key])
        end = min(np.int64(columns.key_offsets[key + 1]), start + LONGEST)
        best, form = -1.0, 0
        for r in range(readings):
            likeness = _ratio(masks[r * BYTES :], begins[r + 1] - begins[r], columns.key_heap, start, end)
            if likeness > best or (likeness == best and kinds[r] < form):
                best, form = likeness, kinds[r]
        alike[hit, 0], forms[hit] = best, form
        total = -1.0
        for n in range(np.int64(columns.key_first_near[key]), np.int64(columns.key_first_near[key + 1])):
            near = np.int64(columns.key_near[n])
            start = np.int64(columns.near_offsets[near])
            end = min(np.int64(columns.near_offsets[near + 1]), start + LONGEST)
            length2 = _deepen(columns.near_heap, start, end, depth2, False, near2)
            length3 = _deepen(columns.near_heap, start, end, depth3, True, near3)
            for v in range(sounds):
                place = (readings + 3 * v) * BYTES
                r1 = _ratio(masks[place:], lengths[v, 0], columns.near_heap, start, end)
                r2 = _ratio(masks[place + BYTES :], lengths[v, 1], near2, 0, length2)
                r3 = _ratio(masks[place + 2 * BYTES :], lengths[v, 2], near3, 0, length3)
                if r1 + r2 + r3 > total:
                    total = r1 + r2 + r3
                    alike[hit, 1], alike[hit, 2], alike[hit, 3] = r1, r2, r3
        if total < 0 or best == 1.0:
            alike[hit, 1:] = best
    for r in range(readings):
        clear_masks(masks[r * BYTES : (r + 1) * BYTES], text[begins[r] : begins[r + 1]])
    for v in range(sounds):
        for depth in range(3):
            place = (readings + 3 * v + depth) * BYTES
            clear_masks(masks[place : place + BYTES], buffers[v, depth, : lengths[v, depth]])


@inline
def _contains(values: Any, wanted: Any) -> Any:
    for value in values:
        if value == wanted:
            return True
    return False


@inline
def _distance_km(lat1: Any, lon1: Any, lat2: Any, lon2: Any) -> Any:
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
        alike: their ratios, shape (n, 4), as `compare` writes them.
        forms: the form that fits each, shape (n,).
        columns: of the index.
        class_of_feature: the `Kind` by feature number.
        asked: native hash, language number, whether in another script than Latin, letters, first letter.
        context: countries, area rows, area countries, lat, lon, km, features asked for, features named.
        weights: of the evidence.
        strict: leave out what disagrees with the context.
        rows: written; place, name and hit of each candidate, shape (60, 3).
        evidence: written; shape (60, len(Evidence)).
        utility: written; the weighted sum, shape (60,).

    Returns:
        How many candidates there are.
    """
    native, language, foreign, letters, first_letter = asked
    countries, areas, area_countries, lat, lon, km, wanted, named = context
    narrowed = len(countries) > 0 or len(areas) > 0 or len(area_countries) > 0 or km > 0
    row = np.zeros(FEATURES, np.float64)
    count = 0
    for hit in range(len(keys)):
        key = keys[hit]
        string = alike[hit, 0]
        blend = (string + alike[hit, 1] + alike[hit, 2] + alike[hit, 3]) / _ALIKE
        exact = string == 1.0
        first, last = np.int64(columns.key_first_name[key]), np.int64(columns.key_first_name[key + 1])
        enough = NAMES_IF_EXACT if exact else NAMES_PER_KEY
        if not narrowed:
            last = min(last, first + enough)
        else:
            last = min(last, first + NAMES_IN_CONTEXT)
        start = np.int64(columns.key_offsets[key])
        same_start = np.int64(columns.key_offsets[key + 1]) > start and columns.key_heap[start] == first_letter
        for entry in range(first, last):
            name = np.int64(columns.key_name[entry])
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
                )
                in_area = 1 if inside else -1
            if len(wanted) > 0:
                kind_asked = 1 if wanted[columns.place_feature[place]] else -1
            distance = 0.0
            if km > 0:
                distance = _distance_km(lat, lon, columns.place_lat[place], columns.place_lon[place])
            outside = in_country < 0 or in_area < 0 or kind_asked < 0 or (km > 0 and distance > km)
            if (strict and outside) or (outside and entry - first > enough):
                continue
            flags = columns.name_flags[name]
            tie = columns.key_tie[entry]
            kind = class_of_feature[columns.place_feature[place]]
            fame = np.float64(columns.place_fame[place])
            known = np.float64(columns.place_first_name[place + 1]) - np.float64(columns.place_first_name[place])
            weak = exact and (tie == Tie.CORE or (flags & _WEAK) != 0 or forms[hit] != 0)
            same = exact and not weak and columns.name_native[name] == native
            row[:] = 0.0
            row[Evidence.BLEND] = blend
            row[Evidence.BLEND_70] = max(0.0, blend - 0.7)
            row[Evidence.BLEND_80] = max(0.0, blend - 0.8)
            row[Evidence.BLEND_90] = max(0.0, blend - 0.9)
            row[Evidence.STRING] = string
            row[Evidence.EXACT_NATIVE] = same
            row[Evidence.EXACT_READING] = exact and not same and not weak
            row[Evidence.EXACT_MAIN] = exact and not weak and (flags & _MAIN) != 0
            row[Evidence.EXACT_WEAK] = weak
            row[Evidence.MISSED_LETTERS] = math.sqrt((1.0 - blend) * letters)
            row[Evidence.FAME] = fame
            row[Evidence.NAMES] = math.log(known + 1.0)
            row[Evidence.FAME_IF_EXACT] = fame if exact else 0.0
            row[Evidence.FAME_BY_BLEND] = fame * blend
            if foreign:
                row[Evidence.FOREIGN_STRING] = string
                row[Evidence.FOREIGN_BROAD] = alike[hit, 2]
                row[Evidence.FOREIGN_BLEND] = blend
            row[Evidence.COUNTRY] = kind == Kind.COUNTRY
            row[Evidence.AREA] = kind == Kind.AREA
            row[Evidence.OTHER_CLASS] = kind == Kind.OTHER
            row[Evidence.CAPITAL] = kind == Kind.CAPITAL
            row[Evidence.IN_COUNTRY] = in_country
            row[Evidence.IN_AREA] = in_area
            row[Evidence.KIND_ASKED] = kind_asked
            if km > 0:
                row[Evidence.NEARNESS] = -math.log(1.0 + distance / km)
            if len(named) > 0:
                row[Evidence.KIND_NAMED] = 1 if named[columns.place_feature[place]] else -1
            row[Evidence.CORE_FORM] = forms[hit] == 1
            row[Evidence.NOMINATIVE_FORM] = forms[hit] == 2
            row[Evidence.HISTORIC] = (flags & _HISTORIC) != 0
            row[Evidence.COLLOQUIAL] = (flags & _COLLOQUIAL) != 0
            row[Evidence.LANGUAGE] = language > 0 and columns.name_lang[name] == language
            row[Evidence.FIRST_LETTER] = same_start
            row[Evidence.EXACT_SHORT] = 1.0 / math.sqrt(letters) if exact else 0.0
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
            rows[slot, 0], rows[slot, 1], rows[slot, 2] = place, name, hit
            utility[slot] = worth
            evidence[slot, :] = row
    return count
