"""The table of months and days of the week, gazetteer/lexicon/calendar.tsv: written from Babel's copy of CLDR.

    python -m bench.calendar_table

Babel merges a locale from its parents, 20 ms each, which the first answer of every process would wait for.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale

from gazetteer.lexicon.calendar import DATELINES

TABLE = Path(__file__).parents[1] / "gazetteer" / "lexicon" / "calendar.tsv"
LANGUAGES = (
    "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi",
    "fil", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ka", "kk", "lt", "lv", "mk", "ms", "nb",
    "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sr_Latn", "sv", "sw", "th", "tr", "uk", "ur", "uz", "vi",
)  # fmt: skip
"""Those whose words are known."""


def table() -> str:
    """The table, as it should stand in the package."""
    wide = ((language, part, "wide") for language in LANGUAGES for part in ("months", "days"))
    shortened = ((language, "months", "abbreviated") for language in DATELINES)
    lines = ["\t".join((*key, names)) for key in (*wide, *shortened) if (names := "|".join(_names(*key)))]
    return "\n".join(("language\tpart\twidth\tnames", *lines, ""))


def _names(language: str, part: str, width: str) -> list[str]:
    """The distinct names, those of a date before those that stand alone, without such as hold a digit."""
    forms = getattr(Locale.parse(language), part)
    found = dict.fromkeys(name for use in ("format", "stand-alone") for name in forms[use][width].values())
    return [name for name in found if not any(map(str.isdigit, name))]


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
