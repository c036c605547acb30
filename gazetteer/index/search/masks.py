"""Countries and kinds of place as bits, so that a search can leave out strings before it looks at them.

A mask may let too much through (countries share bits, codes share bits), never too little: what is joined to a string
is checked again, place by place.
"""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from gazetteer.lexicon.generic import concepts
from gazetteer.model import FEATURE_CLASSES

ALL = 2**64 - 1
_CONCEPT_BITS = 32
_CODE_BITS = 64 - len(FEATURE_CLASSES)


def country_bit(number: int) -> int:
    """The bit of the country with that number in the gazetteer's table."""
    return 1 << (number % 64)


def kind_bits(feature_class: str, feature_code: str) -> int:
    """The bits of a place: one for its feature class, one for its feature code."""
    return class_bit(feature_class) | code_bit(feature_code)


def class_bit(feature_class: str) -> int:
    """The bit of a feature class."""
    return 1 << FEATURE_CLASSES.index(feature_class)


def code_bit(feature_code: str) -> int:
    """The bit of a feature code."""
    return 1 << (len(FEATURE_CLASSES) + crc32(feature_code.encode()) % _CODE_BITS)


def concept_bits(key: str) -> int:
    """The bits of the modifiers in a key ("new", "saint", "upper"), 32 of them."""
    bits = 0
    for concept in concepts(key):
        bits |= 1 << (crc32(concept.encode()) % _CONCEPT_BITS)
    return bits


def wanted_kinds(classes: Iterable[str], codes: Iterable[str]) -> int:
    """The mask for classes or codes asked for; all bits when none is."""
    mask = 0
    for feature_class in classes:
        mask |= class_bit(feature_class)
    for code in codes:
        mask |= code_bit(code)
    return mask or ALL
