"""Marks: what tells spellings apart that have the same letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.text import marks, native_key


@pytest.mark.parametrize("text", ["Kyiv", "N'Djamena", "Straße", "Київ", "東京", "الجولان", "תל אביב", "Nuʻuanu", ""])
def test_letters_without_marks_come_to_nothing(text: str) -> None:
    assert marks(text) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("München", "MÜNCHEN"), ("Łódź", "łódź"), ("Zürich", "Zu\u0308rich"), ("Ёлка", "ёлка")],
)
def test_equal_marks_come_to_the_same(one: str, other: str) -> None:
    assert marks(one) == marks(other) > 0


@pytest.mark.parametrize(("one", "other"), [("Andé", "Andë"), ("Tōkyō", "Tokyő"), ("Łódź", "Lódź"), ("Cádiz", "Càdiz")])
def test_other_marks_come_to_another(one: str, other: str) -> None:
    assert native_key(one) == native_key(other)
    assert marks(one) != marks(other)


@given(st.text(max_size=40))
def test_any_text_has_a_byte(text: str) -> None:
    assert 0 <= marks(text) <= 255
