"""What a place is, in a word that is a key of the interface's words; service/web/elements/place.js says the same."""

from __future__ import annotations

CITY = 100_000  # people
CODES = {
    "PPLC": "capital",
    "PPLA": "regional capital",
    "PPLX": "part of a town",
    "PPLH": "former place",
    "PPLQ": "abandoned place",
    "PPLW": "destroyed place",
    "PCLH": "former country",
    "ADM1": "region",
    "ADM2": "district",
    "TERR": "territory",
    "CONT": "continent",
    "SEA": "sea",
    "OCN": "ocean",
    "LK": "lake",
    "STM": "river",
    "ISL": "island",
    "ISLS": "islands",
    "MT": "mountain",
    "MTS": "mountains",
    "AIRP": "airport",
}
CLASSES = {
    "A": "administrative area",
    "H": "water",
    "L": "area",
    "P": "town or village",
    "R": "road or railway",
    "S": "building or site",
    "T": "landform",
    "U": "undersea feature",
    "V": "forest or heath",
}


def kind_of(feature_class: str, feature_code: str, population: int) -> str:
    """A word for a place of a class and code of GeoNames."""
    if feature_code in CODES:
        return CODES[feature_code]
    if feature_code.startswith("PCL"):
        return "country"
    if feature_class == "P" and population >= CITY:
        return "city"
    return CLASSES.get(feature_class, "place")
