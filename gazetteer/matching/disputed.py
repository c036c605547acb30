"""Which areas are to be found under a country although the gazetteer files them under another."""

from __future__ import annotations

import numpy as np

from gazetteer.index.index import Index
from gazetteer.index.records.shared import countries_of, rows_in
from gazetteer.index.store import Array
from gazetteer.lexicon.disputed import areas_also_of
from gazetteer.matching.codes import codes_of, place_of_id
from gazetteer.matching.evidence import ALSO

REGIONS = ("L", "A")  # classes of what is made up of countries: the Middle East, the Soviet Union
FEW = 4  # a region of more countries lies in none of them: Kashmir is found under India, Micronesia not under Palau
_NONE = np.zeros(0, np.int32)


def also_of(index: Index, country_number: int) -> Array:
    """What is to be found under a country besides its own: disputed areas, and territories of it with their own code.

    Args:
        index: the opened index.
        country_number: of the country.

    Returns:
        Members (int32): `-(number + 1)` for a country as a whole, `row` for an admin area, each farther from zero by
        `evidence.ALSO`; and the rows of seas, rivers and regions that it shares with others. What the gazetteer lacks,
        or files under this very country, is left out.
    """
    if not 0 <= country_number < len(index.places.countries):
        return _NONE
    codes = codes_of(index)
    key = ("also", country_number)
    found: Array | None = codes.kept.get(key)
    if found is None:
        found = _members(index, country_number)
        codes.keep(key, found)
    return found


def _members(index: Index, country_number: int) -> Array:
    codes, places = codes_of(index), index.places
    members: dict[int, None] = {}
    for area in areas_also_of().get(str(places.countries[country_number]["code"]), ()):
        if (number := codes.countries.get(area)) is not None:
            members[-(number + 1) - ALSO] = None
            continue
        row = place_of_id(index, area) if area.isdecimal() else codes.iso.get(area)
        if row is not None and int(index.columns.place_country[row]) != country_number:
            members[row + ALSO] = None
    for row in rows_in(index.store.arrays, country_number).tolist():
        is_region = places.features[index.columns.place_feature[row]][0] in REGIONS
        if not is_region or len(countries_of(index.store.arrays, row)) <= FEW:
            members[row] = None
    return np.array(list(members), np.int32) if members else _NONE
