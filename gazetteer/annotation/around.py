"""The words around a name, by side: what was learnt of each side tells how likely a place is named there.

In scripts that part words the sides hold words, else letters. A line's end is the end of what stands around.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.counts import Counts
from gazetteer.annotation.names import WordKeys
from gazetteer.annotation.words import LINE, TextWords

BEFORE, AFTER, WITH = range(3)
GROUPS: Final = {
    "before": BEFORE,
    "two before": BEFORE,
    "three before": BEFORE,
    "second before": BEFORE,
    "third before": BEFORE,
    "fourth before": BEFORE,
    "after": AFTER,
    "two after": AFTER,
    "three after": AFTER,
    "second after": AFTER,
    "third after": AFTER,
    "fourth after": AFTER,
    "both": WITH,
    "first": WITH,
    "ending": WITH,
    "last and after": WITH,
    "last and two after": WITH,
    "signs": WITH,
}
"""The sides, and to which of three sums each adds."""

ENDING = 3  # letters
EDGE = ""  # where a text or a line begins or ends
_BLANK = " "

Clue = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side of some names.

    Args:
        name: the side, of `GROUPS`.
        texts: what stands there, each once.
        which: by name, the number of its text.
    """

    name: str
    texts: list[str]
    which: NDArray[np.int64]


def around(words: TextWords, keys: WordKeys, known: Counts, lang: str | None, first: Clue, last: Clue) -> list[Clue]:
    """What the words before, after and with each name say of it: three sums of what was learnt.

    Args:
        words: of the text.
        keys: of the words.
        known: what was learnt.
        lang: the language of the text, BCP 47 without script and region.
        first: the first word of each name.
        last: the last.
    """
    sums = np.zeros((3, len(first)))
    learnt = known.beside.get(lang or "")
    if learnt:
        for rows, sides in parted(words, keys, first, last):
            for side in sides:
                if (table := learnt.get(side.name)) is not None:
                    weights = np.array([table.get(text, 0.0) for text in side.texts])
                    sums[GROUPS[side.name], rows] += weights[side.which]
    return list(sums)


def parted(words: TextWords, keys: WordKeys, first: Clue, last: Clue) -> list[tuple[NDArray[np.int64], list[Side]]]:
    """The sides of names, apart for scripts that part words and for those that do not: which names, and their sides."""
    loose = words.unparted[first]
    out = []
    for wanted, read in ((False, _words_around), (True, _letters_around)):
        rows = np.flatnonzero(loose == wanted)
        if len(rows):
            out.append((rows, read(words, keys, first[rows], last[rows])))
    return out


def _words_around(words: TextWords, keys: WordKeys, first: Clue, last: Clue) -> list[Side]:
    numbers: dict[str, int] = {EDGE: 0}
    ids = np.array([numbers.setdefault(key, len(numbers)) for key in keys.keys], np.int64)
    names = list(numbers)
    breaks = np.array([LINE in gap for gap in words.gap], np.bool_)
    before, second_before = _neighbours(ids, breaks)
    after, second_after = (side[::-1] for side in _neighbours(ids[::-1], np.roll(breaks[::-1], -1)))
    padded = np.concatenate([np.zeros(4, np.int64), ids, np.zeros(4, np.int64)])

    def side(name: str, *columns: Clue) -> Side:
        return _side(name, names, columns, _BLANK)

    return [
        side("before", before[first]),
        side("two before", second_before[first], before[first]),
        side("second before", second_before[first]),
        side("third before", padded[first + 1]),
        side("fourth before", padded[first]),
        side("after", after[last]),
        side("two after", after[last], second_after[last]),
        side("second after", second_after[last]),
        side("third after", padded[last + 7]),
        side("fourth after", padded[last + 8]),
        side("both", before[first], after[last]),
        _endings(names, ids[last]),
        _signs(words, first, last),
    ]


def _neighbours(ids: Clue, breaks: Clue) -> tuple[Clue, Clue]:
    """By word, the one before it and the second before, in its line."""
    one, two = np.zeros_like(ids), np.zeros_like(ids)
    one[1:] = np.where(breaks[:-1], 0, ids[:-1])
    two[1:] = np.where(breaks[:-1], 0, one[:-1])
    return one, two


def _endings(names: list[str], which: Clue) -> Side:
    return Side("ending", [name[-ENDING:] for name in names], which)


def _signs(words: TextWords, first: Clue, last: Clue) -> Side:
    """The signs that touch a name: what closes before it, and what opens after."""
    count = len(words)
    text, start, end = words.text, words.start.tolist(), words.end.tolist()
    near = {one: text[end[one - 1] if one else 0 : start[one]].strip()[-1:] for one in set(first.tolist())}
    beyond = {
        two: text[end[two] : start[two + 1] if two + 1 < count else end[two] + 1].strip()[:1]
        for two in set(last.tolist())
    }
    numbers: dict[str, int] = {}
    which = [
        numbers.setdefault(f"{near[one]} {beyond[two]}", len(numbers))
        for one, two in zip(first.tolist(), last.tolist(), strict=True)
    ]
    return Side("signs", list(numbers), np.array(which, np.int64))


def _letters_around(words: TextWords, keys: WordKeys, first: Clue, last: Clue) -> list[Side]:
    text = f"   {words.text}   "
    letters, ids = np.unique(np.frombuffer(text.encode("utf-32-le"), np.uint32), return_inverse=True)
    names = [chr(code) if chr(code).isprintable() else _BLANK for code in letters.tolist()]
    start, end = words.start[first] + 3, words.end[last] + 3

    def side(name: str, *places: Clue) -> Side:
        return _side(name, names, tuple(ids[place] for place in places), "")

    return [
        side("before", start - 1),
        side("two before", start - 2, start - 1),
        side("three before", start - 3, start - 2, start - 1),
        side("second before", start - 2),
        side("after", end),
        side("two after", end, end + 1),
        side("three after", end, end + 1, end + 2),
        side("second after", end + 1),
        side("third after", end + 2),
        side("both", start - 1, end),
        side("first", start),
        side("ending", end - 1),
        side("last and after", end - 1, end),
        side("last and two after", end - 1, end, end + 1),
    ]


def _side(name: str, names: list[str], columns: tuple[Clue, ...], joiner: str) -> Side:
    """A side of one or more words in a row, by the numbers of their texts."""
    if len(columns) == 1:
        return Side(name, names, columns[0])
    code = columns[0]
    for column in columns[1:]:
        code = code * len(names) + column
    distinct, which = np.unique(code, return_inverse=True)
    parts = []
    for _ in columns:
        distinct, part = np.divmod(distinct, len(names))
        parts.append(part.tolist())
    return Side(name, [joiner.join(names[part] for part in row) for row in zip(*parts[::-1], strict=True)], which)
