"""What is kept of places: one, and those of a story with what was decided in it. What does not fit is left out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, TypedDict

MOST = 500  # places of a story
MOST_SPELLINGS = 50
MOST_LETTERS = 200
DATELINE, MENTIONED = "dateline", "mentioned"
OWN_IDS = 1_000_000_000  # from here on an id is one of the operator's own, not of GeoNames


class Place(TypedDict):
    """A place."""

    id: int
    name: str
    lat: float
    lon: float
    country: str


class StoryPlace(Place):
    """A place of a story: how it is spelt there, and whether it is told from there."""

    surfaces: list[str]
    role: str


class Decided(TypedDict):
    """What a name means in a story; 0 is no place."""

    name: str
    place: int


class Story(TypedDict):
    """The places of a story."""

    places: list[StoryPlace]
    decided: list[Decided]


def place_of(given: object) -> Place | None:
    """A place made of anything; None where it is none."""
    if not isinstance(given, dict):
        return None
    id, name = _whole(given.get("id")), _word(given.get("name"))
    lat, lon = _number(given.get("lat"), 90), _number(given.get("lon"), 180)
    if id is None or id < 1 or not name or lat is None or lon is None:
        return None
    return Place(id=id, name=name, lat=lat, lon=lon, country=_word(given.get("country")))


def story_of(given: object) -> Story:
    """The places of a story, made of anything."""
    told = given if isinstance(given, dict) else {}
    places = [one for one in map(_story_place, _some(told.get("places"), MOST)) if one]
    decided = [one for one in map(_decided, _some(told.get("decided"), MOST)) if one]
    return Story(places=places, decided=decided)


def described(place: Place) -> dict[str, Any]:
    """A place in the words of schema.org."""
    out: dict[str, Any] = {
        "@type": "Place",
        "name": place["name"],
        "geo": {"@type": "GeoCoordinates", "latitude": place["lat"], "longitude": place["lon"]},
    }
    if place["country"]:
        out["address"] = {"@type": "PostalAddress", "addressCountry": place["country"]}
    if place["id"] < OWN_IDS:
        out["sameAs"] = f"https://sws.geonames.org/{place['id']}/"
    return out


def told_from(places: Iterable[StoryPlace]) -> StoryPlace | None:
    """The place of the dateline; None where there is none."""
    return next((one for one in places if one["role"] == DATELINE), None)


def _story_place(given: object) -> StoryPlace | None:
    place = place_of(given)
    if place is None or not isinstance(given, dict):
        return None
    surfaces = [word for word in map(_word, _some(given.get("surfaces"), MOST_SPELLINGS)) if word]
    role = DATELINE if given.get("role") == DATELINE else MENTIONED
    return StoryPlace(**place, surfaces=surfaces, role=role)


def _decided(given: object) -> Decided | None:
    if not isinstance(given, dict):
        return None
    name, place = _word(given.get("name")), _whole(given.get("place"))
    return Decided(name=name, place=place) if name and place is not None and place >= 0 else None


def _some(given: object, most: int) -> list[object]:
    return given[:most] if isinstance(given, list) else []


def _word(given: object) -> str:
    """Text on one line, of bounded length."""
    return " ".join(given[: MOST_LETTERS * 4].split())[:MOST_LETTERS] if isinstance(given, str) else ""


def _whole(given: object) -> int | None:
    return given if isinstance(given, int) and not isinstance(given, bool) and abs(given) < 2**53 else None


def _number(given: object, most: int) -> float | None:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    return float(given) if math.isfinite(given) and abs(given) <= most else None
