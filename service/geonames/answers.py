"""What each route answers, from its parameters: plain dictionaries, in GeoNames' shapes."""

from __future__ import annotations

from collections.abc import Iterable

from gazetteer import Gazetteer
from gazetteer.errors import UnknownPlace
from gazetteer.model import Place
from service.geonames.errors import Code, GeoNamesError
from service.geonames.parameters import (
    CITY,
    MOST_KM,
    DisplayStyle,
    Given,
    read_child_rows,
    read_countries,
    read_display_style,
    read_id,
    read_lang,
    read_point,
    read_search,
)
from service.geonames.shapes import Fields, Shapes, country_fields, decimal

# GeoNames' ids of the Earth, and of the continents by the two letters that its country table gives them.
EARTH = 6295630
CONTINENTS = {
    "AF": 6255146,
    "AS": 6255147,
    "EU": 6255148,
    "NA": 6255149,
    "OC": 6255151,
    "SA": 6255150,
    "AN": 6255152,
}
MOST_CHILDREN = 1000
LETTERS = {id: letters for letters, id in CONTINENTS.items()}


def search(gazetteer: Gazetteer, given: Given) -> Fields:
    """/searchJSON: places by name, region and kind."""
    shown = read_display_style(given, "MEDIUM")
    asked = read_search(given, _codes(gazetteer))
    if asked is None:
        return {"totalResultsCount": 0, "geonames": []}
    listing = gazetteer.search(asked)
    shapes = Shapes(gazetteer, shown)
    scored = shown.style == "FULL"
    rows = [
        shapes.place(place, **({"score": round(score, 4)} if scored else {}))
        for place, score in zip(listing.places, listing.scores, strict=True)
    ]
    return {"totalResultsCount": listing.total, "geonames": rows}


def get(gazetteer: Gazetteer, given: Given) -> Fields:
    """/getJSON: one place."""
    shown = read_display_style(given, "FULL")
    return Shapes(gazetteer, shown).place(_place(gazetteer, read_id(given)))


def nearest_place_name(gazetteer: Gazetteer, given: Given) -> Fields:
    """/findNearbyPlaceNameJSON: the populated places nearest to a point."""
    return _near(gazetteer, given, CITY)


def nearest(gazetteer: Gazetteer, given: Given) -> Fields:
    """/findNearbyJSON: the places nearest to a point, of any kind or those asked for."""
    return _near(gazetteer, given, ())


def _near(gazetteer: Gazetteer, given: Given, classes: tuple[str, ...]) -> Fields:
    shown = read_display_style(given, "MEDIUM")
    point = read_point(given, _codes(gazetteer), classes)
    if point is None:
        return {"geonames": []}
    found = gazetteer.reverse(
        point.lat,
        point.lon,
        classes=point.classes,
        codes=point.codes,
        country=point.country,
        km=MOST_KM if point.km is None else point.km,
        population=point.population,
        limit=max(point.rows, 1),
    )[: point.rows]
    shapes = Shapes(gazetteer, shown)
    return {"geonames": [shapes.place(one.place, distance=decimal(one.distance_km)) for one in found]}


def hierarchy(gazetteer: Gazetteer, given: Given) -> Fields:
    """/hierarchyJSON: what contains a place, the largest first, and the place last."""
    shown = read_display_style(given, "MEDIUM")
    place = _place(gazetteer, read_id(given))
    if place.id == EARTH:
        chain = [place]
    elif place.id in LETTERS:
        chain = [*_held(gazetteer, [EARTH]), place]
    else:
        above = [EARTH, CONTINENTS[place.continent]] if place.continent in CONTINENTS else [EARTH]
        chain = [*_held(gazetteer, above), *gazetteer.hierarchy(place.id)]
    return _rows(gazetteer, shown, chain)


def children(gazetteer: Gazetteer, given: Given) -> Fields:
    """/childrenJSON: what is directly below a place, the best known first."""
    shown = read_display_style(given, "MEDIUM")
    id, limit = read_id(given), read_child_rows(given)
    if id == EARTH:
        below = _held(gazetteer, CONTINENTS.values())
    elif id in LETTERS:
        inside = (country.id for country in gazetteer.countries() if country.continent == LETTERS[id])
        below = _held(gazetteer, (country for country in inside if country is not None))
        below.sort(key=lambda place: (-place.population, place.id))
    else:
        below = list(gazetteer.children(_place(gazetteer, id).id, MOST_CHILDREN))
    return {"totalResultsCount": len(below)} | _rows(gazetteer, shown, below[:limit])


def country_info(gazetteer: Gazetteer, given: Given) -> Fields:
    """/countryInfoJSON: the countries, or those asked for."""
    boxes, countries = gazetteer.country_boxes, gazetteer.countries(read_lang(given))
    wanted = read_countries(given, (country.code for country in countries))
    rows = [
        country_fields(country, boxes.get(country.code))
        for country in countries
        if not wanted or country.code in wanted
    ]
    return {"geonames": rows}


def _codes(gazetteer: Gazetteer) -> list[str]:
    return [country.code for country in gazetteer.countries()]


def _place(gazetteer: Gazetteer, id: int) -> Place:
    try:
        return gazetteer.place(id)
    except UnknownPlace as error:
        raise GeoNamesError(str(error), Code.NO_SUCH_RECORD) from None


def _held(gazetteer: Gazetteer, ids: Iterable[int]) -> list[Place]:
    """Those of some places that the gazetteer holds: a small one has neither the Earth nor the continents."""
    out = []
    for id in ids:
        try:
            out.append(gazetteer.place(id))
        except UnknownPlace:
            continue
    return out


def _rows(gazetteer: Gazetteer, shown: DisplayStyle, places: Iterable[Place]) -> Fields:
    shapes = Shapes(gazetteer, shown)
    return {"geonames": [shapes.place(place) for place in places]}
