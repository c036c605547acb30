"""What a name is to its place, in words that its readers believe: in which language, of today or of before, whose."""

from __future__ import annotations

from gazetteer.index.opened import Index
from gazetteer.index.places import KnownName
from gazetteer.lexicon.tongues import language_name, most_read, primary
from gazetteer.model import Name
from gazetteer.text import fold
from gazetteer.translit.scripts import LATIN, scripts_of

OTHERS = ("", "one more language")


def what_name(index: Index, number: int, lang: str | None) -> str:
    """What kind of name it is: "a name of the place in English and 41 more languages", "the Russian name; Kyiv is the
    official one", "a former name of the place (until 2016)".

    Of the languages that call the place so, it names the query's own, else that with most readers, else none.

    Args:
        index: the opened index.
        number: the name's row.
        lang: the query's language, BCP 47.
    """
    known, alike = index.places.known_name(number), index.places.alike(number)
    own = primary(lang) if lang else None
    if known.code:
        return "a code of the place"
    current = [name for name in alike if not name.historic]
    if not current or (known.name.historic and own and primary(known.name.lang or "") == own):
        return _former(known.name, alike, own)
    if known.main or index.places.known_name(index.places.first_name(number)).name.text == known.name.text:
        return "the place's main name"
    usual = [name for name in current if not name.colloquial]
    kind = "a name of the place" if usual else "a colloquial name of the place"
    tongues = _tongues(usual or current)
    if not tongues:
        return "a transliteration of a name of the place" if known.machine else kind
    row = index.places.row_of_name(number)
    official = _official(index, row, known, tongues)
    if official and len(tongues) == 1 and (named := _named(tongues, own)):
        return f"the {named} name; {official} is the official one"
    local = bool(index.places.local_languages(row) & tongues)
    return f"{kind}{_in(tongues, own, local)}{f'; {official} is the official one' if official else ''}"


def _former(name: Name, alike: tuple[Name, ...], own: str | None) -> str:
    named = _named(_tongues(alike), own)
    until = f" (until {name.until})" if name.until else ""
    return f"a former name of the place{f' in {named}' if named else ''}{until}"


def _tongues(names: list[Name] | tuple[Name, ...]) -> frozenset[str]:
    """The languages of some names, each without script and region."""
    return frozenset(primary(name.lang) for name in names if name.lang and language_name(name.lang))


def _named(tongues: frozenset[str], own: str | None) -> str | None:
    """The name of the query's language where it is among them, else of the most read one; None where none is."""
    tongue = own if own in tongues else most_read(tongues)
    return None if tongue is None else language_name(tongue)


def _in(tongues: frozenset[str], own: str | None, local: bool) -> str:
    named, more = _named(tongues, own), len(tongues) - 1
    if named is not None:
        others = OTHERS[more] if more < len(OTHERS) else f"{more} more languages"
        return f" in {named}{f' and {others}' if others else ''}"
    if local:
        return " in a language of its country"
    return f" in {len(tongues)} languages" if more else " in another language"


def _official(index: Index, row: int, known: KnownName, tongues: frozenset[str]) -> str | None:
    """The place's official name, where this one is foreign: of no language of its country, nor English.

    It is said of towns and divisions, and of names in letters that the country or readers of Latin ones write: nobody
    takes a Japanese name for the official one of a Ukrainian town.
    """
    places = index.places
    local = places.local_languages(row)
    if not local or "en" in tongues or local & tongues or places.is_country(row):
        return None
    official = places.official_name(row)
    if fold(official) == fold(known.name.text):
        return None
    letters = scripts_of(known.name.text)
    return official if letters <= {LATIN} | places.scripts(row) else None
