"""What a text may cost: whoever asks can end it on the way, and names that nothing bears cost little."""

from __future__ import annotations

import pytest

from gazetteer import AnnotateOptions, Gazetteer, QueryError

STOP = QueryError("enough", "text")


@pytest.mark.parametrize("asked", [1, 2, 3])
def test_it_ends_when_it_is_told_to(embedded: Gazetteer, asked: int) -> None:
    """At the words, at the names and before the findings."""
    left = asked

    def refuse() -> QueryError | None:
        nonlocal left
        left -= 1
        return STOP if left == 0 else None

    with pytest.raises(QueryError, match="enough"):
        embedded.annotate("From Lyon to Kyiv.", AnnotateOptions(lang="en", lint=True), refuse=refuse)


def test_html_ends_likewise(embedded: Gazetteer) -> None:
    with pytest.raises(QueryError, match="enough"):
        embedded.annotate_html("<p>From Lyon to Kyiv.", refuse=lambda: STOP)


@pytest.mark.parametrize("text", ["half \ud800 of a pair", "x" * 1_000_001])
def test_what_is_no_text_is_refused(embedded: Gazetteer, text: str) -> None:
    with pytest.raises(QueryError) as refused:
        embedded.annotate(text)
    assert refused.value.where == "text"
