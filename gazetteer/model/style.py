"""A desk's style list: how it spells which place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StyleEntry:
    """How a desk spells one place.

    Args:
        id: the place's GeoNames id.
        spelling: what is to be written.
        lang: in texts of which language, BCP 47; in all where it is empty.
        also: spellings that are accepted too.
        never: spellings that are not.
        note: why, for the reader.
        first: what is to be written where a text first names the place: Lyman (formerly Krasnyi Lyman).
        kept: longer expressions in which another spelling stays: chicken Kiev.
        qualifier: words of which one is to stand in the paragraph where a text first names the place: annexed.
        source: who announced it, where it is public.
        since: the day of that, ISO 8601.
    """

    id: int
    spelling: str
    lang: str = ""
    also: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    note: str = ""
    first: str = ""
    kept: tuple[str, ...] = ()
    qualifier: tuple[str, ...] = ()
    source: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class StyleRemark:
    """What is amiss in a style list: the line, from 1, and a sentence."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Style:
    """A style list, and what could not be read of it."""

    entries: tuple[StyleEntry, ...] = ()
    remarks: tuple[StyleRemark, ...] = ()
