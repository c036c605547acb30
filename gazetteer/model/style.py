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
    """

    id: int
    spelling: str
    lang: str = ""
    also: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    note: str = ""


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
