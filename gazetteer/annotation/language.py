"""Which language a text is in, guessed by its letters where nobody says."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from gazetteer.annotation.language_model import language_model
from gazetteer.lexicon.tongues import primary

LETTERS = 600  # that are looked at
LEAST = 20  # fewer tell nothing


def guess_language(text: str) -> str | None:
    """The language of a text, BCP 47; None where it is too short to say.

    By py3langid (Lui and Baldwin 2012, langid.py), a naive Bayes classifier of 97 languages.
    """
    part = text[: LETTERS * 4]
    part = " ".join(part.split())[:LETTERS]
    return _guess(part) if sum(map(str.isalpha, part)) >= LEAST else None


@lru_cache(256)
def _guess(text: str) -> str:
    return primary(_model().classify(text)[0])


@cache
def _model() -> Any:
    return language_model()
