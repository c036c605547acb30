"""What all sets of names of nothing have in common: no text is there twice, none is the name of a place."""

from __future__ import annotations

from collections.abc import Iterable

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of
from gazetteer.model import Query
from gazetteer.translit.scripts import LATIN, script_of

LONGEST = 80


def as_cases(name: str, corpus: Corpus, texts: Iterable[tuple[str, str]], count: int) -> list[Case]:
    """Cases of texts with their languages, so many at most, without repeats and names of places.

    Args:
        name: the set.
        corpus: the whole gazetteer.
        texts: each with its language (BCP 47), or nothing.
        count: how many at most.
    """
    cases: dict[str, Case] = {}
    for text, language in texts:
        if len(cases) == count:
            break
        if text not in cases and is_nothing(corpus, text):
            cases[text] = Case(name, Query(text), None, script=script_of(text) or LATIN, language=language)
    return list(cases.values())


def is_nothing(corpus: Corpus, text: str) -> bool:
    """Whether a text has a letter and is the name or the code of no place."""
    key = key_of(text)
    return bool(key) and len(text) <= LONGEST and key not in corpus.bearers and text not in corpus.codes
