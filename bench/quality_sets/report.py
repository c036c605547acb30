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
DIAGRAM = "quality-reliability.svg"
"""The picture beside the page."""
NOTES = """\
R@1, R@10: the right place stands first, or among the first ten. Precision: of the answers called `match`. Given: the
share called `match`; on names of nothing every one is false. Lost: right answers called `no_match`. ECE: expected
calibration error over ten equal bins of the first candidate's probability, that of its twins added."""
PEER_NOTES = """\
On the same gazetteer, a sample of the same cases. rapidfuzz: `ratio` over all names folded by Unidecode, ties by
population, `match` from 90 unless a rival is as like. pg_trgm: the ten most similar of the same folded names, ordered
by ratio, ties by population. Where a case has a country or a region, the peers get it as a filter."""

Cell = Callable[[Sequence[Judged]], str]


def report(ours: list[Judged], theirs: dict[str, list[Judged]], info: BuildInfo, seed: int) -> str:
    """All tables.

    Args:
        ours: Exonym's answers, judged.
        theirs: each peer's answers to a sample of the same cases.
        info: which gazetteer answered.
        seed: of the sets.
    """
    parts = [
        "# Quality",
        f"Made by `python -m bench.quality --seed {seed}` on the gazetteer `{info.build}` ({info.source}, "
        f"{info.places:,} places, {info.names:,} names). Shares with Wilson's 95 % interval.",
        "## By set",
        _by_set(ours),
        NOTES,
        _pooled(ours),
        f"![Share right by probability]({DIAGRAM})",
        "## Beside what one would otherwise use",
        PEER_NOTES,
        _by_peer(ours, theirs),
        "## By script",
        f"CLDR's cities in spellings that the gazetteer does not hold; scripts with {LEAST_BY_SCRIPT} cases or more.",
        _by_script(ours),
    ]
    return "\n\n".join(parts) + "\n"


def _pooled(ours: list[Judged]) -> str:
    places = [one for one in ours if one.case.place is not None]
    nothing = [one for one in ours if one.case.place is None]
    worst = max(_grouped(ours, lambda one: one.case.set).items(), key=_error, default=("none", []))
    return (
        f"Pooled over all {len(ours):,} cases: precision of `match` {precision(ours)}, "
        f"ECE {calibration_error(ours):.3f}. Over the {len(places):,} that mean a place: "
        f"precision {precision(places)}, ECE {calibration_error(places):.3f}. "
        f"Over the {len(nothing):,} that mean nothing: given {given(nothing)}, ECE {calibration_error(nothing):.3f}. "
        f"The worst set is {worst[0]}, ECE {calibration_error(worst[1]):.3f}."
    )


def _error(item: tuple[str, list[Judged]]) -> float:
    return calibration_error(item[1])


def _by_set(ours: list[Judged]) -> str:
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
    rows = [
        [name, *(cell(part) for cell in columns.values())]
        for name, part in _grouped(ours, lambda one: one.case.set).items()
    ]
    return _table(["set", *columns], rows)


def _by_peer(ours: list[Judged], theirs: dict[str, list[Judged]]) -> str:
    """The same cases for all: the sample that the peers were asked."""
    rows = []
    by_set = _grouped(ours, lambda one: one.case.set)
    for name, all_ours in by_set.items():
        peers = {peer: [one for one in judged if one.case.set == name] for peer, judged in theirs.items()}
        asked = {one.case for judged in peers.values() for one in judged}
        part = [one for one in all_ours if one.case in asked]
        row = [name, str(len(asked)), str(recall(part)), *(str(recall(judged)) for judged in peers.values())]
        matched = peers.get("rapidfuzz", [])
        rows.append(
            [*row, *(str(share) for share in (precision(part), precision(matched), given(part), given(matched)))]
        )
    head = ["set", "cases", "R@1 Exonym", *(f"R@1 {peer}" for peer in theirs)]
    verdicts = ("precision Exonym", "precision rapidfuzz", "given Exonym", "given rapidfuzz")
    return _table([*head, *verdicts], rows)


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
