"""Evidence: what is known of one name of one place, written as a row of numbers in steps, one for each kind of it."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from gazetteer.index.evidence_columns import EvidenceColumns
from gazetteer.index.jit import inline, popcount
from gazetteer.index.kernel_types import Bytes, Reals, Truth, Whole, Wholes
from gazetteer.index.values import DEGREE, Flag, PlaceKind, Tie
from gazetteer.matching.compare import RATIOS, Compared, Fitting
from gazetteer.matching.distance import distance_in_kernels
from gazetteer.matching.features import Evidence
from gazetteer.matching.forms import FormKind
from gazetteer.matching.known import AskedName, Known

LEAST_STEM = 6  # Latin letters that must be left where a doubtful ending was undone: many short words look inflected
SURE_ENDING = 127  # the doubt, of 255, up to which an ending is none too doubtful: a preposition stood before it
PEOPLED = 1.0  # the fame of a place without people: it counts as one of ten
WELL_KNOWN = 5.0  # decimal logarithm of the people of a place that two or three capitals may mean, as in USA or UK
KNOWN = 4.0  # of one that four or five may mean by its main name (LVIV, CALI), of which others are as well known
SHORTEST_WORD = 4  # letters from which capitals are rather a word than initials
CITY = math.log10(50_000)  # of more people than this, a place is no village
ALSO = 1_000_000_000  # added to a member, away from zero, that is one in another's view only
COUNTRY_UNMET = 3  # how much more an area that is not met speaks against a country
NAMED_ALIKE = 0.25  # what a word for a kind says for an area whose name is merely alike
HAMLET = math.log10(500)  # of fewer, no city

# Kernels know plain integers better than flags.
_MAIN, _HISTORIC, _COLLOQUIAL = int(Flag.MAIN), int(Flag.HISTORIC), int(Flag.COLLOQUIAL)
_LATIN, _MACHINE, _CODE = int(Flag.LATIN), int(Flag.MACHINE), int(Flag.CODE)
_WHOLE, _CORE, _NOMINATIVE = int(FormKind.WHOLE), int(FormKind.CORE), int(FormKind.NOMINATIVE)
_RESPELT = int(FormKind.RESPELT)
_VILLAGE_SAID, _CITY_SAID = 1, 2
_CODED, _TOWN, _HOW, _FIELD, _ALIKE = 1, 2, 3, 4, 8


class Bearings(NamedTuple):
    """How a place stands to what is known: 1 agrees, -1 disagrees, 0 not given."""

    in_country: int
    met: int
    unmet: int
    coded: bool  # an area that was read as a code contains it
    elsewhere: bool  # only in another's view, or as a territory of its own
    kind_asked: int
    distance: float
    outside: bool
    refused: bool  # by what the query's fields say; what its string says is only weighed
    astray: int  # as in `Row`


class Standing(NamedTuple):
    """Where a place lies, read once: each look into the columns within a loop over areas costs 0.1 µs."""

    place: Whole
    country: Whole
    is_country: Truth
    admin1: Whole
    admin2: Whole
    admin3: Whole
    admin4: Whole


class Fit(NamedTuple):
    """How a name fits the query."""

    key: Whole
    name: Whole
    place: Whole
    kind: int
    flags: int
    blend: float
    exact: bool
    same: bool  # the same letters in the same script
    weak: Truth
    coded: bool
    form: int
    length: Whole  # of the key
    same_start: Truth
    marks: int  # what those of the name come to
    bare: bool  # the name is an area's without its generic words


@inline
def contains(values: Wholes, wanted: Whole) -> bool:
    """Whether a value is among others."""
    for value in values:  # noqa: SIM110 - numba has no generators
        if value == wanted:
            return True
    return False


@inline
def _stand(columns: EvidenceColumns, kinds: Bytes, place: Whole) -> Standing:
    """Where a place lies."""
    return Standing(
        np.int64(place),
        np.int64(columns.place_country[place]),
        kinds[columns.place_feature[place]] == PlaceKind.COUNTRY,
        np.int64(columns.place_admin1[place]),
        np.int64(columns.place_admin2[place]),
        np.int64(columns.place_admin3[place]),
        np.int64(columns.place_admin4[place]),
    )


@inline
def _lies_in(where: Standing, member: Any) -> Any:
    """Whether a place is in a country (a negative member) or in an area."""
    if member < 0:
        return -(member + 1) == where.country
    return member == where.admin1 or member == where.admin2 or member == where.admin3 or member == where.admin4


@inline
def _is_member(where: Standing, members: Wholes, start: Whole, end: Whole) -> int:
    """How a place stands to some areas: 1 in one, 0 one itself, 2 in one by another's view, -1 in none."""
    itself, elsewhere = False, False
    for number in range(start, end):
        member = np.int64(members[number])
        viewed = member >= ALSO or member <= -ALSO
        if viewed:
            member -= ALSO if member > 0 else -ALSO
            elsewhere = elsewhere or _lies_in(where, member)
            continue
        if member == where.place or (where.is_country and member == -(where.country + 1)):
            itself = True
        elif _lies_in(where, member):
            return 1
    return 0 if itself else 2 if elsewhere else -1


