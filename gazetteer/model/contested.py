"""A place whose belonging is contested: a note for whoever writes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ContestedStatus(StrEnum):
    """In which way a place is contested."""

    OCCUPIED = "occupied"
    DISPUTED = "disputed"
    NON_SELF_GOVERNING = "non_self_governing"
    PARTLY_RECOGNISED = "partly_recognised"
    ANNEXED = "annexed"


@dataclass(frozen=True, slots=True)
class ContestedSource:
    """Where a sentence is from: a document, and its day."""

    title: str
    date: date


@dataclass(frozen=True, slots=True)
class Contested:
    """A place whose belonging is contested. It moves no score and picks no name.

    Args:
        id: of the entry.
        title: what is contested.
        areas: ids of the places it is about; those inside them are meant as well.
        countries: ISO 3166-1 codes of what is contested as a whole.
        status: in which way.
        held_by: ISO 3166-1 codes, or words where no state is meant.
        claimed_by: likewise.
        since: the year.
        note: who holds it, who claims it, what the UN's resolutions say.
        sources: at least two.
        as_of: the day on which the note was held against them.
    """

    id: str
    title: str
    areas: tuple[int, ...]
    countries: tuple[str, ...]
    status: ContestedStatus
    held_by: tuple[str, ...]
    claimed_by: tuple[str, ...]
    since: str
    note: str
    sources: tuple[ContestedSource, ...]
    as_of: date
