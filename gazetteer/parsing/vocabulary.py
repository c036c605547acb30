"""The words that strings have beside names and areas, from the tables of `lexicon/strings`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gazetteer.lexicon.tables import rows
from gazetteer.parsing.interpretation import Size
from gazetteer.text import native_key

_FOLDER = "strings"


def _written(cell: str) -> list[str]:
    return [word for word in (part.strip() for part in cell.split(", ")) if word]


def _table(name: str) -> list[dict[str, str]]:
    return list(rows(f"{_FOLDER}/{name}.tsv"))


@cache
def agencies() -> frozenset[str]:
    """Keys of the news agencies that sign datelines."""
    return frozenset(native_key(word) for row in _table("agencies") for word in _written(row["words"]))


@cache
def joined_agencies() -> tuple[str, ...]:
    """Agencies in scripts that write without blanks, the longest first."""
    found = (word for row in _table("agencies") for word in _written(row["words"]))
    return tuple(sorted((word for word in found if word[0] >= "\u3000"), key=len, reverse=True))


@cache
def remarks(kind: str) -> frozenset[str]:
    """Keys of remarks: `aside` says nothing of the name, `former` stands before a second name, `label` before any."""
    found = (native_key(word) for row in _table("remarks") if row["kind"] == kind for word in _written(row["words"]))
    return frozenset(key for key in found if key)


@dataclass(frozen=True, slots=True)
class RelationPhrase:
    """Words that say how what is meant lies to the place named."""

    kind: str
    words: tuple[str, ...]


@cache
def relations(position: str) -> dict[str, tuple[RelationPhrase, ...]]:
    """Phrases before a name by their first word, or after it by their last; the longest first."""
    table: dict[str, list[RelationPhrase]] = {}
    for row in _table("relations"):
        if row["position"] == position:
            for written in _written(row["words"]):
                words = tuple(native_key(written).split())
                if words:
                    table.setdefault(words[0 if position == "before" else -1], []).append(
                        RelationPhrase(row["kind"], words)
                    )
    return {word: tuple(sorted(found, key=lambda one: -len(one.words))) for word, found in table.items()}


@cache
def joined_relations() -> tuple[tuple[str, str], ...]:
    """Phrases that are written together with the name before them (東京近郊), and their kinds; the longest first."""
    found = [
        (written, row["kind"])
        for row in _table("relations")
        if row["position"] == "after" and row["lang"] in ("ja", "zh", "ko")
        for written in _written(row["words"])
    ]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


@cache
def bearings() -> dict[str, float]:
    """Degrees from north by the key of a direction."""
    return {native_key(word): float(row["degrees"]) for row in _table("bearings") for word in _written(row["words"])}


@cache
def settlements() -> dict[tuple[str, ...], Size]:
    """Words for kinds of settlements by the words of their keys."""
    return {
        tuple(native_key(word).split()): Size(row["size"])
        for row in _table("settlements")
        for word in _written(row["words"])
        if native_key(word)
    }


@cache
def settlement_letters() -> dict[str, Size]:
    """Single letters that stand for such a word, with or without their full stop."""
    return {letter: Size(row["size"]) for row in _table("settlements") for letter in row["bare"].split()}


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """What abbreviated words stand for, by their letters in lower case; some keep their full stops."""
    table: dict[str, tuple[str, ...]] = {}
    for row in _table("abbreviations"):
        table[row["short"]] = (*table.get(row["short"], ()), *_written(row["words"]))
    return table


@dataclass(frozen=True, slots=True)
class ShortName:
    """What a customary short name of a city stands for, and where that is."""

    name: str
    area: str
    lang: str


@cache
def short_names() -> dict[str, ShortName]:
    """Customary short names of cities, as they are written."""
    return {row["short"]: ShortName(row["name"], row["area"], row["lang"]) for row in _table("short_names")}


@cache
def conjunctions() -> re.Pattern[str]:
    """What stands between the names of a list beside commas: words with blanks around them."""
    words = sorted((word for row in _table("conjunctions") for word in _written(row["words"])), key=len, reverse=True)
    return re.compile(r"\s+(?:" + "|".join(map(re.escape, words)) + r")\s+", re.IGNORECASE)


@cache
def streets(position: str) -> frozenset[str]:
    """Words of streets and houses, `before` their names or `after`, in small letters as they are written."""
    return frozenset(
        word for row in _table("streets") if row["position"] == position for word in _written(row["words"])
    )


@cache
def han_units() -> dict[str, tuple[str, ...]]:
    """Characters for units that stand beside each other (a town is no city), with how they are romanized."""
    return {row["unit"]: tuple(_written(row["romanized"])) for row in _table("han_units")}


@cache
def links() -> tuple[str, ...]:
    """Words between a town and the river or the land that tells it from others: Frankfurt/Main is Frankfurt am Main."""
    return tuple(word for row in _table("links") for word in _written(row["words"]))


@cache
def links_beside() -> tuple[tuple[str, ...], ...]:
    """The words of those links that tell towns apart whatever follows, some cut short: Linz a. d. Donau."""
    found = {tuple(word.split()) for row in _table("links") for word in _written(row["beside"])}
    return tuple(sorted(found, key=lambda words: (-len(words), words)))


@cache
def regions() -> tuple[tuple[str, str], ...]:
    """Endings that make a city's name that of its region (Харківщина), and its full name, `*` for what is before."""
    found = ((ending, row["becomes"]) for row in _table("regions") for ending in _written(row["ending"]))
    return tuple(sorted(found, key=lambda one: -len(one[0])))
