"""The ways to read one part as a name: with abbreviations written out, words for settlements taken off, and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Protocol

from gazetteer.lexicon.words import connectors, kinds
from gazetteer.model import Relation
from gazetteer.parsing.interpretation import Size, Way
from gazetteer.parsing.relation import relations_of
from gazetteer.parsing.vocabulary import (
    abbreviations,
    links_beside,
    regions,
    settlement_letters,
    settlements,
    short_names,
)
from gazetteer.text import native_key

_SETTLEMENT_WORDS = 4
_AREA_WORDS = 4
_LEAST_HEAD = 3  # letters of a name beside an area that nothing sets apart: shorter ones are prepositions
_LONGEST_ABBREVIATION = 5  # characters of a country's initials
_CODE = 2  # letters of the shortest code
_LEAST_BESIDE = 3  # words of a town, a link and what is beside it
_EXPANSIONS = 6  # tried for one name
_UNITS = frozenset("県府都道省市州縣區区郡町村盟旗도시군구읍면")
_LONGEST_COUNTRY = 5  # characters of a country's name that a name is joined to
_LONGEST_JOINED = 40
_SHORTEST_JOINED = 4  # characters of a name and what it is joined to
_CJK = "\u2e80"  # scripts from here on write without blanks
_CUTS = 4  # places where a name may be written together with its areas
_OFTEN = ("area", "part")  # relations whose words begin or end many names


class KnownNames(Protocol):
    """What a reader of strings asks of the gazetteer."""

    def named(self, name: str) -> bool:
        """Whether a place has this very name, perhaps without its generic words."""

    def called(self, name: str) -> bool:
        """Whether a place has this very name, with its generic words."""

    def area(self, text: str) -> bool:
        """Whether a country or an admin area is so called, or has that code."""

    def unit(self, text: str) -> bool:
        """Whether an area is called so that is of the kind that the words of the text speak of."""

    def unit_of(self, text: str) -> str | None:
        """The name of the unit that a text speaks of by another name of the town that it has its name from."""

    def is_country(self, text: str) -> bool:
        """Whether a country is so called, or has that code."""

    def country(self, text: str) -> tuple[str, str] | None:
        """The usual name of the country that data sets write so, and its kind; None where it is none."""

    def abbreviated(self, text: str) -> str | None:
        """The best known name of which a text shortens words with full stops."""

    def same_place(self, one: str, other: str) -> bool:
        """Whether a place has both names."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to read a part as a name; fields as in `Interpretation`."""

    name: str
    areas: tuple[str, ...] = ()
    size: Size | None = None
    kind: str | None = None
    relation: Relation | None = None
    set_aside: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()


def variants(text: str, lookup: KnownNames, lang: str | None) -> Iterator[Variant]:
    """Read a part as a name; the plain reading first, others only where the gazetteer knows what they lead to.

    Args:
        text: a part of a string.
        lookup: asked what is known.
        lang: language of the string, BCP 47.
    """
    plain = Variant(text)
    yield plain
    yield from _short(text, lang)
    letters = text.isupper() and len(text) <= _LONGEST_ABBREVIATION  # UAE, though a village is called so
    if (letters or not lookup.called(text)) and (country := lookup.country(text)) is not None:
        name, kind = country
        yield Variant(name, kind=kind, ways=(Way.COUNTRY,))
    full = [*_expanded(plain, lookup), *_abbreviated(plain, lookup)]
    yield from full or _beside(plain, lookup)
    yield from _region(plain, lookup)
    yield from _unmarked(plain, lookup)
    yield from _joined(plain, lookup)
    found = None if lookup.called(text) else without_settlement(text)
    if found is not None:
        name, size, word = found
        bare = Variant(name, size=size, set_aside=(word,), ways=(Way.SETTLEMENT,))
        yield bare
        yield from _expanded(bare, lookup)
        yield from _unmarked(bare, lookup)
    unit = None if lookup.called(text) else lookup.unit_of(text)
    if unit is not None:
        yield Variant(unit, ways=(Way.UNIT,))
    related = None if unit or lookup.called(text) or lookup.unit(text) else _related(text, lookup)
    if related is not None:
        relation, name = related
        if relation.kind not in _OFTEN or name in short_names() or lookup.named(name):
            anchor = Variant(name, relation=relation, ways=(Way.RELATION,))
            yield anchor
            yield from _short(name, lang, anchor)
            yield from _unmarked(anchor, lookup)
            if not lookup.called(name) and (found := without_settlement(name)):
                yield replace(anchor, name=found[0], size=found[1], ways=(Way.RELATION, Way.SETTLEMENT))


