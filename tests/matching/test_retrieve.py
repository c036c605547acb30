"""How far names that are merely alike are looked for."""

from __future__ import annotations

from typing import Any

import pytest

from gazetteer import Gazetteer, Query
from gazetteer.index.search.fuzzy import FuzzyIndex
from gazetteer.matching.retrieve import READ
from gazetteer.matching.searches import Searches


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("ბახმუტ", READ),  # is read bakhmut, which is a key
        ("Bakhmuut", 0.6),
    ],
)
def test_where_a_key_is_read_less_alike_spellings_are_not_looked_for(
    tiny: Gazetteer, monkeypatch: pytest.MonkeyPatch, name: str, floor: float
) -> None:
    asked = []
    find = Searches.ids

    def noted(self: Searches, among: FuzzyIndex, text: str | bytes, **how: Any) -> list[int]:
        if among is tiny._index.spelling:
            asked.append(how["floor"])
        return find(self, among, text, **how)

    monkeypatch.setattr(Searches, "ids", noted)
    answer = tiny.resolve(Query(name))
    assert asked == [floor]
    assert answer.candidates[0].place.name == "Bakhmut"
