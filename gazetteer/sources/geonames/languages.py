"""GeoNames' language column as BCP 47, and the pseudo-languages among its values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

CODES = frozenset({"iata", "icao", "faac", "unlc", "tcid", "abbr"})
"""Codes that name a place: of airports (IATA, ICAO, FAA), of trade places (UN/LOCODE), of transport, abbreviations."""

LEFT_OUT = frozenset({"link", "post", "phon", "wkdt", "lauc"})
"""No names: web addresses; postal codes, which name a delivery area, many to one town and one to many towns, so that
a number would find places by chance; sounds; Wikidata's and the EU's identifiers (Wikidata's are taken as such)."""

WIKIDATA = "wkdt"

_SPECIAL = {
    "piny": "zh-Latn",
    "zho_min_nan": "nan",
    "zho_yue": "yue",
    "zho_chs": "zh-Hans",
    "zho_cht": "zh-Hant",
    "srp_ec": "sr-Cyrl",
    "srp_el": "sr-Latn",
    "srp_cyr": "sr-Cyrl",
    "srp_lat": "sr-Latn",
}
"""Values that no rule reads: pinyin, and names of languages and scripts that are no codes."""

_TAG = re.compile(r"[a-z]{2,3}(?:[-_](?:[a-z]{2,8}|[0-9]{3,4}))*", re.IGNORECASE)
_YEAR = re.compile(r"[-_]([12][0-9]{3})$")


class Languages:
    """The languages that GeoNames lists.

    Args:
        rows: of iso-languagecodes.txt: ISO 639-3, 639-2, 639-1, name.
    """

    def __init__(self, rows: Iterable[list[str]] = ()) -> None:
        self._short: dict[str, str] = {}
        for row in rows:
            if len(row) >= 3 and len(row[2]) == 2:
                self._short |= {code: row[2] for code in row[:2] if len(code) == 3}
        self.tag = cache(self._tag)

    def _tag(self, lang: str) -> str:
        """The BCP 47 tag of a value (`ukr` is `uk`, `por_br` is `pt-BR`), empty where it is no language."""
        lang = lang.strip()
        if lang in _SPECIAL:
            return _SPECIAL[lang]
        bare = _YEAR.sub("", lang)
        if not _TAG.fullmatch(bare):
            return ""
        first, *others = re.split("[-_]", bare.lower())
        parts = [self._short.get(first, first)]
        for part in others:
            parts.append(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part)
        return "-".join(parts)


def year(lang: str) -> str:
    """The year of a value such as `fr_1793`, the names of the French Revolution, or empty."""
    found = _YEAR.search(lang)
    return found[1] if found else ""
