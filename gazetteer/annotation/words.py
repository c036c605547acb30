"""A text as words: where each stands, how it is written, and what is between it and the next.

Each character has a class, so that one regular expression over the classes finds the words of any script. Letters with
their marks make a word; Han, kana, Thai, Lao, Khmer and Burmese, which part no words, come letter by letter. An
apostrophe parts words that a name may join again (L'Aquila), and "U.S." is one word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.search.walk import JOINED, JOINED_BY_BLANK, PARTED
from gazetteer.text import APOSTROPHES

# The classes. Words are made of the first five.
UPPER, LOWER, OTHER, UNPARTED, DIGIT = "UlohD"
MARK, APOSTROPHE, HYPHEN, STOP, BLANK, LINE, SIGN = "m'-. nx"

_HYPHENS: Final = frozenset("-‐‑–—−")
_STOPS: Final = frozenset(".。．")
_LINES: Final = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_UNPARTED: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0xAC00, 0xD7AF),  # Hangul, which parts words, but not names from particles
    (0x3005, 0x3007),
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (0x20000, 0x323AF),
)
_WORD: Final = re.compile(r"(?:[Ulo]\.){2,}(?![Ulo])|h[m]*|[UloD][UloDm]*")
_INSIDE_NAMES: Final = frozenset({" ", "  ", "-", ".", ". ", "' "})
_MOST_KEPT: Final = 65_536


class _Classes(dict[int, str]):
    """The class of each code point."""

    def __missing__(self, code: int) -> str:
        value = _class_of(chr(code))
        if len(self) < _MOST_KEPT:
            self[code] = value
        return value


def _class_of(char: str) -> str:
    code = ord(char)
    if char in APOSTROPHES:
        return APOSTROPHE
    if char in _LINES:
        return LINE
    category = unicodedata.category(char)
    if category[0] == "M" or category == "Cf":
        return MARK
    if any(first <= code <= last for first, last in _UNPARTED) and category[0] == "L":
        return UNPARTED
    if category in ("Lu", "Lt"):
        return UPPER
    if category == "Ll":
        return OTHER if 0x10D0 <= code <= 0x10FF else LOWER  # Georgian has no capitals in use
    if category[0] == "L":
        return OTHER
    if category[0] == "N":
        return DIGIT
    if char in _HYPHENS:
        return HYPHEN
    if char in _STOPS:
        return STOP
    return BLANK if char.isspace() else SIGN


_CLASSES: Final = _Classes()


# How a word is written.
SMALL, CAPITALISED, CAPITALS, CASELESS = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of a text.

    Args:
        text: the text.
        classes: the class of each of its characters.
        texts: the words.
        start: by word, where it begins, in code points.
        end: by word, where it ends.
        gap: by word, the classes of what is between it and the next; of the last one, what follows.
        glue: by word, how it may be joined to the next (`index.search.walk`).
        case: by word, `SMALL`, `CAPITALISED`, `CAPITALS` or `CASELESS`.
        unparted: by word, whether it is a letter of a script that parts no words.
        digits: by word, whether it begins with a digit.
    """

    text: str
    classes: str
    texts: tuple[str, ...]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    gap: tuple[str, ...]
    glue: NDArray[np.uint8]
    case: NDArray[np.uint8]
    unparted: NDArray[np.bool_]
    digits: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.texts)


def read_words(text: str) -> TextWords:
    """Part a text into words, in time linear in its length."""
    classes = text.translate(_CLASSES)
    spans = [found.span() for found in _WORD.finditer(classes)]
    ends = [end for _, end in spans]
    gaps = [classes[end:start] for end, (start, _) in zip(ends, spans[1:], strict=False)]
    if spans:
        gaps.append(classes[ends[-1] :])
    shapes = [_shape(classes[start:end]) for start, end in spans]
    bounds = np.array(spans, np.int64).reshape(-1, 2)
    return TextWords(
        text,
        classes,
        tuple([text[start:end] for start, end in spans]),
        bounds[:, 0],
        bounds[:, 1],
        tuple(gaps),
        np.array([_joiner(gap) for gap in gaps], np.uint8),
        np.array([shape.case for shape in shapes], np.uint8),
        np.array([shape.unparted for shape in shapes], np.bool_),
        np.array([shape.digits for shape in shapes], np.bool_),
    )


class _Shape(NamedTuple):
    case: int
    unparted: bool
    digits: bool


@lru_cache(4096)
def _shape(classes: str) -> _Shape:
    letters = classes.replace(MARK, "").replace(STOP, "")
    first = letters[0]
    if first == UPPER:
        case = CAPITALS if len(letters) > 1 and set(letters) <= {UPPER, DIGIT} else CAPITALISED
    else:
        case = SMALL if first in (LOWER, DIGIT) else CASELESS
    return _Shape(case, first == UNPARTED, first == DIGIT)


@lru_cache(256)
def _joiner(gap: str) -> int:
    """How a name goes on over what is between two words."""
    if gap in ("", APOSTROPHE):
        return JOINED
    return JOINED_BY_BLANK if gap in _INSIDE_NAMES else PARTED
