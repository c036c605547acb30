"""How a string was read, where that is more than the string itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, radians, sin

EARTH_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True, slots=True)
class Relation:
    """How what is meant lies to the place that the string names.

    Args:
        kind: `near`, `outskirts`, `area`, `part` or `direction`.
        text: as it is written: `30 km N of`.
        km: how far, in kilometres, where that is said.
        bearing: in which direction, in degrees from north, where that is said.
    """

    kind: str
    text: str
    km: float | None = None
    bearing: float | None = None

    def from_point(self, lat: float, lon: float) -> tuple[float, float] | None:
        """The point meant, in degrees, from that of the place named; None where no distance and direction are given.

        The direct problem on a sphere.
        """
        if self.km is None or self.bearing is None:
            return None
        angle, turn = self.km / EARTH_KM, radians(self.bearing)
        phi = radians(lat)
        to = asin(max(-1.0, min(1.0, sin(phi) * cos(angle) + cos(phi) * sin(angle) * cos(turn))))
        east = atan2(sin(turn) * sin(angle) * cos(phi), cos(angle) - sin(phi) * sin(to))
        return degrees(to), (lon + degrees(east) + 540.0) % 360.0 - 180.0


@dataclass(frozen=True, slots=True)
class Read:
    """How a string was read.

    Args:
        name: the letters that are the place's name.
        areas: what it lies in, as written, the inner first, each with the GeoNames id of the likeliest area; None where
            it could not be read.
        kind: the kind of settlement that the string speaks of.
        relation: how what is meant lies to the place named.
        set_aside: what was taken for no part of the name.
        aliases: further names that the string gives the place.
        mended: what was repaired in the string.
    """

    name: str
    areas: tuple[tuple[str, int | None], ...] = ()
    kind: str | None = None
    relation: Relation | None = None
    set_aside: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    mended: str | None = None

    @property
    def text(self) -> str:
        """The reading in a line for people: `Aleppo; in Syria; 30 km N of; aside: (Reuters)`."""
        said = [self.name]
        if self.areas:
            said.append("in " + ", ".join(area if id is not None else f"{area} (unknown)" for area, id in self.areas))
        said += [f"also {alias}" for alias in self.aliases]
        if self.kind:
            said.append(f"a {self.kind}")
        if self.relation is not None:
            said.append(self.relation.text)
        if self.set_aside:
            said.append("aside: " + ", ".join(self.set_aside))
        if self.mended:
            said.append(f"mended: {self.mended}")
        return "; ".join(said)


@dataclass(frozen=True, slots=True)
class Point:
    """A point that a string means beside the place it names, in degrees, and how far off it may be, in kilometres."""

    lat: float
    lon: float
    km: float
