"""The first step of reading: undo what machines did to a string before a person could see it.

Kinds of damage, each undone by one step: letters written as escapes, letters read in another encoding than they
were written in, letters of another script that look the same, and characters that show nothing. A step touches only
what no person writes, so names that are well are given back as they came: one regular expression decides that.

Look-alikes are read by a table of letter pairs, not by ICU's spoof checker: its skeletons lead one way, from a letter
to a prototype of any case or script (I to l, m to rn), and what is wanted is the letter of the word's own script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final
from unicodedata import category, normalize

from gazetteer.model import NAME_LIMIT
from gazetteer.parsing.escapes import without_backslashes, without_entities, without_per_cents, without_tags
from gazetteer.translit.scripts import LATIN, script_of, scripts_of

# Damage on damage is undone so often; what still changes then is hostile, and left as it came.
ROUNDS: Final = 6
# Longer strings name nothing (`NAME_LIMIT` is 200, and an escaped letter takes up to six): they are not looked at.
LONGEST: Final = 1_600
# What share of a text's letter pairs must be frequent in the script it is then in, and by how much it must have grown.
LEAST_FREQUENT: Final = 0.6
LEAST_GAIN: Final = 0.25
LEAST_GAIN_FOR_ODD_CAPITALS: Final = 0.05  # кИЕВ may be a keyboard's fault
LEAST_LETTERS: Final = 3
# A name that begins with a small letter is the less likely one, in scripts that have capitals.
SMALL_LETTERS_COST: Final = 0.15

# What an encoding is taken for, and what it was. The sloppy ones, of ftfy, give undefined bytes as controls.
_READ_AS: Final = (
    "sloppy-windows-1252", "latin-1", "sloppy-windows-1251", "sloppy-windows-1250",
    "koi8-r", "cp866", "mac-roman", "cp437", "cp850",
)  # fmt: skip
_WRITTEN_IN: Final = (
    "cp1251", "koi8-u", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5", "cp1253", "iso8859-7", "cp1255", "cp1256",
)  # fmt: skip
_CENTRAL_EUROPEAN: Final = ("cp1250", "iso8859-2")

# Bytes 0x80 to 0xBF, which only continue a character in UTF-8, as the encodings above show them.
_CONTINUES_1252: Final = r"\x80-\xBF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_CONTINUES_1251: Final = r"ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџ\xa0ЎўЈ¤Ґ¦§Ё©Є«¬\xad®Ї°±Ііґµ¶·ё№є»јЅѕї\x98"
# The same bytes in GBK, each behind one that begins a Han character in UTF-8.
_HAN_IN_GBK: Final = "".join(
    bytes((lead, trail)).decode("gbk", "ignore") for lead in range(0xE4, 0xEA) for trail in range(0x80, 0xC0)
)
_INVISIBLE: Final = "\\u00ad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff"
# Han that look like katakana. The other way only ロ is read: ノ, ヶ, カ and ツ do stand between Han in Japanese names.
_HAN_AS_KATAKANA: Final = {"口": "ロ", "力": "カ", "二": "ニ", "工": "エ", "夕": "タ", "八": "ハ", "卜": "ト"}
_MARKET_LIKE: Final = "巿"  # U+5DFF, a knee cover, for 市, a city
_LOOK_ALIKE_BLOCKS: Final = "\u0370-\u058f"  # Greek, Cyrillic, Armenian
_FULL_WIDTH: Final = "Ａ-Ｚａ-ｚ０-９"

_ESCAPE: Final = re.compile(r"[&%\\]|(?<=u)00[c-f][0-9a-f]")
# What cp1250 and ISO 8859-2 write as ł ą ş ż ś ź, Ł Ą Ż Ş, read as cp1252.
_SIGN_IN_WORD: Final = re.compile("(?<=[A-Za-zÀ-ÿ])[¹³º¿¶±¼¾][A-Za-zÀ-ÿ]|(?<![^\\W_])[£¥¯ª¿¶¼¾][a-zà-ÿ]")
_MISREAD: Final = re.compile(
    rf"[Â-ô√][{_CONTINUES_1252}]|[√≈ƒ◊∆∂─-▟]|(?:[–—][^\x00-\x7f]){{2}}"  # UTF-8 in cp1252, Mac Roman, code pages of DOS
    r"|[\xa0-\u017fƒˆ˜–—„…†‡‰‹›€™]{3}|[\x80-\x9f]"  # another alphabet in cp1252, cp1250
    rf"|{_SIGN_IN_WORD.pattern}"
    rf"|(?:[В-Я][{_CONTINUES_1251}]){{2}}|[а-п][{_CONTINUES_1251}]{{2}}"  # UTF-8 in cp1251
    rf"|[Г-Ж][{_CONTINUES_1251}][A-Za-z]"
    r"|[а-џґ][Ѐ-ЯҐ]{2}|[Ѐ-ЯҐ]{2}[а-џґ]|[Ѐ-ӿ][®©¤¦§¬±¶€‰™†‡\xad]|[®©¤¦§¬±¶°»€‰™†‡‘’„][Ѐ-ӿ]"  # Cyrillic in Cyrillic
    rf"|[{_HAN_IN_GBK}]"
    r"|[ĂÄĹ][€‚„…†‡‰Š‹ŚŤŽŹ‘’“”•–—™š›śťžź\xa0ˇ˘Ł¤Ą¦§¨©Ş«¬®Ż\xad°±˛ł´µ¶·¸ąş»Ľ˝ľż]"  # UTF-8 in cp1250
)
_DIGIT_AS_LETTER: Final = re.compile(r"(?<=[^\W\d_])[01][^\W\d_]|(?<!\w)[03][^\W\d_]")
_ALIKE_IN_WORD: Final = (
    rf"[A-Za-zÀ-ɏ][{_LOOK_ALIKE_BLOCKS}{_FULL_WIDTH}]|[{_LOOK_ALIKE_BLOCKS}][A-Za-zÀ-ɏ{_FULL_WIDTH}]"
    rf"|[{_FULL_WIDTH}][A-Za-zÀ-ɏ{_LOOK_ALIKE_BLOCKS}]"
)
_ALIKE_ELSEWHERE: Final = (
    r"[\u0370-\u03ff][\u0400-\u058f]|[\u0400-\u052f][\u0370-\u03ff\u0530-\u058f]|[\u0530-\u058f][\u0370-\u052f]"
    r"|(?<=[A-Za-z])[-'’][\u0400-\u052f]|(?<=[\u0400-\u052f])[-'’][A-Za-z]"
    rf"|[{_MARKET_LIKE}\u2e80-\u2fdf]|[ァ-ヺー][口力二工夕八卜]|[一-鿿]ロ|ロ[一-鿿]"
)
_LOOKS_ALIKE: Final = re.compile(f"{_ALIKE_IN_WORD}|{_ALIKE_ELSEWHERE}")
# Korean wards are numbered inside their names: Seungho1-dong.
_ONE: Final = re.compile(r"(?<=[^\W\d_])1(?=[^\W\d_])(?!(?:dong|ga|ri|ro|gil|동|가|리|로|길)\b)")
_ZERO: Final = re.compile(r"(?:(?<=[^\W\d_])|^)0(?=[^\W\d_])")
# In languages of the Caucasus an I inside a word is the letter Ӏ, and always written so.
_PALOCHKA: Final = re.compile("[а-яёА-ЯЁ]I[а-яё]|[а-яё]I")
# No like, and letters of one language or none: nobody writes a Latin s for a Macedonian ѕ.
_NEVER_MEANT: Final = frozenset("-ЅѕԛԝՍՏս")
# Only what parts letters: elsewhere it harms no other repair, and cleaning drops it.
_HIDDEN: Final = re.compile(f"(?<=[A-Za-zÀ-ɏͰ-ԯ])[{_INVISIBLE}]+(?=[A-Za-zÀ-ɏͰ-ԯ])")
_ASCII_SUSPECT: Final = re.compile(r"[&%\\0-9<]")
# Letters that begin nothing suspicious, or nothing before another of their kind: they spare all the other tests.
_WELL: Final = r"(?![A-Za-z ,.()\u0590-\u06ff\u0900-\u1dff가-힣]|[а-яё][а-яё ]|[α-ώ][α-ώ ])"
_PATTERNS: Final = ("<", _ESCAPE.pattern, _DIGIT_AS_LETTER.pattern, _MISREAD.pattern, _ALIKE_ELSEWHERE, _HIDDEN.pattern)
_SUSPECT: Final = re.compile(f"{_WELL}(?:{'|'.join(_PATTERNS)})|{_ALIKE_IN_WORD}")

_RADICAL: Final = re.compile("[\u2e80-\u2fdf]")
_WIDE: Final = re.compile("[！-～]")
_WORD: Final = re.compile(r"[^\W\d_]+")
# A hyphen or an apostrophe does not end a word: what is left and right of it is written in one script.
_COMPOUND: Final = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A string as its writer meant it.

    Args:
        text: the text mended.
        mended: what was mended, as short phrases for people; empty where nothing was.
    """

    text: str
    mended: tuple[str, ...]


