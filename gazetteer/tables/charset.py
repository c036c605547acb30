"""Which 8-bit or East Asian encoding lines are in, where nothing in them says so.

A text is decoded by each encoding that it may be in, and the words that come out are priced in bits: a letter by its
place among those of a language that is written in the encoding, more where no language there has it, and more for what
no word does: capitals after small letters, two scripts in one word, signs among letters. The cheapest wins. The next
cheapest that reads otherwise says how sure that is, and a line that is far cheaper in another has been written in it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from charset_normalizer import from_bytes

from gazetteer.lexicon.tables import rows

LINES = 400  # with letters beyond ASCII that are looked at
MORE_LINES = 20_000  # in which one that is in another encoding is looked for
BROKEN_LINES = 200  # of those that are priced again
LINE_BYTES = 400  # of each
SURE_BITS = 10.0  # between the best and the next that reads otherwise; less is doubt
GUESS_BITS = 4.0  # less is no more than a guess
OTHER_BITS = 10.0  # that a line must be cheaper by to be in another encoding
_WORDS_KEPT = 8_192  # some 500 bytes each
_KEPT_LETTERS = 64  # of a word whose price is kept: a longer one is none, and seldom comes again
_MOST_ODD = 0.1  # of the letters beyond ASCII that no language explains; more, and nothing fits

# Bits against an encoding before a letter is seen: how much rarer files in it are.
_RARITY = {
    "cp1252": 0.0,
    "cp1251": 0.0,
    "cp1250": 2.0,
    "cp1253": 2.0,
    "cp1254": 3.0,
    "cp1255": 3.0,
    "cp1256": 3.0,
    "cp1257": 3.0,
    "cp874": 3.0,
    "koi8_r": 3.0,
    "koi8_u": 3.5,
    "iso8859_2": 4.0,
    "iso8859_5": 5.0,
    "iso8859_7": 4.0,
    "iso8859_15": 4.0,
    "mac_roman": 5.0,
    "mac_cyrillic": 5.0,
    "mac_greek": 7.0,
    "mac_latin2": 7.0,
    "mac_turkish": 8.0,
    "cp866": 5.0,
    "cp1125": 6.0,
    "cp850": 6.0,
    "cp852": 6.0,
    "cp737": 7.0,
}
EAST_ASIAN = {"shift_jis": 1.0, "gb18030": 1.0, "euc_jp": 3.0, "big5": 2.0, "euc_kr": 2.0}
# The first bytes of the characters that are common in each: the first level of JIS, GB and Big5.
_COMMON = {
    "shift_jis": range(0x88, 0x98),
    "euc_jp": range(0xB0, 0xD0),
    "gb18030": range(0xB0, 0xD8),
    "big5": range(0xA4, 0xC7),
    "euc_kr": range(0xB0, 0xC9),
}
_NOT_FIRST = 10.0  # bits against an East Asian encoding that charset-normalizer does not put first

# What is priced, in bits.
_ODD_LETTER = 16.0  # one that no language of the encoding has
_ODD_SIGN = 20.0
_PUNCTUATION = 8.0
_CAPITAL = 1.0  # that begins a word
_CAPITALS = 3.0  # a word of nothing else
_CASE_BREAK = 10.0  # a capital after a small letter
_MIXED = 8.0  # two scripts in one word
_SIGN_INSIDE = 8.0  # a sign between the letters of a word
_NEIGHBOURS = 4.0  # two letters beyond ASCII side by side in a Latin word
_NO_VOWEL = 6.0
_BROKEN_BYTE = 25.0
_USUAL_HAN, _HAN, _RARE_HAN, _HANGUL, _KANA, _HALF_KANA = 6.0, 11.0, 15.0, 9.0, 6.0, 14.0
_BREAK = 8.0  # of a word's shape: it is hardly one

_SIGNS = frozenset("–—‘’“”„«»№°·…€§‚‹›´`'¡¿ªº・、。，（）「」：；！？")
_INSIDE = frozenset("'’´`ʼ·・&@")  # signs that words have
_SILENT = frozenset(("Mn", "Mc", "Me", "Cf"))  # kinds of signs that words have: marks, and those of direction
_FINAL = frozenset("ςךםןףץ")  # letters that end words
_VOWELS = frozenset("aeiouyæøœıаеиоуыэюяієїёўαεηιουω")
_LETTERS = re.compile(r"[^\W\d_]+(?:[^\s,;|\t\"0-9()/\[\].:+_-]*[^\W\d_]+)*|[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Charset:
    """What lines are encoded in.

    Args:
        name: of the encoding, as Python calls it.
        rival: one that reads otherwise and fits about as well; blank where there is none.
        guess: the rival fits so well that neither can be taken.
        seen: a word as the encoding and its rival read it.
        odd: the first line, from 0, with letters that the encoding does not explain; None where there is none.
        other: the first line, from 0, that is far likelier in `other_name`; None where there is none.
        fits: most letters are explained.
    """

    name: str
    rival: str = ""
    guess: bool = False
    seen: tuple[str, str] = ("", "")
    odd: int | None = None
    other: int | None = None
    other_name: str = ""
    fits: bool = True


@dataclass(frozen=True, slots=True)
class _Priced:
    """Lines as one encoding reads them: what each costs, how many letters of each are odd, in bits and in all."""

    name: str
    texts: list[str]
    bits: list[float]
    odd: list[int]
    letters: int
    total: float


def find_charset(lines: Sequence[bytes]) -> Charset | None:
    """Find the encoding of lines that are not UTF-8 by their letters.

    Args:
        lines: each with letters beyond ASCII.

    Returns:
        None where there are no lines.
    """
    lines, rest = [line[:LINE_BYTES] for line in lines[:LINES]], lines[LINES:MORE_LINES]
    if not lines:
        return None
    first = _first_east_asian(lines)
    priced = [_price(name, lines, rarity) for name, rarity in _RARITY.items()]
    priced += [
        _price(name, lines, rarity + (0.0 if name == first else _NOT_FIRST)) for name, rarity in EAST_ASIAN.items()
    ]
    priced.sort(key=lambda one: one.total)
    best = priced[0]
    rival = next(one for one in priced[1:] if one.texts != best.texts)
    margin = rival.total - best.total
    other = _other(best, priced[1:]) or _other_below(best.name, rest)
    return Charset(
        best.name,
        rival.name if margin < SURE_BITS else "",
        margin < GUESS_BITS,
        next((pair for pair in zip(best.texts, rival.texts, strict=True) if pair[0] != pair[1]), ("", "")),
        next((number for number, odd in enumerate(best.odd) if odd), None),
        None if other is None else other[0],
        "" if other is None else other[1],
        sum(best.odd) <= _MOST_ODD * max(best.letters, 1),
    )


def _other(best: _Priced, rest: Iterable[_Priced]) -> tuple[int, str] | None:
    """The first line that another encoding explains far better than the best of all, and that encoding."""
    broken = [number for number, text in enumerate(best.texts) if _is_broken(text)]
    found = [
        (number, one.bits[number], one.name)
        for one in rest
        if one.name not in EAST_ASIAN
        for number in broken
        if best.bits[number] - one.bits[number] > OTHER_BITS
        and not one.odd[number]
        and not _is_broken(one.texts[number])
    ]
    return (min(found)[0], min(found)[2]) if found else None


def _other_below(best: str, lines: Sequence[bytes]) -> tuple[int, str] | None:
    """The first of further lines that is in another encoding, numbered on from the first ones."""
    if best in EAST_ASIAN:
        return None
    broken = ((number, line[:LINE_BYTES]) for number, line in enumerate(lines, LINES))
    broken = ((number, line) for number, line in broken if _is_broken(line.decode(best, "replace")))
    for number, line in islice(broken, BROKEN_LINES):
        priced = [_price(name, [line], 0.0) for name in _RARITY if name != best]
        other = _other(_price(best, [line], 0.0), sorted(priced, key=lambda one: one.total))
        if other is not None:
            return number, other[1]
    return None


def _is_broken(text: str) -> bool:
    return any(_shape(word) >= _BREAK for word in _LETTERS.findall(text) if not word.isascii())


def _first_east_asian(lines: Sequence[bytes]) -> str:
    for match in from_bytes(b"\n".join(lines), cp_isolation=list(EAST_ASIAN)):
        return match.encoding
    return ""


def _price(name: str, lines: Sequence[bytes], rarity: float) -> _Priced:
    texts, bits, odds, letters = [], [], [], 0
    chosen: Counter[int] = Counter()
    alone = [0.0] * max(len(_languages(name)), 1)  # what all lines cost in each language
    for line in lines:
        text = _decoded(name, line)
        words = [] if text is None else [word for word in _LETTERS.findall(text) if not word.isascii()]
        high = len(line) - len(line.decode("ascii", "ignore")) if text is None else 0
        cost, odd = _BROKEN_BYTE * high, high
        alone = [whole + cost for whole in alone]
        for word in words:
            priced = _price_word(name, word)
            alone = [whole + one for whole, (one, _) in zip(alone, priced, strict=True)]
            least = min(priced)
            chosen[priced.index(least)] += 1
            cost, odd = cost + least[0], odd + least[1]
        letters += high + sum(not char.isascii() for char in text or "")
        texts.append(text or "")
        bits.append(cost)
        odds.append(odd)
    count = sum(chosen.values())
    mixed = sum(bits) + sum(-words * math.log2(words / count) for words in chosen.values())
    return _Priced(name, texts, bits, odds, letters, rarity + min(mixed, *alone))


def _decoded(name: str, line: bytes) -> str | None:
    try:
        return line.decode(name)
    except UnicodeDecodeError:
        return None


def _price_word(name: str, word: str) -> tuple[tuple[float, int], ...]:
    """The bits of a word and how many of its letters are odd, in each language of the encoding."""
    return _price_short(name, word) if len(word) <= _KEPT_LETTERS else _price_any(name, word)


@lru_cache(maxsize=_WORDS_KEPT)
def _price_short(name: str, word: str) -> tuple[tuple[float, int], ...]:
    return _price_any(name, word)


def _price_any(name: str, word: str) -> tuple[tuple[float, int], ...]:
    shape = _shape(word)
    letters = [char for char in word if not char.isascii()]
    if name in EAST_ASIAN:
        all_priced = [[_price_east_asian(name, char) for char in letters]]
    else:
        all_priced = [[_price_letter(ranks, char) for char in letters] for ranks in _languages(name)]
    return tuple((shape + sum(bits for bits, _ in priced), sum(odd for _, odd in priced)) for priced in all_priced)


def _price_letter(ranks: dict[str, float], char: str) -> tuple[float, bool]:
    if char in ranks:
        return ranks[char], False
    if char.lower() in ranks:
        return ranks[char.lower()], False
    if char in _SIGNS or char == "\xa0" or unicodedata.category(char) == "Cf":
        return _PUNCTUATION, False
    return (_ODD_LETTER, True) if char.isalpha() else (_ODD_SIGN, True)


def _price_east_asian(name: str, char: str) -> tuple[float, bool]:
    if "\u3040" <= char <= "\u30ff":
        return _KANA, False
    if "\uff61" <= char <= "\uff9f":
        return _HALF_KANA, False
    if char in _SIGNS or char == "\u3000":
        return _PUNCTUATION, False
    if not char.isalpha():
        return _ODD_SIGN, True
    if any(char in usual for usual in _languages(name)):
        return _USUAL_HAN, False
    if "\uac00" <= char <= "\ud7a3":
        return _HANGUL, False
    if unicodedata.name(char, "").startswith("CJK"):
        return (_HAN if char.encode(name)[0] in _COMMON[name] else _RARE_HAN), False
    return _ODD_LETTER, True


def _shape(word: str) -> float:
    """The bits of what no word does."""
    return _shape_of_short(word) if len(word) <= _KEPT_LETTERS else _shape_of_any(word)


@lru_cache(maxsize=_WORDS_KEPT)
def _shape_of_short(word: str) -> float:
    return _shape_of_any(word)


def _shape_of_any(word: str) -> float:
    bits, before = 0.0, " "
    scripts: set[str] = set()
    for char in word:
        if char.isalpha():
            script = "ASCII" if char.isascii() else unicodedata.name(char, "?").split(" ", 1)[0]
            if script == "LATIN" and not before.isascii() and before.isalpha():
                bits += _NEIGHBOURS
            scripts.add("LATIN" if script == "ASCII" else _KIN.get(script, script))
            if (char.isupper() and before.islower()) or before in _FINAL:
                bits += _CASE_BREAK
        elif char not in _INSIDE and unicodedata.category(char) not in _SILENT:
            bits += _SIGN_INSIDE
        before = char
    if word[:1].isupper():
        bits += _CAPITALS if len(word) > 1 and word.isupper() else _CAPITAL
    if len(scripts) > 1:
        bits += _MIXED
    if scripts <= {"LATIN", "CYRILLIC", "GREEK"} and len(word) > 2:
        plain = unicodedata.normalize("NFD", word.lower())
        bits += 0.0 if any(char in _VOWELS for char in plain) else _NO_VOWEL
    return bits


_KIN = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK"}


@cache
def _languages(name: str) -> tuple[dict[str, float], ...]:
    """The price of the letters of each language that is written in an encoding, by Zipf's law of their order."""
    found = []
    for row in rows("letters.tsv"):
        if name in row["encodings"].split():
            whole = sum(1 / (rank + 2) for rank in range(len(row["letters"])))
            found.append({char: math.log2((rank + 2) * whole) for rank, char in enumerate(row["letters"])})
    return tuple(found)
