"""Cleaning of what is typed: what is kept, what is dropped, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import each_row

from gazetteer.errors import QueryError
from gazetteer.model import NAME_LIMIT
from gazetteer.text import normalise


@each_row(
    ("raw", "clean"),
    [
        ("Paris", "Paris"),
        ("  Saint \t Denis\n", "Saint Denis"),
        ("Sa\u0303o Paulo", "São Paulo"),  # composed
        ("\u202bירושלים\u202c", "ירושלים"),  # bidirectional embedding
        ("\u200fالقدس\u200e", "القدس"),
        ("Bakh\u00admut", "Bakhmut"),  # soft hyphen
        ("Kyiv\u0000\u0007", "Kyiv"),
        ("\ufeffLviv", "Lviv"),
        ("نیم\u200cروز", "نیمروز"),  # zero-width non-joiner
        ("a\u034f\u0301", "á"),  # what is dropped may keep a letter and its mark apart
        ("東京\u3000都", "東京 都"),
        ("❤\ufe0f Paris", "❤ Paris"),
        ("\u3164Seoul", "Seoul"),  # Hangul filler
        ("\ud83c\uddeb Paris", "\U0001f1eb Paris"),  # a surrogate pair is one character
        ("x" * NAME_LIMIT, "x" * NAME_LIMIT),
        (" " * 300 + "Paris" + " " * 300, "Paris"),
    ],
)
def test_kept(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("", "empty"),
        (" \t\u3000", "empty"),
        ("\u200f\u202e", "empty"),
        ("x" * (NAME_LIMIT + 1), f"201 characters: give at most {NAME_LIMIT}"),
        ("ж" * 1_000_000, "1000000 characters"),
        (" " * 1_000 + "Paris", "1005 characters"),
        ("\ud83d", "surrogate"),
        ("Paris \udc00", "surrogate"),
        ("😀🎉", "no letter and no digit"),
        ("—?!…", "no letter and no digit"),
        ("\u0301\u0302", "no letter and no digit"),
    ],
)
def test_refused(raw: str, says: str) -> None:
    with pytest.raises(QueryError, match=says) as caught:
        normalise(raw)
    assert caught.value.where == "name"


@given(st.text(st.characters(codec=None), max_size=2 * NAME_LIMIT))
def test_gives_a_clean_name_or_a_query_error(raw: str) -> None:
    try:
        clean = normalise(raw)
    except QueryError:
        return
    assert normalise(clean) == clean
    assert 0 < len(clean) <= NAME_LIMIT
    assert clean == " ".join(clean.split())
    assert any(map(str.isalnum, clean))
    clean.encode()
