"""Names of countries and their parts by language, from pycountry's gettext catalogues and babel's copy of CLDR."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from gettext import GNUTranslations, translation
from importlib.resources import files
from pathlib import Path

import pycountry
from babel import Locale
from babel.localedata import locale_identifiers

LOCALE_TAGS = {
    "nb_NO": "nb",
    "zh_CN": "zh-Hans",
    "zh_HK": "zh-Hant-HK",
    "zh_TW": "zh-Hant",
    "tt@iqtelif": "tt-Latn",
    "sr@latin": "sr-Latn",
}
"""gettext's locale names that are no BCP 47 tag once the underscore is a hyphen."""


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Customary abbreviations (`U.K.`, `Tex.`) by ISO 3166 code; the table is abbreviations.tsv."""
    text = files("gazetteer.sources").joinpath("abbreviations.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {code: tuple(short) for code, *short in rows}


def bcp47(locale: str) -> str:
    """The BCP 47 tag of a gettext or CLDR locale name: `pt_BR` is `pt-BR`, `sr@latin` is `sr-Latn`."""
    return LOCALE_TAGS.get(locale, locale.replace("_", "-"))


def catalogues(domain: str) -> Iterator[tuple[str, GNUTranslations]]:
    """The gettext catalogues of one part of ISO 3166, in the order of their language tags.

    Args:
        domain: `iso3166-1`, `iso3166-2` or `iso3166-3`.

    Yields:
        The BCP 47 tag and the catalogue, one at a time: some are large.
    """
    for locale in sorted(path.name for path in Path(pycountry.LOCALES_DIR).iterdir()):
        try:
            found = translation(domain, pycountry.LOCALES_DIR, [locale])
        except (OSError, UnicodeError, struct.error):  # none of this part, or broken: `check_packages` says which
            continue
        if isinstance(found, GNUTranslations):
            yield bcp47(locale), found


def turned(name: str) -> str:
    """A name written as in an index, the right way round: `Korea, Republic of` is `Republic of Korea`."""
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}".strip() if comma and "," not in tail else name


def iso_country_names() -> Iterator[tuple[str, str, str]]:
    """Names of countries in ISO 3166-1, short, official and common, in each language that pycountry carries.

    Yields:
        alpha-2, language tag, name.
    """
    forms = [
        (country.alpha_2, text)
        for country in pycountry.countries
        for text in (getattr(country, field, None) for field in ("name", "official_name", "common_name"))
        if text
    ]
    yield from _in_each_language(forms, "iso3166-1")


def withdrawn_country_names() -> Iterator[tuple[str, str, str]]:
    """Names of the countries withdrawn from ISO 3166-1, by language.

    Yields:
        alpha-4 of ISO 3166-3, language tag, name.
    """
    forms = [(country.alpha_4, country.name) for country in pycountry.historic_countries]
    yield from _in_each_language(forms, "iso3166-3")


def _in_each_language(forms: list[tuple[str, str]], standard: str) -> Iterator[tuple[str, str, str]]:
    yield from ((code, "en", turned(text)) for code, text in forms)
    for tag, catalogue in catalogues(standard):
        for code, text in forms:
            translated = catalogue.gettext(text)
            if translated != text:
                yield code, tag, turned(translated)


def cldr_country_names() -> Iterator[tuple[str, str, str]]:
    """Names of countries in CLDR. A regional variant (`de-AT`) is given only where it differs from its language's own.

    Yields:
        alpha-2, language tag, name.
    """
    seen: set[tuple[str, str, str]] = set()
    for identifier in sorted(locale_identifiers()):
        language = identifier.partition("_")[0]
        for code, name in Locale.parse(identifier).territories.items():
            # Longer keys are UN M.49 numbers of regions, not countries.
            if len(code) == 2 and name != code and (code, language, name) not in seen:
                seen.add((code, language, name))
                yield code, bcp47(identifier), name


def iso_subdivision_names() -> Iterator[tuple[str, str, str]]:
    """Names of the subdivisions of ISO 3166-2 in each language that pycountry carries.

    Yields:
        ISO 3166-2 code, language tag, name.
    """
    units = [(unit.code, unit.name) for unit in pycountry.subdivisions]
    for tag, catalogue in catalogues("iso3166-2"):
        for code, text in units:
            translated = catalogue.gettext(text)
            if translated != text:
                yield code, tag, turned(translated)
