"""Words that no language has, letter by letter as likely as in place names or in words of a language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, is_machine_made
from bench.quality_sets.withheld import Withholding
from gazetteer.sources.cities import is_code
from gazetteer.translit.scripts import LATIN, script_of, scripts_of
from training.sets.nothing import as_cases
from training.sets.vocabulary import words

ORDER = {"Hani": 1, "Jpan": 1, "Hang": 1}
"""Letters that the next one depends on, where they are not 3: words and syllables are seldom met again."""
USUAL_ORDER = 3
LENGTHS = {"Hani": (2, 5), "Jpan": (3, 7), "Hang": (2, 5), "Kana": (3, 8)}
USUAL_LENGTHS = (4, 13)
TAUGHT_BY = 6_000
"""Names that teach one model."""
LEAST_TAUGHT = 300
OF_NAMES = 0.6
"""The share made like names of places; the others are made like words."""
LATIN_SHARE = 0.35
LARGER = ("Cyrl", "Arab", "Hani", "Kana", "Hang", "Grek", "Hebr", "Deva", "Thai")
LARGER_SHARE = 0.5
END = "\n"
TRIES = 200


class Model:
    """Which letter follows which, learnt from words."""

    def __init__(self, taught_by: Iterable[str], script: str) -> None:
        self._order = ORDER.get(script, USUAL_ORDER)
        self._least, self._most = LENGTHS.get(script, USUAL_LENGTHS)
        follow: dict[str, Counter[str]] = defaultdict(Counter)
        for word in taught_by:
            text = END * self._order + word.lower() + END
            for at in range(self._order, len(text)):
                follow[text[at - self._order : at]][text[at]] += 1
        self._follow = {before: (list(after), list(after.values())) for before, after in follow.items()}

    def word(self, chance: Random) -> str:
        """A word of a usual length; nothing where none came of many tries."""
        for _ in range(TRIES):
            word = END * self._order
            while not word.endswith(END) or len(word) == self._order:
                letters, counts = self._follow[word[-self._order :]]
                word += chance.choices(letters, counts)[0]
            if self._least <= len(word.strip(END)) <= self._most:
                return word.strip(END)
        return ""


def invented(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Words of each script, by models of its place names and of its languages' words."""
    of_names = _by_script(corpus, chance)
    of_words = _by_language()
    texts = []
    for _ in range(round(2.5 * count)):
        if chance.random() < OF_NAMES:
            model, language = of_names[_script(of_names, chance)], ""
        else:
            language = chance.choice(sorted(of_words))
            model = of_words[language]
        text = model.word(chance)
        texts.append((text[:1].upper() + text[1:], language))
    return as_cases("nothing: invented words by letter models", corpus, texts, count)


def _script(models: dict[str, Model], chance: Random) -> str:
    draw = chance.random()
    if draw < LATIN_SHARE:
        return LATIN
    larger = [script for script in LARGER if script in models]
    return chance.choice(larger if larger and draw < LATIN_SHARE + LARGER_SHARE else sorted(models))


def _by_script(corpus: Corpus, chance: Random) -> dict[str, Model]:
    names: dict[str, set[str]] = defaultdict(set)
    for place in corpus.cities():
        for name in corpus.names[place]:
            if " " not in name and not is_code(name) and not is_machine_made(name) and len(scripts_of(name)) == 1:
                names[script_of(name) or LATIN].add(name)
    return {
        script: Model(chance.sample(sorted(found), min(TAUGHT_BY, len(found))), script)
        for script, found in sorted(names.items())
        if len(found) >= LEAST_TAUGHT
    }


def _by_language() -> dict[str, Model]:
    by_language: dict[str, list[str]] = defaultdict(list)
    for word, language in words("lorem"):
        if " " not in word and script_of(word):
            by_language[language].append(word)
    return {
        language: Model(found, script_of(found[0]) or LATIN)
        for language, found in by_language.items()
        if len(found) >= LEAST_TAUGHT
    }
