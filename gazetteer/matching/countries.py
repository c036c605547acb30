"""Countries as people write them, read in the light of one gazetteer."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.lexicon.abbreviations import expansions, turned
from gazetteer.lexicon.blanks import blank
from gazetteer.lexicon.countries import CODE_LETTERS, country_named
from gazetteer.matching.areas import find_areas
from gazetteer.matching.codes import KEPT_LETTERS, area_of_code, codes_of, country_of_code

SHOWN_LETTERS = 40
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class CountryRead:
    """What a text in the place of a country means.

    Args:
        number: the country's number in the index; None where it is blank or cannot be read.
        areas: rows of the admin areas that the text names, where it names parts of a country (Scotland), inside
            `number` if all of them are.
        blank: whether nothing is given.
    """

    number: int | None = None
    areas: tuple[int, ...] = ()
    blank: bool = False

    @property
    def unread(self) -> bool:
        """Whether something is given that means neither a country nor a part of one."""
        return self.number is None and not self.areas and not self.blank


BLANK = CountryRead(blank=True)
UNREAD = CountryRead()


def read_country(index: Index, text: str, lang: str | None = None) -> CountryRead:
    """Read a country: ISO 3166-1 code, name in any language and form, customary abbreviation; or a part of one.

    Args:
        index: the opened index.
        text: what stands in the place of a country.
        lang: its language, BCP 47: some abbreviations count in one language alone.

    Returns:
        What it means. Never raises.
    """
    if len(text) > KEPT_LETTERS:
        return _read(index, text, lang) if len(text) <= _LONGEST else UNREAD if text.strip() else BLANK
    codes = codes_of(index)
    key = ("country", text, lang)
    found: CountryRead | None = codes.kept.get(key)
    if found is None:
        found = _read(index, text, lang)
        codes.keep(key, found)
    return found


def country_number(index: Index, text: str) -> int:
    """The number of a country that filters; a part of a country stands for the whole.

    Raises:
        QueryError: it is none that the gazetteer knows.
    """
    read = read_country(index, text)
    if read.number is None:
        raise unknown_country(text)
    return read.number


def unknown_country(text: str) -> QueryError:
    """The error for what cannot be read as a country."""
    return QueryError(f"country is {shown(text)}: give an ISO 3166-1 code such as UA, or a country's name.", "country")


def shown(text: str) -> str:
    """A text as given, for a message, not endless."""
    return repr(text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS]}…")


def _read(index: Index, text: str, lang: str | None) -> CountryRead:
    if blank(text):
        return BLANK
    codes = codes_of(index)
    number = country_of_code(codes, text)
    if number is not None:
        return CountryRead(number)
    written = unicodedata.normalize("NFKC", text).strip()
    # In a column of countries short letters are a code however they are written.
    letters = written.replace(".", "")
    named = country_named(written.upper() if letters.isalpha() and len(letters) <= CODE_LETTERS else written, lang)
    if named is not None and named.code in codes.countries:
        row = codes.iso.get(named.part) if named.part else None
        return CountryRead(codes.countries[named.code], () if row is None else (row,))
    return _named(index, written)


def _named(index: Index, text: str) -> CountryRead:
    """By the names of the gazetteer: those of countries, then codes and names of first-level areas."""
    codes = codes_of(index)
    other = turned(text)
    spellings = (text, *((other,) if other else ()), *expansions(text), *(expansions(other) if other else ()))
    found = [find_areas(index, spelling).tolist() for spelling in spellings]
    for rows in found:
        for row in rows:
            if row in codes.country_rows:
                return CountryRead(codes.country_rows[row])
    coded = area_of_code(index, text)
    if coded is not None:
        return _areas(index, [coded])
    for rows in found:
        if first := [row for row in rows if _is_first(index, row)]:
            return _areas(index, first)
    return UNREAD


def _is_first(index: Index, row: int) -> bool:
    feature: tuple[str, str] = index.places.features[index.columns.place_feature[row]]
    return feature == ("A", "ADM1")


def _areas(index: Index, rows: list[int]) -> CountryRead:
    """Areas, with their country where it is one."""
    numbers = {int(index.columns.place_country[row]) for row in rows}
    return CountryRead(numbers.pop() if len(numbers) == 1 else None, tuple(rows))
