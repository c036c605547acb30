"""The endings that languages add to foreign names: Londonas is London in Lithuanian, Londono in Esperanto.

`foreign.tsv` has a row an ending: what stands in its place in the name's own language, the likeliest first; how likely
that is (0 to 1, a judgement); an example, what it gives, and the grammar or the rules that say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gazetteer.lexicon.languages import trust
from gazetteer.lexicon.tables import cell, rows

LIMIT = 6
"""How many stems are given at most."""
LEAST_STEM = 4
"""Letters that must be left; short words look as if they had an ending."""
TEXT_LIMIT = 100

FALLOFF = 0.8  # each further stem of a row is this much less likely than the one before


@dataclass(frozen=True, slots=True)
class Stem:
    """A name without the ending that a language added.

    Args:
        text: the name.
        lang: the language whose ending it was.
        weight: how likely it had one, 0 to 1; a judgement.
    """

    text: str
    lang: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Row:
    lang: str
    ending: str
    stems: tuple[str, ...]
    weight: float


@cache
def _endings() -> dict[str, tuple[_Row, ...]]:
    """All rows by the last letter of their endings, the longest endings first."""
    found = [
        _Row(row["lang"], row["ending"], tuple(map(cell, row["stem"].split())), float(row["weight"]))
        for row in rows("foreign.tsv")
    ]
    found.sort(key=lambda row: -len(row.ending))
    return {last: tuple(row for row in found if row.ending[-1] == last) for last in {row.ending[-1] for row in found}}


def stems(text: str, lang: str | None = None) -> tuple[Stem, ...]:
    """Take off the ending that a language may have added to a foreign name; of several words the last one has it.

    Args:
        text: the name as it is written.
        lang: the language of the text, BCP 47; without it those are tried that have the text's letters.

    Returns:
        At most `LIMIT` stems, the likeliest first, none of them the text itself.
    """
    lower = text.lower()
    if len(text) > TEXT_LIMIT or len(lower) != len(text):
        return ()
    ended = [row for row in _endings().get(lower[-1:], ()) if lower.endswith(row.ending)]
    believed = trust(text, lang) if ended else {}
    found: dict[str, Stem] = {}
    for row in ended:
        start = len(text) - len(row.ending)
        if row.lang not in believed:
            continue
        if start - max(text.rfind(" "), text.rfind("-")) - 1 < LEAST_STEM:
            continue
        weight = row.weight * believed[row.lang]
        for rank, end in enumerate(row.stems):
            stem = Stem(text[:start] + end, row.lang, weight * FALLOFF**rank)
            if stem.text != text and (stem.text not in found or found[stem.text].weight < stem.weight):
                found[stem.text] = stem
    return tuple(sorted(found.values(), key=lambda stem: (-stem.weight, stem.text))[:LIMIT])
