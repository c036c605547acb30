"""From a query's string to its interpretations, in the light of one gazetteer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.matching.areas import Alike
from gazetteer.matching.context import Group
from gazetteer.matching.forms import FormKind
from gazetteer.matching.lookup import IndexLookup
from gazetteer.matching.question import Form, how_sure, read_form
from gazetteer.matching.sameness import UNKNOWN
from gazetteer.matching.searches import Searches
from gazetteer.matching.shared_words import is_long, shares_most
from gazetteer.model import NAME_LIMIT, Query
from gazetteer.parsing.interpret import interpret
from gazetteer.parsing.interpretation import Interpretation, Parsed
from gazetteer.parsing.repair import repair
from gazetteer.parsing.vocabulary import han_units, short_names
from gazetteer.text import native_key, normalise

SHORTEST_UNIT = 3  # characters of a name with one for its unit
SHORTEST_PLAIN = 4  # letters of a name in capitals from which it is taken as it stands
ALIKE_AT_MOST = 2  # areas of a string that are looked for by likeness
_PARTED = re.compile("[,;/|()（）、，；\U0001f1e6-\U0001f1ff]")
_NO_ROWS = np.zeros(0, np.int32)
CITIES_AT_MOST = 8  # places of one name that a part may be, which is no area
CORES_AT_MOST = 24  # places of one name that are looked at for their units
_REPAIRED = 4 * NAME_LIMIT  # characters of a string that is repaired; a longer one is no name


@dataclass(frozen=True, slots=True)
class StringRead:
    """A query's string, read.

    Args:
        parsed: its interpretations.
        lookup: what was looked up for them.
        whole: the form of the string as it stands.
    """

    parsed: Parsed
    lookup: IndexLookup
    whole: Form


def read_string(index: Index, query: Query, searches: Searches) -> StringRead:
    """Read the string of a query.

    A string that is a name as it stands has one interpretation.

    Args:
        index: the opened index.
        query: what is asked.
        searches: those by likeness that are left.

    Raises:
        QueryError: the string is empty, too long, or holds no letter and no digit.
    """
    repaired = repair(query.name) if len(query.name) <= _REPAIRED else None
    name = normalise(query.name if repaired is None else repaired.text)
    mended = repaired.mended if repaired is not None else ()
    whole = read_form(index, name, FormKind.WHOLE, query.lang)
    lookup = IndexLookup(index, query.lang, searches)
    if _is_plain(name) and how_sure(index, (whole,)) > UNKNOWN:
        return StringRead(Parsed(name, (Interpretation(name),), mended), lookup, whole)
    parsed = interpret(name, lookup, query.lang)
    interpretations = _with_long_name(index, whole, parsed.interpretations, lookup)
    return StringRead(Parsed(name, interpretations, mended, parsed.parts), lookup, whole)


def _with_long_name(
    index: Index, whole: Form, interpretations: tuple[Interpretation, ...], lookup: IndexLookup
) -> tuple[Interpretation, ...]:
    """The interpretations, before them the string as one long name where none is all known, and one name is like it.

    Many long names have parts that look like a name and its areas: Barrio San Joaquín Lamillas (San José Lamillas).
    """
    key = whole.readings[0].key if whole.readings else ""
    first = interpretations[0]
    plainly = first.name == whole.text and not first.areas
    if plainly or not is_long(key) or any(_is_known(one, lookup) for one in interpretations):
        return interpretations
    if not shares_most(index.long_words, key):
        return interpretations
    others = tuple(one for one in interpretations if one.name != whole.text or one.areas)
    return (Interpretation(whole.text), *others)


def _is_known(interpretation: Interpretation, lookup: IndexLookup) -> bool:
    """Whether it explains all of its string by names that are known."""
    return (
        not interpretation.unexplained
        and lookup.named(interpretation.name)
        and all(lookup.area(area) for area in interpretation.areas)
    )


def _is_plain(name: str) -> bool:
    """Whether a name may be taken as it stands.

    Short capitals and customary short names may mean something else, and so may parts: LA, California.
    """
    return (
        name not in short_names()
        and (len(name) >= SHORTEST_PLAIN or not name.isupper())
        and (name.isalpha() or not _PARTED.search(name))
    )


@dataclass(frozen=True, slots=True)
class StringContext:
    """What an interpretation says beside the name.

    Args:
        groups: its areas, the inner first.
        unread: those that are not known.
        aliases: rows of the places that its second name names.
        other_unit: rows of the places that are called as the name is, with another word for a unit.
    """

    groups: tuple[Group, ...] = ()
    unread: tuple[str, ...] = ()
    aliases: Array = field(default_factory=lambda: _NO_ROWS)
    other_unit: Array = field(default_factory=lambda: _NO_ROWS)


_ALONE = StringContext()


class SurroundingsReader:
    """Reads what interpretations of one string say beside their names.

    Args:
        index: the opened index.
        lookup: of the string.
        alike: finds the area that a phrase means where none is called as it is written; asked a few times at most.
    """

    def __init__(self, index: Index, lookup: IndexLookup, alike: Alike) -> None:
        self._index = index
        self._lookup = lookup
        self._alike = alike
        self._guessed: dict[str, Array] = {}

    def read(self, interpretation: Interpretation) -> StringContext:
        """What one interpretation says beside the name."""
        other_unit = self._other_unit(interpretation.name)
        if not interpretation.areas and interpretation.alias is None and not len(other_unit):
            return _ALONE
        groups: list[Group] = []
        unread: list[str] = []
        for text in interpretation.areas:
            group = self._group(text)
            if group is None:
                unread.append(text)
            elif all(group.rows is not other.rows for other in groups):
                groups.append(group)
        alias = interpretation.alias
        aliases = _NO_ROWS if alias is None else np.array(sorted(self._lookup.rows(alias)), np.int32)
        return StringContext(tuple(groups), tuple(unread), aliases, other_unit)

    def _group(self, text: str) -> Group | None:
        read = self._lookup.areas(text)
        if len(read.rows):
            return Group(text, read.rows, read.code)
        rows = self._city(text)
        if len(rows):
            return Group(text, rows, alike=True, town=True)
        rows = self._guess(text)
        return Group(text, rows, alike=True) if len(rows) else None

    def _guess(self, text: str) -> Array:
        """Areas merely alike, for the first few phrases that name none."""
        if text not in self._guessed:
            self._guessed[text] = self._alike(text) if len(self._guessed) < ALIKE_AT_MOST else _NO_ROWS
        return self._guessed[text]

    def _city(self, text: str) -> Array:
        """Rows of the towns that are called so, and of what is around each: what lies there lies in the town."""
        columns = self._index.columns
        rows = sorted(self._lookup.rows(text), key=lambda row: -float(columns.place_fame[row]))[:CITIES_AT_MOST]
        around = (int(columns.place_admin2[row]) for row in rows)
        return np.array(list(dict.fromkeys([*rows, *(row for row in around if row >= 0)])), np.int32)

    def _other_unit(self, name: str) -> Array:
        """Rows of the places that are called so without the character for a unit, and never with it: 釧路町."""
        units = han_units().get(name[-1])
        if units is None or len(name) < SHORTEST_UNIT:
            return _NO_ROWS
        rows = sorted(self._lookup.rows(name) | self._lookup.rows(name[:-1]))[:CORES_AT_MOST]
        return np.array([row for row in rows if not self._has_unit(row, native_key(name[-1]), units)], np.int32)

    def _has_unit(self, row: int, unit: str, romanized: tuple[str, ...]) -> bool:
        keys = (native_key(one.text) for one in self._index.places.names(row))
        return any(key.endswith(unit) or key.rpartition(" ")[2] in romanized for key in keys)


def doubts(interpretation: Interpretation, said: StringContext) -> Sequence[float]:
    """The evidence of a reading, the same for all its candidates, in the order of `scored.READING`."""
    alike = any(group.alike for group in said.groups)
    return interpretation.cost, interpretation.unexplained, float(len(said.unread)), float(alike)
