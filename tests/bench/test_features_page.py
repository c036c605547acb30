"""The page of features says what the sources say."""

from __future__ import annotations

from bench.features_page import PAGE, page


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m bench.features_page`"
    assert "|  |" not in page(), "a feature has no words"
