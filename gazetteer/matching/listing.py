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


def search(index: Index, request: Search, display: str | None) -> Listing:
    """A page of a search; arguments as in `Gazetteer.search`."""
    if request.offset < 0:
        raise QueryError(f"offset is {request.offset}: give 0 or more.", "offset")
    if not 0 <= request.limit <= LISTING_LIMIT:
        raise QueryError(f"limit is {request.limit}: give a number from 0 to {LISTING_LIMIT}.", "limit")
    if not 0.0 <= request.fuzzy <= 1.0:
        raise QueryError(f"fuzzy is {request.fuzzy}: give a number from 0 to 1.", "fuzzy")
    page = slice(request.offset, request.offset + request.limit)
    if request.name is None:
        rows = narrow(index, request.filter)
        scores: dict[int, float] = {}
        total, shown = len(rows), _first(index, request, rows, page.stop)[page]
    else:
        scores = _named(index, replace(request, name=normalise(request.name)))
        rows = narrow(index, request.filter, np.fromiter(scores, np.int64, len(scores)))
        total, shown = len(rows), _ordered(index, request, rows)[page]
    places = tuple(index.places.place(row, display) for row in shown.tolist())
    return Listing(total, places, tuple(scores.get(row, 0.0) for row in shown.tolist()))


def _first(index: Index, request: Search, rows: Array, count: int) -> Array:
    """The first rows in the order asked for; of equals the lower row goes first, whatever the page."""
    values = _values(index, request, rows)
    if len(rows) > count:
        least = np.partition(values, len(rows) - count)[len(rows) - count] if count else np.inf
        over, equal = values > least, np.flatnonzero(values == least)
        over[equal[: count - int(over.sum())]] = True
        rows, values = rows[over], values[over]
    ordered: Array = rows[np.lexsort((rows, -values))]
    return ordered


def _ordered(index: Index, request: Search, rows: Array) -> Array:
    """The rows of a name in the order asked for; by relevance they are in order already."""
    if request.order == "relevance":
        values = _biased(index, request, rows, np.zeros(len(rows)))
    else:
        values = _values(index, request, rows)
    ordered: Array = rows[np.argsort(-values, kind="stable")]
    return ordered


def _values(index: Index, request: Search, rows: Array) -> Array:
    return _biased(index, request, rows, index.store.arrays[_KEYS[request.order]][rows].astype(np.float64))


def _biased(index: Index, request: Search, rows: Array, values: Array) -> Array:
    if request.bias is not None:
        values += (index.columns.place_country[rows] == country_number(index, request.bias)) * _AHEAD
    return values


def _named(index: Index, request: Search) -> dict[int, float]:
    """Rows of the places of a name with their scores, the likeliest first."""
    name, of = request.name or "", request.filter
    resolution = _resolved(index, request, name)
    same = [candidate for candidate in resolution.candidates if candidate.matched.how not in _ALIKE]
    likely = _scored(index, same)
    sections: list[Iterable[tuple[int, float]]] = [likely] if request.by == "any" else []
    if request.by != "starts":
        called = dict.fromkeys(_called(index, name, request.searched), 0.0)
        sections.append((row, score) for row, score in likely if row in called)
        sections.append(called.items())
    if request.by != "equals":
        begun = begin(index, name, lang=request.searched, country=of.country, limit=CANDIDATE_LIMIT)
        sections.append((index.places.row(one.place.id), 0.0) for one in begun)
    found: dict[int, float] = {}
    for section in sections:
        for row, score in section:
            found.setdefault(row, score)
    if request.searched is not None:
        found = {row: score for row, score in found.items() if _has(index, row, name, request)}
    alike = [
        one
        for one in resolution.candidates
        if one.score >= LEAST_SCORE and (one.matched.how in _ALIKE or request.by == "starts")
    ]
    if request.fuzzy < 1.0:
        alike = [one for one in alike if one.matched.similarity >= request.fuzzy]
    elif found or request.by == "equals" or resolution.verdict == Verdict.NO_MATCH:
        alike = []
    return found | {row: score for row, score in _scored(index, alike) if row not in found}


def _resolved(index: Index, request: Search, name: str) -> Resolution:
    of = request.filter
    query = Query(name, request.searched, of.country, classes=of.classes, codes=of.codes, limit=CANDIDATE_LIMIT)
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


def _has(index: Index, row: int, name: str, request: Search) -> bool:
    """Whether a place has the name, or the beginning of one, in the language that is looked at."""
    wanted = native_key(name)
    for one in index.places.names(row):
        if one.lang == request.searched:
            key = native_key(one.text)
            if key == wanted or (request.by != "equals" and key.startswith(wanted)):
                return True
    return False
