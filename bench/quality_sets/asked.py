"""Gazetteers asked, and those that lack what is held back: built once, then kept."""

from __future__ import annotations

from pathlib import Path

import click

from bench.quality_sets.case import Case
from bench.quality_sets.measures import Answer
from bench.quality_sets.withheld import WithheldSource
from gazetteer import Gazetteer, build
from gazetteer.errors import GazetteerError
from gazetteer.model import Query, Resolution, Verdict

CANDIDATES = 10


def resolutions(gazetteer: Gazetteer, cases: list[Case]) -> list[Resolution]:
    """What a gazetteer says of the cases."""
    return gazetteer.resolve_many([_with_limit(case.query) for case in cases])


def answers(gazetteer: Gazetteer, cases: list[Case]) -> list[Answer]:
    """Ask the gazetteer."""
    return [answer_of(resolution) for resolution in resolutions(gazetteer, cases)]


def answer_of(resolution: Resolution) -> Answer:
    """What was said, as places and probabilities."""
    return Answer(
        tuple((candidate.place.id, candidate.score) for candidate in resolution.candidates),
        resolution.verdict or Verdict.NO_MATCH,
    )


def withheld_gazetteer(data_dir: Path, build_id: str, source: WithheldSource) -> Gazetteer:
    """The gazetteer without what is held back: built once, then kept."""
    directory = withheld_directory(data_dir, build_id, source)
    try:
        return Gazetteer.open(directory)
    except GazetteerError:
        click.echo(f"building {directory}: minutes", err=True)
        build(source, directory)
        return Gazetteer.open(directory)


def withheld_directory(data_dir: Path, build_id: str, source: WithheldSource) -> Path:
    """Where that gazetteer is kept."""
    return data_dir / "bench" / f"withheld-{source.lacks}-{build_id}"


def _with_limit(query: Query) -> Query:
    return Query(query.name, query.lang, query.country, query.within, query.near, limit=CANDIDATES)
