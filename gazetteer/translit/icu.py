"""ICU's transliterators, the ones we know by name.

ICU takes some unknown ids without a word and gives back the text unchanged, so only ids of this list are opened.
A transliterator must not be shared by threads: each thread has its own, made at first use.
"""

from __future__ import annotations

import threading
from typing import Final

import icu

# CLDR's transforms as ICU names them; BGN is the system of the US Board on Geographic Names, with the British PCGN.
IDS: Final = frozenset(
    {
        "Any-Latin",
        "Amharic-Latin/BGN",
        "Arabic-Latin",
        "Arabic-Latin/BGN",
        "Armenian-Latin",
        "Armenian-Latin/BGN",
        "Azerbaijani-Latin/BGN",
        "Belarusian-Latin/BGN",
        "Bengali-Latin",
        "Bopomofo-Latin",
        "Bulgarian-Latin/BGN",
        "Burmese-Latin",
        "CanadianAboriginal-Latin",
        "Cyrillic-Latin",
        "Devanagari-Latin",
        "Ethiopic-Latin",
        "Ethiopic-Latin/ALALOC",
        "Ethiopic-Latin/ES3842",
        "Ethiopic-Latin/SERA",
        "Georgian-Latin",
        "Georgian-Latin/BGN",
        "Greek-Latin",
        "Greek-Latin/BGN",
        "Greek-Latin/UNGEGN",
        "Gujarati-Latin",
        "Gurmukhi-Latin",
        "Han-Latin",
        "Hangul-Latin",
        "Hebrew-Latin",
        "Hebrew-Latin/BGN",
        "Hiragana-Latin",
        "Kannada-Latin",
        "Katakana-Latin",
        "Katakana-Latin/BGN",
        "Kazakh-Latin/BGN",
        "Kirghiz-Latin/BGN",
        "Korean-Latin/BGN",
        "Macedonian-Latin/BGN",
        "Malayalam-Latin",
        "Maldivian-Latin/BGN",
        "Mongolian-Latin/BGN",
        "Oriya-Latin",
        "Pashto-Latin/BGN",
        "Persian-Latin/BGN",
        "Russian-Latin/BGN",
        "Serbian-Latin/BGN",
        "Syriac-Latin",
        "Tamil-Latin",
        "Telugu-Latin",
        "Thaana-Latin",
        "Thai-Latin",
        "Turkmen-Latin/BGN",
        "Ukrainian-Latin/BGN",
        "Uzbek-Latin/BGN",
        "ja_Hrkt-ja_Latn/BGN",
        "my-my_Latn",
        "si-si_Latn",
    }
)


class _Opened(threading.local):
    """The transliterators of one thread."""

    def __init__(self) -> None:
        self.by_id: dict[str, icu.Transliterator] = {}


_OPENED: Final = _Opened()


def transliterate(identifier: str, text: str) -> str:
    """Run one of ICU's transliterators.

    Args:
        identifier: one of `IDS`.
        text: any text.

    Returns:
        What ICU makes of it; what the transliterator does not know stays as it was.

    Raises:
        KeyError: where the id is not of the list.
    """
    opened = _OPENED.by_id
    transliterator = opened.get(identifier)
    if transliterator is None:
        if identifier not in IDS:
            raise KeyError(f"no known ICU transliterator: {identifier}")
        transliterator = opened[identifier] = icu.Transliterator.createInstance(identifier)
    return str(transliterator.transliterate(text))
