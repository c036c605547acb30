"""Why a candidate matched: the sentences, and that what they claim holds."""

from __future__ import annotations

import re

import pytest
from cases_read import read_cases
from rapidfuzz.distance import OSA

from gazetteer import Gazetteer, Query
from gazetteer.lexicon.generic import canonical
from gazetteer.model import Candidate, How, Match, Name
from gazetteer.text import fold, normalise

BAKHMUT, BAKHMUT_RAION, KYIV, KHARKIV, LVIV_OBLAST = 713174, 713172, 703448, 706483, 702549
KRAMATORSK, BAGHDAD, SIPING = 704508, 98182, 2034714


@pytest.mark.parametrize(
    ("name", "place", "how", "detail"),
    [
        ("Bakhmut", BAKHMUT, How.EXACT, "the place's main name"),
        ("Kyjev", KYIV, How.EXACT, "a name of the place"),
        ("BAKHMUT", BAKHMUT, How.FOLDED, "Bakhmut, the place's main name, but for capitals, accents or punctuation"),
        ("Bakhmut", BAKHMUT_RAION, How.FOLDED, "Bakhmut Raion, the place's main name, without the generic words"),
        ("Bakhmutt", BAKHMUT, How.FUZZY, "Bakhmut, the place's main name, but for a letter written twice"),
        ("Kramatorks", KRAMATORSK, How.FUZZY, "one letter off Kramatorsk"),
        ("Bagh-dad", BAGHDAD, How.FOLDED, "Baghdad, the place's main name, but for capitals, accents or punctuation"),
        ("Bakhmout", BAKHMUT_RAION, How.FUZZY, "one letter off Bakhmut Raion, without the generic words"),
        ("Lviv region", LVIV_OBLAST, How.FOLDED, "Lviv Oblast, the place's main name, without the generic words"),
        ("Харькове", KHARKIV, How.FOLDED, "an inflected form of Харьков, a name of the place"),
        ("Ssu-p'ing", SIPING, How.ROMANIZED, "Wade–Giles spelling of Siping, the place's main name"),
    ],
)
def test_why(embedded: Gazetteer, name: str, place: int, how: How, detail: str) -> None:
    candidates = embedded.resolve(Query(name, limit=20)).candidates
    matched = next(candidate.matched for candidate in candidates if candidate.place.id == place)
    assert (matched.how, matched.detail) == (how, detail)


def test_what_is_said_is_so(embedded: Gazetteer) -> None:
    checked = 0
    # What is said of a string as people write it is of a part of it.
    for name in sorted({case.query.name for case in read_cases() if not case.file.startswith("strings-")}):
        if re.search("[,(]", name):
            continue
        answer = embedded.resolve(Query(name))
        part = answer.read.name if answer.read is not None else normalise(name)
        for candidate in answer.candidates:
            other = candidate.matched.detail.partition("; read as ")[2]
            checked += is_so(other or part, candidate)
    assert checked > 400


def is_so(name: str, candidate: Candidate) -> bool:
    """Checks what can be checked from outside; returns whether that was anything."""
    text, detail = candidate.matched.name.text, candidate.matched.detail
    if candidate.matched.how == How.EXACT:
        assert text == name
    elif "but for capitals, accents or punctuation" in detail:
        assert re.sub(r"\W", "", fold(text)) == re.sub(r"\W", "", fold(name)), (name, detail)
    elif detail.partition(";")[0] == f"one letter off {text}" and (name + text).isascii():
        assert OSA.distance(canonical(fold(name)), canonical(fold(text))) == 1, (name, detail)
    else:
        return False
    return True


def test_a_reason_names_the_name_once() -> None:
    off = Match(Name("Kramatorsk"), How.FUZZY, "one letter off Kramatorsk", 0.95)
    exact = Match(Name("Kramatorsk"), How.EXACT, "the place's main name", 1.0)
    assert off.reason == "one letter off Kramatorsk"
    assert exact.reason == "Kramatorsk: the place's main name"