@inline
def take_bearings(columns: EvidenceColumns, kinds: Bytes, known: Known, place: Whole) -> Bearings:
    """How a place stands to the countries, areas, kinds and the point that are known.

    A town that is called as its area is meets it (Singapore, Singapore); an area lies not in itself.
    """
    in_country, met, unmet, kind_asked, astray = 0, 0, 0, 0, 0
    coded, elsewhere, refused = False, False, False
    where = _stand(columns, kinds, place)
    if len(known.countries) > 0:
        member = _is_member(where, known.countries, np.int64(0), np.int64(len(known.countries)))
        in_country = 1 if member >= 0 else -1
        elsewhere = member > 1
        astray += in_country < 0
    kind = kinds[columns.place_feature[place]]
    is_area = kind == PlaceKind.AREA or kind == PlaceKind.COUNTRY
    start = np.int64(0)
    for group in range(len(known.ends)):
        end = np.int64(known.ends[group])
        member = _is_member(where, known.members, start, end)
        how = known.coded[group] & _HOW
        if how == _TOWN and member > 0 and columns.place_fame[place] >= columns.place_fame[known.members[start]]:
            member = -1  # what lies in a town's district is no part of the town where it is the larger
        if member > 0 or (member == 0 and not is_area):
            met += 1
            elsewhere = elsewhere or member > 1
            coded = coded or how == _CODED
        elif member < 0 or how == _TOWN:
            unmet += 1
            refused = refused or known.coded[group] & _FIELD != 0
            if known.coded[group] & _ALIKE == 0:  # a guess speaks against a place, and contradicts nobody
                astray |= 2 << group
        start = end
    if len(known.wanted) > 0:
        kind_asked = 1 if known.wanted[columns.place_feature[place]] else -1
    distance = 0.0
    if known.km > 0:
        lat, lon = columns.place_lat[place] / DEGREE, columns.place_lon[place] / DEGREE
        distance = distance_in_kernels(known.lat, known.lon, lat, lon)
    far = known.km > 0 and distance > known.km
    refused = refused or in_country < 0 or kind_asked < 0 or far
    outside = refused or unmet > 0
    return Bearings(in_country, met, unmet, coded, elsewhere, kind_asked, distance, outside, refused, astray)


