"""How words behave in texts: counts of annotated texts, by language, that the clues look up.

Three tables of `counts/`, made by `make fit-annotate`, which names their sources in `filter.tsv`:

- `cases.tsv`: of words that are names as well, how often they stand in small letters and, within a sentence, with a
  capital;
- `beside.tsv`: words before and after, and by how much they raise the odds that a name stands there (natural
  logarithm);
- `places.tsv`: of spellings that are names, how often they named a place and how often not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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
        before: by language and the word or two before a name, what they say.
        after: likewise of what stands after it.
        places: by language and spelling, how often it named a place, and how often not.
        everywhere: the same by spelling over all languages.
    """

    cases: dict[tuple[str, str], float] = field(default_factory=dict)
    before: dict[tuple[str, str], float] = field(default_factory=dict)
    after: dict[tuple[str, str], float] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    everywhere: dict[str, tuple[int, int]] = field(default_factory=dict)

    def without(self, own: Counts) -> Counts:
        """The counts less those of one text, so that a text that is learnt from does not answer for itself."""
        places, everywhere = self.places.copy(), self.everywhere.copy()
        for key, (yes, no) in own.places.items():
            places[key] = _less(places.get(key, (0, 0)), yes, no)
        for name, (yes, no) in own.everywhere.items():
            everywhere[name] = _less(everywhere.get(name, (0, 0)), yes, no)
        return Counts(self.cases, self.before, self.after, places, everywhere)


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
    found = Counts()
    for row in rows("counts/cases.tsv", PACKAGE):
        found.cases[intern(row["lang"]), row["word"]] = case_odds(int(row["small"]), int(row["capital"]))
    for row in rows("counts/beside.tsv", PACKAGE):
        side = found.before if row["side"] == "before" else found.after
        side[intern(row["lang"]), row["words"]] = float(row["odds"])
    same: dict[tuple[int, int], tuple[int, int]] = {}  # of equal counts one is kept
    for row in rows("counts/places.tsv", PACKAGE):
        name, count = row["name"], (int(row["places"]), int(row["others"]))
        found.places[intern(row["lang"]), name] = same.setdefault(count, count)
        known = found.everywhere.get(name)
        both = (known[0] + count[0], known[1] + count[1]) if known else count
        found.everywhere[name] = same.setdefault(both, both)
    return found
