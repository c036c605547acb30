"""Where an area lies, when only the places inside it are known."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin

DECIMALS = 5


@dataclass(slots=True)
class Centroid:
    """A running population-weighted mean of points on the sphere.

    The mean is taken of unit vectors, so that places on both sides of the antimeridian (Fiji, Chukotka) meet in the
    middle instead of on the other side of the globe. A place without a known population weighs as one person.
    """

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0

    def add(self, lat: float, lon: float, population: int) -> None:
        """Take one place in.

        Args:
            lat: latitude in degrees.
            lon: longitude in degrees.
            population: its inhabitants, 0 where unknown.
        """
        weight = max(population, 1)
        phi, lam = radians(lat), radians(lon)
        self.x += weight * cos(phi) * cos(lam)
        self.y += weight * cos(phi) * sin(lam)
        self.z += weight * sin(phi)

    def point(self) -> tuple[float, float]:
        """The mean as latitude and longitude in degrees; 0, 0 where no place was added."""
        return (
            round(degrees(atan2(self.z, hypot(self.x, self.y))), DECIMALS),
            round(degrees(atan2(self.y, self.x)), DECIMALS),
        )
