"""Every way in which data sets write a country: turned, abbreviated, by customary letters or a former name.

Most need no table. A name is taken as the bag of its words, small words left out, so that "Korea, Republic of" is
Republic of Korea; a word with a full stop stands for any that begins so, so that "St. Vin. and Gren." is Saint Vincent
and the Grenadines. The names are ISO's and CLDR's in the languages below; `countries.tsv` holds what no rule reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import pycountry

from gazetteer.lexicon.abbreviations import abbreviations
from gazetteer.lexicon.tables import rows
from gazetteer.text import native_key

LANGUAGES = ("en", "fr", "es", "de", "it", "pt", "nl", "pl", "ru", "uk")
"""The languages of `country-names.tsv`, whose names of countries are met in abbreviated and turned forms."""
_PART = "|"
LONGEST = 120
MOST_WORDS = 12
CODE_LETTERS = 3  # up to which letters alone are a code, and count as capitals only
TELLING = 3  # letters of at least one word of an abbreviated name: "N.C." is not New Caledonia
ALONE = 5  # letters of a name of one word that is abbreviated: Switz., Luxemb.
_KEPT = 8192

# Articles and prepositions; not Spanish el and la, which are part of a country's name.
_SMALL = frozenset(("the", "of", "and", "et", "y", "und", "e", "i", "и", "і", "та", "de", "du", "des", "d", "del")) | {
    *("della", "dos", "da", "das", "do", "di", "le", "les", "l")
}
_GENERIC = frozenset(("is", "isl", "isls", "island", "islands", "rep", "republic", "kingdom")) | frozenset(
    ("republique", "republik", "republica", "repubblica", "republika", "република", "республика", "респ", "республіка")
)
# Initials with full stops are one word (U.S.); any other word may end with one.
_WORD = re.compile(r"(?:[^\W\d_]\.\s?){2,}(?!\w)|[\w'’ʼ]+\.?")


@dataclass(frozen=True, slots=True)
class Named:
    """A country that a text names.

    Args:
        code: ISO 3166-1 alpha-2 (XK for Kosovo).
        part: ISO 3166-2 of the part of the country that the text names, such as GB-SCT.
        how: what the text is, for people: "World Bank name", "abbreviated".
    """

    code: str
    part: str | None
    how: str


@dataclass(frozen=True, slots=True)
class _Written:
    key: str
    dotted: bool


@dataclass(frozen=True, slots=True)
class _Names:
    """Names by their bag of words, and the same by the first letters of these for the abbreviated ones."""

    codes: dict[str, dict[str, Named]]  # by letters, then by language ("" for all)
    bags: dict[tuple[str, ...], Named]
    initials: dict[str, tuple[tuple[tuple[str, ...], Named], ...]]


def country_named(text: str, lang: str | None = None) -> Named | None:
    """The country that a text names; None where it names none, or more than one might be meant. Never raises.

    Args:
        text: a name or customary abbreviation; codes of up to three letters count as capitals only. ISO's own codes are
            not read here.
        lang: the language of the text, BCP 47: some abbreviations count in one language alone.
    """
    if len(text) > LONGEST:
        return None
    return _named(text, lang.partition("-")[0].lower() if lang else "")


@lru_cache(_KEPT)
def _named(text: str, lang: str) -> Named | None:
    if any("\ud800" <= char <= "\udfff" for char in text):
        return None
    names = _names()
    letters = _letters(text)
    if letters.isupper() and (by_lang := names.codes.get(letters)):
        found = by_lang.get(lang) or by_lang.get("")
        if found:
            return found
    words = _words(text)
    if not 0 < len(words) <= MOST_WORDS:
        return None
    bag = tuple(sorted(word.key for word in words))
    return names.bags.get(bag) or _abbreviated(names, words) or _without_generic(names, words)


def _letters(text: str) -> str:
    """The letters of what may be initials: "U.S." and "U. S." are US."""
    return text.replace(".", "").replace(" ", "")


def _words(text: str) -> list[_Written]:
    """The words of a name without the small ones; a name of nothing but small words keeps them."""
    found = [] if "." in text else [_Written(key, False) for key in native_key(text).split()]
    for match in () if found else _WORD.finditer(text):
        initials = match[0].count(".") > 1
        key = native_key(match[0].replace(".", "") if initials else match[0]).replace(" ", "")
        if key:
            found.append(_Written(key, match[0].endswith(".") and not initials))
    return [word for word in found if word.key not in _SMALL or word.dotted] or found


def _abbreviated(names: _Names, words: list[_Written]) -> Named | None:
    """The one country with a name whose words begin as those of the text do."""
    table = abbreviations()
    short = [word.dotted or len(word.key) == 1 or word.key in table for word in words]
    if not any(short) or max(len(word.key) for word in words) < (TELLING if len(words) > 1 else ALONE):
        return None
    initials = "".join(sorted(word.key[0] for word in words))
    met = {named for full, named in names.initials.get(initials, ()) if _meets(words, full)}
    if len({(named.code, named.part) for named in met}) != 1:
        return None
    one = met.pop()
    return Named(one.code, one.part, "abbreviated")


def _meets(words: list[_Written], full: tuple[str, ...]) -> bool:
    """Whether each word of the text stands for one of the name's, whole ones first, then the longest beginnings."""
    left = list(full)
    short: list[_Written] = []
    for word in words:
        if word.key in left:
            left.remove(word.key)
        else:
            short.append(word)
    table = abbreviations()
    for word in sorted(short, key=lambda one: -len(one.key)):
        begins = word.dotted or len(word.key) == 1
        stands_for = [native_key(one) for one in table.get(word.key, ())]
        found = next((one for one in left if one in stands_for or (begins and one.startswith(word.key))), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def _without_generic(names: _Names, words: list[_Written]) -> Named | None:
    """ "Wallis and Futuna Islands" is Wallis and Futuna, "Republic of Ireland" Ireland."""
    bag = tuple(sorted(word.key for word in words if word.key not in _GENERIC))
    return names.bags.get(bag) if bag and len(bag) < len(words) else None


@cache
def _names() -> _Names:
    codes: dict[str, dict[str, Named]] = {}
    bags: dict[tuple[str, ...], Named] = {}
    for row in rows("countries.tsv"):
        named = Named(row["code"], row["part"] or None, row["source"])
        letters = _letters(row["name"])
        if letters.isupper() and (len(letters) <= CODE_LETTERS or row["lang"]):
            codes.setdefault(letters, {})[row["lang"]] = named
        else:
            bags.setdefault(_bag(row["name"]), named)
    shared: set[tuple[str, ...]] = set()
    found: dict[tuple[str, ...], Named] = {}
    for code, how, name in _catalogued():
        bag = _bag(name)
        if bag not in bags and found.setdefault(bag, Named(code, None, how)).code != code:
            shared.add(bag)
    bags |= {bag: named for bag, named in found.items() if bag not in shared}
    initials: dict[str, list[tuple[tuple[str, ...], Named]]] = {}
    for bag, named in bags.items():
        initials.setdefault("".join(sorted(word[0] for word in bag)), []).append((bag, named))
    return _Names(codes, bags, {key: tuple(value) for key, value in initials.items()})


def _bag(name: str) -> tuple[str, ...]:
    return tuple(sorted(word.key for word in _words(name)))


def _catalogued() -> Iterator[tuple[str, str, str]]:
    """Code, kind and text of the names of ISO 3166-1, and of CLDR's in some languages."""
    for country in pycountry.countries:
        for field in ("name", "official_name", "common_name"):
            if name := getattr(country, field, None):
                yield country.alpha_2, "ISO 3166-1 name", name
    for row in rows("country-names.tsv"):
        for name in row["names"].split(_PART):
            yield row["code"], "name", name
