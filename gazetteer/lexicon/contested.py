"""Contested places, by the project's own sentences in `contested.toml`, each with its sources."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from gazetteer.model import Area, Contested, ContestedSource, ContestedStatus, Place, inward


@cache
def contested() -> tuple[Contested, ...]:
    """All contested places, as the table has them."""
    text = files("gazetteer.lexicon").joinpath("contested.toml").read_text(encoding="utf-8")
    return tuple(_entry(item) for item in tomllib.loads(text)["contested"])


def contested_of(place: Place) -> tuple[Contested, ...]:
    """What is contested of a place: itself, what it lies in, its country.

    Args:
        place: the place, with its divisions.
    """
    by_area, by_country = _by_area(), _by_country()
    divisions: Iterable[Area | None] = (place.admin4, place.admin3, place.admin2, place.admin1)
    ids = [place.id, *(area.id for area in divisions if area is not None and area.id is not None)]
    found = [entry for id in ids for entry in by_area.get(id, ())]
    found += by_country.get(place.country or "", ())
    return tuple({entry.id: entry for entry in found}.values())


@cache
def _by_area() -> dict[int, tuple[Contested, ...]]:
    table: dict[int, tuple[Contested, ...]] = {}
    for entry in contested():
        for area in entry.areas:
            table[area] = (*table.get(area, ()), entry)
    return table


@cache
def _by_country() -> dict[str, tuple[Contested, ...]]:
    return {code: (entry,) for entry in contested() for code in entry.countries}


def _entry(item: dict[str, Any]) -> Contested:
    areas = [inward(str(area)) for area in item["areas"]]
    return Contested(
        id=item["id"],
        title=item["title"],
        areas=tuple(area for area in areas if area is not None),
        countries=tuple(item.get("countries", ())),
        status=ContestedStatus(item["status"]),
        held_by=tuple(item["held_by"]),
        claimed_by=tuple(item["claimed_by"]),
        since=item["since"],
        note=item["note"],
        sources=tuple(ContestedSource(**source) for source in item["sources"]),
        as_of=item["as_of"],
    )
