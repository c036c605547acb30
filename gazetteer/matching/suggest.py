"""Suggestions while somebody types: the places that have a name which begins so, the best known first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.index.search.prefixes import Begun
from gazetteer.matching.begun import ANYWHERE, ENOUGH, SETTLED, Typing, begins, take
from gazetteer.matching.countries import country_number
from gazetteer.matching.meant import in_areas, meant, of_kind, with_areas
from gazetteer.matching.typed import parts_of
from gazetteer.model import CANDIDATE_LIMIT, Suggestion
from gazetteer.text import normalise


def suggest(
    index: Index, prefix: str, *, lang: str | None = None, country: Sequence[str] = (), limit: int = 10
) -> list[Suggestion]:
    """Places meant by what is typed; arguments as in `Gazetteer.suggest`.

    Names that begin as typed go first; where an area stands behind the name, those in the area. Where they are too few,
    names without their word for a kind of place and names with another letter fill the list.
    """
    typing = _typing(index, lang, country, limit)
    text = normalise(prefix)
    parts = parts_of(text)
    found: dict[int, Begun] = {}
    if len(parts) > 1:
        take(found, in_areas(typing, parts), typing.limit)
        take(found, begins(typing, text), typing.limit)
        text = parts[0]
    plain = begins(typing, text)
    if " " in text and len(parts) == 1:
        kind = of_kind(typing, text) if len(plain) < ENOUGH else []
        plain = [*plain, *kind] if kind else with_areas(typing, text, plain)
    take(found, plain, typing.limit)
    if len(found) < ENOUGH and all(one.rank < SETTLED for one in found.values()):
        take(found, meant(typing, text), typing.limit)
    return _suggestions(typing, list(found.values())[:limit])


def begin(
    index: Index, prefix: str, *, lang: str | None = None, country: Sequence[str] = (), limit: int = 10
) -> list[Suggestion]:
    """Places one of whose names begins with the very text; arguments as in `Gazetteer.suggest`."""
    typing = _typing(index, lang, country, limit)
    return _suggestions(typing, begins(typing, normalise(prefix))[:limit])


def _typing(index: Index, lang: str | None, country: Sequence[str], limit: int) -> Typing:
    if not 1 <= limit <= CANDIDATE_LIMIT:
        raise QueryError(f"limit is {limit}: give a number from 1 to {CANDIDATE_LIMIT}.", "limit")
    countries = np.array([country_number(index, code) for code in country], np.int64)
    language = index.places.language_number(lang)
    return Typing(index, ANYWHERE._replace(countries=countries, lang=language), lang, max(limit, ENOUGH))


def _suggestions(typing: Typing, found: Iterable[Begun]) -> list[Suggestion]:
    places = typing.index.places
    return [Suggestion(places.place(one.place, typing.lang), places.name_texts[one.name]) for one in found]
