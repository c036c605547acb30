"""Capitalised words beside a sure sign of a place that no name of the gazetteer has: "the town of Bakhmoutské"."""

from __future__ import annotations

from gazetteer.annotation.mentions import Span
from gazetteer.annotation.names import WordKeys
from gazetteer.annotation.words import CAPITALISED, CAPITALS, TextWords
from gazetteer.index.search.walk import JOINED_BY_BLANK
from gazetteer.lexicon.words import kinds

MOST = 20  # of one text
MOST_WORDS = 3
LEAST_LETTERS = 4
SHORT = 3  # letters of a word that may be an abbreviation
PROBABILITY = 0.6  # share of such words that name a place, in marked texts
_LINKS = frozenset({"of", "de", "d", "von"})


def strangers(words: TextWords, keys: WordKeys, spans: list[Span]) -> list[Span]:
    """The words that a sure sign stands before and no name found covers.

    Args:
        words: of the text.
        keys: of the words.
        spans: the names found.
    """
    covered: set[int] = {number for span in spans for number in range(span.first, span.last + 1)}
    out: list[Span] = []
    count, case = len(words), words.case.tolist()
    number = 0
    while number < count and len(out) < MOST:
        last = number
        if case[number] in (CAPITALISED, CAPITALS) and number not in covered and _is_announced(words, keys, number):
            while (
                last + 1 < count
                and last + 1 - number < MOST_WORDS
                and case[last + 1] in (CAPITALISED, CAPITALS)
                and last + 1 not in covered
                and _goes_on(words, last)
            ):
                last += 1
            start, end = int(words.start[number]), int(words.end[last])
            if end - start >= LEAST_LETTERS:
                name = words.text[start:end]
                out.append(Span(number, last, start, end, PROBABILITY, name, strange=True))
        number = last + 1
    return out


def _goes_on(words: TextWords, number: int) -> bool:
    """Whether the next word may belong to the same name: a full stop ends it, but after a short one, as St. Louis."""
    between = words.text[words.end[number] : words.start[number + 1]]
    short = len(words.texts[number]) <= SHORT
    return words.glue[number] == JOINED_BY_BLANK and (short or not between.strip())


def _is_announced(words: TextWords, keys: WordKeys, number: int) -> bool:
    """Whether a word for a town or an area stands before: "the town of", "village"."""
    if number == 0 or words.glue[number - 1] != JOINED_BY_BLANK:
        return False
    before = number - 1
    phrase: tuple[str, ...] = (keys.keys[before],)
    if keys.keys[before] in _LINKS and number > 1 and words.glue[number - 2] == JOINED_BY_BLANK:
        phrase = (keys.keys[before - 1], keys.keys[before])
    if len(phrase) == 1 and words.case[before] in (CAPITALISED, CAPITALS):
        return False
    found = kinds().before.get(phrase[0], ())
    return any(word.key == phrase and any(code[0] in "PA" for code in word.kinds) for word in found)
