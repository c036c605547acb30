"""All schemes of one language at once: which of them may write a name as one of some keys.

Schemes share most of their rows, and most write a name that is not what was asked differently from its first letters
on. So the name is walked once for all schemes that write alike so far, and no further than what is written begins one
of the keys. Sets of schemes are the bits of a whole number, the first scheme the lowest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from gazetteer.text import fold
from gazetteer.translit.rewrite import MOST_BESIDE, Beside, Prepared, Rewriter, Rule, by_letters, preference


class _Row(NamedTuple):
    """A row of some schemes: where it fits, what the schemes that have it add to a key, and all these schemes."""

    letters: str
    beside: tuple[Beside, ...]
    length: int
    pieces: tuple[tuple[str, int], ...]
    having: int


class SchemeSet:
    """The compiled rows of all schemes of a language.

    Args:
        order: every row of the language, in the order of the file, whatever it writes.
        rewriters: the schemes.
    """

    def __init__(self, order: Sequence[Rule], rewriters: Sequence[Rewriter]) -> None:
        pieces: dict[tuple[str, tuple[Beside, ...]], dict[str, int]] = {}
        for number, rewriter in enumerate(rewriters):
            seen = set()
            for rule in rewriter.rules:
                place = rule.letters, rule.beside
                if place not in seen:  # of equal rows the first is taken
                    seen.add(place)
                    written = pieces.setdefault(place, {})
                    letters = _letters(rule.value)
                    written[letters] = written.get(letters, 0) | 1 << number
        rules = {(rule.letters, rule.beside): rule for rule in reversed(order)}
        ordered = sorted((rule for place, rule in reversed(rules.items()) if place in pieces), key=preference)
        rows = {
            place: _Row(*place, len(place[0]), tuple(each.items()), sum(each.values()))
            for place, each in pieces.items()
        }
        self._rows: Final = {
            begun: tuple(rows[rule.letters, rule.beside] for rule in fitting)
            for begun, fitting in by_letters(ordered)[0].items()
        }
        self._all: Final = (1 << len(rewriters)) - 1

    def may_write(self, prepared: Prepared, keys: Collection[str]) -> Iterator[int]:
        """Walk a name once for all schemes.

        Args:
            prepared: the name.
            keys: as `fold` makes them.

        Yields:
            The numbers of the schemes of which one may write the name so: all others do not. Blanks are left out of
            account.
        """
        wanted = [key.replace(" ", "") for key in keys]
        text, padded, edged = prepared
        end, found = len(padded) - MOST_BESIDE, 0
        states = [(MOST_BESIDE, self._all, "")]
        while states:
            at, alive, begun = states.pop()
            if at >= end:
                found |= alive if begun in wanted else 0
                continue
            for piece, schemes, step in self._steps(padded, edged, at, alive):
                written = begun + (_letters(text[at - MOST_BESIDE]) if piece is None else piece)
                if any(key.startswith(written) for key in wanted):
                    states.append((at + step, schemes, written))
        while found:
            yield (found & -found).bit_length() - 1
            found &= found - 1

    def _steps(self, padded: str, edged: str, at: int, alive: int) -> Iterator[tuple[str | None, int, int]]:
        """What is written at a place, by which schemes, and of how many letters; None for the letter itself."""
        rows = self._rows
        for letters, beside, length, pieces, having in rows.get(padded[at : at + 2]) or rows.get(padded[at], ()):
            if not having & alive or (length > 2 and not padded.startswith(letters, at)):
                continue
            if any((edged[at + offset] in allowed) is not wanted for offset, allowed, wanted in beside):
                continue
            for piece, schemes in pieces:
                if schemes & alive:
                    yield piece, schemes & alive, length
            alive &= ~having
            if not alive:
                return
        yield None, alive, 1


def _letters(text: str) -> str:
    """The letters that a text adds to a key."""
    return fold(text).replace(" ", "")
