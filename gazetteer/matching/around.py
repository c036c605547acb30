"""Units around places: by the divisions that the source gives a place, or near enough where it gives none."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.evidence_columns import EvidenceColumns
from gazetteer.index.jit import inline
from gazetteer.index.values import DEGREE
from gazetteer.matching.distance import distance_in_kernels

AROUND_KM = 30.0  # a division whose centre is so near a place of its name is the one around it: Taipei, São Paulo


class Land(NamedTuple):
    """Where places lie: the `PlaceKind` by feature number, and some of the `EvidenceColumns`."""

    kinds: NDArray[np.uint8]
    place_feature: NDArray[np.int16]
    place_country: NDArray[np.int16]
    place_admin1: NDArray[np.int32]
    place_admin2: NDArray[np.int32]
    place_admin3: NDArray[np.int32]
    place_admin4: NDArray[np.int32]
    place_lat: NDArray[np.int32]
    place_lon: NDArray[np.int32]


@inline
def inside(columns: Land | EvidenceColumns, place: int, area: int) -> Any:
    """Whether one of a place's divisions is that one; columns as in `EvidenceColumns`."""
    return (
        columns.place_admin1[place] == area
        or columns.place_admin2[place] == area
        or columns.place_admin3[place] == area
        or columns.place_admin4[place] == area
    )


@inline
def near_by(columns: Land | EvidenceColumns, one: int, other: int) -> Any:
    """Whether two places are of one country and no farther apart than a town is from its division's centre."""
    if columns.place_country[one] != columns.place_country[other]:
        return False
    lat, lon = columns.place_lat, columns.place_lon
    km = distance_in_kernels(lat[one] / DEGREE, lon[one] / DEGREE, lat[other] / DEGREE, lon[other] / DEGREE)
    return km <= AROUND_KM
