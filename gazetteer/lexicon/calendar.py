"""Months and days of the week: what a bare word of theirs means is rather these than a place called so."""

from __future__ import annotations

from functools import cache

from babel import Locale

LANGUAGES = (
    "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi",
    "fil", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ka", "kk", "lt", "lv", "mk", "ms", "nb",
    "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sr_Latn", "sv", "sw", "th", "tr", "uk", "ur", "uz", "vi",
)  # fmt: skip
"""Those whose words are known."""
DATELINES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "cs", "sv", "tr", "uk", "ru")
"""Those of most datelines, whose shortened words are known too."""


def in_calendar(text: str) -> bool:
    """Whether a text is the name of a month or of a day of the week, in any of `LANGUAGES`, written out.

    Source: Unicode CLDR, the Gregorian calendar, through Babel.

    >>> in_calendar("März"), in_calendar("понедельник"), in_calendar("Paris")
    (True, True, False)
    """
    return text.strip().casefold() in _written_out()


@cache
def months(*, shortened: bool) -> frozenset[str]:
    """The names of months in the languages of datelines, in small letters, without full stops at their ends.

    Args:
        shortened: those cut short as well.
    """
    widths = ("wide", "abbreviated") if shortened else ("wide",)
    found = (_names("months", language, width) for language in DATELINES for width in widths)
    return frozenset(name.rstrip(".").lower() for names in found for name in names if not name.isdigit())


@cache
def _written_out() -> frozenset[str]:
    parts = [_names(part, language, "wide") for language in LANGUAGES for part in ("months", "days")]
    return frozenset(name.casefold() for names in parts for name in names if not any(map(str.isdigit, name)))


def _names(part: str, language: str, width: str) -> list[str]:
    table = getattr(Locale.parse(language), part)
    return [name for use in ("format", "stand-alone") for name in table[use][width].values()]