@inline
def take_fit(
    columns: EvidenceColumns,
    kinds: Bytes,
    asked: AskedName,
    bearings: Bearings,
    key: int,
    name: Whole,
    tie: int,
    ratios: Reals,
    fitting: Wholes,
) -> Fit:
    """How a name fits the query."""
    start, end = np.int64(columns.key_offsets[key]), np.int64(columns.key_offsets[key + 1])
    place = np.int64(columns.name_place[name])
    flags = columns.name_flags[name]
    form = fitting[Fitting.FORM]
    exact = ratios[Compared.STRING] == 1.0
    coded = (flags & _CODE) != 0
    doubtful = form == _NOMINATIVE and fitting[Fitting.DOUBT] > SURE_ENDING
    stump = doubtful and not asked.foreign and end - start < LEAST_STEM
    # A code is nobody's name, unless places of that kind are asked for by codes in capitals.
    uncalled = coded and not (asked.capitals and bearings.kind_asked > 0)
    weak = exact and (tie == Tie.CORE or (flags & _MACHINE) != 0 or uncalled or form in (_CORE, _RESPELT) or stump)
    same = exact and not weak and columns.name_native[name] == fitting[Fitting.NATIVE]
    blend = (ratios[Compared.STRING] + ratios[Compared.SOUND] + ratios[Compared.BROAD] + ratios[Compared.DEEP]) / RATIOS
    same_start = end > start and columns.key_heap[start] == asked.first_letter
    kind = kinds[columns.place_feature[place]]
    marks = columns.name_marks[name]
    bare = tie == Tie.CORE
    length = end - start
    return Fit(key, name, place, kind, flags, blend, exact, same, weak, coded, form, length, same_start, marks, bare)


@inline
def write_likeness(row: Reals, fit: Fit, asked: AskedName, ratios: Reals) -> None:
    """How alike the name and the query are, as a whole."""
    string, blend = ratios[Compared.STRING], fit.blend
    row[Evidence.BLEND] = blend
    row[Evidence.BLEND_70] = max(0.0, blend - 0.7)
    row[Evidence.BLEND_80] = max(0.0, blend - 0.8)
    row[Evidence.BLEND_90] = max(0.0, blend - 0.9)
    row[Evidence.STRING] = string
    row[Evidence.EXACT_NATIVE] = fit.same
    if fit.same and fit.form == _WHOLE and asked.marks != fit.marks:
        row[Evidence.MARKS_LEFT_OUT] = asked.marks == 0
        row[Evidence.MARKS_OTHER] = asked.marks != 0
    row[Evidence.EXACT_READING] = fit.exact and not fit.same and not fit.weak
    row[Evidence.EXACT_MAIN] = fit.exact and not fit.weak and ((fit.flags & _MAIN) != 0 or fit.coded)
    row[Evidence.EXACT_WEAK] = fit.weak
    row[Evidence.MISSED_LETTERS] = math.sqrt((1.0 - blend) * asked.letters)
    row[Evidence.EXACT_SHORT] = 1.0 / math.sqrt(asked.letters) if fit.exact else 0.0
    if asked.foreign:
        row[Evidence.FOREIGN_STRING] = string
        row[Evidence.FOREIGN_BROAD] = ratios[Compared.BROAD]
        row[Evidence.FOREIGN_BLEND] = blend
    elif (fit.flags & _LATIN) == 0:
        row[Evidence.ACROSS] = 1.0
        row[Evidence.ACROSS_BLEND] = blend


@inline
def write_slips(row: Reals, fit: Fit, asked: AskedName, columns: EvidenceColumns, ratios: Reals) -> None:
    """By which letters the name and the query differ."""
    longer = max(asked.letters, fit.length)
    edits = ratios[Compared.EDITS]
    row[Evidence.FIRST_LETTER] = fit.same_start
    row[Evidence.MODIFIERS] = popcount(np.uint64(columns.key_concepts[fit.key]) ^ np.uint64(asked.concepts))
    row[Evidence.EDITS] = edits
    row[Evidence.EDIT_RATIO] = 1.0 - edits / longer
    row[Evidence.CONFUSED] = ratios[Compared.CONFUSED]
    row[Evidence.PREFIX] = ratios[Compared.PREFIX] / longer
    row[Evidence.SUFFIX] = ratios[Compared.SUFFIX] / longer
    row[Evidence.DOUBLED] = ratios[Compared.DOUBLED]
    row[Evidence.SWAPPED] = ratios[Compared.SWAPPED]
    row[Evidence.VOWELS] = ratios[Compared.VOWELS]
    if not asked.foreign and (fit.flags & _LATIN) != 0:
        row[Evidence.LATIN_EDIT_RATIO] = 1.0 - edits / longer
        row[Evidence.ONE_SLIP] = edits == 1
        row[Evidence.TWO_SLIPS] = edits == 2
        row[Evidence.NEIGHBOUR] = ratios[Compared.NEIGHBOUR]
        row[Evidence.LEFT_OUT] = ratios[Compared.LEFT_OUT]
        row[Evidence.LATIN_FIRST_LETTER] = fit.same_start
        row[Evidence.LATIN_CONFUSED] = ratios[Compared.CONFUSED]


