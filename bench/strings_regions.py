"""Phrases with a word for a kind of area, and the first-level division that each means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.quality_sets.corpus import Corpus, key_of
from bench.strings_forms import Asked
from gazetteer.lexicon.generic import phrase
from gazetteer.sources.records import PlaceRecord

PHRASES = ("{} region", "{} oblast", "Province of {}", "{} область", "{} Province", "région de {}")
COUNTRIES = (
    "UA RU PL DE FR ES IT GB TR IR IQ SY SA EG MA DZ NG KE ET TZ CD ZA IN PK BD CN JP KR VN TH ID PH MX CO PE VE AR CL "
    "BR US"
)
"""Forty with many people and, between them, every script and every habit of naming divisions."""


@dataclass(frozen=True, slots=True)
class Regions:
    """The phrases by form, and how many were left out, for it is not plain whom they mean.

    Args:
        asked: by form, the phrases and the units meant.
        is_name: phrases that are themselves a name of another place.
        is_shared: units whose core a unit elsewhere in the country bears too.
    """

    asked: dict[str, list[Asked]]
    is_name: int
    is_shared: int


WITH_COUNTRY = "X region, with the country"
"""The form of the units whose core a unit of another country bears too: there is an Amazonas in four."""


def regions(corpus: Corpus) -> Regions:
    """The phrases for all first-level divisions of the forty countries."""
    by_core = dict(_by_core(corpus))
    asked: dict[str, list[Asked]] = {form: [] for form in (*(form.format("X") for form in PHRASES), WITH_COUNTRY)}
    is_name = is_shared = 0
    wanted = [place for place in corpus.places.values() if place.feature_code == "ADM1" and place.country in COUNTRIES]
    for unit in sorted(wanted, key=lambda place: place.id):
        core = phrase(unit.name).core
        rivals = [corpus.places[rival] for rival in by_core[key_of(core)]]
        elsewhere = {rival.country for rival in rivals if not _is_in(rival, unit)}
        if unit.country in elsewhere:
            is_shared += 1
            continue
        if elsewhere:
            asked[WITH_COUNTRY].append(Asked(f"{core} region", frozenset({unit.id}), country=unit.country))
            continue
        for form in PHRASES:
            text = form.format(core)
            named = {place for place in corpus.bearers.get(key_of(text), set()) if place != unit.id}
            if any(not _is_in(corpus.places[place], unit) for place in named):
                is_name += 1
            else:  # Murcia Province is a unit of the second level, all of the Region of Murcia
                asked[form.format("X")].append(Asked(text, frozenset({unit.id, *named})))
    return Regions(asked, is_name, is_shared)


def _by_core(corpus: Corpus) -> Iterator[tuple[str, set[int]]]:
    """The countries and divisions that bear each core."""
    found: dict[str, set[int]] = {}
    for place in corpus.places.values():
        if place.feature_class == "A":
            for name in {place.name, *corpus.names[place.id]}:
                for key in {key_of(name), key_of(phrase(name).core)}:
                    found.setdefault(key, set()).add(place.id)
    yield from found.items()


def _is_in(place: PlaceRecord, unit: PlaceRecord) -> bool:
    """Whether a place is a unit or lies in it: a phrase with a word for the larger area means the unit."""
    return place.country == unit.country and place.admin1 == unit.admin1
