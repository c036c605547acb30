"""CLDR's names of the cities that stand for time zones, in all its languages: translated by people, none from us."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of
from gazetteer.model import Query
from gazetteer.translit.scripts import LATIN, script_of

NO_CITY = frozenset({"Etc/Unknown", "Etc/UTC"})


def exemplar_cases(corpus: Corpus, count: int, chance: Random) -> list[Case]:
    """Four sets: other scripts and Latin, each split into spellings that the gazetteer has of the place and others.

    Args:
        corpus: the gazetteer's places and names.
        count: how many cases a set, at most.
        chance: the seeded source of randomness.
    """
    truth = zone_cities(corpus)
    sets: dict[str, dict[tuple[str, int], Case]] = defaultdict(dict)
    for zone, text in _exemplars():
        place = truth.get(zone)
        script = script_of(text)
        if place is None or script is None:
            continue
        kind = "Latin" if script == LATIN else "other scripts"
        seen = "known" if key_of(text) in corpus.keys(place) else "unseen"
        name = f"CLDR cities, {kind}, {seen}"
        sets[name][text, place] = Case(name, Query(text), place, script=script, nearby=True)
    drawn = {
        name: sorted(found.values(), key=lambda case: (case.query.name, case.place)) for name, found in sets.items()
    }
    return [case for name in sorted(drawn) for case in chance.sample(drawn[name], min(count, len(drawn[name])))]


def _exemplars() -> set[tuple[str, str]]:
    """Zone (its canonical IANA id) and city name, in every locale of CLDR."""
    aliases = get_global("zone_aliases")
    found = set()
    for identifier in locale_identifiers():
        for zone, names in Locale.parse(identifier).time_zones.items():
            if zone not in NO_CITY and names.get("city"):
                found.add((aliases.get(zone, zone), str(names["city"]).strip()))
    return found


def zone_cities(corpus: Corpus) -> dict[str, int]:
    """The place that each zone is named after: the largest of its country and time zone with its English name."""
    aliases, territories = get_global("zone_aliases"), get_global("zone_territories")
    english: dict[str, set[str]] = defaultdict(set)
    for alias, zone in (*aliases.items(), *((zone, zone) for zone in territories)):
        english[zone].add(key_of(alias.rpartition("/")[2].replace("_", " ")))
    for zone, names in Locale.parse("en").time_zones.items():
        if names.get("city"):
            english[aliases.get(zone, zone)].add(key_of(str(names["city"])))
    found: dict[str, int] = {}
    for place in sorted(corpus.places.values(), key=lambda place: (place.population, -place.id)):
        zone = aliases.get(place.timezone, place.timezone)
        if (
            place.feature_class == "P"
            and place.country == territories.get(zone)
            and corpus.keys(place.id) & english[zone]
        ):
            found[zone] = place.id
    return found
