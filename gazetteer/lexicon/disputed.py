"""Areas that must be found under a second country too: claimed by it, held by it, or its territory. Without a view."""

from __future__ import annotations

from functools import cache

from gazetteer.lexicon.tables import rows


@cache
def areas_also_of() -> dict[str, tuple[str, ...]]:
    """By ISO 3166-1 alpha-2, the areas that are to be found under that country though they are filed under another.

    An area is an alpha-2 code, an ISO 3166-2 code or a GeoNames id in digits.
    """
    table: dict[str, list[str]] = {}
    for row in rows("disputed.tsv"):
        table.setdefault(row["also"], []).append(row["area"])
    return {country: tuple(areas) for country, areas in table.items()}