def repair(raw: str) -> Repaired:
    """Undo what machines did to a string; what is well, in doubt or too long to be a name stays as it is.

    Args:
        raw: any text, half surrogate pairs and control characters included.

    Returns:
        The text, no longer than it was, and what was mended. Mending it again changes nothing.
    """
    if (_ASCII_SUSPECT if raw.isascii() else _SUSPECT).search(raw) is None or len(raw) > LONGEST:
        return Repaired(raw, ())
    text = raw
    mended: dict[str, None] = {}
    for _ in range(ROUNDS):
        before = text
        for phrase, step in _STEPS:
            after = step(text)
            if after != text:
                mended[phrase] = None
                text = after
        if text == before:
            return Repaired(text, tuple(mended)) if mended else Repaired(raw, ())
    return Repaired(raw, ())


def _in_its_encoding(text: str) -> str:
    if not (_MISREAD.search(text) or _LOOKS_ALIKE.search(text)) or _SURROGATE.search(text):
        return text
    import ftfy.bad_codecs  # noqa: F401  here, for it is slow and rarely wanted; it registers the sloppy encodings

    for read in (_as_utf8, _as_another_alphabet, _as_central_european, _by_ftfy):
        if (better := read(text)) != text and not (read in (_as_utf8, _by_ftfy) and _is_capitals(text)):
            return better
    return text


