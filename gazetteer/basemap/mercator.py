"""Web Mercator: the world as a square, x to the east and y to the south, both from 0 to 1."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

MOST_NORTH = 85.0511287798066
"""The latitude at which the world is as high as it is wide."""


def project(lat: Array, lon: Array) -> tuple[Array, Array]:
    """Degrees as x and y; what lies beyond the square's upper or lower side is put onto it."""
    sine = np.sin(np.radians(np.clip(lat, -MOST_NORTH, MOST_NORTH)))
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    return np.clip(np.asarray(lon) / 360 + 0.5, 0.0, 1.0), np.clip(y, 0.0, 1.0)
