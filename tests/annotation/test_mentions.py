"""Where mentions begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import AnnotateOptions, Gazetteer

WORDS = (
    "Kyiv",
    "Бахмуті",
    "В",
    "в",
    "Paris",
    ",",
    "Texas",
    "town of",
    "Xyzzyq",
    "北京",
    "أ",
    "بغداد",
    "\n",
    "“",
    "😀",
    "St.",
)


@pytest.mark.parametrize(
    ("lang", "text", "mention"),
    [
        ("uk", "У Запоріжжі чули вибухи.", "Запоріжжі"),
        ("ru", "В Нижнем Новгороде идёт снег.", "Нижнем Новгороде"),
        ("cs", "V Praze prší.", "Praze"),
        ("ar", "وصل الوزير إلى بغداد.", "بغداد"),
        ("pl", "W Krakowie pada.", "Krakowie"),
    ],
)
def test_a_preposition_is_no_part_of_a_mention(embedded: Gazetteer, lang: str, text: str, mention: str) -> None:
    assert [one.text for one in embedded.annotate(text, AnnotateOptions(lang=lang)).mentions] == [mention]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=25).map(" ".join))
def test_mentions_stand_in_order_within_the_text_and_a_line_end_changes_nothing(embedded: Gazetteer, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    found = embedded.annotate(text, AnnotateOptions(lang="en")).mentions
    ends = 0
    for one in found:
        assert ends <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        ends = one.end
    again = embedded.annotate(f"{text}\n", AnnotateOptions(lang="en")).mentions
    assert [(one.start, one.end) for one in again] == [(one.start, one.end) for one in found]