def _is_capitals(text: str) -> bool:
    """Tell whether capitals may follow each other for being capitals, as ÍŽ in PARÍŽ, and not for being UTF-8."""
    letters = [char for char in text if not char.isascii() and char != "\xa0"]
    return all(map(str.isupper, letters)) and sum(map(str.isupper, text)) > sum(map(str.islower, text))


def _by_ftfy(text: str) -> str:
    """Read by ftfy what was misread twice, in part, or with bytes lost."""
    import ftfy

    config = ftfy.TextFixerConfig(unescape_html=False, normalization=None, explain=False)
    mended = ftfy.fix_encoding(text, config)
    return mended if len(mended) <= len(text) and mended.count("\ufffd") <= text.count("\ufffd") else text


def _recoded(text: str, read_as: str, written_in: str) -> str | None:
    try:
        return text.encode(read_as).decode(written_in)
    except UnicodeError:
        return None


def _as_utf8(text: str) -> str:
    """Read as UTF-8 what fits it byte for byte; ftfy knows fewer encodings, and wants more evidence than that."""
    for read_as in (*_READ_AS, "gb18030"):
        better = _recoded(text, read_as, "utf-8")
        if better is not None and better != text and _is_written(better):
            return better
    return text


def _is_written(text: str, signs: str = "’‘“”–—·\xa0") -> bool:
    """Tell whether a text could be words: each in one script, with capitals where words have them, and no odd signs."""
    words = _WORD.findall(text)
    if not words or not all(map(_is_shaped, words)):
        return False
    return all(
        char.isascii() or char.isalpha() or char in signs or (signs and category(char)[0] == "M") for char in text
    )


def _is_shaped(word: str) -> bool:
    return len(scripts_of(word)) == 1 and (word.isupper() or word[1:] == word[1:].lower())


def _as_another_alphabet(text: str) -> str:
    """Read in the encoding that makes words of one of the alphabets whose letter pairs are known."""
    if len(text) > NAME_LIMIT:
        return text
    gain = LEAST_GAIN if _is_written(text) else LEAST_GAIN_FOR_ODD_CAPITALS
    best, best_share = text, _frequent_share(text) + gain
    readings = (_recoded(text, read_as, written_in) for read_as in _READ_AS for written_in in _WRITTEN_IN)
    for better in dict.fromkeys(filter(None, readings)):
        share = _frequent_share(better) - (SMALL_LETTERS_COST if better.islower() else 0)
        if share >= LEAST_FREQUENT and share > best_share and _is_written(better, signs=""):
            best, best_share = better, share
    return best


def _frequent_share(text: str) -> float:
    """Tell what share of the letter pairs in a text's words, their edges included, is frequent in their script."""
    pairs = _frequent_pairs()
    frequent, total, letters = 0.0, 0, 0
    for word in _WORD.findall("".join(map(_counted, text.lower()))):
        if not word.isascii():
            letters += len(word)
            total += len(word) + 1
            edged = f"_{word}_"
            frequent += sum(pairs.get(edged[at : at + 2], 0) for at in range(len(edged) - 1))
    least = LEAST_LETTERS if text.istitle() else LEAST_LETTERS + 1
    return frequent / total if letters >= least else 0.0


def _counted(char: str) -> str:
    """Leave out the accents of Greek: there are too few pairs with an ή to count."""
    return normalize("NFD", char)[0] if "Ͱ" <= char <= "Ͽ" or "ἀ" <= char <= "῿" else char


@cache
def _frequent_pairs() -> dict[str, float]:
    """What each pair of letters counts: as a whole where it is frequent, half where it is less so."""
    pairs: dict[str, float] = {}
    for row in _rows("letter_pairs.tsv"):
        pairs.update({row["letter"] + other: 0.5 for other in row["less"]})
        pairs.update({row["letter"] + other: 1.0 for other in row["followers"]})
    return pairs


