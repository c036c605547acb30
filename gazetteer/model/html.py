"""What notebooks show of an answer: small tables without style of their own, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from gazetteer.model.geojson import CREDIT

ROWS = 10


def table(heading: str, titles: Sequence[str], rows: Sequence[Sequence[object]], notes: Iterable[str] = ()) -> str:
    """A table with its heading above and notes below; of many rows, the first.

    Args:
        heading: what it is of.
        titles: of the columns.
        rows: their cells.
        notes: sentences.
    """
    head = "".join(f"<th>{_text(title)}</th>" for title in titles)
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows[:ROWS])
    more = (f"and {len(rows) - ROWS:,} more",) if len(rows) > ROWS else ()
    below = "".join(f'<p dir="auto">{_text(note)}</p>' for note in (*more, *notes))
    whole = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if rows else ""
    return f'<div><p dir="auto"><strong>{_text(heading)}</strong></p>{whole}{below}</div>'


def credited(notes: Iterable[str | None]) -> tuple[str, ...]:
    """Notes, those that there are, and whom to credit."""
    return (*filter(None, notes), f"Data: {CREDIT}.")


def _cells(row: Sequence[object]) -> str:
    return "".join(f'<td dir="auto">{_text(cell)}</td>' for cell in row)


def _text(value: object) -> str:
    return escape("" if value is None else str(value))
