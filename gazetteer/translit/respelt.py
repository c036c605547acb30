"""Foreign names as a language respells them that lacks their sounds, read back in Latin letters.

The table is `respelt.tsv`. These readings are for queries alone, where names merely alike are looked for: no name is
kept by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gazetteer.text import fold
from gazetteer.translit import tables
from gazetteer.translit.readings import KEY_LIMIT, LATIN_LIMIT, Reading
from gazetteer.translit.romanizers import Romanizer, romanizer

NOTHING = "-"


@dataclass(frozen=True, slots=True)
class _Respelling:
    lang: str
    telling: frozenset[str]
    by_script: bool
    romanize: Romanizer
    name: str


@cache
def _respellings(script: str) -> tuple[_Respelling, ...]:
    found = []
    for code, lang, telling, scheme, name, *_ in tables.rows("respelt.tsv"):
        if code == script:
            letters = frozenset() if telling == NOTHING else frozenset(telling)
            by_script = not letters and script != "Latn"
            found.append(_Respelling(lang, letters, by_script, romanizer(scheme), name))
    return tuple(found)


def respelt(text: str, script: str, lang: str | None = None) -> tuple[Reading, ...]:
    """Read back a foreign name as a language may have respelt it.

    Args:
        text: the name, normalised.
        script: what it is written in, ISO 15924.
        lang: its language, BCP 47; without it the script or telling letters must say which it is.

    Returns:
        One reading for each language that may have respelt it; mostly none.
    """
    rows = _respellings(script)
    if not rows:
        return ()
    primary = lang.replace("_", "-").partition("-")[0].lower() if lang else None
    letters = frozenset(text.lower())
    read = []
    for row in rows:
        told = row.by_script or bool(row.telling & letters)
        if primary == row.lang or (told and (primary is None or row.by_script)):
            latin = row.romanize(text[:LATIN_LIMIT])[:LATIN_LIMIT]
            if key := fold(latin)[:KEY_LIMIT].rstrip():
                read.append(Reading(latin, key, row.name, row.lang))
    return tuple(read)
