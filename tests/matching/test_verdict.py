"""From probabilities to a verdict: the limits, what is contradicted, what the hint says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gazetteer import Gazetteer, Verdict
from gazetteer.matching.choice import Chosen, Judged
from gazetteer.matching.context import NOTHING
from gazetteer.matching.forms import FormKind
from gazetteer.matching.verdict import Outcome, decide
from gazetteer.matching.weights import weights

FIRST = Chosen(1, 1, 1, FormKind.WHOLE, 2, 0, 0, 0.9, 1.0, 1.0, own=False)
ALIKE = FIRST._replace(exactness=0, string=0.9)
SURE = Judged((FIRST,), 2, none=0.05, together=0.9, second=0.05, rivals=0, namesakes=1)
MATCH = np.array([0.8, 0.9, 0.94, 0.97])  # by Found: as written, read, alike, alike in another script
LIMITS = replace(weights(), match=MATCH, clear=3, no_match=0.7, rival=0.1)
CONTEXT = replace(NOTHING, given=("PL", "Texas"))


def decided(judged: Judged, foreign: bool = False) -> Outcome:
    return decide(judged, CONTEXT, LIMITS, "Kyiv", foreign, lambda chosen: f"place {chosen.place}")


@pytest.mark.parametrize(
    ("judged", "verdict"),
    [
        (SURE, Verdict.MATCH),
        (replace(SURE, together=0.8), Verdict.MATCH),
        (replace(SURE, together=0.79), Verdict.AMBIGUOUS),
        (replace(SURE, chosen=(ALIKE,)), Verdict.AMBIGUOUS),
        (replace(SURE, chosen=(ALIKE,), together=0.94, second=0.0), Verdict.MATCH),
        (replace(SURE, together=0.8, second=0.2), Verdict.MATCH),
        (replace(SURE, together=0.8, second=0.27), Verdict.AMBIGUOUS),
        (replace(SURE, rivals=1), Verdict.AMBIGUOUS),
        (replace(SURE, none=0.69, together=0.3), Verdict.AMBIGUOUS),
        (replace(SURE, none=0.7, together=0.3), Verdict.NO_MATCH),
        (replace(SURE, chosen=(), count=0, none=1.0, together=0.0), Verdict.NO_MATCH),
    ],
)
def test_the_limits(judged: Judged, verdict: Verdict) -> None:
    assert decided(judged).verdict is verdict


def test_names_alike_in_another_script_have_a_limit_of_their_own() -> None:
    alike = replace(SURE, chosen=(ALIKE,), together=0.96, second=0.0)
    assert decided(alike).verdict is Verdict.MATCH
    assert decided(alike, foreign=True).verdict is Verdict.AMBIGUOUS


def test_a_name_read_has_a_limit_of_its_own() -> None:
    read = FIRST._replace(exactness=1)
    assert decided(replace(SURE, chosen=(read,), together=0.89)).verdict is Verdict.AMBIGUOUS
    assert decided(replace(SURE, chosen=(read,), together=0.9)).verdict is Verdict.MATCH


def test_a_place_of_that_very_name_is_never_denied() -> None:
    own = FIRST._replace(own=True)
    assert decided(replace(SURE, chosen=(own,), none=0.9, together=0.1)).verdict is Verdict.AMBIGUOUS


@pytest.mark.parametrize(
    ("astray", "hint"),
    [
        (1, "no Kyiv in PL; the nearest reading is place 1"),
        (2, "no Kyiv in Texas; the nearest reading is place 1"),
        (3, "no Kyiv in PL and Texas; the nearest reading is place 1"),
    ],
)
def test_what_is_contradicted_is_no_match_and_is_said(astray: int, hint: str) -> None:
    decision = decided(replace(SURE, together=0.99, chosen=(FIRST._replace(astray=astray),)))
    assert (decision.verdict, decision.hint) == (Verdict.AMBIGUOUS, hint)


def test_a_contradiction_may_be_none() -> None:
    judged = replace(SURE, none=0.8, together=0.2, chosen=(FIRST._replace(astray=2),))
    assert decided(judged).verdict is Verdict.NO_MATCH


@pytest.mark.parametrize("name", ["Kyiv, Poland", "Bakhmut, Texas", "Osaka, Chile"])
def test_on_the_gazetteer(embedded: Gazetteer, name: str) -> None:
    answer = embedded.resolve(name)
    assert answer.verdict is not Verdict.MATCH
    assert answer.hint
