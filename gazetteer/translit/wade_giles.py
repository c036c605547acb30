"""Wade–Giles: how Chinese names were spelt in Latin letters before pinyin, and still are in archives and in Taiwan.

The table of initials and finals is that of H. A. Giles, A Chinese-English Dictionary (2nd ed. 1912). A name is taken
for Wade–Giles only where each of its parts is a syllable of Mandarin.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from gazetteer.text import APOSTROPHES
from gazetteer.translit import tables

SYLLABLES_AT_MOST: Final = 6
_CACHED: Final = 8_192  # some 300 bytes each

# Aspirated initials are written with an apostrophe; before i and ü, ch and hs are other sounds.
_INITIALS: Final = {
    "p'": "p", "p": "b", "t'": "t", "t": "d", "k'": "k", "k": "g", "tz'": "c", "ts'": "c", "tz": "z", "ts": "z",
    "ch'": "ch", "ch": "zh", "hs": "x", "sh": "sh", "ss": "s", "sz": "s", "s": "s", "j": "r",
    "m": "m", "f": "f", "n": "n", "l": "l", "h": "h", "y": "y", "w": "w", "": "",
}  # fmt: skip
_PALATAL: Final = {"zh": "j", "ch": "q"}
_FINALS: Final = {
    "ung": "ong", "ieh": "ie", "ien": "ian", "iung": "iong", "üeh": "ue", "üo": "ue", "üan": "uan", "ün": "un",
    "ü": "u", "eh": "e", "ê": "e", "ên": "en", "êng": "eng", "erh": "er", "êrh": "er", "ih": "i",
    "uei": "ui", "ŭ": "i", "ŏ": "e",
}  # fmt: skip
_WHOLE: Final = {"i": "yi", "yu": "you", "yü": "yu", "yen": "yan", "yeh": "ye", "yüeh": "yue", "yung": "yong"}
_O_IS_E: Final = frozenset(("g", "k", "h", ""))
_O_IS_UO: Final = frozenset(("d", "t", "n", "l", "z", "c", "s", "zh", "ch", "r"))
_HISSED: Final = frozenset(("z", "c", "s"))

_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_SYLLABLE = re.compile(rf"({'|'.join(sorted(filter(None, _INITIALS), key=len, reverse=True))}|)([aeiouüêŭŏ][a-zê]*)")


@lru_cache(_CACHED)
def pinyin(text: str) -> str | None:
    """The pinyin of a name in Wade–Giles, its syllables written together; None where the name is none.

    >>> pinyin("Ch'ang-sha"), pinyin("Hsia-hsi-chou"), pinyin("Jean-de-Luz")
    ('changsha', 'xiaxizhou', None)

    Args:
        text: a name in Latin letters: syllables joined by hyphens, words by blanks.
    """
    words = text.translate(_APOSTROPHE).lower().split()
    syllables = [word.split("-") for word in words]
    if not any(len(word) > 1 for word in syllables) or max(map(len, syllables)) > SYLLABLES_AT_MOST:
        return None
    read = [[_read(syllable) for syllable in word] for word in syllables]
    if any(syllable is None for word in read for syllable in word):
        return None
    return " ".join("".join(filter(None, word)) for word in read)


def _read(syllable: str) -> str | None:
    """One syllable in pinyin, without tone; None where Mandarin has none such."""
    found = _SYLLABLE.fullmatch(syllable)
    if found is None:
        return None
    initial, final = _INITIALS[found[1]], found[2]
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    if initial in _PALATAL and final != "ih" and final[0] in "iü":
        initial = _PALATAL[initial]
    if initial in _HISSED and final in ("u", "ŭ") and found[1] not in ("s", "ts", "ts'"):
        final = "i"  # tzu, tz'u, ssu, szu
    elif final == "o" and initial in _O_IS_UO:
        final = "uo"
    elif final == "o" and initial in _O_IS_E:
        final = "e"
    else:
        final = _FINALS.get(final, final)
    pinyin = initial + final
    return pinyin if pinyin in syllables() else None


@cache
def syllables() -> frozenset[str]:
    """The syllables of Mandarin in pinyin, without tones."""
    return frozenset(syllable for _, row in tables.rows("pinyin.tsv") for syllable in row.split())