@inline
def write_fame(row: Reals, fit: Fit, columns: EvidenceColumns) -> None:
    """How well known the place is, and of what kind."""
    fame: Any = np.float64(columns.place_fame[fit.place])
    first, last = columns.place_first_name[fit.place], columns.place_first_name[fit.place + 1]
    known = np.float64(last) - np.float64(first)
    names = math.log(known + 1.0)
    if fit.same:
        row[Evidence.FAME_IF_SAME] = fame
        row[Evidence.FAME_BY_BLEND] = fame
        row[Evidence.NAMES_IF_SAME] = names
        row[Evidence.COUNTRY_IF_SAME] = fit.kind == PlaceKind.COUNTRY
        row[Evidence.AREA_IF_SAME] = fit.kind == PlaceKind.AREA
        row[Evidence.CAPITAL_IF_SAME] = fit.kind == PlaceKind.CAPITAL
    else:
        row[Evidence.FAME] = fame
        row[Evidence.NAMES] = names
        row[Evidence.FAME_BY_BLEND] = fame * fit.blend
        row[Evidence.COUNTRY] = fit.kind == PlaceKind.COUNTRY
        row[Evidence.AREA] = fit.kind == PlaceKind.AREA
        row[Evidence.CAPITAL] = fit.kind == PlaceKind.CAPITAL
        row[Evidence.OTHER_CLASS] = fit.kind == PlaceKind.OTHER
        row[Evidence.BARE_UNIT] = fit.bare and not fit.exact
        row[Evidence.OWN_ALIKE] = not fit.exact and (fit.flags & _MAIN) != 0
        row[Evidence.AREA_FAME] = fame * fit.blend if fit.kind == PlaceKind.AREA else 0.0
        row[Evidence.COUNTRY_FAME] = fame * fit.blend if fit.kind == PlaceKind.COUNTRY else 0.0


@inline
def write_context(row: Reals, fit: Fit, bearings: Bearings, known: Known) -> None:
    """How the place stands to what is known besides the name."""
    row[Evidence.IN_COUNTRY] = bearings.in_country
    if bearings.met + bearings.unmet > 0:
        row[Evidence.IN_AREA] = -1 if bearings.unmet > 0 else 1
        row[Evidence.AREAS_MET] = max(bearings.met - 1, 0)
        # A country lies in no town and no other country, whatever its fame.
        row[Evidence.AREAS_UNMET] = bearings.unmet * (COUNTRY_UNMET if fit.kind == PlaceKind.COUNTRY else 1)
    row[Evidence.ELSEWHERE] = bearings.elsewhere
    row[Evidence.KIND_ASKED] = bearings.kind_asked
    if known.km > 0:
        row[Evidence.NEARNESS] = -math.log(1.0 + bearings.distance / known.km)
    if len(known.aliases) > 0:
        row[Evidence.IS_ALIAS] = 1 if contains(known.aliases, fit.place) else -1
    row[Evidence.CODED_MAIN] = bearings.coded and fit.exact and (fit.flags & _MAIN) != 0


