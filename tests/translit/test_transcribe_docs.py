"""docs/transcription.md lists the schemes as they are."""

from __future__ import annotations

from bench.transcription_page import PAGE, page


def test_the_page_lists_the_schemes_as_they_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
