"""What a bench prints: rows of a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured.

    Args:
        what: what was done.
        median_ms: median time of one, milliseconds; nan where only the rate was measured.
        p99_ms: 99th percentile, milliseconds.
        per_second: how many in a second.
        note: what it is to be compared with, and how it compares.
    """

    what: str
    median_ms: float
    p99_ms: float
    per_second: float
    note: str = ""
