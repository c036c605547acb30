"""Readings: one text of any script, the Latin forms that it may stand for, each with how it came about.

Which romanizers read which script and language is data: `readings.tsv`, chosen by measurement (docs/decisions). The
names of the gazetteer and the queries are read by the same function, so that equal texts have equal keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gazetteer.text import fold
from gazetteer.translit import tables
from gazetteer.translit.scripts import LATIN, SHARED, runs, scripts_of
from gazetteer.translit.wade_giles import pinyin

READING_LIMIT: Final = 4
KEY_LIMIT: Final = 128
LATIN_LIMIT: Final = 400
_TAG: Final = 35  # letters of the longest language tag (RFC 5646, 4.4.1)
_KEPT: Final = 256  # texts: the forms of a few strings, which are read again and again
AS_WRITTEN: Final = "as written"
EXPANDED: Final = "umlauts expanded"
WADE_GILES: Final = "Wade–Giles"
CHINESE: Final = frozenset({None, "CN", "TW", "HK", "MO", "SG"})

# How German, Danish, Norwegian and Swedish write these letters where a keyboard lacks them.
_UMLAUTS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One Latin form of a text.

    Args:
        latin: the form, with the scheme's diacritics.
        key: `fold` of it, at most `KEY_LIMIT` characters.
        scheme: how it came about, for example `Ukrainian-Latin/BGN`, `anyascii`, `as written`.
        lang: the language that the reading assumes, if any.
    """

    latin: str
    key: str
    scheme: str
    lang: str | None


def readings(text: str, lang: str | None = None, country: str | None = None) -> tuple[Reading, ...]:
    """Read a name in Latin letters, in every way that is plausible.

    Args:
        text: a name, normalised.
        lang: its language, BCP 47; that language's reading comes first.
        country: ISO 3166-1 alpha-2 code of the place; its languages come before others.

    Returns:
        At most `READING_LIMIT` readings with distinct keys, the best first. Empty where the script cannot be read.
    """
    if text.isascii() and "-" not in text:
        key = fold(text)
        return (Reading(text, key[:KEY_LIMIT].rstrip(), AS_WRITTEN, lang),) if key else ()
    found = scripts_of(text) or {LATIN}
    if lang is not None:
        lang = lang.replace("_", "-").partition("-")[0].lower()
    if len(found) == 1:
        forms = _read_run(text, found.pop(), lang, country)
        if "-" in text and country in CHINESE and (read := pinyin(text)) is not None:
            forms.append((read, WADE_GILES, "zh"))
        return _distinct(forms)
    return _distinct(_read_mixed(text, lang, country))


def _read_run(text: str, script: str, lang: str | None, country: str | None) -> list[tuple[str, str, str | None]]:
    if script == LATIN or script in SHARED:
        expanded = text.translate(_UMLAUTS)
        written = [(text, AS_WRITTEN, lang)]
        return written if expanded == text else [*written, (expanded, EXPANDED, lang)]
    return [*_romanized(text[:LATIN_LIMIT], script, lang if lang is None or len(lang) <= _TAG else None, country)]


@lru_cache(_KEPT)
def _romanized(
    text: str, script: str, lang: str | None, country: str | None
) -> tuple[tuple[str, str, str | None], ...]:
    return tuple(
        (romanize(text), scheme, assumed) for scheme, assumed, romanize in tables.steps(text, script, lang, country)
    )


def _read_mixed(text: str, lang: str | None, country: str | None) -> list[tuple[str, str, str | None]]:
    """Read run by run; the n-th reading of the text is made of the n-th readings of its runs."""
    parts = [_read_run(part, script, lang, country) or [(part, AS_WRITTEN, lang)] for script, part in runs(text)]
    forms = []
    for n in range(min(READING_LIMIT, max(map(len, parts)))):
        chosen = [part[min(n, len(part) - 1)] for part in parts]
        schemes = dict.fromkeys(scheme for _, scheme, _ in chosen)
        assumed = {lang for _, _, lang in chosen if lang is not None}
        forms.append(("".join(latin for latin, _, _ in chosen), " + ".join(schemes), _only(assumed)))
    return forms


def _only(langs: set[str]) -> str | None:
    return next(iter(langs)) if len(langs) == 1 else None


def _distinct(forms: list[tuple[str, str, str | None]]) -> tuple[Reading, ...]:
    kept: dict[str, Reading] = {}
    for latin, scheme, lang in forms:
        key = fold(latin[:LATIN_LIMIT])[:KEY_LIMIT].rstrip()
        if key and key not in kept:
            kept[key] = Reading(latin[:LATIN_LIMIT], key, scheme, lang)
            if len(kept) == READING_LIMIT:
                break
    return tuple(kept.values())