def _as_central_european(text: str) -> str:
    """Read signs inside words (Bia³ystok, £ódŸ) as the letters that they are in Central European encodings."""
    latin = len(re.findall("[A-Za-z]", text)) * 4 >= len(text)
    for written_in in _CENTRAL_EUROPEAN if latin and _SIGN_IN_WORD.search(text) else ():
        better = _recoded(text, "cp1252", written_in)
        if better is not None and _is_written(better):
            return better
    return text


def _in_one_script(text: str) -> str:
    return _han_and_kana(_COMPOUND.sub(_word_in_one_script, text)) if _LOOKS_ALIKE.search(text) else text


def _word_in_one_script(found: re.Match[str]) -> str:
    word = found.group()
    if word.isascii() or _PALOCHKA.search(word):
        return word
    if not all(map(_WIDE.match, word)):
        word = _WIDE.sub(lambda wide: normalize("NFKC", wide.group()), word)
    of = {char: script_of(char) for char in word if char.isalpha()}
    tables = _look_alikes()
    scripts = [of[char] for char in word if of.get(char) in tables]
    order = sorted(dict.fromkeys(scripts), key=lambda script: (-scripts.count(script), script == LATIN))
    # Letters of a minor script that have no like decide, where the others are plain Latin: OCKOЛ.
    plain = order[:1] == [LATIN] and all(char.isascii() for char in of if of[char] == LATIN)
    for script in order if plain else order[:1]:
        if all(known in (script, None) or char in tables[script] for char, known in of.items()):
            return "".join(tables[script].get(char, char) for char in word)
    return word


@cache
def _look_alikes() -> dict[str | None, dict[str, str]]:
    """For each script, its letter for each letter of another script that looks like it."""
    tables: dict[str | None, dict[str, str]] = {}
    for row in _rows("look_alikes.tsv"):
        for script, own in row.items():
            others = (other for other in row.values() if other not in (own, "-"))
            tables.setdefault(script, {}).update(dict.fromkeys(others, own) if own not in _NEVER_MEANT else {})
    return tables


def _han_and_kana(text: str) -> str:
    text = _RADICAL.sub(lambda found: normalize("NFKC", found.group()), text.replace(_MARKET_LIKE, "市"))
    text = re.sub("(?<=[ァ-ヺー])[口力二工夕八卜](?=[ァ-ヺー])", lambda found: _HAN_AS_KATAKANA[found.group()], text)
    return re.sub("(?<![ァ-ヺー])ロ(?=[一-鿿])|(?<=[一-鿿])ロ(?![ァ-ヺー])", "口", text)


def _without_digits(text: str) -> str:
    return _COMPOUND.sub(_word_without_digits, text) if _DIGIT_AS_LETTER.search(text) else text


def _word_without_digits(found: re.Match[str]) -> str:
    word = found.group()
    digits = [char for char in word if char.isdigit()]
    letters = len(word) - len(digits)
    if (
        not digits
        or not set(digits) <= {"0", "1", "3"}
        or letters < max(3, 2 * len(digits))
        or re.search(r"\d\d", word)
    ):
        return word
    capitals = word.isupper()
    if script_of(word) == "Cyrl":
        word = _ZERO.sub("О" if capitals else "о", re.sub(r"^3(?=[^\W\d_]{4})", "З", word))
        word = word if capitals else _ONE.sub("і", word)
    else:
        word = _ZERO.sub("O" if capitals else "o", word)
        word = word if capitals else _ONE.sub(_one_as_letter, word)
    return word[0].upper() + word[1:] if found.group()[0].isdigit() else word


def _one_as_letter(found: re.Match[str]) -> str:
    before, after = found.string[found.start() - 1], found.string[found.end()]
    return "i" if before not in "aeiouyAEIOUY" and (after not in "aeiouyAEIOUY" or before in "bcdghkpt") else "l"


def _rows(table: str) -> Iterator[dict[str, str]]:
    lines = files(__package__).joinpath(table).read_text(encoding="utf-8").splitlines()
    heading = lines[0].split("\t")
    for line in lines[1:]:
        if not line.startswith("#"):
            yield dict(zip(heading, line.split("\t"), strict=True))


_STEPS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("HTML entities", without_entities),
    ("HTML tags", without_tags),
    ("per-cent escapes", without_per_cents),
    ("backslash escapes", without_backslashes),
    ("letters read in another encoding", _in_its_encoding),
    ("invisible characters", lambda text: _HIDDEN.sub("", text)),
    ("digits for letters", _without_digits),
    ("look-alike letters", _in_one_script),
)
