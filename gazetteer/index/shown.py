"""Names to show: which of a place's names stands for it in a language, and what stands in where there is none."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from babel.core import get_global

from gazetteer.errors import QueryError
from gazetteer.translit.scripts import scripts_of
from gazetteer.translit.transcribe import language_of, transcribe

# What texts of these scripts are made of, as `scripts_of` names it.
_PARTS: Final = {
    "Jpan": {"Jpan", "Kana", "Hani"}, "Kore": {"Hang", "Hani"}, "Hans": {"Hani"}, "Hant": {"Hani"}, "Hira": {"Kana"},
}  # fmt: skip
# Languages that are written in two scripts by many.
_ALSO: Final = {
    "sr": "Latn", "bs": "Cyrl", "uz": "Cyrl", "az": "Cyrl", "kk": "Latn", "tk": "Cyrl", "tt": "Latn", "mn": "Mong",
    "ku": "Arab", "pa": "Arab", "ks": "Deva", "sd": "Deva", "ug": "Cyrl", "kmr": "Arab", "crh": "Cyrl", "ro": "Cyrl",
    "ha": "Arab", "ms": "Arab", "yue": "Hans", "tg": "Arab", "ky": "Arab", "be": "Latn",
}  # fmt: skip
_CACHED: Final = 20_000
_TAGS: Final = 1_024


def fits(text: str, lang: str) -> bool:
    """Whether a name is written in a script of its language: a text of another is filed under a wrong language.

    Args:
        text: the name.
        lang: BCP 47.
    """
    wanted = _scripts(lang)
    return wanted is None or scripts_of(text) <= wanted


@lru_cache(_TAGS)
def _scripts(lang: str) -> frozenset[str] | None:
    """The scripts of a language, or None where they are not known."""
    likely = get_global("likely_subtags")
    primary, *rest = lang.replace("_", "-").split("-")
    given = next((part for part in rest if len(part) == 4 and part.isalpha()), None)
    full = given or next((p for p in likely.get(primary, "").split("_")[1:] if len(p) == 4), None)
    if full is None:
        return None
    names = {full.title()} if given else {full.title(), _ALSO.get(primary, full.title())}
    return frozenset(part for name in names for part in _PARTS.get(name, {name}))


@lru_cache(_CACHED)
def transcribed(text: str, lang: str | None, display: str) -> tuple[str, str] | None:
    """A name in its own script as newsrooms of another language write it.

    Args:
        text: the name.
        lang: its language, BCP 47.
        display: the language of the readers.

    Returns:
        The name, and its tag as a transformed text (RFC 6497: `fr-t-uk`); None where no newsroom's table leads there.
    """
    own = language_of(text, lang)
    if own is None:
        return None
    try:
        written = transcribe(text, own, display)
    except QueryError:
        return None
    return (written.text, f"{display}-t-{own}") if written.scheme.kind == "press" else None
