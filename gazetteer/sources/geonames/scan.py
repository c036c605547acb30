"""A first look at the names, for what has to be known while places are read: Wikidata's ids, and who has names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gazetteer.sources.geonames.archive import opened
from gazetteer.sources.geonames.daily import Patch
from gazetteer.sources.geonames.idset import IdNumbers, IdSet
from gazetteer.sources.geonames.languages import LEFT_OUT, WIKIDATA
from gazetteer.sources.geonames.names import wikidata_number
from gazetteer.sources.geonames.rejects import Rejects
from gazetteer.sources.geonames.rows import lines

_NO_NAMES = frozenset(lang.encode() for lang in LEFT_OUT)
_WIKIDATA = WIKIDATA.encode()
_ID_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Scanned:
    """Numbers of Wikidata items by place, and the places that have a row among the names."""

    wikidata: IdNumbers
    named: IdSet


def scan(folder: Path, files: Iterable[str], patch: Patch) -> Scanned:
    """Read the names' tables for the first time.

    Broken rows are passed over; the second reading lists them.

    Raises:
        SourceError: a file is damaged.
    """
    found = Scanned(IdNumbers(), IdSet())
    changed = {key.encode() for key in (*patch.names, *patch.deleted_names)}
    for name in files:
        with opened(folder / name, name) as stream:
            for _number, raw in lines(stream, name, Rejects()):
                _take(found, raw.split(b"\t", 4), changed)
    for line in patch.names.values():
        _take(found, [part.encode() for part in line.row[:4]], set())
    return found


def _take(found: Scanned, row: list[bytes], changed: set[bytes]) -> None:
    if len(row) < 4 or not row[1].isdigit() or len(row[1]) > _ID_DIGITS or row[0] in changed:
        return
    place, lang = int(row[1]), row[2]
    if lang == _WIKIDATA:
        # The first of several is kept: GeoNames lists the older first.
        found.wikidata[place] = found.wikidata[place] or wikidata_number(row[3].decode("utf-8", "replace"))
    elif lang not in _NO_NAMES:
        found.named.add(place)
