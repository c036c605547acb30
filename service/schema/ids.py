"""The ids of places as requests and answers hold them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

PlaceId = Annotated[
    int | Annotated[str, Field(pattern="^Q[0-9]+$")],
    Field(description="GeoNames' id, or as text that of Wikidata (`Q7204`) for a place that GeoNames does not have."),
]
