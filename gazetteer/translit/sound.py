"""Sound keys: what a Latin spelling sounds like to those who spell so, at three depths.

A key is a string of ASCII codes. Depth 1 (`sound`) is near-phonemic; depth 2 merges voicing, sibilants, velars and
glides and keeps three vowels; depth 3 is depth 2 without vowels, with f = p and r = l. The deeper keys are made from
depth 1 by a byte map and squeezing, so that an index need store depth 1 only. The spelling rules of each orthography
are in orthographies.toml, and docs/decisions/0002-sound-keys.md has the figures that decided them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

ORTHOGRAPHIES: tuple[str, ...] = (
    *("en", "de", "fr", "es", "pt", "it", "pl", "cs", "tr", "hu", "ro", "nl", "sv", "zh", "vi", "indic"),
    *("ar", "he", "el", "ja", "zh-loan", "eng"),
)

# What a Latin spelling of unknown language is tried in. All orthographies together find no more, and let in more false
# friends (docs/decisions/0002-sound-keys.md).
GENERAL: tuple[str, ...] = ("en", "de", "fr", "es", "it", "pl", "cs", "nl")

# Each code of depth 1 with its class at depth 2 and at depth 3.
_DEPTHS = """
p p p   b p p   f f p   v f p   W f p   m m m
t t t   d t t   n n n   N n n   l l l   r r l
s s s   z s s   S s s   Z s s   C s s   J s s   T s s   D s s
k k k   g k k   X k k   h k k
i i a   e i a   a a a   o u a   u u a
"""
_VOWEL_LETTERS = "aeiouyáàâäãåāăąæéèêëēėęěíìîïīįıóòôöõøōőœúùûüūůűųýÿəạậ"
_CONSONANT_LETTERS = "bcdfghjklmnpqrstvwxyzçčćđğłñńňřśšşșťţțźžż"


def _depth_map(depth: int) -> bytes:
    """Return the 256-entry map from codes of depth 1 to those of `depth`; a byte that is no code maps to itself."""
    table = bytearray(range(256))
    words = _DEPTHS.split()
    for code, *classes in zip(words[::3], words[1::3], words[2::3], strict=True):
        table[ord(code)] = ord(classes[depth - 2])
    return bytes(table)


DEPTH2: bytes = _depth_map(2)
DEPTH3: bytes = _depth_map(3)
CODES: bytes = bytes(sorted(ord(code) for code in _DEPTHS.split()[::3]))

_DOUBLES = re.compile(rb"(.)\1+")


def sound(latin: str, orthography: str) -> bytes:
    """Return the sound key of depth 1: what a spelling says, read as the orthography reads it.

    Args:
        latin: Latin text, its diacritics kept, in any case. What is not a Latin letter is passed over.
        orthography: one of `ORTHOGRAPHIES`.

    Returns:
        Codes out of `CODES`, no code twice in a row; empty where there is no Latin letter.
    """
    reader = _reader(orthography)
    text = latin if latin.isprintable() else "".join(c if c.isprintable() else " " for c in latin)
    text = text.lower() if text.isascii() else unicodedata.normalize("NFC", text.lower())
    if reader.plain and not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    emissions = reader.emissions
    text = reader.pattern.sub(lambda m: emissions[m.lastindex or 0], text)
    return _DOUBLES.sub(rb"\1", text.translate(reader.letters).encode("ascii"))


def depth2(k1: bytes) -> bytes:
    """Return the key of depth 2, over the letters a to z, of a key of depth 1."""
    return _DOUBLES.sub(rb"\1", k1.translate(DEPTH2))


def depth3(k1: bytes) -> bytes:
    """Return the key of depth 3, without vowels but a first one, of a key of depth 1."""
    classes = k1.translate(DEPTH3)
    return _DOUBLES.sub(rb"\1", classes[:1] + classes[1:].translate(None, b"a"))


def sounds(latin: str, orthographies: Sequence[str]) -> tuple[bytes, ...]:
    """Return the distinct, non-empty keys of depth 1 of a spelling in some orthographies, in their order."""
    return tuple(key for key in dict.fromkeys(sound(latin, orthography) for orthography in orthographies) if key)


def orthographies_for_country(code: str) -> tuple[str, ...]:
    """Return the orthographies that key a gazetteer name: English, and those of its country.

    Args:
        code: an ISO 3166-1 alpha-2 code.
    """
    return ("en", *_by_country().get(code.upper(), ()))


def orthographies_for_lang(lang: str | None) -> tuple[str, ...]:
    """Return the orthographies that key a Latin query: English and its language's; `GENERAL` where that has no table.

    Args:
        lang: a BCP 47 tag, or None where the language is not known.
    """
    own = _by_language().get(lang.replace("_", "-").partition("-")[0].lower()) if lang else None
    return tuple(dict.fromkeys(("en", *own))) if own else GENERAL


def orthographies_for_script(script: str) -> tuple[str, ...]:
    """Return the orthographies that key a reading of a text in another script than Latin: English first.

    Args:
        script: the ISO 15924 code of the script that was romanized.
    """
    return ("en", *_by_script().get(script, ()))


@dataclass(frozen=True, slots=True)
class _Reader:
    """An orthography, compiled.

    Args:
        pattern: all spellings that are longer than a letter or depend on their surroundings, one empty group each.
        emissions: what to put in a spelling's place, by group number; codes are kept apart from letters (`_emit`).
        letters: single letters, and emitted codes, to codes.
        plain: take accents off first.
        rules: those of the pattern, in the order in which they are tried.
    """

    pattern: re.Pattern[str]
    emissions: tuple[str, ...]
    letters: Mapping[int, str]
    plain: bool
    rules: tuple[_Rule, ...]


class _Letters(dict[int, str]):
    """A table for str.translate that learns unseen letters: as their base letter; what has none says nothing."""

    def __missing__(self, codepoint: int) -> str:
        base = unicodedata.normalize("NFKD", chr(codepoint))[0].lower()
        if not base.isascii():
            return ""
        self[codepoint] = self[ord(base)]
        return self[codepoint]


@dataclass(frozen=True, slots=True)
class _Rule:
    """One line of a rule table: a spelling with what must stand before and after it, and its sound."""

    spelling: str
    before: str
    after: str
    sound: str

    @property
    def surrounded(self) -> bool:
        return bool(self.before or self.after)

    @property
    def single(self) -> bool:
        return len(self.spelling) == 1 and not self.surrounded


def rule_book(orthography: str) -> _Reader:
    """The rules of an orthography as `sound` goes by them, for whoever reads many names at once."""
    return _reader(orthography)


def _emit(codes: str) -> str:
    """Mark codes as read, so that the letter table does not take a code `v` for the letter v.

    Capital codes are no letters of a lower-cased text; the small ones become control characters, which `sound` bars.
    """
    return "".join(chr(ord(code) - 96) if code.islower() else code for code in codes)


_RULE = re.compile(r"(?:\[(?P<before>[^]]+)\])?(?P<spelling>[^][]+)(?:\[(?P<after>[^]]+)\])?")


def _rules(table: str) -> list[_Rule]:
    rules = []
    for line in table.strip().splitlines():
        spelling, sound, _example = line.split()
        parts = _RULE.fullmatch(unicodedata.normalize("NFC", spelling))
        if parts is None:
            raise ValueError(f"not a rule: {line!r}")
        rules.append(_Rule(parts["spelling"], parts["before"] or "", parts["after"] or "", sound.strip("-")))
    return rules


def _surroundings(rule: _Rule) -> str:
    """Return a rule as a pattern that starts with a plain letter: `re` skips such alternatives fastest."""
    first, rest = re.escape(rule.spelling[0]), re.escape(rule.spelling[1:])
    before = _either(rule.before, "(?<=[{}]" + first + ")", r"(?<!\w" + first + ")")
    after = _either(rule.after, "(?=[{}])", r"(?!\w)")
    return first + before + rest + after


def _either(letters: str, one_of: str, edge: str) -> str:
    """Return a look-around for one of the letters, or for the edge of a word where `#` is among them."""
    plain = spelt_out(letters)
    looks = ([one_of.format(plain)] if plain else []) + ([edge] if "#" in letters else [])
    return f"(?:{'|'.join(looks)})" if looks else ""


def spelt_out(letters: str) -> str:
    """The letters that one side of a rule names, those it names by class (V, K) too; the edge of a word is none."""
    return letters.replace("#", "").replace("V", _VOWEL_LETTERS).replace("K", _CONSONANT_LETTERS)


@cache
def _tables() -> dict[str, dict[str, Any]]:
    text = files(__package__).joinpath("orthographies.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _reader(orthography: str) -> _Reader:
    tables = _tables()
    if orthography not in ORTHOGRAPHIES:
        raise ValueError(f"no orthography {orthography!r}; there are {', '.join(ORTHOGRAPHIES)}")
    letters = _Letters(dict.fromkeys(range(128), ""))
    letters.update({ord(letter): letter for letter in "abdefghiklmnoprstuvz"})
    letters.update({ord(_emit(chr(code))): chr(code) for code in CODES})
    common, own = _rules(tables["common"]["rules"]), _rules(tables[orthography]["rules"])
    settled = {rule.spelling for rule in own if not rule.surrounded}
    rules = [*own, *(rule for rule in common if rule.spelling not in settled)]
    letters.update({ord(rule.spelling): rule.sound for rule in reversed(rules) if rule.single})
    longer = [rule for rule in rules if not rule.single]
    longer.sort(key=lambda rule: (-len(rule.spelling), not rule.surrounded))
    pattern = "|".join(_surroundings(rule) + "()" for rule in longer)
    return _Reader(
        re.compile(pattern),
        ("", *(_emit(rule.sound) for rule in longer)),
        letters,
        bool(tables[orthography].get("plain")),
        tuple(longer),
    )


@cache
def _by_country() -> dict[str, tuple[str, ...]]:
    return _index("countries")


@cache
def _by_language() -> dict[str, tuple[str, ...]]:
    return _index("languages")


@cache
def _by_script() -> dict[str, tuple[str, ...]]:
    return _index("scripts")


def _index(column: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for orthography in ORTHOGRAPHIES:
        for code in _tables()[orthography].get(column, "").split():
            found[code] = (*found.get(code, ()), orthography)
    return found
