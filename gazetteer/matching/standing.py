"""Who stands beside the first candidate, after later evidence has moved them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gazetteer.index.build_places import DEGREE
from gazetteer.index.opened import Index
from gazetteer.index.places import Kind
from gazetteer.matching.beside import AROUND_KM
from gazetteer.matching.distance import distance_km
from gazetteer.matching.probability import Chosen, Weighed


def restand(index: Index, weighed: Weighed, chosen: Sequence[Chosen], none: float) -> Weighed:
    """Sort moved candidates, and say anew who stands beside the first.

    Args:
        index: the opened index.
        weighed: the candidates as they were.
        chosen: the same, their probabilities changed.
        none: the probability of none, changed.
    """
    ordered = tuple(sorted(chosen, key=lambda one: -one.probability))
    first = ordered[0]
    together, second = first.probability, 0.0
    for other in ordered[1:]:
        if other.string >= first.string and _nested(index, first.place, other.place):
            together += other.probability
        else:
            second = max(second, other.probability)
    moved = first.place != weighed.chosen[0].place
    rivals = 0 if moved or together > weighed.together else weighed.rivals
    return replace(weighed, chosen=ordered, none=none, together=together, second=second, rivals=rivals)


def _nested(index: Index, one: int, other: int) -> bool:
    """Whether one of two places is the unit around the other, as in `beside`."""
    columns = index.columns
    levels = (columns.place_admin1, columns.place_admin2, columns.place_admin3, columns.place_admin4)
    if any(level[one] == other or level[other] == one for level in levels):
        return True
    kinds = index.places.kinds[columns.place_feature[[one, other]]]
    if Kind.AREA not in kinds or columns.place_country[one] != columns.place_country[other]:
        return False
    (lat, lat_other), (lon, lon_other) = (
        columns.place_lat[[one, other]] / DEGREE,
        columns.place_lon[[one, other]] / DEGREE,
    )
    return distance_km(lat, lon, lat_other, lon_other) <= AROUND_KM
