"""Lists of places, page by page: by name, by kind and region, or by all of these.

A name is looked for in three ways, the surest first: what `resolve` finds in these very letters, every other place of
that name, and the places with a name that begins so. Likeness comes in where it is asked for, or nothing else is found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.index.values import Flag, native_hash
from gazetteer.matching.countries import country_number
from gazetteer.matching.filters import narrow
from gazetteer.matching.resolve import resolve
from gazetteer.matching.suggest import begin
from gazetteer.model import CANDIDATE_LIMIT, Candidate, How, Listing, Options, Query, Resolution, Search, Verdict
from gazetteer.text import native_key, normalise
from gazetteer.translit.readings import readings

LISTING_LIMIT = 1000
LEAST_SCORE = 0.01  # of a name that is listed although it is merely alike
_ALIKE = (How.SOUND, How.FUZZY)
_MACHINE = int(Flag.MACHINE)
_KEYS = {"relevance": "place_fame", "population": "place_population", "elevation": "place_elevation"}
_AHEAD = 2.0**40  # more than any fame, population or height: what bias adds


def search(index: Index, asked: Search, display: str | None) -> Listing:
    """A page of a search; arguments as in `Gazetteer.search`."""
    if asked.offset < 0:
        raise QueryError(f"offset is {asked.offset}: give 0 or more.", "offset")
    if not 0 <= asked.limit <= LISTING_LIMIT:
        raise QueryError(f"limit is {asked.limit}: give a number from 0 to {LISTING_LIMIT}.", "limit")
    if not 0.0 <= asked.fuzzy <= 1.0:
        raise QueryError(f"fuzzy is {asked.fuzzy}: give a number from 0 to 1.", "fuzzy")
    page = slice(asked.offset, asked.offset + asked.limit)
    if asked.name is None:
        rows = narrow(index, asked.filter)
        scores: dict[int, float] = {}
        total, shown = len(rows), _first(index, asked, rows, page.stop)[page]
    else:
        scores = _named(index, replace(asked, name=normalise(asked.name)))
        rows = narrow(index, asked.filter, np.fromiter(scores, np.int64, len(scores)))
        total, shown = len(rows), _ordered(index, asked, rows)[page]
    places = tuple(index.places.place(row, display) for row in shown.tolist())
    return Listing(total, places, tuple(scores.get(row, 0.0) for row in shown.tolist()))


def _first(index: Index, asked: Search, rows: Array, count: int) -> Array:
    """The first rows in the order asked for; of equals the lower row goes first, whatever the page."""
    values = _values(index, asked, rows)
    if len(rows) > count:
        least = np.partition(values, len(rows) - count)[len(rows) - count] if count else np.inf
        over, equal = values > least, np.flatnonzero(values == least)
        over[equal[: count - int(over.sum())]] = True
        rows, values = rows[over], values[over]
    ordered: Array = rows[np.lexsort((rows, -values))]
    return ordered


def _ordered(index: Index, asked: Search, rows: Array) -> Array:
    """The rows of a name in the order asked for; by relevance they are in order already."""
    if asked.order == "relevance":
        values = _biased(index, asked, rows, np.zeros(len(rows)))
    else:
        values = _values(index, asked, rows)
    ordered: Array = rows[np.argsort(-values, kind="stable")]
    return ordered


def _values(index: Index, asked: Search, rows: Array) -> Array:
    return _biased(index, asked, rows, index.store.arrays[_KEYS[asked.order]][rows].astype(np.float64))


def _biased(index: Index, asked: Search, rows: Array, values: Array) -> Array:
    if asked.bias is not None:
        values += (index.columns.place_country[rows] == country_number(index, asked.bias)) * _AHEAD
    return values


def _named(index: Index, asked: Search) -> dict[int, float]:
    """Rows of the places of a name with their scores, the likeliest first."""
    name, of = asked.name or "", asked.filter
    resolution = _resolved(index, asked, name)
    same = [candidate for candidate in resolution.candidates if candidate.matched.how not in _ALIKE]
    likely = _scored(index, same)
    sections: list[Iterable[tuple[int, float]]] = [likely] if asked.by == "any" else []
    if asked.by != "starts":
        called = dict.fromkeys(_called(index, name, asked.searched), 0.0)
        sections.append((row, score) for row, score in likely if row in called)
        sections.append(called.items())
    if asked.by != "equals":
        begun = begin(index, name, lang=asked.searched, country=of.country, limit=CANDIDATE_LIMIT)
        sections.append((index.places.row(one.place.id), 0.0) for one in begun)
    found: dict[int, float] = {}
    for section in sections:
        for row, score in section:
            found.setdefault(row, score)
    if asked.searched is not None:
        found = {row: score for row, score in found.items() if _has(index, row, name, asked)}
    alike = [
        one
        for one in resolution.candidates
        if one.score >= LEAST_SCORE and (one.matched.how in _ALIKE or asked.by == "starts")
    ]
    if asked.fuzzy < 1.0:
        alike = [one for one in alike if one.matched.similarity >= asked.fuzzy]
    elif found or asked.by == "equals" or resolution.verdict == Verdict.NO_MATCH:
        alike = []
    return found | {row: score for row, score in _scored(index, alike) if row not in found}


def _resolved(index: Index, asked: Search, name: str) -> Resolution:
    of = asked.filter
    query = Query(name, asked.searched, of.country, classes=of.classes, codes=of.codes, limit=CANDIDATE_LIMIT)
    return resolve(index, query, Options(strict=True))


def _scored(index: Index, candidates: Iterable[Candidate]) -> list[tuple[int, float]]:
    return [(index.places.row(one.place.id), one.score) for one in candidates]


def _called(index: Index, name: str, lang: str | None) -> list[int]:
    """Rows of all places of a name, those that write it so first, then the best known; some more than once."""
    columns = index.columns
    keys = [key for reading in readings(name, lang) if (key := index.keys.find(reading.key)) >= 0]
    parts = [columns.key_name[columns.key_first_name[key] : columns.key_first_name[key + 1]] for key in keys]
    names = np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int64)
    names = names[(columns.name_flags[names] & _MACHINE) == 0]
    rows = columns.name_place[names].astype(np.int64)
    otherwise = columns.name_native[names] != native_hash(name)
    ordered: list[int] = rows[np.lexsort((rows, -columns.place_fame[rows], otherwise))].tolist()
    return ordered


def _has(index: Index, row: int, name: str, asked: Search) -> bool:
    """Whether a place has the name, or the beginning of one, in the language that is looked at."""
    wanted = native_key(name)
    for one in index.places.names(row):
        if one.lang == asked.searched:
            key = native_key(one.text)
            if key == wanted or (asked.by != "equals" and key.startswith(wanted)):
                return True
    return False
