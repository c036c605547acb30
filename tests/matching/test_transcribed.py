"""Transcription as evidence: the village Bakhmutske and the town Bakhmut, told apart by how newsrooms write them."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer, How, Verdict


@pytest.mark.parametrize("name", ["Bakhmoutské", "Bachmutske", "Bakhmoetske"])
def test_the_village_where_it_is_known(tiny: Gazetteer, name: str) -> None:
    answer = tiny.resolve(name)
    assert answer.candidates[0].place.id == 9115288


def test_the_sentence_names_both_languages(tiny: Gazetteer) -> None:
    answer = tiny.resolve("Bakhmoutské")
    match = answer.candidates[0].matched
    assert answer.verdict == Verdict.MATCH
    assert match.how == How.TRANSCRIBED
    assert match.detail == "French transcription of Бахмутське (Ukrainian)"
