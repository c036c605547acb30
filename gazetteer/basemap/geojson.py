"""Reading lands from a GeoJSON file (RFC 7946): a FeatureCollection of polygons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from gazetteer.basemap.lands import Array, LandArea, closed, code_of
from gazetteer.errors import SourceError

MOST_BYTES = 200_000_000


def read_geojson(path: Path) -> list[LandArea]:
    """The lands of a GeoJSON file.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"it has more than {MOST_BYTES:,} bytes")
        features = json.loads(path.read_text("utf-8"))["features"]
        return [_land(feature, number) for number, feature in enumerate(features)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(f"{path} cannot be read as a GeoJSON FeatureCollection ({error}).") from error


def _land(feature: dict[str, Any], number: int) -> LandArea:
    properties = dict(feature.get("properties") or {})
    properties.setdefault("id", feature.get("id"))
    return LandArea(code_of(properties, number), tuple(_rings(feature.get("geometry") or {})))


def _rings(geometry: dict[str, Any]) -> Iterator[Array]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates", ())
    polygons = [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else ()
    for polygon in polygons:
        for points in polygon:
            ring = closed(np.array([point[:2] for point in points], np.float64))
            if ring is not None:
                yield ring
