from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.offsets import UNITS, Unit, converted

SOUND = st.text(
    st.one_of(st.sampled_from("aé中😀\u0301\u200f\0\r\n\ufeff"), st.characters(exclude_categories=["Cs"])), max_size=50
)
WRITTEN: dict[Unit, tuple[str, int]] = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "byte": ("utf-8", 1)}


@pytest.mark.parametrize("unit", UNITS)
@given(text=SOUND, data=st.data())
def test_what_stands_between_two_places_is_the_same(unit: Unit, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    encoding, width = WRITTEN[unit]
    begins, ends = converted(text, [start, end], unit)
    assert text.encode(encoding)[begins * width : ends * width].decode(encoding) == text[start:end]


def test_examples() -> None:
    text = "😀 é Київ"
    assert [converted(text, [2, 4, 8], unit) for unit in UNITS] == [[2, 4, 8], [3, 5, 9], [5, 8, 16]]
    assert converted(text, [], "byte") == []
