"""One definition of "the same letters": cleaning what was typed, and the keys that names are compared by.

`normalise` is for what comes in from outside. `fold` is the key of a Latin spelling, `native_key` the key of a spelling
in its own script. Both keys are built from tables that map one code point each; the tables fill as they are used.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache
from typing import Final
from zlib import crc32

import icu
from anyascii import anyascii

from gazetteer.errors import QueryError
from gazetteer.model import NAME_LIMIT
from gazetteer.per_letter import PerLetter

# Dropped inside a word: St John's is read like St Johns, Куп’янськ like Куп'янськ. Straight, curly, modifier letters,
# primes (the soft sign of romanizations), ayn and hamza half rings, Hebrew geresh and gershayim, okina.
APOSTROPHES: Final = frozenset("'`´‘’‛′″ʹʺʻʼʽʾʿˈˊˋ՚׳״ꞌ＇")

# Default_Ignorable_Code_Point (Unicode 16, DerivedCoreProperties) beyond general category Cf: they show nothing.
_INVISIBLE: Final = frozenset(
    map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)))
) | frozenset(map(chr, range(0xE0000, 0xE1000)))

# Letters that lose a sign in sloppy or old spelling against letters that are others without it.
_KEPT_LETTERS: Final = frozenset("йїўѓќ")
_LETTER_VARIANTS: Final = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىیېےۍ", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةەہھۀۂ", "ه"),
    "ؤ": "و",
    "ئ": "ي",
    "ـ": "",  # tatweel stretches a word, it is no letter
    "़": "",  # Devanagari nukta, left out by many writers
}
_HIRAGANA_OFFSET: Final = 0x60
# Vowel signs that are written at will in these scripts; elsewhere they are part of the word.
_OPTIONAL_MARKS: Final = frozenset({"Zinh", "Arab", "Hebr", "Syrc", "Latn", "Grek", "Cyrl"})
_STRIPPED_SCRIPTS: Final = frozenset({"Grek", "Cyrl", "Arab", "Hebr", "Copt", "Zinh"})
_ASCII: Final = "\x7f"  # the last; none has a mark
_MARKED_SCRIPTS: Final = frozenset({"Latn", "Grek", "Cyrl"})
_VOICING_MARKS: Final = frozenset("\u3099\u309a")


class _Clean(PerLetter[int]):
    """What `normalise` makes of one code point: itself, a blank or nothing."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if char.isspace() or category in ("Zl", "Zp"):
            value = " "
        elif category in ("Cc", "Cf") or char in _INVISIBLE:
            value = ""
        else:
            value = char
        return self.keep(code, value)


class _Fold(PerLetter[int]):
    """What `fold` makes of one code point: letters of a-z, digits, a blank or nothing."""

    def __missing__(self, code: int) -> str:
        value = _folded(chr(code))
        return self.keep(code, value)


