"""Lands: countries and territories as a source of borders has them, before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

LEAST_POINTS = 4  # of a ring: three corners, and the first again
CODE_COLUMNS = ("ADM0_A3", "adm0_a3", "ISO_A3", "iso_a3", "ISO_A2", "iso_a2", "code", "id", "NAME", "name")
"""Where the code of a land is looked for, the first that is filled: Natural Earth's columns, then usual ones."""


@dataclass(frozen=True, slots=True)
class LandArea:
    """A country or territory.

    Args:
        code: what tells it from the others.
        rings: its outlines and the holes in them: longitude and latitude, the last point the same as the first.
    """

    code: str
    rings: tuple[Array, ...]


def code_of(properties: Mapping[str, Any], number: int) -> str:
    """The code of a land, or its number where it has none."""
    for column in CODE_COLUMNS:
        if value := str(properties.get(column) or "").strip():
            return value
    return f"#{number}"


def closed(ring: Array) -> Array | None:
    """A ring whose last point is its first; None where it has no area, or a point is none on Earth."""
    if ring.ndim != 2 or ring.shape[1] < 2 or not np.isfinite(ring).all():
        return None
    points = np.asarray(ring[:, :2], np.float64)
    if len(points) and (points[0] != points[-1]).any():
        points = np.concatenate([points, points[:1]])
    return points if len(points) >= LEAST_POINTS and (np.abs(points) <= (180.001, 90.001)).all() else None
