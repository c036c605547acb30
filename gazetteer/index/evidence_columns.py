"""The arrays that the evidence kernel reads, with the types that the format gives them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class EvidenceColumns(NamedTuple):
    """The arrays that the evidence kernel reads, all of one index; `format.py` says what each is."""

    key_heap: NDArray[np.uint8]
    key_offsets: NDArray[np.uint32]
    key_first_name: NDArray[np.uint32]
    key_name: NDArray[np.uint32]
    key_tie: NDArray[np.uint8]
    key_concepts: NDArray[np.uint32]
    key_first_near: NDArray[np.uint32]
    key_near: NDArray[np.uint32]
    near_heap: NDArray[np.uint8]
    near_offsets: NDArray[np.uint32]
    name_place: NDArray[np.uint32]
    name_flags: NDArray[np.uint16]
    name_lang: NDArray[np.uint16]
    name_native: NDArray[np.uint32]
    name_marks: NDArray[np.uint8]
    dated_name: NDArray[np.uint32]
    dated_first: NDArray[np.uint32]
    dated_last: NDArray[np.uint32]
    place_first_name: NDArray[np.uint32]
    place_lat: NDArray[np.int32]
    place_lon: NDArray[np.int32]
    place_country: NDArray[np.int16]
    place_admin1: NDArray[np.int32]
    place_admin2: NDArray[np.int32]
    place_admin3: NDArray[np.int32]
    place_admin4: NDArray[np.int32]
    place_feature: NDArray[np.int16]
    place_fame: NDArray[np.float32]