@inline
def write_kind(row: Reals, fit: Fit, asked: AskedName, known: Known, unsettled: bool, columns: EvidenceColumns) -> None:
    """Whether the place is of the kind that the query's words speak of."""
    feature = columns.place_feature[fit.place]
    if len(known.named) > 0:
        # A word that is part of the name says nothing against a place: Rock Island is a town.
        part_of_name = fit.exact and fit.form == _WHOLE
        row[Evidence.KIND_NAMED] = 1 if known.named[feature] else 0 if part_of_name else -1
        unpeopled = fit.kind == PlaceKind.AREA or fit.kind == PlaceKind.OTHER
        if unpeopled and known.named[feature]:
            row[Evidence.AREA_NAMED] = 1.0 if fit.exact else NAMED_ALIKE
        row[Evidence.KIND_MISSED] = unsettled and fit.form == _CORE and fit.kind != PlaceKind.OTHER
    if contains(known.other_unit, fit.place):
        row[Evidence.KIND_SIZE] = 1
    fame = columns.place_fame[fit.place]
    settled = fit.kind == PlaceKind.POPULATED or fit.kind == PlaceKind.CAPITAL
    if asked.settlement == _VILLAGE_SAID:
        row[Evidence.KIND_SIZE] = max(row[Evidence.KIND_SIZE], 1.0 if settled and fame > CITY else 0.0)
    elif asked.settlement == _CITY_SAID:
        tiny = settled and fame > PEOPLED and fame < HAMLET
        row[Evidence.KIND_SIZE] = max(row[Evidence.KIND_SIZE], 1.0 if tiny else 0.0)


@inline
def _borne(columns: EvidenceColumns, name: Whole, day: int) -> int:
    """Whether a place bore a name on a day: 1 it did, -1 it did not, 0 the name has no years."""
    at = np.searchsorted(columns.dated_name, np.uint32(name))
    if at == len(columns.dated_name) or columns.dated_name[at] != name:
        return 0
    return 1 if columns.dated_first[at] <= day <= columns.dated_last[at] else -1


@inline
def write_name(row: Reals, fit: Fit, asked: AskedName, columns: EvidenceColumns, fitting: Wholes) -> None:
    """What sort of name it is, and by which form of the query it was found."""
    then = _borne(columns, fit.name, asked.day) if asked.day > 0 else 0
    row[Evidence.HISTORIC] = then == 0 and (fit.flags & _HISTORIC) != 0
    row[Evidence.OUT_OF_DATE] = then < 0
    row[Evidence.COLLOQUIAL] = (fit.flags & _COLLOQUIAL) != 0
    row[Evidence.LANGUAGE] = asked.language > 0 and columns.name_lang[fit.name] == asked.language
    row[Evidence.MACHINE] = (fit.flags & _MACHINE) != 0
    row[Evidence.CORE_FORM] = fit.form == _CORE
    row[Evidence.NOMINATIVE_FORM] = fit.form == _NOMINATIVE
    doubt = fitting[Fitting.DOUBT] / 255.0
    row[Evidence.RESPELT_FORM] = fit.form == _RESPELT
    row[Evidence.RESPELT_DOUBT if fit.form == _RESPELT else Evidence.DOUBT] = doubt
    if asked.initials:
        word = asked.letters >= SHORTEST_WORD and (fit.flags & _MAIN) != 0
        enough = KNOWN if word else WELL_KNOWN
        called = fit.exact and not fit.weak and (fit.coded or columns.place_fame[fit.place] >= enough)
        # Only the very letters count, and in ours only initials that English or the query's language has.
        lang = columns.name_lang[fit.name]
        own = lang == 0 or lang == asked.initials_language or (fit.flags & _MAIN) != 0
        called = called and fit.same and (asked.foreign or own)
        row[Evidence.ACRONYM] = not called


@inline
def write_reading(row: Reals, reading: Reals) -> None:
    """What reading the string so costs, whichever the place."""
    for number in range(len(reading)):
        row[Evidence.CUT + number] = reading[number]


@inline
def may_fit(flags: int, asked: AskedName, exact: bool, form: int) -> bool:
    """Whether a name can be meant at all: a code misspelt, or in another script, is another code."""
    return (flags & _CODE) == 0 or (exact and form == _WHOLE and not asked.foreign and asked.capitals)
