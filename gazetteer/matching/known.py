"""What the evidence of a candidate is told, as the kernels take it: of the name asked, and of what else is known."""

from __future__ import annotations

from typing import NamedTuple

from gazetteer.index.kernel_types import Truths, Wholes


class AskedName(NamedTuple):
    """What the evidence needs to know of the query.

    Args:
        day: as a number (19241231), 0 where none is given.
        language: its number, 0 where none is given.
        foreign: it is in another script than Latin.
        letters: of its first reading, blanks apart.
        capitals: it is short and all in capitals, so that it may be a code.
        initials: it looks like the initials of an organisation.
        initials_language: the number of the language of initials: that of the query, else English.
        first_letter: of its first reading.
        concepts: its modifiers, as bits.
        settlement: it says 1 village, 2 city, 0 neither.
        marks: what the marks of its letters come to, see `text.marks`.
    """

    day: int
    language: int
    foreign: bool
    letters: int
    capitals: bool
    initials: bool
    initials_language: int
    first_letter: int
    concepts: int
    settlement: int
    marks: int


class Known(NamedTuple):
    """What is known besides the name, as in `Context`; a member is minus a country's number less 1, or an area's row.

    Args:
        members: the areas, group by group.
        ends: where each group's members end.
        coded: by group, 1 it was read as a code, 2 as a town, 0 as an area; 4 more where a field gave it, 8 more
            where it is merely alike.
        countries: members, any of which will do.
        aliases: rows of the places that a second name in the string names.
        other_unit: rows of the places that are called so with another word for a unit.
        lat: of a point, in the index's units; `lon` likewise, and `km` around it, 0 where there is none.
        wanted: by feature number, whether it is asked for; empty when none is.
        named: by feature number, whether generic words speak of it; empty when none do.
    """

    members: Wholes
    ends: Wholes
    coded: Wholes
    countries: Wholes
    aliases: Wholes
    other_unit: Wholes
    lat: float
    lon: float
    km: float
    wanted: Truths
    named: Truths
