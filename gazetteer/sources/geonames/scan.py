"""A first look at the names, for what has to be known while places are read: Wikidata's ids, spellings, languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gazetteer.sources.geonames.archive import opened
from gazetteer.sources.geonames.daily import Patch
from gazetteer.sources.geonames.idset import IdNumbers
from gazetteer.sources.geonames.languages import CODES, LEFT_OUT, WIKIDATA
from gazetteer.sources.geonames.names import wikidata_number
from gazetteer.sources.geonames.rejects import Rejects
from gazetteer.sources.geonames.rows import lines
from gazetteer.sources.geonames.spellings import Spellings

_WIKIDATA = WIKIDATA.encode()
_NO_LANGUAGE = frozenset({b"", *(lang.encode() for lang in CODES | LEFT_OUT)})
_ID_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the table has of each place, or had until a day deleted it.

    Args:
        wikidata: numbers of Wikidata items.
        spelt: all spellings.
        called: how many rows call it something in a language.
    """

    wikidata: IdNumbers
    spelt: Spellings
    called: IdNumbers


def scan(folder: Path, files: Iterable[str], patch: Patch) -> Scanned:
    """Read the names' tables for the first time.

    Broken rows are passed over; the second reading lists them.

    Raises:
        SourceError: a file is damaged.
    """
    found = Scanned(IdNumbers(), Spellings(), IdNumbers())
    changed = {key.encode() for key in (*patch.names, *patch.deleted_names)}
    for name in files:
        with opened(folder / name, name) as stream:
            for _number, raw in lines(stream, name, Rejects()):
                _take(found, raw.split(b"\t", 4), changed)
    for line in patch.names.values():
        _take(found, [part.encode() for part in line.row[:4]], set())
    found.spelt.sort()
    return found


def _take(found: Scanned, row: list[bytes], changed: set[bytes]) -> None:
    if len(row) < 4 or not row[1].isdigit() or len(row[1]) > _ID_DIGITS:
        return
    place, lang, text = int(row[1]), row[2], row[3].strip()
    if lang != _WIKIDATA:
        # Also what the daily changes took away: it is not to come back from elsewhere.
        found.spelt.add(place, text)
        if lang not in _NO_LANGUAGE:
            found.called[place] += 1
    elif row[0] not in changed:
        # The first of several is kept: GeoNames lists the older first.
        found.wikidata[place] = found.wikidata[place] or wikidata_number(text.decode("utf-8", "replace"))