class _Native(PerLetter[int]):
    """What `native_key` makes of one code point that has been through NFKC and case folding."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._simplify: icu.Transliterator | None = None

    def __missing__(self, code: int) -> str:
        value = self._native(chr(code))
        return self.keep(code, value)

    def _native(self, char: str) -> str:
        if (variant := _LETTER_VARIANTS.get(char)) is not None:
            return variant
        if char in APOSTROPHES or char in _INVISIBLE:
            return ""
        category = unicodedata.category(char)
        script = icu.Script.getScript(char).getShortName()
        if category[0] == "M":
            return "" if script in _OPTIONAL_MARKS and char not in _VOICING_MARKS else char
        if category == "Nd":
            return str(unicodedata.decimal(char))
        if category[0] not in "LN":
            return "" if category == "Cf" else " "
        if script == "Latn":
            return _folded(char)
        if script in _STRIPPED_SCRIPTS and char not in _KEPT_LETTERS:
            return _without_marks(char)
        if script == "Kana" and "ァ" <= char <= "ヶ":
            return chr(ord(char) - _HIRAGANA_OFFSET)
        if script == "Hani":
            return self._simplified(char)
        return char

    def _simplified(self, char: str) -> str:
        with self._lock:  # an ICU transliterator must not be used by two threads at once
            if self._simplify is None:
                self._simplify = icu.Transliterator.createInstance("Traditional-Simplified")
            return str(self._simplify.transliterate(char))


def _folded(char: str) -> str:
    if char in APOSTROPHES:
        return ""
    category = unicodedata.category(char)
    if category[0] == "M" or category in ("Cc", "Cf", "Cs"):
        return " " if char.isspace() else _ascii_key(char)
    # A symbol is no part of a name, although anyascii has words for emoji.
    return _ascii_key(char) if category[0] in "LN" else " "


def _ascii_key(char: str) -> str:
    if 0xD800 <= ord(char) <= 0xDFFF:
        return " "
    latin = anyascii(char).lower()
    return "".join(c if c.isalnum() else "" if c in APOSTROPHES else " " for c in latin)


def _without_marks(char: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", char) if unicodedata.category(c)[0] != "M")


_CLEAN: Final = _Clean()
_FOLD: Final = _Fold()
_NATIVE: Final = _Native()


def normalise(raw: str) -> str:
    """Clean a name as it was typed or pasted.

    Args:
        raw: any text.

    Returns:
        The name in NFC, without control, bidirectional, format and other invisible characters, each run of white space
        one blank, none at the ends; 1 to `NAME_LIMIT` characters, at least one a letter or a digit.

    Raises:
        QueryError: where the text holds half of a surrogate pair, is too long, or has no letter and no digit.
    """
    if raw.isascii() and raw.isprintable():
        text = raw.strip() if "  " not in raw else " ".join(raw.split())
    else:
        # Four times the limit is more than any marks and blanks around a name need, and bounds the work.
        text = _cleaned(raw[: NAME_LIMIT * 4])
    if len(text) > NAME_LIMIT or len(raw) > NAME_LIMIT * 4:
        raise QueryError(f"The name has {len(raw)} characters: give at most {NAME_LIMIT}.", "name")
    if not text:
        raise QueryError("The name is empty: give the spelling of a place.", "name")
    if not text.isalpha() and not any(map(str.isalnum, text)):
        raise QueryError("The name has no letter and no digit: give the spelling of a place.", "name")
    return text


def _cleaned(raw: str) -> str:
    try:
        text = raw.encode("utf-16", "surrogatepass").decode("utf-16") if _has_surrogate(raw) else raw
    except UnicodeDecodeError:
        raise QueryError("The name holds half of a surrogate pair: send it as valid UTF-8.", "name") from None
    # Composed after dropping: what is dropped may have kept a letter and its mark apart.
    return " ".join(unicodedata.normalize("NFC", text.translate(_CLEAN)).split())


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def fold(latin: str) -> str:
    """Make the key of a Latin spelling: equal for spellings that differ in case, accents or punctuation alone.

    Letters beyond a-z go through anyascii (đ ł ø ı ß æ þ, which no Unicode decomposition reaches). Apostrophes vanish;
    other punctuation, and symbols, part words.

    Args:
        latin: any text; other scripts are romanized letter by letter.

    Returns:
        Words of a-z and 0-9 with one blank between them; empty where there is no letter and no digit.
    """
    return " ".join(latin.translate(_FOLD).split())


def native_key(text: str) -> str:
    """Make the key of a spelling in its own script.

    Equal for spellings that differ in case, accents, optional vowel points or punctuation, in variants of one Arabic
    letter, in hiragana and katakana, or in traditional and simplified Han. Letters of their own (й, ї, vowel signs of
    Indic scripts) stay. The key of a Latin spelling is that of `fold`.

    Args:
        text: any text.

    Returns:
        Words with one blank between them; empty where there is no letter and no digit.
    """
    if text.isascii():
        return " ".join(text.translate(_FOLD).split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).translate(_NATIVE).split())


def marks(text: str) -> int:
    """What the marks of a spelling come to: equal for spellings with equal letters and marks.

    Only alphabets whose marks `native_key` takes off have any: Latin, Greek, Cyrillic.

    Args:
        text: any text.

    Returns:
        0 where no letter has a mark that its key lacks, else 1 to 255 (a digest).
    """
    if text.isascii():
        return 0
    letters = [char for char in unicodedata.normalize("NFC", text.casefold()) if char > _ASCII and _is_marked(char)]
    return 1 + crc32("".join(letters).encode()) % 255 if letters else 0


@lru_cache(4096)
def _is_marked(char: str) -> bool:
    alphabet = icu.Script.getScript(char).getShortName() in _MARKED_SCRIPTS
    return alphabet and char.isalpha() and char not in APOSTROPHES and char.translate(_NATIVE) != char


def tokens(key: str) -> list[str]:
    """Split a key into its words."""
    return key.split()