def _related(text: str, lookup: KnownNames) -> tuple[Relation, str] | None:
    """The relation that a text speaks of: of two, that to the longest name which is known (Grand Rapids area)."""
    related = relations_of(text)
    called = [one for one in related if lookup.called(one[1])]
    return max(called or related[:1], key=lambda one: len(one[1]), default=None)


def _short(text: str, lang: str | None, of: Variant | None = None) -> Iterator[Variant]:
    short = short_names().get(text)
    if short is not None and short.lang in ("", (lang or "en").partition("-")[0]):
        of = of or Variant(text)
        yield replace(of, name=short.name, areas=(short.area,), size=Size.CITY, ways=(*of.ways, Way.SHORT_NAME))


_ELISION = re.compile(r"\b([dl]['’])(?=\w)", re.IGNORECASE)


def without_settlement(text: str) -> tuple[str, Size, str] | None:
    """A part without a word for a kind of settlement at its start or its end: the name, the kind and the word."""
    words = _ELISION.sub(r"\1 ", text).split()
    for size in range(min(_SETTLEMENT_WORDS, len(words) - 1), 0, -1):
        for start, left in ((0, words[size:]), (len(words) - size, words[:-size])):
            taken = words[start : start + size]
            kind = settlements().get(tuple(native_key(" ".join(taken)).split()))
            if kind is not None and _stops(taken):
                return " ".join(left), kind, " ".join(taken)
    if len(words) > 1:
        for word, left in ((words[0], words[1:]), (words[-1], words[:-1])):
            kind = settlement_letters().get(word)
            if kind is not None:
                return " ".join(left), kind, word
    return _abutting(text)


def _stops(taken: list[str]) -> bool:
    """Whether a single letter has the full stop that makes it a word."""
    return len(taken) > 1 or len(native_key(taken[0])) > 1 or taken[0].endswith(".")


_ABUTTING = re.compile(r"^(?P<word>[^\W\d_]{1,4}\.)(?P<name>[^\W\d_].+)$")


def _abutting(text: str) -> tuple[str, Size, str] | None:
    """The same without the blank: "г.Москва"."""
    found = _ABUTTING.match(text)
    kind = settlements().get((native_key(found["word"]),)) if found else None
    return None if found is None or kind is None else (found["name"], kind, found["word"])


_ABBREVIATED = re.compile(r"(?:[^\W\d_]+\.|s/|[^\W\d_]+)+", re.IGNORECASE)
_SPACED = re.compile(r"\b([^\W\d_])\.\s+(?=[^\W\d_]{1,2}\.)")


def _expanded(of: Variant, lookup: KnownNames) -> Iterator[Variant]:
    """A name with its abbreviated words written out, where that is a name."""
    table = abbreviations()
    forms = {of.name, _SPACED.sub(r"\1.", of.name)}
    for form in sorted(forms, key=len):
        words = re.sub(r"\.(?=[^\W\d_]{2})", ". ", form).split() if "." in form else form.split()
        choices = [_choices(word, table) for word in words]
        if all(len(choice) == 1 for choice in choices):
            continue
        for chosen in islice(product(*choices), _EXPANSIONS):
            name = " ".join(chosen)
            if name != of.name and lookup.named(name):
                yield replace(of, name=name, ways=(*of.ways, Way.EXPANDED))


def _abbreviated(of: Variant, lookup: KnownNames) -> Iterator[Variant]:
    """A name with shortened words, by the names that its words begin: "Hradec Kr.", "Č. Budějovice"."""
    if "." in of.name and not lookup.called(of.name) and (full := lookup.abbreviated(of.name)) is not None:
        yield replace(of, name=full, ways=(*of.ways, Way.EXPANDED))


def _beside(of: Variant, lookup: KnownNames) -> Iterator[Variant]:
    """A town without what tells it from others of its name, where they are not known together: Linz a. d. Donau."""
    words = re.sub(r"\.(?=\S)", ". ", of.name).split()
    if len(words) < _LEAST_BESIDE or lookup.named(of.name):
        return
    for link in links_beside():
        for at in range(1, len(words) - len(link)):
            name = " ".join(words[:at])
            if tuple(words[at : at + len(link)]) == link and lookup.named(name):
                yield replace(of, name=name, set_aside=(" ".join(words[at:]),), ways=(*of.ways, Way.UNKNOWN_REMARK))
                return


