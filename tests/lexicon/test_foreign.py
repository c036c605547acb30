"""The endings that languages add to foreign names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import each_row
from table_lines import lexicon_rows

from gazetteer.lexicon.foreign import LIMIT, stems

ROWS = list(lexicon_rows("foreign.tsv"))


@each_row("row", ROWS)
def test_example_of_each_row(row: dict[str, str]) -> None:
    assert row["gives"] in [stem.text for stem in stems(row["example"], row["lang"])]
    assert row["source"]


@pytest.mark.parametrize("text", ["Oslas", "Madrid", "", "Ōsaka 5", "東京"])
def test_short_or_bare_names_have_none(text: str) -> None:
    assert not stems(text, "lt")


def test_language_decides() -> None:
    assert not stems("Hamburgo", "lt")
    assert stems("Hamburgas", "lt")[0].weight > stems("Hamburgas")[0].weight


@given(st.text(max_size=120), st.sampled_from([None, "lt", "lv", "eo", "la", "sq", "fi", "x"]))
def test_any_text(text: str, lang: str | None) -> None:
    found = stems(text, lang)
    assert len(found) <= LIMIT
    assert all(stem.text != text and 0 < stem.weight <= 1 for stem in found)
