"""Which 8-bit or East Asian encoding a text is in, where nothing in it says so.

charset-normalizer rules out what cannot be and orders the rest. On the few short words that a column of names is, many
encodings tie; the one counts in which the words look like words: all their letters of one script.
"""

from __future__ import annotations

import codecs
import unicodedata

from charset_normalizer import from_bytes

SAMPLE = 100_000  # bytes; more makes the library slow and no surer
# What spreadsheets and databases write, the commonest first; among more, rare ones win by chance on short samples.
LIKELY = [
    "cp1252",
    "cp1251",
    "cp1250",
    "shift_jis",
    "gb18030",
    "koi8_r",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp866",
    "euc_jp",
    "big5",
    "euc_kr",
]
_WORDS = 2000  # of the sample that are looked at


def find_charset(sample: bytes) -> str | None:
    """Find the encoding of a text by its letters; None where no encoding fits.

    Args:
        sample: of a text that is not UTF-8, UTF-16 or UTF-32.
    """
    ranked = [
        (_odd_words(str(match)), match.chaos, -match.coherence, LIKELY.index(name), name)
        for match in from_bytes(sample[:SAMPLE], cp_isolation=LIKELY)
        for name in match.could_be_from_charset
        if name in LIKELY
    ]
    return codecs.lookup(min(ranked)[-1]).name if ranked else None


def _odd_words(text: str) -> int:
    words = [word for word in text.split() if not word.isascii()]
    return sum(_is_odd(word) for word in words[:_WORDS])


def _is_odd(word: str) -> bool:
    """Whether a word mixes scripts, has capitals after small letters or signs among letters, or is all accents."""
    foreign = plain = accented = 0
    before = " "
    for char in word:
        if char.isascii():
            plain += char.isalpha()
        elif not char.isalpha():
            return unicodedata.category(char)[0] != "M"
        elif unicodedata.name(char, "").startswith("LATIN"):
            accented += 1
        else:
            foreign += 1
        if char.isupper() and before.islower():
            return True
        before = char
    return bool(foreign and (plain or accented)) or (not foreign and not plain and accented > 1)
