"""The forms that names of cities are written in, and the questions that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html.entities import codepoint2name
from random import Random

from bench.strings_cities import City

Write = Callable[[City, Random], str | None]

PLAIN = "City"
BEARINGS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW", "north", "south-east", "west", "northwest")
POSTCODES = {
    "00000": "CR CU DE DZ EE EG ES FI FR HR ID IQ IT KR LT MA MX MY PE PK RS SA TH TR UA US VN",
    "0000": "AT AU BD BE BG CH DK GE HU NO PH TN ZA",
    "000000": "BY CN CO EC IN KZ NG RO RU SG UZ",
    "000 00": "CZ GR SE SK",
    "0000000": "IL",
    "00000-000": "BR",
    "00000-00000": "IR",
    "00-000": "PL",
    "0000-000": "PT",
    "000-0000": "JP",
    "0000 AA": "NL",
    "AA0 0AA": "GB",
    "A0A 0A0": "CA",
}
"""Countries by the shape of their postcodes: 0 a digit, A a letter.

Source: the Universal Postal Union's addressing guides."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a city.

    Args:
        name: what the table calls it.
        write: makes the string; None where this city cannot be written so.
        wanted: what is right: the "place", its "unit" rather, or "unmatched".
    """

    name: str
    write: Write
    wanted: str = "place"


@dataclass(frozen=True, slots=True)
class Asked:
    """A string, and the places that are right; `unmatched` says that no match is; `country` is asked beside it."""

    text: str
    right: frozenset[int]
    unmatched: bool = False
    country: str = ""


def forms(cities: Sequence[City]) -> list[Form]:
    """All forms.

    Args:
        cities: from which the second city of a list and the wrong country are taken.
    """
    return [*_with_areas(), *_with_remarks(), *_with_relations(), *_mangled(), *_in_cyrillic(), *_contradicted(cities)]


def asked(form: Form, cities: Sequence[City], each: int, seed: int) -> Iterator[Asked]:
    """The strings of a form, each of another city."""
    chance = Random(f"{seed} {form.name}")
    count = 0
    for city in chance.sample(cities, len(cities)):
        text = form.write(city, chance)
        if text is None:
            continue
        right = city.units if form.wanted == "unit" and city.units else city.right
        yield Asked(text, right, form.wanted == "unmatched")
        count += 1
        if count == each:
            return


def _plain(template: str) -> Write:
    """A form that only names, countries and their codes go into."""
    return lambda city, _: template.format(
        city=city.name, country=city.country, iso2=city.place.country, iso3=city.iso3, capitals=city.name.upper()
    )


def _with_areas() -> list[Form]:
    templates = {
        PLAIN: "{city}",
        "City, Country": "{city}, {country}",
        "Country, City": "{country}, {city}",
        "Country - City": "{country} - {city}",
        "City – Country": "{city} – {country}",
        "Country > City": "{country} > {city}",
        "City|Country": "{city}|{country}",
        "City (Country)": "{city} ({country})",
        "City/Country": "{city}/{country}",
        "City; Country": "{city}; {country}",
        "City, ISO2": "{city}, {iso2}",
        "ISO3_City": "{iso3}_{city}",
    }
    return [
        *(Form(name, _plain(template)) for name, template in templates.items()),
        Form("City, Region, Country", lambda city, _: city.region and f"{city.name}, {city.region}, {city.country}"),
        Form("Region, City", lambda city, _: city.region and f"{city.region}, {city.name}"),
        Form("  City ,Country", _with_stray_blanks),
        Form("City region", _plain("{city} region"), "unit"),
    ]


def _with_remarks() -> list[Form]:
    return [
        Form("CITY, Country (AP) —", _plain("{capitals}, {country} (AP) —")),
        Form("CITY (Reuters) -", _plain("{capitals} (Reuters) -")),
        Form("City (City)", _plain("{city} ({city})")),
        Form("City (other script)", _with_other),
        Form("10117 City", lambda city, chance: _with_postcode(city, chance, "{code} {city}")),
        Form("City 10117", lambda city, chance: _with_postcode(city, chance, "{city} {code}")),
        Form("city of City", _plain("city of {city}")),
    ]


def _with_relations() -> list[Form]:
    return [
        Form("nr. City", _plain("nr. {city}")),
        Form("near City", _plain("near {city}")),
        Form("City area", _plain("{city} area")),
        Form("outskirts of City", _plain("outskirts of {city}")),
        Form("30 km N of City", _with_distance),
    ]


def _mangled() -> list[Form]:
    return [
        Form("CITY", _plain("{capitals}")),
        Form("city", lambda city, _: city.name.lower()),
        Form("mojibake", lambda city, _: _as_mojibake(city.name)),
        Form("HTML entities", lambda city, chance: _with_entities(city.name, chance)),
    ]


def _in_cyrillic() -> list[Form]:
    return [
        Form("г. City, Russian", lambda city, _: city.russian and f"г. {city.russian}"),
        Form("м. City, Ukrainian", lambda city, _: city.ukrainian and f"м. {city.ukrainian}"),
    ]


def _contradicted(cities: Sequence[City]) -> list[Form]:
    def with_wrong_country(city: City, chance: Random) -> str | None:
        other = chance.choice(cities)
        return None if other.country == city.country else f"{city.name}, {other.country}"

    def two(separator: str) -> Write:
        def write(city: City, chance: Random) -> str | None:
            other = chance.choice(cities)
            # "Lutsk, Volyn": where one of them bears the name of the other's unit, the second is an area.
            related = {other.region, other.country, other.name} & {city.region, city.country, city.name}
            return None if related else f"{city.name}{separator}{other.name}"

        return write

    return [
        Form("City, wrong Country", with_wrong_country, "unmatched"),
        Form("City A; City B", two("; "), "unmatched"),
        Form("City A, City B", two(", "), "unmatched"),
        Form("City A - City B", two(" - "), "unmatched"),
        Form("City A and City B", two(" and "), "unmatched"),
    ]


def _with_stray_blanks(city: City, chance: Random) -> str:
    before, after, end = (chance.choice(("  ", "\t", " \t", "   ")) for _ in range(3))
    return f"{before}{city.name}{after},{city.country}{end}"


def _with_other(city: City, chance: Random) -> str | None:
    return f"{city.name} ({chance.choice(city.others)})" if city.others else None


def _with_postcode(city: City, chance: Random, template: str) -> str | None:
    shape = next((shape for shape, countries in POSTCODES.items() if city.place.country in countries), None)
    if shape is None:
        return None
    signs = {"0": "123456789", "A": "ABCDEFGHJKLMNPRSTUVWXY"}
    return template.format(code="".join(chance.choice(signs.get(sign, sign)) for sign in shape), city=city.name)


def _with_distance(city: City, chance: Random) -> str:
    number, unit = chance.randint(2, 90), chance.choice((" km", "km", " kilometers", " miles", " mi"))
    bearing = chance.choice(BEARINGS)
    return f"{number}{unit} {bearing} of {city.name}"


def _as_mojibake(name: str) -> str | None:
    """UTF-8 read as cp1252; None where that changes nothing, or a byte has no sign there."""
    try:
        mangled = name.encode().decode("cp1252")
    except UnicodeDecodeError:
        return None
    return None if mangled == name else mangled


def _with_entities(name: str, chance: Random) -> str | None:
    def escaped(sign: str) -> str:
        code = ord(sign)
        numeric = chance.choice((f"&#{code};", f"&#x{code:X};"))
        return f"&{codepoint2name[code]};" if code in codepoint2name and chance.random() < 0.6 else numeric

    mangled = "".join(sign if sign.isascii() and sign != "'" else escaped(sign) for sign in name)
    return None if mangled == name else mangled
