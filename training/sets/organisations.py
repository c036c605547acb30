"""Organisations: authorities and societies by their parts' names, firms by Faker, and the initials of all of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from bench.quality_sets.withheld import Withholding
from gazetteer.translit.scripts import LATIN, script_of
from training.sets.diacritics import without_marks
from training.sets.nothing import as_cases
from training.sets.vocabulary import fakers

TABLE = Path(__file__).with_name("organisations.tsv")
"""By language: what an organisation is, what it is for, and in which order the two stand."""
INITIALS = range(3, 6)
SHARES = {"authority": 0.35, "firm": 0.35, "initials": 0.3}
WITH_CAPITALS = (LATIN, "Cyrl", "Grek")
LEAST_WORD = 4
"""Shorter words, the little ones between names, lend initials no letter."""


def organisations(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Names of organisations, and their bare initials."""
    firms = fakers("company", chance)
    texts = []
    for _ in range(3 * count):
        (kind,) = chance.choices(list(SHARES), list(SHARES.values()))
        language, *rows = chance.choice(_table())
        if kind == "firm":
            locale, fake = chance.choice(firms)
            texts.append((fake.company(), locale.partition("_")[0]))
        elif kind == "authority":
            texts.append((_authority(rows, chance), language))
        elif text := _initials(_authority(rows, chance), chance):
            texts.append((text, language))
    return as_cases("nothing: organisations", corpus, texts, count)


def _authority(rows: list[str], chance: Random) -> str:
    heads, bodies, order = rows
    head, body = chance.choice(heads.split("|")), chance.choice(bodies.split("|"))
    if order == "joined":
        return body + head
    return f"{head} {body}" if order == "after" else f"{body} {head}"


def _initials(name: str, chance: Random) -> str:
    """The initials of a name's longer words, with a letter or two before as of a state or a city."""
    if script_of(name) not in WITH_CAPITALS:
        return ""
    letters = "".join(word[0].upper() for word in name.split() if len(word) >= LEAST_WORD)
    before = chance.choice(("", "", name[0].upper(), chance.choice(name).upper()))
    text = without_marks(before.strip("' ") + letters)
    return text if len(text) in INITIALS else ""


@cache
def _table() -> tuple[tuple[str, str, str, str], ...]:
    lines = TABLE.read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((lang, heads, bodies, order) for lang, heads, bodies, order in rows)
