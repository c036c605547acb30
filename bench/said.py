"""A line of a bench: what was measured, and what it may be at most."""

from __future__ import annotations


def said(what: str, found: float, unit: str, most: float, more: str = "") -> bool:
    """Print a line; whether what was found is within the budget."""
    print(f"{what:24} {found:8.1f} {unit:2} of {most:g}{f', {more}' if more else ''}", flush=True)
    return found <= most
