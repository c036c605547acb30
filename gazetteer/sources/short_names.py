"""Short and journalistic names of countries and their best-known parts: ICU's, and a table of what no package has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import icu

from gazetteer.sources.catalogues import bcp47

TABLE = "short_names.tsv"
FORMS = ("Countries%short", "Countries%variant")
"""ICU's tables of regions under another form of their name: Britain, Palestine; Czech Republic, Ivory Coast."""
_PACKAGE = "ICUDATA-region"


@dataclass(frozen=True, slots=True)
class Listed:
    """A name of the table: of a country (alpha-2) or its part (ISO 3166-2), its language, where it was checked."""

    code: str
    lang: str
    text: str
    source: str


@lru_cache(maxsize=1)
def listed_names() -> tuple[Listed, ...]:
    """The names of the table."""
    lines = files("gazetteer.sources").joinpath(TABLE).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:] if line and not line.startswith("#"))
    return tuple(
        Listed(code, lang, text.strip(), source) for code, lang, texts, source in rows for text in texts.split(";")
    )


def icu_country_names() -> Iterator[tuple[str, str, str]]:
    """CLDR's short and variant names of countries, which babel leaves out. One of initials alone is left out.

    Yields:
        alpha-2, language tag, name; a regional variant's only where it differs from its language's own.
    """
    seen: set[tuple[str, str, str]] = set()
    for locale in sorted(icu.Locale.getAvailableLocales()):
        language = locale.partition("_")[0]
        for code, name in _forms(locale):
            if len(code) == 2 and not _is_initials(name) and (code, language, name) not in seen:
                seen.add((code, language, name))
                yield code, bcp47(locale), name


def _forms(locale: str) -> Iterator[tuple[str, str]]:
    try:
        regions = icu.ResourceBundle(_PACKAGE, icu.Locale(locale))
    except icu.ICUError:
        return
    for form in FORMS:
        try:
            table = regions.get(form)
        except icu.ICUError:
            continue
        for index in range(table.getSize()):
            entry = table.get(index)
            yield entry.getKey(), entry.getString()


def _is_initials(name: str) -> bool:
    """Whether a name is Latin initials (`GB`, `R.-U.`, `EE. UU.`): their letters are codes of other countries too."""
    words = name.replace(".", " ").replace("-", " ").split()
    return all(len(word) <= 3 for word in words) and name.upper() == name and name.isascii()
