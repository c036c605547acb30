"""Clues in what stands beside a name: signs, words, the rest of a word that is not parted."""

from __future__ import annotations

from typing import Any

import icu
import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.counts import Counts
from gazetteer.annotation.names import Keys
from gazetteer.annotation.words import APOSTROPHE, HYPHEN, LINE, Words
from gazetteer.lexicon.words import kinds

LONGEST_REST = 6
_OPENING, _CLOSING = frozenset('"“«„‘「『'), frozenset('"”»“」』')
_ASTRAL = 0xFFFF
_LOCALES = frozenset({"ja", "zh", "th", "ko", "lo", "km", "my"})  # of which ICU has dictionaries

Clue = NDArray[Any]


def signs(words: Words, keys: Keys, first: Clue, last: Clue) -> list[Clue]:
    """Commas, brackets, quotes, digits and the like beside each name."""
    count = len(words)
    text, start, end = words.text, words.start.tolist(), words.end.tolist()
    before = ["", *(text[one:two] for one, two in zip(end, start[1:], strict=False))]
    before[0] = text[: start[0]] if count else ""
    after = [text[one : one + 2] if gap else "" for one, gap in zip(end, words.gap, strict=True)]

    def of(texts: list[str], marks: frozenset[str]) -> NDArray[np.bool_]:
        return np.array([not marks.isdisjoint(one) for one in texts], np.bool_)

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
        of(before, comma)[first],
        of(after, comma)[last],
        of(before, opened)[first].astype(np.int64) + of(after, closed)[last],
        of(before, _OPENING)[first].astype(np.int64) + of(after, _CLOSING)[last],
        possessive[last],
        digit_before[first] + digit_after[last],
        of(before, frozenset("#@"))[first],
        elided[first],
    ]


def neighbours(words: Words, keys: Keys, known: Counts, lang: str | None, first: Clue, last: Clue) -> list[Clue]:
    """What the words before and after each name say of it; in scripts that part no words, the letters."""
    tag, count, key, gap, loose = lang or "", len(words), keys.keys, words.gap, words.unparted.tolist()
    texts, text, start, end = words.texts, words.text, words.start.tolist(), words.end.tolist()
    table = kinds()
    rows = np.zeros((len(first), 6))
    for row, (one, two) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        near = far = follows = beyond = ""
        if loose[one]:
            if one:
                near = text[end[one - 1] : start[one]] + texts[one - 1]
            if one > 1:
                far = texts[one - 2] + texts[one - 1]
        elif one and LINE not in gap[one - 1] and not loose[one - 1]:
            near = key[one - 1]
            if one > 1 and gap[one - 1] == " " and gap[one - 2] == " ":
                far = f"{key[one - 2]} {near}"
        if loose[two]:
            follows = texts[two + 1] if two + 1 < count else ""
            beyond = texts[two + 1] + texts[two + 2] if two + 2 < count else ""
        elif two + 1 < count and LINE not in gap[two] and not loose[two + 1]:
            follows = key[two + 1]
        rows[row] = (
            known.before.get((tag, near), 0.0),
            known.after.get((tag, follows), 0.0),
            known.before.get((tag, far), 0.0) if far else 0.0,
            known.after.get((tag, beyond), 0.0) if beyond else 0.0,
            not loose[one] and near in table.before,
            not loose[two] and follows in table.after,
        )
    return list(rows.T)


def edges(words: Words, first: Clue, last: Clue) -> list[Clue]:
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


def boundaries(words: Words, lang: str | None, first: Clue, last: Clue) -> list[Clue]:
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
