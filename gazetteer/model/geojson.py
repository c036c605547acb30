"""Answers and places as GeoJSON (RFC 7946): longitude first, and no geometry where nothing is meant."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Protocol

CREDIT = "GeoNames (https://www.geonames.org), CC BY 4.0, and the sources that Gazetteer.credits lists"


class Located(Protocol):
    """What has a `__geo_interface__`, as answers and places do: geopandas, shapely and folium read it."""

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        """A GeoJSON Feature."""


def feature(id: int | str | None, point: tuple[float, float] | None, properties: dict[str, Any]) -> dict[str, Any]:
    """A feature.

    Args:
        id: of the place; None where there is none.
        point: its latitude and longitude.
        properties: what is said of it.
    """
    geometry = None if point is None else {"type": "Point", "coordinates": (point[1], point[0])}
    named = {} if id is None else {"id": id}
    return {"type": "Feature", **named, "geometry": geometry, "properties": properties}


def to_geojson(found: Iterable[Located]) -> str:
    """A GeoJSON FeatureCollection, to be written to a file or drawn on a map; it names whom to credit.

    Args:
        found: answers or places, each one feature, in their order. An answer that is no match has no geometry.
    """
    features = [one.__geo_interface__ for one in found]
    return json.dumps({"type": "FeatureCollection", "credit": CREDIT, "features": features}, ensure_ascii=False)
