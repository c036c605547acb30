"""The languages in which names are spoken of: which are read most, which are a country's own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from gazetteer.lexicon.tables import rows

_CACHED = 1_024
_ALIASES = {"tl": "fil", "iw": "he", "in": "id", "cmn": "zh"}


@cache
def readers() -> dict[str, float]:
    """How many millions read a language, of the fifty that are read most (readers.tsv)."""
    return {row["lang"]: float(row["millions"]) for row in rows("readers.tsv")}


@lru_cache(_CACHED)
def primary(tag: str) -> str:
    """A language without its script and region: `zh` of `zh-Hant-HK`.

    Args:
        tag: BCP 47.
    """
    language = tag.replace("_", "-").partition("-")[0].lower()
    return _ALIASES.get(language, language)


def most_read(languages: Iterable[str]) -> str | None:
    """Of some languages, the one with most readers; None where none is among the fifty most read.

    Args:
        languages: without scripts and regions.
    """
    return max((one for one in languages if one in readers()), key=lambda one: (readers()[one], one), default=None)


@lru_cache(_CACHED)
def state_languages(country: str, listed: tuple[str, ...]) -> frozenset[str]:
    """The official languages of a whole country, by CLDR: in law, or (where no law names one) in fact.

    Args:
        country: ISO 3166-1 alpha-2.
        listed: the languages that GeoNames lists for it, BCP 47: the first stands in where CLDR has none.
    """
    found = get_official_languages(country) or get_official_languages(country, de_facto=True) or listed[:1]
    return frozenset(map(primary, found))


@lru_cache(_CACHED)
def local_languages(country: str, listed: tuple[str, ...]) -> frozenset[str]:
    """The languages whose names for its places are a country's own: official ones, those of its regions among them.

    A region's counts where GeoNames too lists it for the country, so that German is none of Poland's and Catalan is one
    of Spain's.

    Args:
        country: ISO 3166-1 alpha-2.
        listed: the languages that GeoNames lists for it, BCP 47.
    """
    whole = state_languages(country, listed)
    regional = get_official_languages(country, regional=True)
    known = set(map(primary, listed))
    return whole | frozenset(one for tag in regional if (one := primary(tag)) in known)


@lru_cache(_CACHED)
def language_name(tag: str) -> str | None:
    """The English name of a language, None where it has none.

    Args:
        tag: BCP 47.
    """
    try:
        return Locale.parse(primary(tag)).get_language_name("en")
    except (UnknownLocaleError, ValueError):
        return Locale("en").languages.get(primary(tag))
