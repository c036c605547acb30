"""Great-circle distance."""

from __future__ import annotations

import math
from typing import Any

from gazetteer.index.jit import inline

EARTH_KM = 6371.0088  # mean radius, IUGG
AROUND_KM = 30.0  # a division whose centre is so near a place of its name is the one around it: Taipei, São Paulo


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The distance of two points given in degrees, in kilometres (haversine)."""
    a, b = math.radians(lat1), math.radians(lat2)
    rise = math.sin((a - b) / 2) ** 2
    turn = math.sin(math.radians(lon1 - lon2) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(rise + math.cos(a) * math.cos(b) * turn)))


distance_in_kernels: Any = inline(distance_km)
"""The same, for kernels."""
