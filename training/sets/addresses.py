"""Cities with what stands beside them in tables and datelines: areas in any order, codes, remarks, postcodes, marks."""

from __future__ import annotations

from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of
from bench.quality_sets.withheld import Withholding
from bench.strings_cities import Cities, City
from bench.strings_forms import Form, Write, forms
from gazetteer.model import Query
from gazetteer.translit.scripts import LATIN, script_of, scripts_of
from training.meant import drawn, who

NAME, CODES, WRONG = "strings City, Region", "strings City, CODE", "strings City, wrong Country"
LEAST_PEOPLE = 1_000
SHARED = 0.3
"""The share of cities drawn from those whose name others bear."""
UNMATCHED = "unmatched"
SEVERAL = "City A"
"""How the forms begin that name two cities: no one place is right there, and no likelihood can say so."""
REGIONAL = (
    "{city}, {region}", "{city}, {region}", "{city} ({region})", "{city} - {region}", "{city}/{region}",
    "{city} {region}", "{region} > {city}", "{region} - {city}", "{city}; {region}; {country}",
    "{city} {region} {country}", "{country}, {region}, {city}", "{CITY}, {REGION}", "{city}, {region} - {iso2}",
)  # fmt: skip
CODED = ("{city}, {code}", "{city}, {code}", "{city} {code}", "{city} ({code})", "{CITY}, {code}", "{city}-{code}")
COMMAS = {"Hani": "，", "Jpan": "、", "Kana": "、", "Arab": "، "}
USE_CODES = ("US", "US", "US", "CA", "AU", "BR", "IT", "CH", "MX", "IN", "DE")
"""The countries whose people write the codes of their divisions behind a town, more or less often."""


def addresses(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Cities in all forms of the bench of strings, and with their region in other orders and marks."""
    makers = Cities(corpus)
    towns = [makers.city(corpus.places[place]) for place in _drawn(corpus, plan, 3 * count, chance)]
    others = towns[:: max(1, len(towns) // 500)]
    written = [form for form in forms(others) if form.wanted != UNMATCHED]
    regional = [Form("City, Region", _regional(template)) for template in REGIONAL]
    cases = [_case(corpus, plan, town, chance.choice([*written, *regional]), chance) for town in towns]
    return [case for case in cases if case is not None][:count]


def in_script(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Cities with their country, both in one script that is not Latin."""
    cases = []
    of_country = {
        code: [name for name in corpus.names[record.id] if name not in plan.spellings(record.id)]
        for code, record in corpus.countries.items()
    }
    for place in _drawn(corpus, plan, 4 * count, chance):
        country = corpus.places[place].country
        gone = plan.spellings(place)
        names = [
            name for name in sorted(set(corpus.names[place])) if not scripts_of(name) & {LATIN} and name not in gone
        ]
        if not names:
            continue
        name = chance.choice(names)
        script = script_of(name)
        lands = sorted({land for land in of_country.get(country, ()) if script_of(land) == script})
        if lands and script:
            comma = COMMAS.get(script, ", ")
            shape = chance.choice(("{0}, {1}", "{0} ({1})", "{1}, {0}", "{0} - {1}", f"{{0}}{comma}{{1}}"))
            if meant := who(corpus, plan, key_of(name), chance, country=country):
                cases.append(Case(NAME, Query(shape.format(name, chance.choice(lands))), meant, script=script))
    return cases[:count]


def coded(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Cities with the code of their division or country in capitals behind them, half of them with shared names."""
    codes = {
        place.admin1: place.iso.partition("-")[2]
        for place in corpus.places.values()
        if place.feature_code == "ADM1" and place.iso.partition("-")[2].isalpha()
    }
    by_country: dict[str, list[int]] = {country: [] for country in USE_CODES}
    for place in _drawn(corpus, plan, 40 * count, chance):
        record = corpus.places[place]
        if record.country in by_country and record.admin1 in codes:
            by_country[record.country].append(place)
    cases = []
    for _ in range(2 * count):
        country = chance.choice(USE_CODES)
        if not by_country[country]:
            continue
        record = corpus.places[chance.choice(by_country[country])]
        by_state = chance.random() < 0.75
        code = codes[record.admin1] if by_state else chance.choice((country, corpus.countries[country].iso3))
        text = chance.choice(CODED).format(city=record.name, code=code, CITY=record.name.upper())
        admin1 = record.admin1 if by_state else ""
        if meant := who(corpus, plan, key_of(record.name), chance, country=country, admin1=admin1):
            cases.append(Case(CODES, Query(text), meant))
    return list(dict.fromkeys(cases))[:count]


def contradicted(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Cities with a country in which no place bears the name: no place is right."""
    lands = [country for country in corpus.countries.values() if country.id in corpus.places]
    cases = []
    for place in _drawn(corpus, plan, 2 * count, chance):
        record = corpus.places[place]
        land = chance.choice(lands)
        near = {corpus.places[bearer].country for bearer in corpus.bearers[key_of(record.name)]}
        if land.code not in near and record.country != land.code:
            shape = chance.choice(("{0}, {1}", "{0}, {1}", "{0} ({1})", "{1}, {0}", "{0}, {2}"))
            cases.append(Case(WRONG, Query(shape.format(record.name, land.name, land.iso3)), None))
    return list(dict.fromkeys(cases))[:count]


def _case(corpus: Corpus, plan: Withholding, city: City, form: Form, chance: Random) -> Case | None:
    text = form.write(city, chance)
    if text is None or len(text) > 150:
        return None
    place = city.place
    told_region = city.region is not None and city.region in text and city.region != city.name
    told_country = (
        place.country if told_region or city.country in text or city.iso3 in text or place.country in text else ""
    )
    admin1 = place.admin1 if told_region else ""
    meant = who(corpus, plan, key_of(city.name), chance, country=told_country, admin1=admin1)
    if form.wanted == "unit":
        meant = min(city.units) if city.units and meant == place.id else None
    return None if meant is None else Case(NAME, Query(text), meant)


def _drawn(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[int]:
    """Towns with Latin names by fame, a part of them with names that others bear."""
    towns = [
        place.id
        for place in corpus.places.values()
        if place.feature_class == "P"
        and place.population > LEAST_PEOPLE
        and place.id not in plan.all_absent
        and scripts_of(place.name) <= {LATIN}
    ]
    shared = [place for place in towns if len(corpus.bearers[key_of(corpus.places[place].name)]) > 1]
    of_shared = round(SHARED * count)
    places = drawn(corpus, towns, count - of_shared, chance) + drawn(corpus, shared, of_shared, chance)
    return chance.sample(places, len(places))


def _regional(template: str) -> Write:
    def write(city: City, _: Random) -> str | None:
        if not city.region:
            return None
        return template.format(
            city=city.name,
            region=city.region,
            country=city.country,
            iso2=city.place.country,
            CITY=city.name.upper(),
            REGION=city.region.upper(),
        )

    return write
