"""The tables of readings: which romanizers read a text, given its script, letters, language and country.

`readings.tsv` names the romanizers of each script and language, `alphabets.tsv` the letters of the languages that share
a script. Both are read at first use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from gazetteer.translit.romanizers import Romanizer, romanizer

# A name without telling letters fits many alphabets; the first few of the table's order are tried. Cyrillic has two
# likely languages that read one letter differently (г is g in Russian, h in Ukrainian).
GUESSED_LANGUAGES: Final = 1
GUESSED_IN: Final = {"Cyrl": 2}
ANY: Final = "*"

# The name of a reading, the language it assumes, and what makes it.
Step = tuple[str, str | None, Romanizer]


@dataclass(frozen=True, slots=True)
class ScriptTable:
    """The romanizers of one script, by language, and the alphabets to tell languages by.

    Args:
        by_lang: the steps of each language; `ANY` holds those of every text.
        langs: the languages whose alphabets are known, the likeliest first.
        alphabets: for each letter, the languages that have it: bit n is the n-th of `langs`.
        by_country: for each country, the languages that are the rule there, as bits.
        everywhere: the languages that may be guessed from letters alone, as bits.
    """

    by_lang: dict[str, tuple[Step, ...]]
    langs: tuple[str, ...]
    alphabets: dict[str, int]
    by_country: dict[str, int]
    everywhere: int


def rows(name: str) -> Iterator[list[str]]:
    """Read a table of this package: tab-separated fields, lines that begin with # left out."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def table(script: str) -> ScriptTable:
    """Find the romanizers of a script; scripts that the table does not name are read by its last row.

    Args:
        script: ISO 15924 code; kana, alone or with Han, is `Jpan`.
    """
    by_lang: dict[str, list[Step]] = {}
    others: list[Step] = []
    for code, lang, scheme, name in rows("readings.tsv"):
        step = (name, None if lang == ANY else lang, romanizer(scheme))
        if code == ANY:
            others.append(step)
        elif code == script:
            by_lang.setdefault(lang, []).append(step)
    by_lang.setdefault(ANY, others)
    langs: list[str] = []
    alphabets: dict[str, int] = {}
    by_country: dict[str, int] = {}
    everywhere = 0
    for code, lang, countries, letters, *_ in rows("alphabets.tsv"):
        if code != script:
            continue
        bit = 1 << len(langs)
        langs.append(lang)
        for country in countries.split(","):
            by_country[country] = by_country.get(country, 0) | bit
        if letters != ANY:
            everywhere |= bit
            for letter in letters:
                alphabets[letter] = alphabets.get(letter, 0) | bit
    steps_of = {lang: tuple(found) for lang, found in by_lang.items()}
    return ScriptTable(steps_of, tuple(langs), alphabets, by_country, everywhere)


def steps(text: str, script: str, lang: str | None, country: str | None) -> tuple[Step, ...]:
    """List the romanizers to read a text with, the best first.

    Args:
        text: letters of one script.
        script: its ISO 15924 code.
        lang: the text's language, if known, as a primary subtag.
        country: the place's country, if known, as an ISO 3166-1 alpha-2 code.
    """
    known = table(script)
    fitting = everywhere = known.everywhere
    if everywhere:
        alphabets = known.alphabets
        for letter in set(text.lower()):
            # Blanks, digits, marks and letters of no alphabet here tell nothing.
            fitting &= alphabets.get(letter, everywhere)
    here = known.by_country.get(country, 0) & (fitting | ~everywhere) if country else 0
    return _steps(script, lang if lang in known.by_lang else None, here, fitting)


@cache  # bounded: a script's languages, countries and sets of alphabets are few
def _steps(script: str, lang: str | None, here: int, fitting: int) -> tuple[Step, ...]:
    known = table(script)
    local = [name for n, name in enumerate(known.langs) if here >> n & 1]
    guessed = [name for n, name in enumerate(known.langs) if fitting >> n & 1]
    guessed = guessed[: GUESSED_IN.get(script, GUESSED_LANGUAGES)]
    order = dict.fromkeys((*([lang] if lang else []), *local, *guessed, ANY))
    found: dict[str, Step] = {}
    for name in order:
        for step in known.by_lang.get(name, ()):
            found.setdefault(step[0], step)
    return tuple(found.values())
