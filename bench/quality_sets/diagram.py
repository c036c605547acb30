"""A reliability diagram as SVG: of the answers given so probable, how many are right."""

from __future__ import annotations

from collections.abc import Sequence

from bench.quality_sets.measures import BINS, Judged, calibration_error

SIDE, MARGIN, GAP, COUNTS = 260, 46, 70, 64
"""The side of a panel's square, the margins, and the height of the bars of counts below it, in pixels."""
STYLE = (
    "text{font:12px sans-serif;fill:#222}.t{font-weight:bold}.a{stroke:#888;fill:none}.d{stroke:#888;"
    "stroke-dasharray:4 3}.b{fill:#3b6ea5}.c{fill:#b9c7d6}.n{font-size:9px}"
)


def diagram(judged: Sequence[Judged]) -> str:
    """Two panels: the cases that mean a place, and those that mean nothing.

    Args:
        judged: the answers of all sets.
    """
    panels = (
        ("Places", [one for one in judged if one.case.place is not None]),
        ("Nothing", [one for one in judged if one.case.place is None]),
    )
    width, height = 2 * (SIDE + MARGIN) + GAP, SIDE + COUNTS + 3 * MARGIN
    drawn = [_panel(title, part, MARGIN + at * (SIDE + GAP)) for at, (title, part) in enumerate(panels)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            "<title>Reliability: share right by probability</title>",
            f"<style>{STYLE}</style>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *drawn,
            "</svg>\n",
        ]
    )


def _panel(title: str, part: Sequence[Judged], left: int) -> str:
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for one in part:
        bins[min(BINS - 1, int(one.probability * BINS))].append(one)
    top, most = MARGIN, max(1, max(map(len, bins)))
    bottom, floor = top + SIDE, top + SIDE + COUNTS + MARGIN
    step = SIDE / BINS
    lines = [
        f'<text class="t" x="{left}" y="{top - 16}">{title}: {len(part):,} cases, '
        f"ECE {calibration_error(part):.3f}</text>",
        f'<rect class="a" x="{left}" y="{top}" width="{SIDE}" height="{SIDE}"/>',
        f'<line class="d" x1="{left}" y1="{bottom}" x2="{left + SIDE}" y2="{top}"/>',
    ]
    for at, found in enumerate(bins):
        x = left + at * step
        if found:
            high = SIDE * sum(one.top for one in found) / len(found)
            lines.append(_bar("b", x, bottom, step, high))
            said = left + SIDE * sum(one.probability for one in found) / len(found)
            lines.append(f'<circle cx="{said:.1f}" cy="{bottom - high:.1f}" r="3" fill="#c0392b"/>')
        lines.append(_bar("c", x, floor, step, COUNTS * len(found) / most))
        lines.append(f'<text class="n" x="{x + 1:.1f}" y="{floor + 11}">{len(found):,}</text>')
    for tick in (0, 0.5, 1):
        lines.append(f'<text x="{left + SIDE * tick - 4:.0f}" y="{bottom + 15}">{tick:g}</text>')
        lines.append(f'<text x="{left - 22}" y="{bottom - SIDE * tick + 4:.0f}">{tick:g}</text>')
    lines.append(f'<text x="{left}" y="{bottom + 31}">probability; up: the share right; below: cases</text>')
    return "\n".join(lines)


def _bar(kind: str, x: float, bottom: float, width: float, height: float) -> str:
    return (
        f'<rect class="{kind}" x="{x + 1:.1f}" y="{bottom - height:.1f}" width="{width - 2:.1f}" '
        f'height="{height:.1f}"/>'
    )
