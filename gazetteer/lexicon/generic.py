"""A place name taken apart: the name itself, its generic words, and the words by which namesakes differ.

"Донецька область" is the oblast Донецька; "New Halfa" is neither "Halfa" nor "New Delhi". The whole name is to be tried
first: in Ciudad de México and Kansas City the generic word is part of the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from unicodedata import normalize

from gazetteer.lexicon.languages import languages
from gazetteer.lexicon.words import Word, connectors, joined, kinds, modifiers
from gazetteer.text import native_key

_TOKEN = re.compile(r"[^\s,;:()\[\]{}<>«»\"“”/\\.\-‐‑–—]+\.?")
_ELIDED = re.compile(r"([dl])['’](.+)", re.IGNORECASE)
_HYPHENS = frozenset("-‐‑–")
_KEPT = 4_096  # words whose keys are kept: de, San, am are in every tenth name
_JOINED_CORE = 2
"""How many characters must be left of a name that is written together with its kind (成都 keeps its 都)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name taken apart.

    Args:
        core: the text without generic words at its ends, as given; never empty, unless the text is.
        kinds: GeoNames feature classes (`P`) and codes (`A.ADM1`) that the generic words point to.
        modifiers: concepts in the core that must agree between two names: "new", "upper", "saint".
        generic: the words set aside, as given.
        weak: keys of the connectors in the text (de, of, на), those set aside included.
    """

    core: str
    kinds: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    generic: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    start: int
    end: int
    dotted: bool
    hyphen: bool  # joined by a hyphen to the token before it


def phrase(text: str, lang: str | None = None) -> Phrase:
    """Take a place name apart.

    Args:
        text: the name, in any script.
        lang: the language of the text, BCP 47. Generic words of other languages count too; where one word is a kind in
            several languages, that of `lang` decides.

    Returns:
        The name without its generic words, and what they say.
    """
    lookup = _lookup()
    words = native_key(text).split()
    # The key of l'île has no word île: where there may be an elision, look closer.
    if not any(word in lookup for word in words) and not _may_be_joined(text) and not _ELIDED.match(text):
        return Phrase(text)
    tokens = _tokens(text)
    left, right, found, generic = _stripped(text, tokens)
    if right < len(tokens) and all((token.key,) in modifiers() for token in tokens[left:right]):
        left, right, found, generic = 0, len(tokens), [], []  # Old Town is a name, Old is none; село Нове is Нове
    codes = _codes(found, lang)
    core = text[tokens[left].start : tokens[right - 1].end] if left < right else text
    if not found:
        core = text
        core, codes, generic = _unjoined(text)
    weak = tuple(token.key for token in tokens if token.key in connectors()) if len(tokens) > 1 else ()
    concept = _concepts([token.key for token in tokens[left:right]])
    return Phrase(core, codes, concept, tuple(generic), weak)


def concepts(key: str) -> frozenset[str]:
    """The modifiers of a folded Latin name: "new", "saint", "upper"; empty for a name of one word."""
    return _concepts(key.split())


def canonical(key: str) -> str:
    """A folded Latin name with its modifiers in one language: `sankt gallen` and `st gallen` are `saint gallen`.

    Args:
        key: a key made by `fold`.

    Returns:
        The key with each modifier replaced by its concept; a name of one word stays as it is.
    """
    words = key.split()
    if len(words) < 2:
        return key
    table = modifiers()
    return " ".join(table.get((word,), word) for word in words)


def _concepts(words: list[str]) -> frozenset[str]:
    if len(words) < 2:
        return frozenset()
    table = modifiers()
    single = {table[(word,)] for word in words if (word,) in table}
    double = {table[pair] for pair in pairwise(words) if pair in table} if len(words) > 2 else set()
    return frozenset(single | double)


@cache
def _lookup() -> frozenset[str]:
    """Every word that makes a closer look worth while."""
    modified = (word for key in modifiers() for word in key)
    return frozenset(kinds().before) | frozenset(kinds().after) | frozenset(modified) | connectors()


@cache
def _joined_ends() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(word[0] for word in joined("before")), frozenset(word[-1] for word in joined("after"))


def _may_be_joined(text: str) -> bool:
    if not text or text.isascii():
        return False
    first, last = _joined_ends()
    return text[0] in first or text[-1] in last


@cache
def _prepositions() -> frozenset[str]:
    return frozenset(native_key(word) for language in languages().values() for word in language.prepositions)


def _tokens(text: str) -> list[_Token]:
    tokens = []
    last = 0
    for match in _TOKEN.finditer(text):
        hyphen = match.start() > 0 and text[match.start() - 1] in _HYPHENS and match.start() - 1 == last
        word = match[0]
        elided = _ELIDED.match(word)
        last = match.end()
        dotted = word.endswith(".")
        if elided:  # d'Oléron: the connector is a word of its own
            split = match.start() + 2
            tokens.append(_Token(native_key(elided[1]), match.start(), split, False, hyphen))
            tokens.append(_Token(native_key(elided[2]), split, match.end(), dotted, False))
        elif key := _key_of(word):
            tokens.append(_Token(key, match.start(), match.end(), dotted, hyphen))
    return tokens


@lru_cache(_KEPT)
def _key_of(word: str) -> str:
    return native_key(word)


def _stripped(text: str, tokens: list[_Token]) -> tuple[int, int, list[Word], list[str]]:
    """Take generic words off both ends: what is left, from and to, the words found and as they are written."""
    left, right = 0, len(tokens)
    found: list[Word] = []
    generic: list[str] = []
    changed = True
    while changed:
        changed = False
        if word := _word_at_start(text, tokens, left, right):
            skipped, matched = word
            end = left + skipped + len(matched.key)
            found.append(matched)
            generic.append(text[tokens[left + skipped].start : tokens[end - 1].end])
            left, changed = end, True
            while right - left > 1 and _is_small(text, tokens[left]):
                left += 1
        if matched_after := _word_at_end(text, tokens, left, right):
            start = right - len(matched_after.key)
            found.append(matched_after)
            generic.append(text[tokens[start].start : tokens[right - 1].end])
            right, changed = start, True
    return left, right, found, generic


def _word_at_start(text: str, tokens: list[_Token], left: int, right: int) -> tuple[int, Word] | None:
    """The generic word at the start, and how many prepositions stand before it ("w obwodzie donieckim")."""
    for skipped in (0, 1):
        at = left + skipped
        if at >= right - 1:
            return None
        if skipped and not _is_small(text, tokens[left]):
            return None
        for word in kinds().before.get(tokens[at].key, ()):
            if at + len(word.key) < right and _reads(text, tokens, at, word):
                return skipped, word
    return None


def _is_small(text: str, token: _Token) -> bool:
    """Whether a token is a preposition, an article or a connector, and not the first word of a name (La Paz)."""
    return text[token.start].islower() and (token.key in connectors() or token.key in _prepositions())


def _word_at_end(text: str, tokens: list[_Token], left: int, right: int) -> Word | None:
    if right - left < 2:
        return None
    for word in kinds().after.get(tokens[right - 1].key, ()):
        start = right - len(word.key)
        if start > left and _reads(text, tokens, start, word):
            return word
    return None


def _reads(text: str, tokens: list[_Token], at: int, word: Word) -> bool:
    """Whether a generic word stands at a token, written as it must be."""
    if word.dotted and not tokens[at].dotted:
        return False
    if word.hyphen and not tokens[at].hyphen:
        return False
    if any(tokens[at + i].key != part for i, part in enumerate(word.key)):
        return False
    written = text[tokens[at].start : tokens[at + len(word.key) - 1].end]
    return word.spelt is None or normalize("NFC", written).lower() == word.spelt


def _codes(found: list[Word], lang: str | None) -> frozenset[str]:
    """The kinds that the words found point to: in the language named, else in the first that has the word."""
    codes: set[str] = set()
    primary = lang.split("-")[0].lower() if lang else ""
    for word in found:
        same = (*kinds().before.get(word.key[0], ()), *kinds().after.get(word.key[-1], ()))
        named = [other for other in same if other.key == word.key and primary in other.langs]
        for other in named or [word]:
            codes |= other.kinds
    return frozenset(codes)


def _unjoined(text: str) -> tuple[str, frozenset[str], list[str]]:
    """The name without a kind that is written together with it."""
    if not _may_be_joined(text):
        return text, frozenset(), []
    for size in range(min(10, len(text) - _JOINED_CORE), 0, -1):
        if codes := joined("after").get(text[-size:]):
            return text[:-size].rstrip(), codes, [text[-size:]]
        if codes := joined("before").get(text[:size]):
            return text[size:].lstrip(), codes, [text[:size]]
    return text, frozenset(), []
