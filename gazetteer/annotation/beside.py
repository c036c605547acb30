"""Clues in what stands beside a name: signs, words, the rest of a word that is not parted."""

from __future__ import annotations

from typing import Any

import icu
import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.names import WordKeys
from gazetteer.annotation.words import APOSTROPHE, HYPHEN, LINE, TextWords
from gazetteer.lexicon.words import kinds

LONGEST_REST = 6
_OPENING, _CLOSING = frozenset('"“«„‘「『'), frozenset('"”»“」』')
_ASTRAL = 0xFFFF
_LOCALES = frozenset({"ja", "zh", "th", "ko", "lo", "km", "my"})  # of which ICU has dictionaries

Clue = NDArray[Any]


def signs(words: TextWords, keys: WordKeys, first: Clue, last: Clue) -> list[Clue]:
    """Commas, brackets, quotes, digits and the like beside each name."""
    count = len(words)
    text, start, end = words.text, words.start.tolist(), words.end.tolist()
    before = ["", *(text[one:two] for one, two in zip(end, start[1:], strict=False))]
    before[0] = text[: start[0]] if count else ""
    after = [text[one : one + 2] if gap else "" for one, gap in zip(end, words.gap, strict=True)]
    before_of, after_of = _numbered(before), _numbered(after)

    def of(numbered: tuple[list[str], NDArray[np.int64]], marks: frozenset[str]) -> NDArray[np.bool_]:
        texts, which = numbered
        return np.array([not marks.isdisjoint(one) for one in texts], np.bool_)[which]

    comma, opened, closed = frozenset(","), frozenset("("), frozenset(")")
    possessive = np.zeros(count, np.bool_)
    elided = np.zeros(count, np.bool_)
    for number, gap in enumerate(words.gap[:-1]):
        if gap == APOSTROPHE:
            possessive[number] = keys.keys[number + 1] == "s"
            elided[number + 1] = True
    digit_before, digit_after = np.zeros(count, np.int64), np.zeros(count, np.int64)
    digit_before[1:], digit_after[:-1] = words.digits[:-1], words.digits[1:]
    return [
        of(before_of, comma)[first],
        of(after_of, comma)[last],
        of(before_of, opened)[first].astype(np.int64) + of(after_of, closed)[last],
        of(before_of, _OPENING)[first].astype(np.int64) + of(after_of, _CLOSING)[last],
        possessive[last],
        digit_before[first] + digit_after[last],
        of(before_of, frozenset("#@"))[first],
        elided[first],
    ]


def _numbered(texts: list[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Texts each once, and which of them each is."""
    numbers: dict[str, int] = {}
    which = np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.int64)
    return list(numbers), which


def kinds_beside(words: TextWords, keys: WordKeys, first: Clue, last: Clue) -> list[Clue]:
    """Whether a word for a kind of place stands before or after each name."""
    table, loose = kinds(), words.unparted
    parts = np.array([LINE in gap for gap in words.gap], np.bool_) | loose
    leads = np.array([key in table.before for key in keys.keys], np.bool_) & ~parts
    follows = np.array([key in table.after for key in keys.keys], np.bool_) & ~loose
    before, after = np.zeros(len(words), np.bool_), np.zeros(len(words), np.bool_)
    before[1:] = leads[:-1]
    after[:-1] = follows[1:] & ~parts[:-1]
    return [before[first] & ~loose[first], after[last]]


def edges(words: TextWords, first: Clue, last: Clue) -> list[Clue]:
    """Whether a name begins or ends within a word, and hyphens beside it."""
    count = len(words)
    close = np.array([gap == "" for gap in words.gap], np.bool_)
    if count:
        close[-1] = False
    hyphen = np.array([gap == HYPHEN for gap in words.gap], np.bool_)
    rest = np.zeros(count, np.int64)
    for number in range(count - 2, -1, -1):
        if close[number] and words.unparted[number + 1]:
            rest[number] = min(rest[number + 1] + 1, LONGEST_REST)
    earlier = np.maximum(first - 1, 0)
    inner = (first > 0) & close[earlier] & words.unparted[first]
    return [
        inner,
        words.unparted[last] & close[last],
        np.where(words.unparted[last], rest[last], 0),
        (first > 0) & hyphen[earlier],
        hyphen[last],
    ]


def boundaries(words: TextWords, lang: str | None, first: Clue, last: Clue) -> list[Clue]:
    """Whether words begin and end where a name does, by ICU's dictionaries; of scripts that part no words."""
    if not len(first) or not words.unparted.any():
        return [np.zeros(len(first)), np.zeros(len(first))]
    at = _word_bounds(words.text, lang if lang in _LOCALES else "root")
    loose = words.unparted
    return [at[words.start[first]] & loose[first], at[words.end[last]] & loose[first]]


def _word_bounds(text: str, locale: str | None) -> NDArray[np.bool_]:
    """By code point and at the end, whether a word begins or ends there."""
    iterator = icu.BreakIterator.createWordInstance(icu.Locale(locale))
    iterator.setText(text)
    found = np.fromiter((0, *iterator), np.int64)
    wide = np.array([ord(char) > _ASTRAL for char in text], np.int64) if not text.isascii() else np.zeros(0, np.int64)
    if wide.any():  # ICU counts UTF-16 units
        units = np.concatenate([[0], np.cumsum(wide + 1)])
        found = np.searchsorted(units, found)
    at = np.zeros(len(text) + 1, np.bool_)
    at[found] = True
    return at
