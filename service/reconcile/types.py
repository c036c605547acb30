"""Types of places: GeoNames' feature classes and the feature codes that matter, the broader above the narrower."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from gazetteer.model import Place

TABLE = "types.tsv"
DEFAULT_TYPES = ("P", "A")
COUNTRY, FIRST_ORDER, SECOND_ORDER = "PCL", "ADM1", "ADM2"


@dataclass(frozen=True, slots=True)
class Type:
    """A type of places.

    Args:
        id: a feature class (`P`) or a feature code (`PPLA`).
        name: what it is, in a few English words.
        description: the same, in a sentence.
        broader: the ids of the types above it, the nearest first.
        feature_class: the feature class of its places.
        codes: the feature codes of its places; empty for all of the class.
    """

    id: str
    name: str
    description: str
    broader: tuple[str, ...]
    feature_class: str
    codes: frozenset[str]

    def short(self) -> dict[str, str]:
        """The type as candidates carry it."""
        return {"id": self.id, "name": self.name}


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which places are wanted, as `Query.classes` and `Query.codes` say it; both empty for all."""

    classes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def _read() -> dict[str, Type]:
    lines = files(__package__).joinpath(TABLE).read_text("utf-8").splitlines()
    rows = {row["id"]: row for row in csv.DictReader(lines, delimiter="\t")}
    above = {key: tuple(_above(rows, key)) for key in rows}
    table: dict[str, Type] = {}
    for key, row in rows.items():
        feature_class = above[key][-1] if above[key] else key
        below = frozenset(other for other in rows if key in above[other]) if above[key] else frozenset()
        codes = below | {key} if above[key] else frozenset()
        table[key] = Type(key, row["name"], row["description"], above[key], feature_class, codes)
    return table


def _above(rows: dict[str, dict[str, str]], key: str) -> Iterable[str]:
    while key := rows[key]["broader"]:
        yield key


TYPES: dict[str, Type] = _read()


def find_type(id: str) -> Type | None:
    """The type with an id: `PPLA`, or as GeoNames writes it with the class, `P.PPLA`. None where there is none."""
    text = id.strip()
    _, dot, code = text.partition(".")
    return TYPES.get(code if dot else text)


@lru_cache(2048)
def types_of(feature_class: str, feature_code: str) -> tuple[dict[str, str], ...]:
    """The types of places of a class and code, the most specific first."""
    known = TYPES.get(feature_code)
    if known is None or known.feature_class != feature_class:
        broad = TYPES[feature_class]
        return (
            ({"id": feature_code, "name": f"{broad.name} ({feature_code})"}, broad.short())
            if feature_code
            else (broad.short(),)
        )
    return (known.short(), *(TYPES[broader].short() for broader in known.broader))


def kind_of(place: Place) -> str:
    """What a place is, in a few words."""
    return types_of(place.feature_class, place.feature_code)[0]["name"]


def any_of(types: Iterable[Type]) -> Kinds:
    """The places that are of one of some types."""
    wanted = tuple(types)
    classes = tuple(dict.fromkeys(one.feature_class for one in wanted))
    if all(one.codes for one in wanted):
        return Kinds(classes, tuple(sorted({code for one in wanted for code in one.codes})))
    whole = {one.feature_class for one in wanted if not one.codes}
    if len(classes) == len(whole):
        return Kinds(classes)
    # Codes of one class beside the whole of another: said by codes, as far as the table knows them.
    codes = {code for one in wanted for code in one.codes}
    codes |= {one.id for one in TYPES.values() if one.feature_class in whole and one.codes}
    return Kinds(classes, tuple(sorted(codes)))


def all_of(types: Iterable[Type]) -> Kinds | None:
    """The places that are of each of some types; None where there can be none."""
    wanted = tuple(types)
    if len({one.feature_class for one in wanted}) != 1:
        return None
    narrowed = [one.codes for one in wanted if one.codes]
    if not narrowed:
        return Kinds((wanted[0].feature_class,))
    codes = frozenset.intersection(*narrowed)
    return Kinds((wanted[0].feature_class,), tuple(sorted(codes))) if codes else None
