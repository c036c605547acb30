"""The endings of inflected place names, as rules: an ending, what the nominative has in its place, and how likely.

One table a language, `endings/<language>.tsv`:

- ending: as it is written, with `[ab]` for one of these letters and `(a|bc)` for one of these strings;
- nominative: what stands in its place, the likeliest first; alternations of the stem are written out;
- kind: `noun`; `adjective`, where an adjective of a name is declined (Донецької, Донецька); `derived`, where an
  adjective is led back to the place it is formed from (Донецька, Донецьк);
- case, weight (0 to 1, a judgement), an example and what it gives.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from gazetteer.lexicon.languages import languages
from gazetteer.lexicon.tables import cell, names, rows

EndingKind = Literal["noun", "adjective", "derived"]

# Each further nominative of a row is this much less likely than the one before; an ending of so many letters is this
# sure to be an ending.
FALLOFF = 0.7
SURENESS = (0.5, 0.8, 0.9, 1.0)

_CHOICE = re.compile(r"\[([^\]]+)\]|\(([^)]+)\)")


@dataclass(frozen=True, slots=True)
class Ending:
    """One way to undo one ending. `rule` is for people: the language, the case, the ending."""

    lang: str
    ending: str
    nominative: str
    kind: EndingKind
    weight: float
    rule: str


@dataclass(frozen=True, slots=True)
class Endings:
    """The endings of one script, by their letters, and the length of the longest."""

    rules: dict[str, tuple[Ending, ...]]
    longest: int


def spelled_out(pattern: str) -> list[str]:
    """Write out the choices of an ending: `ss[aä]` is `ssa` and `ssä`."""
    parts, last = [], 0
    for choice in _CHOICE.finditer(pattern):
        parts += [[pattern[last : choice.start()]], list(choice[1] or choice[2].split("|"))]
        last = choice.end()
    return ["".join(chosen) for chosen in itertools.product(*parts, [pattern[last:]])]


@cache
def endings(script: str) -> Endings:
    """The endings of all languages of one script (ISO 15924)."""
    table: dict[str, list[Ending]] = {}
    tagged = set(names("endings"))
    # In the order of the table of languages: where several have a rule, the first is named.
    for lang in (language.tag for language in languages().values() if language.script == script):
        if lang not in tagged:
            continue
        for row in rows(f"endings/{lang}.tsv"):
            for ending in spelled_out(cell(row["ending"])):
                sure = float(row["weight"]) * SURENESS[min(len(ending), len(SURENESS) - 1)]
                rule = f"{lang} {row['case']} -{ending}"
                for rank, nominative in enumerate(row["nominative"].split()):
                    kind = cast(EndingKind, row["kind"])
                    weight = sure * FALLOFF**rank
                    table.setdefault(ending, []).append(Ending(lang, ending, cell(nominative), kind, weight, rule))
    return Endings({ending: tuple(found) for ending, found in table.items()}, max(map(len, table), default=0))


@cache
def alternations(lang: str) -> tuple[tuple[str, str], ...]:
    """Consonants before the last vowel of a stem, weak and strong, that change places in a language's declension."""
    return tuple((row["weak"], row["strong"]) for row in rows("alternations.tsv") if row["lang"] == lang)


@cache
def prefixes(lang: str) -> tuple[Ending, ...]:
    """What a language writes together with the word after it: prepositions, conjunctions, the article."""
    return tuple(
        Ending(
            lang,
            row["prefix"],
            cell(row["nominative"]),
            "noun",
            float(row["weight"]),
            f"{lang} {row['case']} {row['prefix']}-",
        )
        for row in rows("prefixes.tsv")
        if row["lang"] == lang
    )
