"""Counts how words behave in marked texts: in small letters, as places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from gazetteer.annotation.bearers import Bearers
from gazetteer.annotation.counts import Counts, case_odds
from gazetteer.annotation.layout import layout
from gazetteer.annotation.names import find_names, keys_of
from gazetteer.annotation.surface import spelt
from gazetteer.annotation.words import CAPITALISED, SMALL, TextWords, read_words
from training.annotation.labels import LEFT_OUT, labels
from training.annotation.texts import MarkedText

LEAST_CASES = 2

Pair = list[int]


def _pairs() -> defaultdict[tuple[str, str], Pair]:
    return defaultdict(lambda: [0, 0])


@dataclass(slots=True)
class Tally:
    """What is counted, pairs of yes and no."""

    cases: defaultdict[tuple[str, str], Pair] = field(default_factory=_pairs)
    places: defaultdict[tuple[str, str], Pair] = field(default_factory=_pairs)


def count(bearers: Bearers, texts: Iterable[MarkedText]) -> tuple[Tally, list[Counts]]:
    """Count over texts.

    Returns:
        The tally of all, and what each text adds to the counts of places.
    """
    tally, own = Tally(), []
    for text in texts:
        words = read_words(text.text)
        keys = keys_of(words)
        _count_words(tally, text.lang, words, keys.keys)
        hits = find_names(bearers, words, keys, text.lang)
        mine: dict[tuple[str, str], tuple[int, int]] = {}
        names = spelt(words, keys, hits.first, hits.last)
        for number, label in zip(names.which.tolist(), labels(words, hits, text.gold).tolist(), strict=True):
            if label != LEFT_OUT:
                name = names.texts[number]
                tally.places[text.lang, name][1 - label] += 1
                yes, no = mine.get((text.lang, name), (0, 0))
                mine[text.lang, name] = yes + label, no + 1 - label
        own.append(Counts(places=mine, everywhere={name: pair for (_, name), pair in mine.items()}))
    return tally, own


def _count_words(tally: Tally, lang: str, words: TextWords, keys: tuple[str, ...]) -> None:
    starts = layout(words).starts
    for number, case in enumerate(words.case.tolist()):
        if case == SMALL:
            tally.cases[lang, keys[number]][0] += 1
        elif case == CAPITALISED and not starts[number]:
            tally.cases[lang, keys[number]][1] += 1


def counts_of(tally: Tally) -> Counts:
    """The counts that a tally comes to, of words that are names too."""
    places = {key: (yes, no) for key, (yes, no) in tally.places.items()}
    everywhere: dict[str, tuple[int, int]] = {}
    for (_, name), (yes, no) in places.items():
        known = everywhere.get(name, (0, 0))
        everywhere[name] = known[0] + yes, known[1] + no
    cases = {
        key: case_odds(small, capital)
        for key, (small, capital) in tally.cases.items()
        if key in places and (small >= LEAST_CASES or capital > LEAST_CASES)
    }
    return Counts(cases, {}, places, everywhere)
