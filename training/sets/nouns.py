"""Common words: nouns, adjectives and others of thirty languages, jobs and colours."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from bench.quality_sets.withheld import Withholding
from gazetteer.translit.scripts import LATIN, script_of
from training.sets.nothing import as_cases
from training.sets.vocabulary import words

KINDS = (("lorem", 0.6), ("job", 0.25), ("color", 0.15))
LEAST_LETTERS = {LATIN: 4, "Cyrl": 4, "Grek": 4, "Hani": 2, "Jpan": 2, "Kana": 2, "Hang": 2}
CAPITAL, PAIR = 0.5, 0.15
"""The shares with a capital, and of two words together."""


def nouns(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Words of each language as often as of any other, one or two together."""
    lists = {kind: _by_language(kind) for kind, _ in KINDS}
    texts = []
    for _ in range(3 * count):
        (kind,) = chance.choices([kind for kind, _ in KINDS], [share for _, share in KINDS])
        language = chance.choice(sorted(lists[kind]))
        text = chance.choice(lists[kind][language])
        if " " not in text and script_of(text) in (LATIN, "Cyrl", "Grek") and chance.random() < PAIR:
            text = f"{text} {chance.choice(lists[kind][language])}"
        texts.append((text[:1].upper() + text[1:] if chance.random() < CAPITAL else text, language))
    return as_cases("nothing: words of thirty languages", corpus, texts, count)


def _by_language(kind: str) -> dict[str, list[str]]:
    found = defaultdict(list)
    for word, language in words(kind):
        # Colours by their names in style sheets are no language's words: LightSteelBlue.
        if word[1:].upper() != word[1:] and word[1:].lower() != word[1:]:
            continue
        if sum(map(str.isalpha, word)) >= LEAST_LETTERS.get(script_of(word) or LATIN, 3):
            found[language].append(word)
    return dict(found)
