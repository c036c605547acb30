"""How the first candidate was found: the kinds of evidence that a verdict tells apart."""

from __future__ import annotations

from enum import IntEnum

from gazetteer.matching.forms import FormKind

SAME_LETTERS = 2  # the exactness of a name in the same letters and the same script


class Found(IntEnum):
    """What the string and the name have in common."""

    WRITTEN = 0  # the string's own letters are a name of the place, generic words apart
    READ = 1  # the string read in Latin letters, or with an ending undone, is one
    ALIKE = 2  # the names are merely alike
    ALIKE_FOREIGN = 3  # the same, and the string is not in Latin letters


def how_found(form: int, exactness: int, string: float, foreign: bool) -> Found:
    """How a candidate was found.

    Args:
        form: the form of the string that fits it, a `FormKind`.
        exactness: of its name, see `Row.EXACTNESS`.
        string: the spelling's ratio.
        foreign: whether the string is in another script than Latin.
    """
    whole = form == FormKind.WHOLE and exactness == SAME_LETTERS
    if whole or (form == FormKind.CORE and string == 1.0):
        return Found.WRITTEN
    if string == 1.0:
        return Found.READ
    return Found.ALIKE_FOREIGN if foreign else Found.ALIKE
