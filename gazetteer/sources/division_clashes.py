"""Names of first-level divisions that a translation catalogue took from a neighbour or from a country."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import pycountry

from gazetteer.sources.alike import likeness
from gazetteer.sources.catalogues import cldr_country_names
from gazetteer.sources.claims import Claim
from gazetteer.sources.clashes import DROP, MARGIN, row_for
from gazetteer.sources.english import letters
from gazetteer.text import native_key

ALIKE = 0.7
"""A country's name less alike than this to every other name of a division is not the division's."""
TELLING = 4
"""Letters of a word that a division's name is known by."""


class DivisionCourt:
    """Says which translations of divisions' names are another's.

    Args:
        claims: the translations; `code` is the division's ISO 3166-2 code.
        own: names of each division from elsewhere, by that code; only the divisions in it are judged.
        mended: counts what does not stand, by rule.
    """

    def __init__(self, claims: Sequence[Claim], own: Mapping[str, Iterable[str]], mended: Counter[str]) -> None:
        self._own = {code: tuple(names) for code, names in own.items()}
        self._translated: dict[str, list[Claim]] = defaultdict(list)
        self._bearers: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for claim in claims:
            if claim.code in self._own:
                self._translated[claim.code].append(claim)
                self._bearers[_around(claim), claim.lang, claim.key].add(claim.code)
        self._mended = mended

    def stands(self, claim: Claim) -> bool:
        """Whether a translation is the division's own name; one that is not is counted."""
        fault = self._fault(claim)
        if fault:
            self._mended[fault] += 1
        return not fault

    def _fault(self, claim: Claim) -> str:
        if row_for(claim, DROP):
            return "table"
        if claim.code not in self._own:
            return ""
        if self._is_country(claim) and self._alike(claim, claim.code) < ALIKE:
            return "a country's name"
        others = self._bearers[_around(claim), claim.lang, claim.key] - {claim.code}
        if not others:
            return ""
        mine = self._alike(claim, claim.code)
        return "a neighbour's name" if max(self._alike(claim, code) for code in others) >= mine + MARGIN else ""

    def _alike(self, claim: Claim, code: str) -> float:
        """How alike a name is to those that a division has elsewhere and in other languages."""
        names = [*self._own[code], *(one.text for one in self._translated[code] if one.language != claim.language)]
        words = {word for name in names for word in name.split() if len(word) >= TELLING}
        return likeness(claim.text, (*names, *words))

    def _is_country(self, claim: Claim) -> bool:
        """Whether CLDR calls a country so in the language, and no other name of the division is one of that country."""
        called = self._countries.get((claim.language, claim.key))
        if not called:
            return False
        own = {letters(part) for name in self._own[claim.code] for part in (name, *name.split())}
        return any(own.isdisjoint(self._spelt[code]) for code in called)

    @cached_property
    def _countries(self) -> dict[tuple[str, str], set[str]]:
        """The countries that CLDR calls by a name, by language and key."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for code, lang, text in self._named:
            found[lang.partition("-")[0], native_key(text)].add(code)
        return found

    @cached_property
    def _spelt(self) -> dict[str, set[str]]:
        """The letters of each country's names in CLDR."""
        found: dict[str, set[str]] = defaultdict(set)
        for code, _lang, text in self._named:
            found[code].add(letters(text))
        return found

    @cached_property
    def _named(self) -> list[tuple[str, str, str]]:
        known = {country.alpha_2 for country in pycountry.countries}
        return [named for named in cldr_country_names() if named[0] in known]


def _around(claim: Claim) -> str:
    return claim.code.partition("-")[0]
