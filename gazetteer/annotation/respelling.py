"""What is written instead of a spelling: in the capitals and the case that the old one stands in."""

from __future__ import annotations

from gazetteer.lexicon.inflection import nominatives
from gazetteer.text import fold

SAME_END = 2  # letters by which two names must end alike to be inflected alike


def respelt(standing: str, old: str, new: str, lang: str | None) -> str | None:
    """A new name in the place of an old one; None where its form cannot be told.

    Args:
        standing: what stands in the text, perhaps inflected.
        old: the old name in the nominative.
        new: the new name in the nominative.
        lang: the language of the text, BCP 47.
    """
    shouted = len(standing) > 1 and standing.isupper()
    if standing.casefold() != old.casefold() and fold(standing) != fold(old):
        inflected = _inflected(standing, old, new, lang)
        return None if inflected is None else _shouted(inflected, shouted, lang)
    return _shouted(new, shouted, lang)


def _shouted(text: str, shouted: bool, lang: str | None) -> str:
    if not shouted:
        return text
    return text.replace("i", "İ").upper() if lang in ("tr", "az") else text.upper()


def _inflected(standing: str, old: str, new: str, lang: str | None) -> str | None:
    """The new name in the case of the old one, where both end alike and the endings table undoes both by one rule."""
    if lang is None or old[-SAME_END:].casefold() != new[-SAME_END:].casefold():
        return None
    shared = 0  # letters from the start that the case leaves as they are
    while shared < min(len(standing), len(old)) and standing[shared] == old[shared]:
        shared += 1
    kept = len(old) - shared
    if kept > SAME_END:  # the change reaches further into the stem than the names are alike
        return None
    form = new[: len(new) - kept] + standing[shared:]
    rules = {one.rule for one in nominatives(standing, lang) if one.text == old}
    same = {one.rule for one in nominatives(form, lang) if one.text == new}
    return form if rules & same else None
