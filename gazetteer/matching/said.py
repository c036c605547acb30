"""What is said of how a string was read."""

from __future__ import annotations

from math import pi, sin

from gazetteer.index.index import Index
from gazetteer.matching.consider import Considered
from gazetteer.model import Place, Point, Read

# A direction of eight is true to a sixteenth of the circle to either side, and a distance to its last figure: the doubt
# is that of the point-radius method (Wieczorek, Guo and Hijmans 2004, doi:10.1080/13658810412331280211).
DOUBT = 2 * sin(pi / 16)
LEAST_DOUBT_KM = 1.0


def say_read(index: Index, considered: Considered) -> Read | None:
    """How the string was read; None where it is a name as it stands."""
    mended = "; ".join(considered.parsed.mended) or None
    line = considered.first
    one, said = line.question.interpretation, line.said
    if not (one.areas or one.ways or one.set_aside or mended):
        return None
    ids = {group.text: int(index.places.ids[group.rows[0]]) for group in said.groups}
    return Read(
        name=one.name,
        areas=tuple((area, ids.get(area)) for area in one.areas),
        kind=None if one.size is None else one.size.value,
        relation=one.relation,
        set_aside=one.set_aside,
        aliases=() if one.alias is None else (one.alias,),
        mended=mended,
    )


def point_meant(considered: Considered, place: Place) -> Point | None:
    """The point that the string means, where it says how it lies to the place."""
    relation = considered.first.question.interpretation.relation
    found = None if relation is None else relation.from_point(place.lat, place.lon)
    if relation is None or found is None or relation.km is None:
        return None
    return Point(round(found[0], 5), round(found[1], 5), round(max(relation.km * DOUBT, LEAST_DOUBT_KM), 1))
