"""How words behave in texts: counts of annotated texts, by language, that the clues look up.

Three tables of `counts/`, made by `make fit-annotate`, which names their sources in `filter.tsv`:

- `cases.tsv`: of words that are names as well, how often they stand in small letters and, within a sentence, with a
  capital;
- `beside.tsv`: words around a name, by side (`around.GROUPS`), and by how much each raises the odds that the name is a
  place's (natural logarithm), all of them together in one logistic model a language;
- `places.tsv`: of spellings that are names, how often they named a place and how often not.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import MutableMapping
from dataclasses import dataclass, field, replace
from functools import cache
from math import log
from sys import intern

from gazetteer.lexicon.tables import rows

PACKAGE = "gazetteer.annotation"
UNKNOWN_ODDS = -9.0
LEAST_SEEN = 2  # times, for a spelling to say anything


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted. Keys begin with a language, BCP 47 without script and region.

    Args:
        cases: by language and word, the logarithm of the odds of small letters.
        beside: by language, side and words, what they say.
        places: by language and spelling, how often it named a place, and how often not.
        everywhere: the same by spelling over all languages.
    """

    cases: dict[tuple[str, str], float] = field(default_factory=dict)
    beside: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    places: MutableMapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    everywhere: MutableMapping[str, tuple[int, int]] = field(default_factory=dict)

    def without(self, own: Counts) -> Counts:
        """The counts less those of one text, so that a text that is learnt from does not answer for itself."""
        places = {key: _less(self.places.get(key, (0, 0)), *pair) for key, pair in own.places.items()}
        everywhere = {name: _less(self.everywhere.get(name, (0, 0)), *pair) for name, pair in own.everywhere.items()}
        return replace(self, places=ChainMap(places, self.places), everywhere=ChainMap(everywhere, self.everywhere))

    def foreign(self, lang: str) -> Counts:
        """The counts as they would be had no text of a language been seen."""
        own = {name: pair for (tag, name), pair in self.places.items() if tag == lang}
        return Counts(
            {key: odds for key, odds in self.cases.items() if key[0] != lang},
            {tag: sides for tag, sides in self.beside.items() if tag != lang},
            {key: pair for key, pair in self.places.items() if key[0] != lang},
            {name: _less(pair, *own.get(name, (0, 0))) for name, pair in self.everywhere.items()},
        )


def _less(counted: tuple[int, int], yes: int, no: int) -> tuple[int, int]:
    return max(counted[0] - yes, 0), max(counted[1] - no, 0)


def odds(yes: int, no: int) -> tuple[float, float]:
    """What a count says: the logarithm of the odds, and of how much was seen."""
    if yes + no < LEAST_SEEN:
        return UNKNOWN_ODDS, 0.0
    return log((yes + 0.2) / (no + 0.8)), log(1 + yes + no)


def case_odds(small: int, capital: int) -> float:
    """The logarithm of the odds that a word stands in small letters."""
    return log((small + 0.5) / (capital + 0.5))


@cache
def counts() -> Counts:
    """The counts that ship."""
    cases = {
        (intern(row["lang"]), row["word"]): case_odds(int(row["small"]), int(row["capital"]))
        for row in rows("counts/cases.tsv", PACKAGE)
    }
    beside: dict[str, dict[str, dict[str, float]]] = {}
    for row in rows("counts/beside.tsv", PACKAGE):
        beside.setdefault(row["lang"], {}).setdefault(row["side"], {})[row["words"]] = float(row["odds"])
    places: dict[tuple[str, str], tuple[int, int]] = {}
    everywhere: dict[str, tuple[int, int]] = {}
    same: dict[tuple[int, int], tuple[int, int]] = {}  # of equal counts one is kept
    for row in rows("counts/places.tsv", PACKAGE):
        name, count = row["name"], (int(row["places"]), int(row["others"]))
        places[intern(row["lang"]), name] = same.setdefault(count, count)
        known = everywhere.get(name)
        both = (known[0] + count[0], known[1] + count[1]) if known else count
        everywhere[name] = same.setdefault(both, both)
    return Counts(cases, beside, places, everywhere)
