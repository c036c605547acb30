"""Counts how words behave in marked texts: in small letters, beside places, as places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log

from gazetteer.annotation.bearers import Bearers
from gazetteer.annotation.counts import Counts, case_odds
from gazetteer.annotation.layout import layout
from gazetteer.annotation.names import find_names, keys_of
from gazetteer.annotation.surface import spellings
from gazetteer.annotation.words import CAPITALISED, LINE, SMALL, Words, read_words
from training.annotation.labels import LEFT_OUT, labels
from training.annotation.texts import PLACE, MarkedText

LEAST_BESIDE = 25  # times that a word must have stood there
LEAST_SAYING = 0.3  # of the log odds
LEAST_CASES = 2
PRIOR = 3.0  # texts' own share of places, so many times

Pair = list[int]


def _pairs() -> defaultdict[tuple[str, str], Pair]:
    return defaultdict(lambda: [0, 0])


@dataclass(slots=True)
class Tally:
    """What is counted, pairs of yes and no."""

    cases: defaultdict[tuple[str, str], Pair] = field(default_factory=_pairs)
    before: defaultdict[tuple[str, str], Pair] = field(default_factory=_pairs)
    after: defaultdict[tuple[str, str], Pair] = field(default_factory=_pairs)
    places: defaultdict[tuple[str, str], Pair] = field(default_factory=_pairs)
    words: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)


def count(bearers: Bearers, texts: Iterable[MarkedText]) -> tuple[Tally, list[Counts]]:
    """Count over texts.

    Returns:
        The tally of all, and what each text adds to the counts of places.
    """
    tally, own = Tally(), []
    for text in texts:
        words = read_words(text.text)
        keys = keys_of(words)
        _count_words(tally, text, words, keys.keys)
        hits = find_names(bearers, words, keys, text.lang)
        mine = Counts()
        for name, label in zip(
            spellings(words, keys, hits.first, hits.last), labels(words, hits, text.gold).tolist(), strict=True
        ):
            if label != LEFT_OUT:
                tally.places[text.lang, name][1 - label] += 1
                yes, no = mine.places.get((text.lang, name), (0, 0))
                mine.places[text.lang, name] = mine.everywhere[name] = yes + label, no + 1 - label
        own.append(mine)
    return tally, own


def _count_words(tally: Tally, text: MarkedText, words: Words, keys: tuple[str, ...]) -> None:
    tag, stand = text.lang, layout(words)
    starts = {one.start for one in text.gold if one.label == PLACE}
    ends = {one.end for one in text.gold if one.label == PLACE}
    loose, gap = words.unparted.tolist(), words.gap
    for number, case in enumerate(words.case.tolist()):
        if case == SMALL:
            tally.cases[tag, keys[number]][0] += 1
        elif case == CAPITALISED and not stand.starts[number]:
            tally.cases[tag, keys[number]][1] += 1
        begins, closes = int(words.start[number]) in starts, int(words.end[number]) in ends
        may = case != SMALL
        if may or begins:
            tally.words[tag] += 1
            tally.named[tag] += begins
            for beside in _before(words, keys, loose, gap, number):
                tally.before[tag, beside][not begins] += 1
        if may or closes:
            for beside in _after(words, keys, loose, gap, number):
                tally.after[tag, beside][not closes] += 1


def _before(words: Words, keys: tuple[str, ...], loose: list[bool], gap: tuple[str, ...], number: int) -> list[str]:
    """What stands before a word, as the clues look it up."""
    if not number:
        return []
    if loose[number]:
        near = words.text[words.end[number - 1] : words.start[number]] + words.texts[number - 1]
        return [near, words.texts[number - 2] + words.texts[number - 1]] if number > 1 else [near]
    if LINE in gap[number - 1] or loose[number - 1]:
        return []
    near = keys[number - 1]
    two = number > 1 and gap[number - 1] == " " and gap[number - 2] == " "
    return [near, f"{keys[number - 2]} {near}"] if two else [near]


def _after(words: Words, keys: tuple[str, ...], loose: list[bool], gap: tuple[str, ...], number: int) -> list[str]:
    """What stands after a word, as the clues look it up."""
    if number + 1 >= len(keys):
        return []
    if loose[number]:
        near = words.texts[number + 1]
        return [near, near + words.texts[number + 2]] if number + 2 < len(keys) else [near]
    return [] if LINE in gap[number] or loose[number + 1] else [keys[number + 1]]


def counts_of(tally: Tally) -> Counts:
    """The counts that a tally comes to: of words that are names too, of words that say something."""
    out = Counts()
    for key, (yes, no) in tally.places.items():
        out.places[key] = yes, no
        known = out.everywhere.get(key[1], (0, 0))
        out.everywhere[key[1]] = known[0] + yes, known[1] + no
    for key, (small, capital) in tally.cases.items():
        if key in tally.places and (small >= LEAST_CASES or capital > LEAST_CASES):
            out.cases[key] = case_odds(small, capital)
    for counted, told in ((tally.before, out.before), (tally.after, out.after)):
        for (tag, word), (yes, no) in counted.items():
            if word and yes + no >= LEAST_BESIDE:
                share = (tally.named[tag] + 1) / (tally.words[tag] + 2)
                saying = log((yes + PRIOR * share) / (no + PRIOR * (1 - share))) - log(share / (1 - share))
                if abs(saying) > LEAST_SAYING:
                    told[tag, word] = round(saying, 2)
    return out
