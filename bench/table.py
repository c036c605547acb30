"""What a bench prints: rows of a table, and whether targets are met."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
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


@dataclass(frozen=True, slots=True)
class Target:
    """A number that is to be reached.

    Args:
        what: what is measured.
        wanted: the number, with its unit.
        measured: what was measured, in the same unit; None where it could not be.
        reached: whether that is enough.
    """

    what: str
    wanted: str
    measured: str | None
    reached: bool


def row_of_times(what: str, seconds: Sequence[float], note: str = "") -> Measurement:
    """A row of times that were measured one by one; the rate is that of their mean."""
    ordered = sorted(seconds)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return Measurement(what, statistics.median(ordered) * 1e3, p99 * 1e3, 1 / statistics.fmean(ordered), note)


def target(what: str, wanted: float, unit: str, measured: float | None, *, at_most: bool = False) -> Target:
    """Compares a number with what is wanted."""
    enough: Callable[[float], bool] = (lambda value: value <= wanted) if at_most else (lambda value: value >= wanted)
    sign = "<=" if at_most else ">="
    shown = None if measured is None else f"{measured:,.3g} {unit}" if measured < 1000 else f"{measured:,.0f} {unit}"
    return Target(what, f"{sign} {wanted:,g} {unit}", shown, measured is not None and enough(measured))


def print_rows(title: str, rows: Sequence[Measurement]) -> None:
    """Prints a table of what was measured."""
    print(f"\n{title}\n{'what':<46} {'median ms':>10} {'p99 ms':>9} {'per second':>11}  note")
    for row in rows:
        median, p99 = _number(row.median_ms), _number(row.p99_ms)
        print(f"{row.what:<46} {median:>10} {p99:>9} {row.per_second:>11,.0f}  {row.note}", flush=True)


def print_targets(targets: Sequence[Target]) -> None:
    """Prints which targets are met."""
    print(f"\ntargets\n{'what':<58} {'wanted':>20} {'measured':>18}")
    for each in targets:
        verdict = "met" if each.reached else "NOT MET" if each.measured else "not measured"
        print(f"{each.what:<58} {each.wanted:>20} {each.measured or '-':>18}  {verdict}")


def _number(milliseconds: float) -> str:
    return "-" if math.isnan(milliseconds) else f"{milliseconds:.3f}"
