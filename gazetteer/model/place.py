"""What is known: places, their names, the divisions and countries that contain them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gazetteer.model.geojson import feature
from gazetteer.model.html import credited, table
from gazetteer.model.ids import is_geonames, outward, uri_of

ABBREVIATION = "abbr"
"""The language tag that GeoNames gives to codes and abbreviations."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a place, as the gazetteer holds it. `since` and `until` are as the source writes them.

    `code` is the kind of a code that names the place (`iata`, `icao`, `unlc`); `own`: the user's own, from an overlay.
    """

    text: str
    lang: str | None = None
    preferred: bool = False
    short: bool = False
    colloquial: bool = False
    historic: bool = False
    since: str | None = None
    until: str | None = None
    code: str | None = None
    own: bool = False

    @property
    def is_code(self) -> bool:
        """Whether it is a code or an abbreviation, and not what people call the place."""
        return self.code is not None or self.lang == ABBREVIATION


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative division that contains a place: `code` is GeoNames' (`UA.05`), `iso` is ISO 3166-2's."""

    code: str
    name: str
    id: int | None = None
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer.

    `continent` is its country's, in two letters; `elevation` is in metres. `derived` says that its coordinates were
    computed from the places inside it; `own` that it is the user's, from an overlay.
    """

    id: int
    name: str
    name_lang: str | None
    lat: float
    lon: float
    country: str | None
    country_name: str | None
    admin1: Area | None
    admin2: Area | None
    feature_class: str
    feature_code: str
    population: int
    timezone: str | None = None
    wikidata: str | None = None
    derived: bool = False
    admin3: Area | None = None
    admin4: Area | None = None
    elevation: int | None = None
    continent: str | None = None
    own: bool = False

    @property
    def key(self) -> int | str:
        """The id as it is shown: GeoNames' number, or `Q7204` where GeoNames has no such place."""
        return outward(self.id)

    @property
    def of_geonames(self) -> bool:
        """Whether GeoNames has the place, under this id."""
        return is_geonames(self.id)

    @property
    def uri(self) -> str | None:
        """The place's address in linked data: GeoNames', or Wikidata's where GeoNames has no such place."""
        return uri_of(self.id)

    @property
    def label(self) -> str:
        """Its name, and the areas and the country that it is in."""
        parts = (self.name, self.admin1.name if self.admin1 else None, self.country_name)
        return ", ".join(dict.fromkeys(part for part in parts if part))

    @property
    def kind(self) -> str:
        """Its GeoNames feature class and code, `P.PPL`."""
        return f"{self.feature_class}.{self.feature_code}"

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        said = {"name": self.name, "country": self.country, "kind": self.kind, "population": self.population}
        admin1 = self.admin1.name if self.admin1 else None
        return feature(self.key, (self.lat, self.lon), {**said, "admin1": admin1, "uri": self.uri})

    def _repr_html_(self) -> str:
        where = f"{self.lat:.4f}, {self.lon:.4f}"
        rows = (("id", self.key), ("kind", self.kind), ("where", where), ("population", f"{self.population:,}"))
        return table(self.label, ("", ""), rows, credited((self.uri,)))


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the globe between two latitudes and two longitudes; over the date line where `west` exceeds `east`."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO 3166-1 codes, GeoNames id, continent's two letters, capital's name, languages (BCP 47)."""

    code: str
    iso3: str
    numeric: int
    id: int | None
    name: str
    continent: str
    capital: str | None
    languages: tuple[str, ...]
    population: int
