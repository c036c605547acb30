"""The arrays that the evidence kernel reads."""

from __future__ import annotations

from typing import Any, NamedTuple

from numpy.typing import NDArray

Array = NDArray[Any]

DEGREE = 100_000  # coordinates are kept as whole 1e-5 degrees, about a metre


class EvidenceColumns(NamedTuple):
    """The arrays that the evidence kernel reads, all of one index."""

    key_heap: Array
    key_offsets: Array
    key_first_name: Array
    key_name: Array
    key_tie: Array
    key_concepts: Array
    key_first_near: Array
    key_near: Array
    near_heap: Array
    near_offsets: Array
    name_place: Array
    name_flags: Array
    name_lang: Array
    name_native: Array
    name_marks: Array
    dated_name: Array
    dated_first: Array
    dated_last: Array
    place_first_name: Array
    place_lat: Array
    place_lon: Array
    place_country: Array
    place_admin1: Array
    place_admin2: Array
    place_admin3: Array
    place_admin4: Array
    place_feature: Array
    place_fame: Array
