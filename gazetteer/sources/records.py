"""What a source of places yields: plain records, and who to thank for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many are done, and of how many (None where unknown)."""


def no_progress(_what: str, _done: int, _total: int | None) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class CountryRecord:
    """A country: ISO 3166-1 codes, GeoNames id, continent's two letters, capital's name, languages (BCP 47)."""

    code: str
    iso3: str
    numeric: int
    id: int
    name: str
    continent: str
    capital: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A place of any kind, countries and admin areas among them.

    `admin1` to `admin4` are GeoNames' full codes (`UA.05`, `UA.05.1402`, and so on down); on an admin area its own code
    is in the field of its level. `elevation` is in metres. `iso` is an admin area's ISO 3166-2 code. `derived`: its
    coordinates were computed. `own`: the user's own place, from an overlay. `modified`: the day of the source's last
    change, ISO 8601. `listed`: of several admin areas with one code, the one that the source's table of codes names.
    `countries`: all that it lies in or is made up of, where `country` does not tell.
    `notability`: how much the news speaks of the place, 0 to 10, beyond what its people tell; None where unknown.
    """

    id: int
    name: str
    lat: float
    lon: float
    country: str
    admin1: str = ""
    admin2: str = ""
    admin3: str = ""
    admin4: str = ""
    feature_class: str = "P"
    feature_code: str = "PPL"
    population: int = 0
    elevation: int | None = None
    timezone: str = ""
    wikidata: str = ""
    iso: str = ""
    derived: bool = False
    own: bool = False
    modified: str = ""
    listed: bool = False
    countries: tuple[str, ...] = ()
    notability: int | None = None


@dataclass(frozen=True, slots=True)
class DeletedRecord:
    """A place that the source has deleted: its id, and that of the place to use instead, where the source names one."""

    id: int
    successor: int | None = None


@dataclass(frozen=True, slots=True)
class NameRecord:
    """A further name of a place. `lang` is ISO 639 or BCP 47, empty where unknown.

    `code` is the kind of a code that names the place (`iata`, `icao`, `unlc`…), empty for a name in a language.
    `since` and `until` are as the source writes them. `own`: the user's own name for the place, from an overlay.
    """

    place: int
    text: str
    lang: str = ""
    preferred: bool = False
    short: bool = False
    colloquial: bool = False
    historic: bool = False
    since: str = ""
    until: str = ""
    code: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """Where data came from: what, which version, under which licence, whom to name."""

    what: str
    version: str
    licence: str
    credit: str


class Source(Protocol):
    """A source of places. Each method may be called once; `places` comes before `names`."""

    name: str

    def credits(self) -> tuple[Credit, ...]:
        """Where the data came from."""
        ...

    def countries(self) -> Iterable[CountryRecord]:
        """The countries."""
        ...

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        """All places: countries and admin areas among them, each id once."""
        ...

    def names(self, progress: Progress = no_progress) -> Iterable[NameRecord]:
        """Further names of those places. A place's own `name` need not be repeated."""
        ...


@runtime_checkable
class Dated(Protocol):
    """What a source says beyond its records, where it is taken in part and changes from day to day."""

    def about(self) -> Mapping[str, Any]:
        """What was chosen and how old it is, for the manifest; called after `names`."""
        ...

    def deleted(self) -> Iterable[DeletedRecord]:
        """The places that the source is known to have deleted, each id once."""
        ...
