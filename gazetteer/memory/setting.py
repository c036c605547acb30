"""What of a query decisions look at, and which of them hold there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.matching.context import Told, members_of, read_fields
from gazetteer.matching.countries import read_country
from gazetteer.matching.evidence import ALSO
from gazetteer.memory.memory import Memory
from gazetteer.model import Query, When

_NO_ROWS = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Setting:
    """What of a query decisions look at.

    Args:
        country: ISO 3166-1 alpha-2 codes of the countries that it names.
        within: the ids of the area that it names and of all around that.
        lang: language of the text, BCP 47.
        collection: the label that it bears.
        document: the document that it stands in.
    """

    country: frozenset[str] = frozenset()
    within: frozenset[int] = frozenset()
    lang: str | None = None
    collection: str | None = None
    document: str | None = None

    def meets(self, when: When) -> bool:
        """Whether all that a decision asks for is so."""
        return (
            (not when.country or not self.country.isdisjoint(when.country))
            and self.country.isdisjoint(when.unless_country)
            and (when.within is None or when.within in self.within)
            and (when.lang is None or _speaks(self.lang, when.lang))
            and (when.collection is None or when.collection == self.collection)
            and (when.document is None or when.document == self.document)
        )


def _speaks(lang: str | None, wanted: str) -> bool:
    """Whether a language is the one wanted, or a form of it: `uk-UA` is `uk`."""
    if lang is None:
        return False
    lang, wanted = lang.lower(), wanted.lower()
    return lang == wanted or lang.startswith(f"{wanted}-")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as decisions see it: its setting, and what it says outright, which they yield to.

    Args:
        query: the query.
        setting: what decisions look at.
        told: what its fields say.
    """

    query: Query
    setting: Setting
    told: Told

    def excludes(self, index: Index, row: int) -> str | None:
        """Which field of the query a place does not meet, as `country UA`; None where it meets all.

        Args:
            index: the opened index.
            row: of the place.
        """
        told, query = self.told, self.query
        if len(told.countries) and not _among(index, row, told.countries):
            return f"country {', '.join(query.country)}"
        if told.within is not None and not _among(index, row, members_of(index, told.within.rows)):
            return f"within {told.within.text}"
        if len(told.features) and not told.features[index.columns.place_feature[row]]:
            kinds = [*(f"class {one}" for one in query.classes), *(f"code {one}" for one in query.codes)]
            return ", ".join(kinds)
        return None


def read_asked(index: Index, query: Query, memory: Memory) -> Asked:
    """Read a query as decisions see it.

    Raises:
        QueryError: a field of it cannot be read.
    """
    told = read_fields(index, query, lambda _text: _NO_ROWS)
    countries = index.places.countries
    numbers = [read_country(index, text, query.lang).number for text in query.country]
    within: list[int] = []
    if told.within is not None:
        row = int(told.within.rows[0])
        within = [int(index.places.ids[one]) for one in (*index.places.ancestors(row), row)]
    setting = Setting(
        frozenset(str(countries[number]["code"]) for number in numbers if number is not None),
        frozenset(within),
        query.lang,
        memory.collection,
        memory.document,
    )
    return Asked(query, setting, told)


def _among(index: Index, row: int, members: Array | list[int]) -> bool:
    """Whether a place is one of some members, as in `Context`, or lies in one."""
    around = {row, *index.places.ancestors(row)}
    number = int(index.columns.place_country[row])
    for seen in map(int, members):
        member = seen - ALSO if seen >= ALSO else seen + ALSO if seen <= -ALSO else seen
        if member in around or member == -number - 1:
            return True
    return False
