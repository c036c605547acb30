"""Values of properties for places, in the form of the versions' cells: `{"str": …}`, `{"int": …}`, `{"id": …}`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gazetteer import Gazetteer
from gazetteer.errors import UnknownPlace
from gazetteer.model import Area, Name, Place
from service.reconcile.properties import Property, find_property, is_language, name_language
from service.reconcile.types import TYPES, kind_of
from service.reconcile.values import read_id

Cell = dict[str, Any]
PropertyRow = list[list[Cell]]

MOST_INT = 2**31 - 1  # what OpenRefine can hold as a whole number
COORDINATE_DIGITS = 5
CHECKED = ("on", "true", "1", "yes")
MOST_NAMES = 1000


@dataclass(frozen=True, slots=True)
class PropertySetting:
    """A setting of a property that a user can change: its type as the protocol calls it, and what it does."""

    id: str
    type: str
    default: str | int | bool
    label: str
    help: str


SETTINGS = (
    PropertySetting(
        "lang", "text", "", "Language", "Names in this language: a code such as uk, fr or zh. Empty: any language."
    ),
    PropertySetting("limit", "number", 0, "At most", "How many values to fetch for each place; 0 for all."),
    PropertySetting("historic", "checkbox", False, "Names of the past too", "Names that are no longer in use."),
)


@dataclass(frozen=True, slots=True)
class PropertyRequest:
    """A property that is asked for, with its settings.

    Args:
        id: as the client wrote it.
        property: what it is; None where there is no such property, which has no values.
        lang: language of names; None for any.
        limit: how many values; 0 for all.
        historic: names of the past too.
    """

    id: str
    property: Property | None
    lang: str | None = None
    limit: int = 0
    historic: bool = False

    def meta(self) -> dict[str, Any]:
        """The head of the column."""
        if self.property is None:
            return {"id": self.id, "name": self.id}
        kind = TYPES.get(self.property.type or "")
        return {"id": self.id, "name": self.property.name} | ({"type": kind.short()} if kind else {})


def read_property(id: str, settings: object) -> PropertyRequest:
    """A property asked for. Clients send settings as text; what cannot be read counts as not given."""
    given = settings if isinstance(settings, dict) else {}
    found = find_property(id)
    lang = name_language(id) or _plain(given.get("lang")).strip()
    return PropertyRequest(
        id=id,
        property=found if found is not None and found.extend else None,
        lang=lang if is_language(lang) else None,
        limit=_whole(given.get("limit")),
        historic=_plain(given.get("historic")).strip().lower() in CHECKED,
    )


def fetch_row(gazetteer: Gazetteer, id: str, properties: Sequence[PropertyRequest], display: str | None) -> PropertyRow:
    """The values of properties for a place: for each property, in their order, a list of cells.

    A place that is not known, and a property without a value, have an empty list: a client that counts columns would
    otherwise put the next value in the wrong one.
    """
    key = read_id(id)
    try:
        place = None if key is None else gazetteer.place(key, display)
    except UnknownPlace:
        place = None
    if place is None:
        return [[] for _ in properties]
    return [_cells(gazetteer, place, one) for one in properties]


def _cells(gazetteer: Gazetteer, place: Place, asked: PropertyRequest) -> list[Cell]:
    if asked.property is None:
        return []
    if asked.property.id == "names":
        cells = [{"str": name.text} for name in _names(gazetteer, place, asked)]
    elif asked.property.id == "name" or name_language(asked.property.id):
        cells = _name(gazetteer, place, asked.lang)
    elif asked.property.id == "country":
        cells = _country(gazetteer, place)
    else:
        cells = _SIMPLE[asked.property.id](place)
    return cells[: asked.limit] if asked.limit else cells


def _country(gazetteer: Gazetteer, place: Place) -> list[Cell]:
    if place.country is None or place.country_name is None:
        return []
    try:
        return [{"id": str(gazetteer.country(place.country).id), "name": place.country_name}]
    except UnknownPlace:
        return _text(place.country_name)


def _name(gazetteer: Gazetteer, place: Place, lang: str | None) -> list[Cell]:
    """The name in a language; nothing where the place has none in it."""
    if lang is None:
        return _text(place.name)
    for tag in dict.fromkeys((lang, lang.replace("_", "-").partition("-")[0].lower())):
        shown = gazetteer.place(place.id, tag)
        if shown.name_lang == tag:
            return _text(shown.name)
    return []


def _names(gazetteer: Gazetteer, place: Place, asked: PropertyRequest) -> list[Name]:
    """All names, each spelling once, its main one first."""
    found: dict[str, Name] = {}
    for name in gazetteer.names(place.id):
        wanted = asked.lang is None or name.lang == asked.lang
        if wanted and not name.is_code and (asked.historic or not name.historic):
            found.setdefault(name.text, name)
    return list(found.values())[:MOST_NAMES]


def _text(text: str | None) -> list[Cell]:
    return [{"str": text}] if text else []


def _number(number: int | None) -> list[Cell]:
    if number is None:
        return []
    return [{"int": number}] if abs(number) <= MOST_INT else [{"float": float(number)}]


def _degrees(degrees: float) -> list[Cell]:
    return [{"float": round(degrees, COORDINATE_DIGITS)}]


def _area(area: Area | None) -> list[Cell]:
    if area is None:
        return []
    return _text(area.name) if area.id is None else [{"id": str(area.id), "name": area.name}]


def coordinates_of(place: Place) -> str:
    """Latitude and longitude as one text."""
    return f"{place.lat:.{COORDINATE_DIGITS}f}, {place.lon:.{COORDINATE_DIGITS}f}"


_SIMPLE: Mapping[str, Callable[[Place], list[Cell]]] = {
    "country_code": lambda place: _text(place.country),
    "admin1": lambda place: _area(place.admin1),
    "admin2": lambda place: _area(place.admin2),
    "feature_class": lambda place: _text(place.feature_class),
    "feature_code": lambda place: _text(place.feature_code),
    "feature": lambda place: _text(kind_of(place)),
    "latitude": lambda place: _degrees(place.lat),
    "longitude": lambda place: _degrees(place.lon),
    "coordinates": lambda place: _text(coordinates_of(place)),
    # GeoNames writes 0 where it does not know.
    "population": lambda place: _number(place.population or None),
    "elevation": lambda place: _number(place.elevation),
    "timezone": lambda place: _text(place.timezone),
    "wikidata": lambda place: _text(place.wikidata),
    "uri": lambda place: _text(place.uri),
}


def _whole(given: object) -> int:
    try:
        return max(0, int(float(_plain(given))))
    except (ValueError, OverflowError):
        return 0


def _plain(given: object) -> str:
    """A text, a number or a truth as a text; blank for lists and objects, however deep they are."""
    return str(given) if isinstance(given, str | int | float) else ""