def _region(of: Variant, lookup: KnownNames) -> Iterator[Variant]:
    """A region that is called by an ending of its city's name, by its full name: Харківщина."""
    lower = of.name.lower()
    for ending, becomes in regions():
        if not lower.endswith(ending) or len(stem := of.name[: -len(ending)]) < _LEAST_HEAD:
            continue
        name = becomes.replace("*", stem)
        if lookup.called(name):
            yield replace(of, name=name, ways=(*of.ways, Way.EXPANDED))


def _choices(word: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    lower = word.lower()
    found = table.get(lower) or (table.get(lower.rstrip(".")) if len(lower.rstrip(".")) > 1 else None)
    if not found:
        return (word,)
    capital = word[:1].isupper()
    return (*(one[:1].upper() + one[1:] if capital else one for one in found), word)


def _unmarked(of: Variant, lookup: KnownNames) -> Iterator[Variant]:
    """A name and an area with nothing but a blank between them ("River Falls WI", "경기도 수원시")."""
    if "(" in of.name:
        return  # Congo (DRC)
    words = of.name.split() if " " in of.name else of.name.split("-")
    for size in range(1, min(_AREA_WORDS, len(words) - 1) + 1):
        head_code = _CODE if words[0].isalpha() and not of.name.isupper() else _LEAST_HEAD
        for area, name, least in ((words[-size:], words[:-size], _CODE), (words[:size], words[size:], head_code)):
            joined, head = " ".join(area), " ".join(name)
            if _may_be_area(joined, of.name, least) and _may_be_name(head) and lookup.named(head):
                areas = areas_in(joined, lookup)
                if areas:
                    yield replace(of, name=head, areas=areas, ways=(*of.ways, Way.UNMARKED))


def _may_be_name(head: str) -> bool:
    letters = len(head.rstrip("."))
    return not is_generic(head) and (letters >= _LEAST_HEAD or (not head.isascii() and letters >= _CODE))


def _may_be_area(text: str, whole: str, least: int) -> bool:
    """Whether a word may be a code or a name: two small letters among capitals and small ones are a preposition."""
    if is_generic(text):
        return False
    if not text.isascii():
        return len(text.rstrip(".")) >= _CODE
    return len(text.rstrip(".")) >= least and (len(text) > _CODE or text.isupper() or whole.islower())


def is_generic(text: str) -> bool:
    """Whether a text is nothing but a word for a kind of place or a connector: "region", "ville de"."""
    key = tuple(native_key(text).split())
    if not key:
        return True
    if text.isupper() and len(text) <= _LEAST_HEAD:
        return False  # a code
    if len(key) == 1 and key[0] in connectors():
        return True
    words = (*kinds().before.get(key[0], ()), *kinds().after.get(key[-1], ()))
    if all((word,) in settlements() or word in connectors() for word in key):
        return True  # city of city of
    return any(word.key == key and not word.hyphen for word in words) or key in settlements()


def areas_in(text: str, lookup: KnownNames) -> tuple[str, ...]:
    """The areas that a part names: one, or two with a blank between them ("TX USA"); empty where one is unknown."""
    if lookup.area(text):
        return (text,)
    words = text.split()
    for size in range(1, min(_AREA_WORDS, len(words))):
        inner, outer = " ".join(words[:-size]), " ".join(words[-size:])
        if lookup.area(outer) and lookup.area(inner):
            return inner, outer
    return ()


def _joined(of: Variant, lookup: KnownNames) -> Iterator[Variant]:
    """A name behind its areas without a blank: 千葉県市川市."""
    text = of.name
    if not _SHORTEST_JOINED <= len(text) <= _LONGEST_JOINED or text[0] < _CJK:
        return
    for cut in range(2, min(_LONGEST_COUNTRY, len(text) - 2) + 1):
        if lookup.is_country(text[:cut]) and lookup.named(text[cut:]):
            yield replace(of, name=text[cut:], areas=(text[:cut],), ways=(*of.ways, Way.JOINED))
    cuts = [at + 1 for at, char in enumerate(text[:-2], 0) if char in _UNITS and at >= 1][:_CUTS]
    for number, cut in enumerate(cuts):
        area, name = text[:cut].strip(), text[cut:].strip()
        if not lookup.area(area):
            continue
        if lookup.named(name):
            yield replace(of, name=name, areas=(area,), ways=(*of.ways, Way.JOINED))
        for further in cuts[number + 1 :]:
            middle, last = text[cut:further].strip(), text[further:].strip()
            if last and lookup.named(last) and lookup.named(middle):
                areas = (middle, area) if lookup.area(middle) else (area,)
                yield replace(of, name=last, areas=areas, ways=(*of.ways, Way.JOINED))
