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

# A name without telling letters fits many alphabets; the first few of the table's order are tried.
GUESSED_LANGUAGES: Final = 2
ANY: Final = "*"

Step = tuple[str, str | None, Romanizer]


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The letters that one language writes in a script it shares, and the countries where it is the rule."""

    lang: str
    countries: frozenset[str]
    letters: frozenset[str]


@dataclass(frozen=True, slots=True)
class ScriptTable:
    """The romanizers of one script: by language, for any language, and the alphabets to tell languages by."""

    by_lang: dict[str, tuple[Step, ...]]
    default: tuple[Step, ...]
    alphabets: tuple[Alphabet, ...]
    alphabet_letters: frozenset[str]


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
    default: list[Step] = []
    everywhere: list[Step] = []
    for code, lang, scheme, *_ in rows("readings.tsv"):
        step = (scheme, None if lang == ANY else lang, romanizer(scheme))
        if code == ANY:
            everywhere.append(step)
        elif code == script:
            (default if lang == ANY else by_lang.setdefault(lang, [])).append(step)
    alphabets = tuple(
        Alphabet(lang, frozenset(countries.split(",")), frozenset(letters))
        for code, lang, countries, letters, *_ in rows("alphabets.tsv")
        if code == script
    )
    return ScriptTable(
        {lang: tuple(steps) for lang, steps in by_lang.items()},
        tuple(default or everywhere),
        alphabets,
        frozenset().union(*(alphabet.letters for alphabet in alphabets)),
    )


def steps(text: str, script: str, lang: str | None, country: str | None) -> list[Step]:
    """List the romanizers to read a text with, the best first.

    Args:
        text: letters of one script.
        script: its ISO 15924 code.
        lang: the text's language, if known, as a primary subtag.
        country: the place's country, if known, as an ISO 3166-1 alpha-2 code.
    """
    known = table(script)
    found = list(known.by_lang.get(lang, ())) if lang else []
    letters = known.alphabet_letters.intersection(text.lower())
    if letters:
        fitting = [alphabet for alphabet in known.alphabets if letters <= alphabet.letters]
        here = [alphabet for alphabet in fitting if country in alphabet.countries]
        for alphabet in (*here, *fitting[:GUESSED_LANGUAGES]):
            found += known.by_lang.get(alphabet.lang, ())
    return [*dict.fromkeys((*found, *known.default))]
