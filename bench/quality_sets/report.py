"""The tables of the quality bench, as Markdown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from bench.quality_sets.measures import (
    TOP,
    Judged,
    calibration_error,
    given,
    lost,
    precision,
    recall,
    reciprocal_rank,
    right_verdict,
)
from gazetteer.model import BuildInfo

LEAST_BY_SCRIPT = 20
NOTES = """\
R@1, R@10: the right place stands first, or among the first ten. Precision: of the answers called `match`. Given: the
share called `match`; on names of nothing every one is false. Lost: right answers called `no_match`. ECE: expected
calibration error over ten equal bins of the first candidate's probability, that of its twins added. Peer: rapidfuzz's
ratio over all names folded by Unidecode, ties by population, `match` from 90; country or region are filters to it."""

Cell = Callable[[Sequence[Judged]], str]


def report(ours: list[Judged], theirs: list[Judged], info: BuildInfo, seed: int) -> str:
    """All tables.

    Args:
        ours: Exonym's answers, judged.
        theirs: the peer's answers to a sample of the same cases.
        info: which gazetteer answered.
        seed: of the sets.
    """
    parts = [
        "# Quality",
        f"Made by `python -m bench.quality --seed {seed}` on the gazetteer `{info.build}` ({info.source}, "
        f"{info.places:,} places, {info.names:,} names). Shares with Wilson's 95 % interval.",
        "## By set",
        _by_set(ours, theirs),
        NOTES,
        f"Pooled over all {len(ours):,} cases: precision of `match` {precision(ours)}, "
        f"ECE {calibration_error(ours):.3f}.",
        "## By script",
        f"CLDR's cities in spellings that the gazetteer does not hold; scripts with {LEAST_BY_SCRIPT} cases or more.",
        _by_script(ours),
    ]
    return "\n\n".join(parts) + "\n"


def _by_set(ours: list[Judged], theirs: list[Judged]) -> str:
    columns: dict[str, Cell] = {
        "cases": lambda part: str(len(part)),
        "R@1": lambda part: str(recall(part)),
        "R@10": lambda part: str(recall(part, TOP)),
        "MRR": lambda part: f"{reciprocal_rank(part):.3f}" if _has_places(part) else "–",
        "verdict right": lambda part: str(right_verdict(part)),
        "precision": lambda part: str(precision(part)) if _has_places(part) else "–",
        "given": lambda part: str(given(part)),
        "lost": lambda part: str(lost(part)),
        "ECE": lambda part: f"{calibration_error(part):.3f}",
    }
    peer: dict[str, Cell] = {
        "peer R@1": lambda part: str(recall(part)),
        "peer verdict right": lambda part: str(right_verdict(part)),
        "peer precision": lambda part: str(precision(part)) if _has_places(part) else "–",
        "peer given": lambda part: str(given(part)),
    }
    by_peer = _grouped(theirs, lambda one: one.case.set)
    rows = [
        [name, *(cell(part) for cell in columns.values()), *(cell(by_peer.get(name, [])) for cell in peer.values())]
        for name, part in _grouped(ours, lambda one: one.case.set).items()
    ]
    return _table(["set", *columns, *peer], rows)


def _by_script(ours: list[Judged]) -> str:
    unseen = [one for one in ours if one.case.set.endswith("unseen")]
    rows = [
        [script, str(len(part)), str(recall(part)), str(recall(part, TOP)), str(precision(part)), str(given(part))]
        for script, part in sorted(_grouped(unseen, lambda one: one.case.script).items())
        if len(part) >= LEAST_BY_SCRIPT
    ]
    return _table(["script", "cases", "R@1", "R@10", "precision", "given"], rows)


def _has_places(part: Sequence[Judged]) -> bool:
    return any(one.case.place is not None for one in part)


def _grouped(judged: list[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    groups = defaultdict(list)
    for one in judged:
        groups[key(one)].append(one)
    return dict(groups)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
