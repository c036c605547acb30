"""A peer's answers, kept beside the data: they take an hour, and do not change with Exonym."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.quality_sets.case import Case
from bench.quality_sets.measures import Answer
from bench.quality_sets.peers import Peer
from gazetteer.model import Verdict


def kept_answers(file: Path, peer: Callable[[], Peer], cases: Sequence[Case]) -> list[Answer]:
    """A peer's answers: those kept of an earlier run, and the peer's own to what is new.

    Args:
        file: where the answers are kept, JSON; one file for a peer and a gazetteer.
        peer: makes the peer, where there is something new to ask.
        cases: what is asked.

    Returns:
        An answer a case; none at all where the peer cannot be asked.
    """
    kept = json.loads(file.read_text("utf-8")) if file.exists() else {}
    new = {_key(case): case for case in cases if _key(case) not in kept}
    if new:
        answers = peer().answer(list(new.values()))
        kept |= {key: [answer.verdict, answer.candidates] for key, answer in zip(new, answers, strict=False)}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(kept), "utf-8")
    found = [kept.get(_key(case)) for case in cases]
    return [_answer(*one) for one in found if one] if all(found) else []


def _answer(verdict: str, candidates: list[tuple[int, float]]) -> Answer:
    return Answer(tuple((place, score) for place, score in candidates), Verdict(verdict))


def _key(case: Case) -> str:
    return "\t".join((case.query.name, case.filter_country, case.filter_admin1))
