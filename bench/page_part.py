"""A part of a page that a bench writes, between two marks."""

from __future__ import annotations

from pathlib import Path


def write_part(page: Path, start: str, end: str, text: str) -> None:
    """Put a text between the marks of a page, instead of what stands there."""
    before, _, rest = page.read_text("utf-8").partition(start)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{start}\n{text}\n{end}{after}", "utf-8")
