"""The words of place names beside the name: kinds (city, oblast, river), modifiers (new, upper), connectors (de).

Tables of `words/`, one row a kind or concept in one or several languages; `words` are separated by commas and hold the
inflected forms too. Kinds are GeoNames feature classes and codes (`P`, `A.ADM1`). A kind stands before or after the
name, or both. `hyphen`: only joined by a hyphen (Chiba-ken); `joined`: written together with the name (千葉県);
`spelt`: only with its accents (hồ is a lake, ho is not).
A word of one letter counts only with its full stop (г. Москва).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gazetteer.lexicon.tables import rows
from gazetteer.text import native_key


@dataclass(frozen=True, slots=True)
class Word:
    """A generic word: the words of its key, the concept, kinds of place, and how it may be written."""

    key: tuple[str, ...]
    concept: str
    langs: frozenset[str]
    kinds: frozenset[str]
    dotted: bool
    hyphen: bool
    spelt: str | None = None


@dataclass(frozen=True, slots=True)
class GenericWords:
    """The generic words: those before a name by their first word, those after it by their last, the longest first."""

    before: dict[str, tuple[Word, ...]]
    after: dict[str, tuple[Word, ...]]


@cache
def kinds() -> GenericWords:
    """The generic words that stand as words of their own."""
    before: dict[str, list[Word]] = {}
    after: dict[str, list[Word]] = {}
    for row in rows("words/kinds.tsv"):
        if row["when"] == "joined":
            continue
        langs, codes = frozenset(row["langs"].split()), frozenset(row["codes"].split())
        for written in row["words"].split(", "):
            key = tuple(native_key(written).split())
            # "д." is a village, "д" a letter; "обл." is an oblast with or without its full stop.
            dotted = len("".join(key)) == 1
            spelt = written if row["when"] == "spelt" else None
            word = Word(key, row["kind"], langs, codes, dotted, row["when"] == "hyphen", spelt)
            if row["position"] in ("before", "both"):
                before.setdefault(key[0], []).append(word)
            if row["position"] in ("after", "both"):
                after.setdefault(key[-1], []).append(word)
    return GenericWords(_longest_first(before), _longest_first(after))


def _longest_first(table: dict[str, list[Word]]) -> dict[str, tuple[Word, ...]]:
    return {key: tuple(sorted(found, key=lambda word: -len(word.key))) for key, found in table.items()}


@cache
def joined(position: str) -> dict[str, frozenset[str]]:
    """The kinds that are written together with the name, `before` it or `after` it, by their letters."""
    table: dict[str, frozenset[str]] = {}
    for row in rows("words/kinds.tsv"):
        if row["when"] == "joined" and row["position"] == position:
            for written in row["words"].split(", "):
                table[written] = table.get(written, frozenset()) | frozenset(row["codes"].split())
    return table


@cache
def modifiers() -> dict[tuple[str, ...], str]:
    """The concepts that two names must share, by the words of the key."""
    table: dict[tuple[str, ...], str] = {}
    for row in rows("words/modifiers.tsv"):
        for written in row["words"].split(", "):
            table.setdefault(tuple(native_key(written).split()), row["concept"])
    return table


@cache
def connectors() -> frozenset[str]:
    """Keys of the small words inside names."""
    return frozenset(native_key(word) for row in rows("words/connectors.tsv") for word in row["words"].split(", "))
