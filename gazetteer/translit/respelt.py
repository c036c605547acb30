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
from gazetteer.translit.scripts import LATIN

NOTHING = "-"


@dataclass(frozen=True, slots=True)
class _Respelling:
    """One row: empty `telling` where the script tells the language, empty `alphabet` where any letters may stand."""

    lang: str
    telling: frozenset[str]
    alphabet: frozenset[str]
    romanize: Romanizer
    name: str

    def tells(self, letters: frozenset[str]) -> bool:
        """Whether a text of these letters is likely in the language."""
        foreign = {letter for letter in letters - self.alphabet if letter.isalpha()} if self.alphabet else ()
        return not foreign and (not self.telling or bool(self.telling & letters))


@cache
def _respellings(script: str) -> tuple[_Respelling, ...]:
    return tuple(
        _Respelling(lang, _letters(telling), _letters(alphabet), romanizer(scheme), name)
        for code, lang, telling, alphabet, scheme, name, *_ in tables.rows("respelt.tsv")
        if code == script
    )


def _letters(cell: str) -> frozenset[str]:
    return frozenset() if cell == NOTHING else frozenset(cell)


def respelt(text: str, script: str, lang: str | None = None) -> tuple[Reading, ...]:
    """Read back a foreign name as a language may have respelt it.

    Args:
        text: the name, normalised.
        script: what it is written in, ISO 15924.
        lang: its language, BCP 47; without it the script or telling letters must say which it is.

    Returns:
        The readings of the languages that may have respelt it, with distinct keys; mostly none.
    """
    rows = _respellings(script)
    if not rows:
        return ()
    primary = lang.replace("_", "-").partition("-")[0].lower() if lang else None
    letters = frozenset(text[:LATIN_LIMIT].lower())
    read: dict[str, Reading] = {}
    for row in rows:
        if row.lang == primary if primary is not None and script == LATIN else row.tells(letters):
            latin = row.romanize(text[:LATIN_LIMIT])[:LATIN_LIMIT]
            if key := fold(latin)[:KEY_LIMIT].rstrip():
                read.setdefault(key, Reading(latin, key, row.name, row.lang))
    return tuple(read.values())
