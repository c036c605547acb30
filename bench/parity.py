"""Is a gazetteer built from GeoNames as good as the embedded one? Asks both the same; prints what each loses.

The questions are about places that both have, so that what one loses is a fault: of its data, or of how it is weighed.

    python -m bench.parity --data-dir data --geonames data-geonames [--questions 3000] [--names 20000] [--seed 1]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from bench.parity_causes import Build, Difference, Loss, Told, differences, told
from bench.parity_names import report
from bench.parity_sets import Asked, questions
from bench.quality_sets.corpus import read_corpus
from gazetteer import Gazetteer
from gazetteer.model import Candidate, Verdict
from gazetteer.sources.embedded import Embedded

CANDIDATES = 10
LISTED = 200
NAMES = 20_000
POINT = 0.01
"""How much worse a set may come out."""

Pair = tuple[Told, Told]


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="the embedded gazetteer")
@click.option("--geonames", type=click.Path(path_type=Path), required=True, help="one built from GeoNames")
@click.option("--questions", "count", default=3_000, help="how many")
@click.option("--seed", default=1, help="another seed, other questions")
@click.option("--list", "listed", default=LISTED, help="how many differences to list of each kind")
@click.option("--names", default=NAMES, help="how many main names that one place bears to ask of each; 0 for none")
def main(data_dir: Path, geonames: Path, count: int, seed: int, listed: int, names: int) -> None:
    """Ask both builds the same questions."""
    builds = (Build("embedded", Gazetteer.open(data_dir)), Build("GeoNames", Gazetteer.open(geonames)))
    asked = questions(
        read_corpus(Embedded()), lambda id: all(build.place(id) is not None for build in builds), count, seed
    )
    pairs = list(zip(*(_answers(build, asked) for build in builds), strict=True))
    click.echo(_by_set(asked, pairs))
    found = [one for question, pair in zip(asked, pairs, strict=True) for one in differences(question, *pair)]
    click.echo(_by_cause(found, builds))
    for build in builds:
        for loss in Loss:
            lost = [one for one in found if one.loser.build is build and one.loss is loss]
            if lost:
                click.echo(f"\n{build.name} lacks {loss}: {len(lost)}\n" + "\n".join(map(_line, lost[:listed])))
            if len(lost) > listed:
                click.echo(f"… and {len(lost) - listed} more")
        if names:
            click.echo(report(build, names, seed))


def _answers(build: Build, asked: Sequence[Asked]) -> list[Told]:
    queries = [replace(one.query, limit=CANDIDATES) for one in asked]
    answers = build.gazetteer.resolve_many(queries)
    return [told(build, one, answer) for one, answer in zip(asked, answers, strict=True)]


def _by_set(asked: Sequence[Asked], pairs: Sequence[Pair]) -> str:
    """The table: of each set what is right, called a match, wrongly so, and lost to no_match, on either build."""
    by_set: dict[str, list[Pair]] = defaultdict(list)
    for question, pair in zip(asked, pairs, strict=True):
        by_set[question.set].append(pair)
        by_set["all"].append(pair)
    rows = [
        "| set | cases | right | | match | | wrong match | | right, no_match | | |",
        "| --- | ---: |" + " ---: |" * 8 + " --- |",
        "| | " + "| embedded | GeoNames " * 4 + "| | |",
    ]
    for name in (*sorted(by_set.keys() - {"all"}), "all"):
        part = by_set[name]
        cells = []
        for counted in (_is_right, _is_match, _is_wrong_match, _is_lost):
            cells += [f"{_share(part, at, counted):.3f}" for at in range(2)]
        worse = _share(part, 0, _is_right) - _share(part, 1, _is_right) > POINT
        rows.append(f"| {name} | {len(part)} | " + " | ".join(cells) + f" | {'worse' if worse else ''} |")
    return "\n".join(rows)


def _share(part: Sequence[Pair], at: int, counted: Callable[[Told], bool]) -> float:
    return sum(counted(pair[at]) for pair in part) / len(part)


def _is_right(told: Told) -> bool:
    return told.right


def _is_match(told: Told) -> bool:
    return told.verdict is Verdict.MATCH


def _is_wrong_match(told: Told) -> bool:
    return told.verdict is Verdict.MATCH and not told.right


def _is_lost(told: Told) -> bool:
    return told.verdict is Verdict.NO_MATCH and told.right


def _by_cause(found: Sequence[Difference], builds: Sequence[Build]) -> str:
    counts = Counter((one.loser.build.name, one.loss, one.cause) for one in found)
    rows = ["", "| build | lacks | why | questions |", "| --- | --- | --- | ---: |"]
    order = [build.name for build in builds]
    for (build, loss, cause), count in sorted(counts.items(), key=lambda item: (order.index(item[0][0]), -item[1])):
        rows.append(f"| {build} | {loss} | {cause} | {count} |")
    return "\n".join(rows)


def _line(one: Difference) -> str:
    query = one.asked.query
    beside = "".join(f" [{part}]" for part in (*query.country, query.within) if part)
    return "\t".join((one.cause, one.asked.set, f"{query.name}{beside}", _said(one.loser), _said(one.winner)))


def _said(told: Told) -> str:
    if told.top is None:
        return f"{told.build.name}: {told.verdict}, nothing"
    place, second = told.top.place, told.resolution.candidates[1:2]
    after = f", then {_shown(second[0])}" if second else ""
    rank = "" if told.right else f", right one {'absent' if told.rank is None else f'at {told.rank + 1}'}"
    return f"{told.build.name}: {told.verdict} {place.id} {_shown(told.top)}{after}{rank}"


def _shown(candidate: Candidate) -> str:
    place = candidate.place
    return f"{place.name} ({place.country} {place.feature_code} {place.population:,}; {candidate.score:.3f})"


if __name__ == "__main__":
    main()
