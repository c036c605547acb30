"""A trace as the API and the command line show it."""

from __future__ import annotations

from typing import Any

from gazetteer.model import Trace, Waterfall, outward

DIGITS = 4


def trace_fields(trace: Trace) -> dict[str, Any]:
    """How an answer came about: interpretations with their shares, and the sums of candidates and of none."""
    return {
        "interpretations": [
            {"name": one.name, "areas": one.areas, "ways": one.ways, "share": round(one.share, DIGITS)}
            for one in trace.interpretations
        ],
        "candidates": [_waterfall_fields(one) for one in trace.candidates],
        "none": _waterfall_fields(trace.none),
    }


def _waterfall_fields(waterfall: Waterfall) -> dict[str, Any]:
    return {
        "id": None if waterfall.place is None else outward(waterfall.place),
        "interpretation": waterfall.interpretation,
        "probability": round(waterfall.probability, DIGITS),
        "utility": round(waterfall.utility, DIGITS),
        "steps": [
            {
                "name": step.name,
                "evidence": round(step.evidence, DIGITS),
                "weight": round(step.weight, DIGITS),
                "product": round(step.product, DIGITS),
            }
            for step in waterfall.steps
        ],
    }


def trace_lines(trace: Trace, names: dict[int, str]) -> list[str]:
    """A trace in lines for a terminal.

    Args:
        trace: what to show.
        names: of places, by id.
    """
    lines = ["read as"]
    for number, one in enumerate(trace.interpretations):
        areas = f" in {', '.join(one.areas)}" if one.areas else ""
        ways = f" ({'; '.join(one.ways)})" if one.ways else ""
        lines.append(f"  {number}  {one.share:6.3f}  {one.name}{areas}{ways}")
    for waterfall in (*trace.candidates, trace.none):
        lines += _waterfall_lines(waterfall, names)
    return lines


def _waterfall_lines(waterfall: Waterfall, names: dict[int, str]) -> list[str]:
    if waterfall.place is None:
        title = "none of these"
    else:
        title = f"{waterfall.place} {names.get(waterfall.place, '')}".rstrip() + f", read as {waterfall.interpretation}"
    steps = [
        f"  {step.name:<18}{step.evidence:9.3f} x {step.weight:8.3f} = {step.product:9.3f}" for step in waterfall.steps
    ]
    total = f"  {'utility':<41}{waterfall.utility:9.3f}"
    return [f"{title}: probability {waterfall.probability:.3f}", *steps, total]
