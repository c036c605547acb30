"""A row of the names' table (alternateNamesV2) as a record."""

from __future__ import annotations

import re

from gazetteer.model import ABBREVIATION
from gazetteer.sources.cities import is_code, is_name
from gazetteer.sources.geonames import limits
from gazetteer.sources.geonames.languages import CODES, LEFT_OUT, Languages, year
from gazetteer.sources.geonames.places import read_id
from gazetteer.sources.geonames.rows import Broken
from gazetteer.sources.records import NameRecord

COLUMNS = (4, 8, 10)
"""With flags and years; the older tables lack the years, the oldest the flags."""
_WIKIDATA = re.compile(r"Q([1-9][0-9]{0,9})")
_CODE_LETTERS = 12


def read_name(row: list[str], languages: Languages) -> NameRecord | None:
    """The name of a row, None where it is none (a web address, a postal code).

    Raises:
        Broken: it has no usable place or text.
    """
    _id, place, lang, text, *rest = row
    if lang in LEFT_OUT:
        return None
    text = text.strip()
    place_id = read_id(place)
    if not text:
        raise Broken("no name")
    if len(text) > limits.NAME_LETTERS:
        raise Broken(f"name too long: {len(text)} letters")
    if lang in CODES:
        if len(text) > _CODE_LETTERS:
            raise Broken(f"code too long: {text[:30]!r}")
        # Every source gives abbreviations this language, so that one from two sources is one name.
        return NameRecord(place_id, text, lang) if lang == ABBREVIATION else NameRecord(place_id, text, code=lang)
    if not is_name(text):
        return None
    preferred, short, colloquial, historic, since, until = (*rest, "", "", "", "", "", "")[:6]
    years = (since[: limits.YEARS_LETTERS].strip(), until[: limits.YEARS_LETTERS].strip())
    then = year(lang) if lang else ""
    return NameRecord(
        place_id,
        text,
        languages.tag(lang) if lang else "",
        preferred == "1",
        short == "1",
        colloquial == "1",
        historic == "1" or bool(then),
        years[0] or then,
        years[1],
    )


def wikidata_number(text: str) -> int:
    """The number of a Wikidata item (`Q706857`), 0 where the text is none."""
    found = _WIKIDATA.fullmatch(text.strip())
    return int(found[1]) if found and int(found[1]) < 1 << 32 else 0


def split_alternates(column: str, name: str) -> list[str]:
    """The names of the places' table's own column, without languages, each once."""
    return [
        text
        for text in dict.fromkeys(part.strip() for part in column.split(","))
        if text != name and is_name(text) and len(text) <= limits.NAME_LETTERS
    ]


def plain_name(place: int, text: str) -> NameRecord:
    """A name of that column; two to four capitals are an abbreviation."""
    return NameRecord(place, text, ABBREVIATION if is_code(text) else "")
