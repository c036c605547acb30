"""The names of a list: "New York; London; Tokyo", "Kyiv and Lviv"."""

from __future__ import annotations

from gazetteer.parsing.segment import PARTS, Part, trim
from gazetteer.parsing.variants import KnownNames
from gazetteer.parsing.vocabulary import conjunctions


def list_parts(text: str, filled: tuple[Part, ...], lookup: KnownNames) -> tuple[str, ...]:
    """The entries of a string, where it may be a list of places; empty where it can be none.

    Semicolons and their like part entries before commas do: "Paris, France; London, UK" has two. A country behind a
    comma belongs to the entry before it, where that is no country.

    Args:
        text: the string.
        filled: its parts.
        lookup: asked which parts are areas.
    """
    entries: list[list[str]] = []
    strong = any(part.strong for part in filled[1:])
    for number, part in enumerate(filled):
        if number and _belongs(part, entries[-1][0], strong, lookup):
            entries[-1].append(part.text)
        else:
            entries += [[entry] for entry in _conjoined(part.text, lookup)]
    found = tuple(", ".join(entry) for entry in entries[:PARTS])
    return found if len(found) > 1 else ()


def _belongs(part: Part, before: str, strong: bool, lookup: KnownNames) -> bool:
    """Whether a part says more of the entry before it."""
    if part.bracketed or strong:
        return part.bracketed or not part.strong
    return _is_country(part.text, lookup) and not _is_country(before, lookup)


def _conjoined(text: str, lookup: KnownNames) -> list[str]:
    """The names that a conjunction joins, unless the whole is a name (Bosnia and Herzegovina)."""
    pieces = [trim(piece) for piece in conjunctions().split(text)]
    if len(pieces) < 2 and not lookup.called(text):
        pieces = [trim(piece) for piece in text.split("-")]  # Berlin-Warsaw
    if len(pieces) < 2 or not all(pieces) or lookup.named(text) or not all(map(lookup.named, pieces)):
        return [text]
    return pieces


def _is_country(text: str, lookup: KnownNames) -> bool:
    return lookup.country(text) is not None or lookup.is_country(text)
