"""A gazetteer of a few names, for readers of strings."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Known:
    """What is known, folded to small letters: names by place, areas, countries."""

    names: dict[str, int] = field(default_factory=dict)
    areas: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    def named(self, name: str) -> bool:
        return name.lower() in self.names

    def called(self, name: str) -> bool:
        return self.named(name)

    def area(self, text: str) -> bool:
        return text.lower() in self.areas or self.is_country(text)

    def unit(self, text: str) -> bool:
        return self.area(text)

    def unit_of(self, text: str) -> str | None:
        return None

    def is_country(self, text: str) -> bool:
        return text.lower() in self.countries

    def country(self, text: str) -> tuple[str, str] | None:
        return None

    def abbreviated(self, text: str) -> str | None:
        return None

    def same_place(self, one: str, other: str) -> bool:
        return self.named(one) and self.names.get(one.lower()) == self.names.get(other.lower())


def known(names: str, areas: str = "", countries: str = "") -> Known:
    """Names with `|` between them, those of one place with `=`."""
    places = {
        name.lower(): number for number, place in enumerate(names.split("|")) for name in place.split("=") if name
    }
    return Known(places, frozenset(areas.lower().split("|")) - {""}, frozenset(countries.lower().split("|")) - {""})
