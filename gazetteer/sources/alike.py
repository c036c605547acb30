"""How alike a name is to others of the same place, whatever their script: a witness where two places claim one name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from gazetteer.sources.english import letters
from gazetteer.text import fold


def likeness(text: str, names: Iterable[str]) -> float:
    """How alike any run of words of a text is to the nearest of some names, 0 to 1.

    Args:
        text: a name, which may have other words around it: Republic of Gambia.
        names: the names to compare with, without such words.
    """
    words = fold(text).split()
    runs = {"".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    wanted = {letters(name) for name in names}
    if runs & wanted - {""}:
        return 1.0
    best = 0.0
    matcher = SequenceMatcher(autojunk=False)
    for run in runs:
        matcher.set_seq2(run)
        for name in wanted:
            matcher.set_seq1(name)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
                best = max(best, matcher.ratio())
    return best
