"""What a name is to its place, in words that its readers believe: in which language, of today or of before, whose."""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer.index.index import Index
from gazetteer.index.records.places import Spelt
from gazetteer.lexicon.tongues import language_name, most_read, primary, readers
from gazetteer.text import fold
from gazetteer.translit.scripts import LATIN, scripts_of

ENGLISH = "en"
# Scripts that one much read language has to itself, as `scripts_of` names them: such a name tells its language.
SCRIPTS = {
    "Kana": "ja", "Jpan": "ja", "Hang": "ko", "Grek": "el", "Thai": "th", "Taml": "ta", "Telu": "te", "Mlym": "ml",
    "Knda": "kn", "Gujr": "gu", "Guru": "pa", "Orya": "or", "Sinh": "si", "Khmr": "km",
}  # fmt: skip
UKRAINIAN = frozenset("їєґ")  # letters that of the languages in Cyrillic Ukrainian alone has, but for a few small ones
OTHERS = ("", "one more language")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a name: what it is, and, where it is a foreign one, which is the official."""

    what: str
    official: str | None = None

    def sentence(self, before: str = "", after: str = "") -> str:
        """Both, the first with words before and after it."""
        note = f"; {self.official} is the official one" if self.official else ""
        return f"{before}{self.what}{after}{note}"


def what_name(index: Index, number: int, lang: str | None) -> Said:
    """What kind of name it is: "a name of the place in English and 41 more languages", "a former name of the place
    (until 2016)", "the Russian name; Kyiv is the official one".

    Of the languages that call the place so, it names the query's own, else the country's own, else that with most
    readers; none that is little read.

    Args:
        index: the opened index.
        number: the name's row.
        lang: the query's language, BCP 47.
    """
    known = index.places.known_name(number)
    if known.code:
        return Said("a code of the place")
    main = index.places.first_name(number)
    if number == main or known.name.text == index.places.name_texts[main]:
        return Said("the place's main name")
    row, alike = index.places.row_of_name(number), index.places.alike(number)
    own = primary(lang) if lang else ""
    local = index.places.local_languages(row)
    if any(name.historic for name in alike) and (former := _former(index, alike, own, local)):
        return Said(former)
    current = _current(alike)
    usual = [name for name in current if not name.colloquial]
    kind = "a name of the place" if usual else "a colloquial name of the place"
    tongues = _tongues(usual or current) or _by_letters(known.name.text)
    if not tongues:
        return Said("a transliteration of a name of the place" if known.machine else kind)
    said = f"{kind}{_in(tongues, own, local)}"
    official = _official(index, row, known.name.text, tongues)
    if official is None:
        return Said(said)
    if tongues == {ENGLISH}:
        tongue = index.places.foreign_language(row, known.name.text) or ENGLISH
        said = f"a form of the {language_name(tongue)} name"
    elif len(tongues) == 1 and (named := _named(tongues, own, local)):
        said = f"the {named} name"
    return Said(said, official)


def _former(index: Index, alike: tuple[Spelt, ...], own: str, local: frozenset[str]) -> str | None:
    """What is said where the name is one of former days; None where it is in use.

    It is in use in a language that is little read too, but what most readers know is then that it was another's.
    """
    former = [name for name in alike if name.historic]
    current = _tongues(_current(alike))
    if own and own in current:
        return None
    mine = [name for name in former if own and primary(name.lang) == own]
    tongues = _tongues(mine or former)
    used = current & (local | readers().keys()) or any(not name.historic and not name.lang for name in alike)
    if not mine and used:
        return None
    named = _named(tongues, own, local)
    ends = (index.places.name(name.number).until for name in mine or former)
    until = next(filter(None, ends), None)
    return f"a former name of the place{f' in {named}' if named else ''}{f' (until {until})' if until else ''}"


def _current(alike: tuple[Spelt, ...]) -> list[Spelt]:
    """The names that are in use: a language's own name for former days is none of its regions' today (en, en-CA)."""
    former = {name.lang for name in alike if name.historic}
    return [name for name in alike if not name.historic and not (name.lang and primary(name.lang) in former)]


def _tongues(names: list[Spelt]) -> frozenset[str]:
    """The languages of some names, each without script and region."""
    return frozenset(primary(name.lang) for name in names if name.lang and language_name(name.lang))


def _by_letters(text: str) -> frozenset[str]:
    """The language of a name whose letters tell it, where the source does not."""
    if UKRAINIAN & set(text.lower()):
        return frozenset({"uk"})
    scripts = scripts_of(text)
    return frozenset(SCRIPTS[one] for one in scripts if one in SCRIPTS) if len(scripts) == 1 else frozenset()


def _named(tongues: frozenset[str], own: str, local: frozenset[str]) -> str | None:
    """The name of the query's language where it is among them, else of the most read one, the country's own before
    others; None where none is much read."""
    tongue = own if own in tongues else most_read(tongues & local) or most_read(tongues)
    return None if tongue is None else language_name(tongue)


def _in(tongues: frozenset[str], own: str, local: frozenset[str]) -> str:
    named, more = _named(tongues, own, local), len(tongues) - 1
    if named is not None:
        others = OTHERS[more] if more < len(OTHERS) else f"{more} more languages"
        return f" in {named}{f' and {others}' if others else ''}"
    if local & tongues:
        return " in a language of its country"
    return f" in {len(tongues)} languages" if more else " in another language"


def _official(index: Index, row: int, text: str, tongues: frozenset[str]) -> str | None:
    """The place's official name, where this one is foreign: of no language of its country, nor English.

    It is said of towns and divisions, and of names in letters that the country or readers of Latin ones write: nobody
    takes a Japanese name for the official one of a Ukrainian town. An English name that is but a foreign one in Latin
    letters (Chasov Yar) is foreign too.
    """
    places = index.places
    local = places.local_languages(row)
    if not local or local & tongues or places.is_country(row):
        return None
    if ENGLISH in tongues and (len(tongues) > 1 or places.foreign_language(row, text) is None):
        return None
    if not scripts_of(text) <= {LATIN} | places.scripts(row):
        return None
    official = places.official_name(row)
    return official if fold(official) != fold(text) else None
