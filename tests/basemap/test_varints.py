from __future__ import annotations

import numpy as np
import pytest
from basemap_read import Numbers
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.basemap.varints import decode, encode

NUMBERS = st.lists(st.one_of(st.integers(-200, 200), st.integers(-(2**63), 2**63 - 1)))


@given(NUMBERS)
def test_what_is_written_is_read(numbers: list[int]) -> None:
    written = encode(np.array(numbers, np.int64))
    assert decode(written).tolist() == numbers
    reader = Numbers(written)
    assert [reader.next() for _ in numbers] == numbers


@pytest.mark.parametrize(
    ("number", "written"), [(0, "00"), (-1, "01"), (1, "02"), (63, "7e"), (-64, "7f"), (64, "8001"), (8191, "fe7f")]
)
def test_small_numbers_are_short(number: int, written: str) -> None:
    assert encode(np.array([number])).hex() == written


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert len(decode(data)) <= len(data)
    except ValueError:
        assert data[-1] >= 128 or any(byte >= 128 for byte in data)
