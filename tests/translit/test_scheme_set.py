"""All schemes of a language at once say what the schemes one by one do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.text import fold
from gazetteer.translit.scheme import Scheme, languages, load
from gazetteer.translit.transcribe import scheme_of, transcriptions

LETTERS = {
    language: "".join(sorted({letter for name in load(language).names for letter in name})) for language in languages()
}


def one_by_one(text: str, language: str, keys: set[str]) -> Scheme | None:
    return next((made.scheme for made in transcriptions(text, language) if fold(made.text) in keys), None)


@pytest.mark.parametrize("language", languages())
def test_each_way_of_writing_a_name_is_found(language: str) -> None:
    for name in load(language).names:
        for made in transcriptions(name, language):
            key = fold(made.text)
            assert scheme_of(name, language, {key}) == one_by_one(name, language, {key})


@pytest.mark.parametrize(
    ("text", "language", "key", "scheme"),
    [
        ("Бахмутське", "uk", "bakhmoutske", "uk-fr"),
        ("Бахмут", "uk", "bakhmoutske", None),
        ("Бахмут", "uk", "bakhmou", None),
        ("Нью-Йорк", "uk", "newyork", None),
        ("Zürich", "de", "zurich", None),
        ("Бахмут", "uk", "", None),
        ("", "uk", "bakhmut", None),
    ],
)
def test_a_name_is_written_so_by_the_scheme_or_by_none(text: str, language: str, key: str, scheme: str | None) -> None:
    found = scheme_of(text, language, {key})
    assert (found and found.id) == scheme


@given(data=st.data())
def test_any_letters_in_any_order_are_written_alike(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(languages()))
    text = data.draw(st.text(st.sampled_from(LETTERS[language] + "- '’ABя"), min_size=1, max_size=14))
    made = [fold(each.text) for each in transcriptions(text, language)]
    keys = data.draw(
        st.sets(st.sampled_from([*made, "bakhmut"]) | st.text("abkhmut ", max_size=6), min_size=1, max_size=4)
    )
    assert scheme_of(text, language, keys) == one_by_one(text, language, keys)
