"""Relations: what a string says of a place near the one that it names ("30 km N of Aleppo", "outskirts of X")."""

from __future__ import annotations

import re
from functools import cache

from gazetteer.model import Relation
from gazetteer.parsing.vocabulary import bearings, joined_relations, relations
from gazetteer.text import native_key

_MILE_KM = 1.609344
_LONGEST_KM = 20_100.0
_UNITS = {
    "km": 1.0, "kms": 1.0, "kilometer": 1.0, "kilometers": 1.0, "kilometre": 1.0, "kilometres": 1.0, "kilómetros": 1.0,
    "kilomètres": 1.0, "kilometr": 1.0, "chilometri": 1.0, "quilômetros": 1.0, "kilometrów": 1.0, "км": 1.0,
    "километров": 1.0, "километрах": 1.0, "кілометрів": 1.0, "кілометрах": 1.0, "كم": 1.0, "公里": 1.0, "キロ": 1.0,
    "mi": _MILE_KM, "mile": _MILE_KM, "miles": _MILE_KM, "m": 0.001, "meters": 0.001, "metres": 0.001, "м": 0.001,
}  # fmt: skip
_OF = (
    r"(?:of|from|de|du|des|d['’]|del|di|da|do|von|vom|van|od|от|від|із|из|of the city of|of the town of|"
    r"de la ville de|der stadt|av|fra|من)"
)


_ABOUT = (
    "about", r"approx\.?", "approximately", "some", r"ca\.?", r"c\.", "~", "à", "a", "environ", "etwa", "rund",
    "около", "примерно", "близько", "за", "в", "у", r"ok\.", "circa", "unos", "cerca de",
)  # fmt: skip
_LEADS = (
    "to the", "au", "à l'", "à l’", "a l'", "al", "an der", "im", "in", "in the", "zum", "ao", "a", "на",
    "к", "до", "to",
)  # fmt: skip
_BEARING_WORDS = 4
_COMPARATIVES = ("нее", "іше")  # "южнее Мариуполя" takes no "of"


@cache
def _distance() -> re.Pattern[str]:
    units = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
    number = r"(?P<km>\d{1,5}(?:[.,]\d{1,3})?)"
    pattern = rf"^(?:(?:{'|'.join(_ABOUT)})\s+)*{number}\s*(?P<unit>{units})\b\.?\s*(?P<rest>.+)$"
    return re.compile(pattern, re.IGNORECASE)


def relation_of(text: str) -> tuple[Relation, str] | None:
    """The relation that a part most likely speaks of, and the name that is left; None where there is none."""
    return next(iter(relations_of(text)), None)


def relations_of(text: str) -> tuple[tuple[Relation, str], ...]:
    """The relations that a part may begin or end with, each with the name that is left; the likeliest first.

    Args:
        text: a part of a string.
    """
    if found := _distance().match(text):
        km = float(found["km"].replace(",", ".")) * _UNITS[found["unit"].lower()]
        bearing, name = _direction(found["rest"])
        if name and km <= _LONGEST_KM and (bearing is not None or name != found["rest"]):
            return ((Relation("direction", text[: len(text) - len(name)].strip(), round(km, 3), bearing), name),)
    bearing, name = _direction(text)
    if name and bearing is not None:
        return ((Relation("direction", text[: len(text) - len(name)].strip(), None, bearing), name),)
    return tuple(found for found in (_before(text), _after(text), _joined(text)) if found)


def _direction(text: str) -> tuple[float | None, str]:
    """The bearing at the start of a text, and what follows its "of"; the text itself where no "of" is there."""
    words = text.split()
    for start in dict.fromkeys((_lead(words), 0)):
        for size in range(min(_BEARING_WORDS, len(words) - start - 1), 0, -1):
            key = native_key(" ".join(words[start : start + size]))
            degrees = bearings().get(key)
            rest = " ".join(words[start + size :])
            name = None if degrees is None else _after_of(rest) or (rest if key.endswith(_COMPARATIVES) else None)
            if name is not None:
                return degrees, name
    name = _after_of(text)
    return None, text if name is None else name


def _lead(words: list[str]) -> int:
    """How many words lead to a direction: "to the north of", "au nord de"."""
    return next((size for size in (2, 1) if native_key(" ".join(words[:size])) in _leads()), 0)


@cache
def _leads() -> frozenset[str]:
    return frozenset(map(native_key, _LEADS))


_OF_START = re.compile(rf"^{_OF}(?:\s+|(?<=['’]))(?P<name>.+)$", re.IGNORECASE)


def _after_of(text: str) -> str | None:
    found = _OF_START.match(text.strip())
    return found["name"].strip() if found else None


def _before(text: str) -> tuple[Relation, str] | None:
    words = text.split()
    keys = [native_key(word) for word in words]
    if len(words) < 2 or not keys[0]:
        return None
    flat = " ".join(keys).split()
    if len(flat) != len(keys):
        return None
    for phrase in relations("before").get(keys[0], ()):
        size = len(phrase.words)
        if size < len(words) and tuple(keys[:size]) == phrase.words:
            rest = words[size:]
            behind = _behind(phrase.kind, rest)
            return Relation(phrase.kind, " ".join(words[:size])), behind
    return None


def _behind(kind: str, words: list[str]) -> str:
    """The name without what follows a relation's first half: Greater Lyon Area."""
    if kind == "area" and len(words) > 1 and native_key(words[-1]) in ("area", "region", "metro"):
        words = words[:-1]
    return " ".join(words)


def _after(text: str) -> tuple[Relation, str] | None:
    words = text.split()
    keys = [native_key(word) for word in words]
    if len(words) < 2 or not keys[-1]:
        return None
    for phrase in relations("after").get(keys[-1], ()):
        size = len(phrase.words)
        if size < len(words) and tuple(keys[-size:]) == phrase.words:
            return Relation(phrase.kind, " ".join(words[-size:])), " ".join(words[:-size])
    return None


def _joined(text: str) -> tuple[Relation, str] | None:
    if text.isascii():
        return None
    for written, kind in joined_relations():
        if text.endswith(written) and len(text) - len(written) >= 2:
            return Relation(kind, written), text[: -len(written)].strip()
    return None
