"""One pass over a name, from the left, that writes the letters of one script in another by the rows of a table.

A row has a pattern and what it writes. A pattern is the letters it takes, with what must stand beside them in round
brackets; one pair of brackets is one character, and names the letters allowed there:

    я          the letter anywhere            зг         two letters at once
    (V)с(V)    between two letters of class V  (!V)е      after anything but a letter of class V
    ^я         at the start of a word          ий$        at the end of a word
    (^ьV)е     at the start, after ь or after a letter of class V
    ^الS       takes a letter of class S; {S} in the value is what that letter alone is written as

Where several rows fit, the longest letters win; then the row that looks at more characters beside them; then the one
that allows fewer there; then the earlier row.
Capitals are those of the text: what an initial writes is capitalized, what a capital among capitals writes is all
capitals. In a value, ^ says where the capital goes if not on the first letter (`al-^`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple
from unicodedata import combining, normalize

BOUNDARY: Final = " "
MOST_BESIDE: Final = 3
MANY: Final = 1_000_000
CAPITAL_HERE: Final = "^"
NOTHING: Final = "-"
HYPHEN: Final = "--"
BOUNDARY_MARK: Final = "^"

_PAD: Final = BOUNDARY * MOST_BESIDE
_BESIDE: Final = r"((?:\([^()]+\))*)"
_PATTERN: Final = re.compile(rf"(\^?){_BESIDE}([^()^$]+){_BESIDE}(\$?)")


class Beside(NamedTuple):
    """What stands at one place beside the letters: `offset` from their start, and whether it is one of `allowed`."""

    offset: int
    allowed: frozenset[str]
    wanted: bool


class Rule(NamedTuple):
    """One row: the letters it takes, what stands beside them, and what it writes."""

    letters: str
    beside: tuple[Beside, ...]
    value: str
    length: int


class Prepared(NamedTuple):
    """A text in the form that every `Rewriter` takes.

    Args:
        text: composed (NFC).
        padded: its lower case, letter for letter, with room on both sides.
        edged: the same, with all that is neither letter nor mark made the edge of a word.
    """

    text: str
    padded: str
    edged: str


def prepare(text: str) -> Prepared:
    """Make a text ready for any number of rewriters."""
    text = normalize("NFC", text)
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    padded = f"{_PAD}{lower}{_PAD}"
    edged = padded
    if not lower.isalpha():
        edged = "".join(each if each.isalpha() or combining(each) else BOUNDARY for each in padded)
    return Prepared(text, padded, edged)


class Rewriter:
    """The compiled rows of one scheme.

    Args:
        rows: pattern and value pairs, in the order of the file; the value `-` writes nothing, `--` a hyphen.
        classes: a capital Latin letter and the letters it stands for.
        capitalize: capitalize every word, for scripts without capitals.
        dotted: the capital of i is İ (Turkish).

    Raises:
        ValueError: where a pattern cannot be read.
    """

    def __init__(
        self,
        rows: Iterable[tuple[str, str]],
        classes: Mapping[str, str],
        *,
        capitalize: bool = False,
        dotted: bool = False,
    ) -> None:
        rules = [rule for pattern, value in rows for rule in read_row(pattern, value, classes)]
        alone = {rule.letters: rule.value for rule in rules if not rule.beside}
        rules = [rule._replace(value=_filled(rule.value, alone)) for rule in rules]
        rules.sort(key=preference)
        self.rules: Final = tuple(rules)
        choices, single = by_letters(rules)
        leading = {letters[0] for letters in choices if len(letters) > 1}
        self._choices = choices
        self._simple = {
            letter: group[0].value for letter, group in single.items() if letter not in leading and not group[0].beside
        }
        self._first = leading | single.keys()
        self._capitalize = capitalize
        self._dotted = dotted

    def takes(self, prepared: Prepared) -> bool:
        """Say whether the text has a letter that some row begins with."""
        return not self._first.isdisjoint(prepared.padded)

    def write(self, prepared: Prepared) -> str:
        """Write a text by the rows; what no row takes is kept as it is."""
        text, padded, edged = prepared
        simple, choices, capitalize = self._simple, self._choices, self._capitalize
        written: list[str] = []
        at, end = MOST_BESIDE, len(padded) - MOST_BESIDE
        owed = False  # a capital whose letter wrote nothing goes to the next
        while at < end:
            letter = padded[at]
            original = text[at - MOST_BESIDE]
            value, step = simple.get(letter), 1
            if value is None:
                for letters, beside, written_as, length in choices.get(padded[at : at + 2]) or choices.get(letter, ()):
                    if length > 2 and not padded.startswith(letters, at):
                        continue
                    for offset, allowed, wanted in beside:
                        if (edged[at + offset] in allowed) is not wanted:
                            break
                    else:
                        value, step = written_as, length
                        break
            if value is None:
                written.append(original)
                owed = owed and not original.isalpha()
                at += 1
                continue
            if original != letter and _among_capitals(text, at - MOST_BESIDE):
                value = self._upper(value).replace(CAPITAL_HERE, "")
            elif owed or original != letter or (capitalize and edged[at - 1] == BOUNDARY):
                value, owed = self._initial(value)
            elif CAPITAL_HERE in value:
                value = value.replace(CAPITAL_HERE, "")
            written.append(value)
            at += step
        return "".join(written)

    def _upper(self, value: str) -> str:
        return (value.replace("i", "İ") if self._dotted else value).upper()

    def _initial(self, value: str) -> tuple[str, bool]:
        """Capitalize the first letter, or the one after the mark; say whether there was none."""
        lead, _, rest = value.rpartition(CAPITAL_HERE)
        for place, character in enumerate(rest):
            if character.isalpha():
                return f"{lead}{rest[:place]}{self._upper(character)}{rest[place + 1 :]}", False
        return lead + rest, True


def preference(rule: Rule) -> tuple[int, int, int]:
    """Order rules of which several fit: the first is taken, of equal ones the earlier row."""
    return -rule.length, -len(rule.beside), sum(map(_breadth, rule.beside))


def by_letters(rules: Iterable[Rule]) -> tuple[dict[str, tuple[Rule, ...]], dict[str, list[Rule]]]:
    """Part rules by the letters they begin with, so that few are tried at each place of a text.

    Args:
        rules: in the order of preference.

    Returns:
        Under two letters the rules that begin with them and those of the first letter alone, under one letter the
        latter; and these by themselves. The lists keep the order.
    """
    single: dict[str, list[Rule]] = {}
    pairs: dict[str, list[Rule]] = {}
    for rule in rules:
        (pairs if rule.length > 1 else single).setdefault(rule.letters[:2], []).append(rule)
    choices = {pair: (*longer, *single.get(pair[0], ())) for pair, longer in pairs.items()}
    return choices | {letter: tuple(group) for letter, group in single.items()}, single


def _among_capitals(text: str, at: int) -> bool:
    """Say whether the capital at a place has a capital after it, or ends a word and has one before it."""
    following = text[at + 1 : at + 2]
    if following.isalpha():
        return following.isupper()
    return at > 0 and text[at - 1].isupper()


def read_row(pattern: str, value: str, classes: Mapping[str, str]) -> list[Rule]:
    """Read a row of a table: the rules it makes, one for each letter of the class that its letters name."""
    parts = _PATTERN.fullmatch(pattern)
    if parts is None:
        raise ValueError(f"the pattern {pattern!r} cannot be read")
    start, before, letters, after, stop = parts.groups()
    ahead = [BOUNDARY_MARK] * bool(start) + re.findall(r"\(([^()]+)\)", before)
    behind = re.findall(r"\(([^()]+)\)", after) + [BOUNDARY_MARK] * bool(stop)
    if max(len(ahead), len(behind)) > MOST_BESIDE:
        raise ValueError(f"the pattern {pattern!r} looks at more than {MOST_BESIDE} characters on one side")
    beside = tuple(_beside(group, classes, place - len(ahead)) for place, group in enumerate(ahead)) + tuple(
        _beside(group, classes, len(letters) + place) for place, group in enumerate(behind)
    )
    value = {NOTHING: "", HYPHEN: "-"}.get(value, value)
    named = next((letter for letter in letters if letter in classes), None)
    if named is None:
        return [Rule(letters, beside, value, len(letters))]
    return [
        Rule(letters.replace(named, member), beside, value.replace(f"{{{named}}}", f"{{{member}}}"), len(letters))
        for member in classes[named]
    ]


def _filled(value: str, alone: Mapping[str, str]) -> str:
    """Put for `{letter}` what that letter alone is written as."""
    return re.sub(r"\{(.)\}", lambda found: alone.get(found[1], found[1]), value) if "{" in value else value


def _beside(group: str, classes: Mapping[str, str], offset: int) -> Beside:
    negated = group.startswith("!")
    allowed = (BOUNDARY if each in "^$" else classes.get(each, each) for each in group.removeprefix("!"))
    return Beside(offset, frozenset("".join(allowed)), wanted=not negated)


def _breadth(beside: Beside) -> int:
    """How many characters are allowed there; all but a few are many."""
    return len(beside.allowed) if beside.wanted else MANY
