"""What somebody types taken apart: the name, what stands behind it, and how it may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from gazetteer.lexicon.generic import canonical
from gazetteer.text import native_key
from gazetteer.translit.readings import readings
from gazetteer.translit.scripts import is_latin

LEAST_TYPED = 4  # letters, before a wrong one is looked for
MOST_TYPED = 40  # letters of a text in which a wrong one is looked for
MOST_AREA_WORDS = 3
_LETTERS = ascii_lowercase + " "

# Commas of all scripts, and what else people put between a place and its area.
_SEPARATOR = re.compile(r"\s*[,;|/()\[\]،、，；]+\s*|\s+[-–—>]+\s+")


@dataclass(frozen=True, slots=True)
class Beginning:
    """The beginning of a name as the index has it.

    Args:
        latin: its readings in Latin letters, folded.
        native: the key of its own letters; empty where these are Latin.
    """

    latin: tuple[str, ...]
    native: str


def beginning(text: str, lang: str | None = None) -> Beginning:
    """The keys of a text, whose language may be known."""
    read = tuple(dict.fromkeys(reading.key for reading in readings(text, lang) if reading.key))
    return Beginning(read, "" if is_latin(text) else native_key(text))


def parts_of(text: str) -> list[str]:
    """What stands before, between and behind separators; one part where there is none."""
    return [part for part in _SEPARATOR.split(text) if native_key(part)] or [text]


def splits(text: str) -> Iterator[tuple[str, str]]:
    """A name and an area with only a blank between them: every way to part them, the shortest area first."""
    words = text.split()
    for size in range(1, min(MOST_AREA_WORDS, len(words) - 1) + 1):
        yield " ".join(words[:-size]), " ".join(words[-size:])


def rewritten(keys: tuple[str, ...]) -> list[str]:
    """The keys with the words that many languages write in their own way (st, sankt) in one; without those alike."""
    return [key for key in dict.fromkeys(map(canonical, keys)) if key not in keys]


def a_letter_away(keys: tuple[str, ...]) -> list[str]:
    """Beginnings that differ from a typed one by a letter left out, added, changed or moved; none of short texts."""
    found: dict[str, None] = {}
    for key in keys:
        if LEAST_TYPED <= len(key) <= MOST_TYPED:
            found |= dict.fromkeys(_varied(key))
    return [key for key in found if key not in keys]


def _varied(key: str) -> Iterator[str]:
    for at in range(len(key)):
        before, here, after = key[:at], key[at], key[at + 1 :]
        if after:
            yield before + after[0] + here + after[1:]
        yield before + after
        for letter in _LETTERS:
            yield before + letter + after
            yield before + letter + here + after
