"""The names in a text: every name that begins at a word, and what its places are like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.bearers import COLUMNS, Bearers, Inflected
from gazetteer.annotation.words import SMALL, TextWords
from gazetteer.index.search.walk import JOINED_BY_BLANK, PARTED, walk
from gazetteer.lexicon.words import kinds
from gazetteer.text import fold, native_key
from gazetteer.translit.scripts import is_latin

FOUND_A_WORD = 6  # names that begin at one word, on average over a text; more are left out
LEAST_FAME = 0.0
LEAST_CORE = 3.0  # of an area that is called without its generic word
LEAST_CODE = 5.5
SURE_FAME = 4.5  # words of a name so well known are not looked up in other cases
LEAST_INFLECTED = 4  # letters
STEP = 512  # words; some tens of milliseconds at most
_KEYS_KEPT = 65_536


@dataclass(frozen=True, slots=True)
class NameHits:
    """Names found in a text, a row each.

    Args:
        first: the first word of each.
        last: the last.
        native: whether it was found by its spelling in its own script, rather than by Latin letters.
        form: how likely it is that the word is inflected in the way that gives the name; 0 for the name itself.
        adjective: whether an adjective was led back to its place.
        bearers: what is known of its places, a column for each of `bearers.COLUMNS`.
        names: what was found, where that is not what stands in the text.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    native: NDArray[np.bool_]
    form: NDArray[np.float64]
    adjective: NDArray[np.bool_]
    bearers: NDArray[np.float64]
    names: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, slots=True)
class WordKeys:
    """The keys of the words of a text: `native_key` of those in other scripts than Latin, else `fold`."""

    keys: tuple[str, ...]
    native: NDArray[np.bool_]


@lru_cache(_KEYS_KEPT)
def _key(word: str) -> tuple[str, bool]:
    if "." in word:
        word = word.replace(".", "")  # initials
    return (fold(word), False) if is_latin(word) else (native_key(word), True)


def keys_of(words: TextWords) -> WordKeys:
    """The keys of a text's words."""
    read = [_key(word) for word in words.texts]
    return WordKeys(tuple(key for key, _ in read), np.array([native for _, native in read], np.bool_))


_NOTHING = NameHits(
    np.zeros(0, np.int64),
    np.zeros(0, np.int64),
    np.zeros(0, np.bool_),
    np.zeros(0),
    np.zeros(0, np.bool_),
    np.zeros((0, len(COLUMNS))),
    (),
)


def _joined(parts: list[NameHits]) -> NameHits:
    if len(parts) < 2:
        return parts[0] if parts else _NOTHING
    return NameHits(
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.last for part in parts]),
        np.concatenate([part.native for part in parts]),
        np.concatenate([part.form for part in parts]),
        np.concatenate([part.adjective for part in parts]),
        np.concatenate([part.bearers for part in parts]),
        tuple(name for part in parts for name in part.names),
    )


def find_names(
    bearers: Bearers, words: TextWords, keys: WordKeys, lang: str | None, step: Callable[[], None] = lambda: None
) -> NameHits:
    """Find the names that stand in a text, and those whose other cases do.

    Args:
        bearers: who bears names, of the gazetteer.
        words: of the text.
        keys: of the words.
        lang: the language of the text, BCP 47.
        step: called every some hundred words that may be inflected; may raise to end it.
    """
    found = [_walk(bearers, words, keys, native, lang) for native in (False, True)]
    standing = _joined([hits for hits in found if len(hits)])
    inflected = _inflected(bearers, words, keys, standing, lang, step)
    return _joined([standing, inflected]) if len(inflected) else standing


def _walk(bearers: Bearers, words: TextWords, keys: WordKeys, native: bool, lang: str | None) -> NameHits:
    if not (keys.native == native).any():
        return _NOTHING
    letters = [
        key.encode() if its == native and " " not in key else b""
        for key, its in zip(keys.keys, keys.native.tolist(), strict=True)
    ]
    glue = words.glue.copy()
    empty = np.array([not one for one in letters])
    glue[empty] = PARTED
    glue[:-1][empty[1:]] = PARTED
    bounds = np.cumsum([0, *map(len, letters)], dtype=np.int64)
    found = np.empty((len(words) * FOUND_A_WORD + 16, 3), np.int64)
    table = bearers.table(native)
    count = walk(np.frombuffer(b"".join(letters), np.uint8), bounds, glue, table, found)
    found = found[:count]
    known = bearers.weigh(found[:, 2], native, lang)
    kept = (
        (known[:, COLUMNS.index("fame")] >= LEAST_FAME)
        | (known[:, COLUMNS.index("core")] >= LEAST_CORE)
        | (known[:, COLUMNS.index("code")] >= LEAST_CODE)
    )
    found, known = found[kept], known[kept]
    plain = np.zeros(len(found))
    return NameHits(
        found[:, 0], found[:, 1], np.full(len(found), native), plain, plain > 0, known, (None,) * len(found)
    )


def _inflected(
    bearers: Bearers, words: TextWords, keys: WordKeys, standing: NameHits, lang: str | None, step: Callable[[], None]
) -> NameHits:
    """Names in other cases than the nominative: of words that no well-known name has."""
    rows: list[tuple[int, int, Inflected]] = []
    have = set(zip(standing.first.tolist(), standing.last.tolist(), strict=True))
    covered = np.zeros(len(words), np.bool_)
    for first, last, fame in zip(standing.first, standing.last, standing.bearers[:, 0], strict=True):
        if fame >= SURE_FAME:
            covered[first : last + 1] = True
    case, glue, loose = words.case.tolist(), words.glue.tolist(), words.unparted.tolist()
    generic = kinds().after
    for word in range(len(words)):
        if word % STEP == 0:
            step()
        if loose[word] or case[word] == SMALL:
            continue
        spans = []
        if not covered[word] and words.end[word] - words.start[word] >= LEAST_INFLECTED:
            spans.append(word)
        if word + 1 < len(words) and glue[word] == JOINED_BY_BLANK and not loose[word + 1]:
            if (case[word + 1] or keys.keys[word + 1] in generic) and (word, word + 1) not in have:
                spans.append(word + 1)
            three = word + 2 < len(words) and words.gap[word] == "-" and glue[word + 1] == JOINED_BY_BLANK
            if three and case[word + 2] and not loose[word + 2]:
                spans.append(word + 2)
        for last in spans:
            form = bearers.nominative(words.text[words.start[word] : words.end[last]], lang)
            if form is not None:
                rows.append((word, last, form))
    if not rows:
        return _NOTHING
    forms = [form for _, _, form in rows]
    return NameHits(
        np.array([first for first, _, _ in rows], np.int64),
        np.array([last for _, last, _ in rows], np.int64),
        np.array([form.native for form in forms], np.bool_),
        np.array([form.weight for form in forms]),
        np.array([form.adjective for form in forms], np.bool_),
        np.array([form.bearers for form in forms]),
        tuple(form.name for form in forms),
    )
