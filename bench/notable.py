"""Are the places known that news names beside cities and provinces? Prints a table.

Asks the cases of tests/cases/notable.tsv, and every name of the table of notable places, exactly as it is spelt. A name
is right where the place, its twin, or the record that it was joined with stands first. Short of all names, --each N
takes so many of them by seed. The best known are counted apart, with all that is not a right match: by rank, then by
how many languages have a name for them, each asked by its English name and by its name in one other language.

    python -m bench.notable --data-dir data [--each 5000] [--seed 1] [--show 20]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from random import Random

import click

from gazetteer import Gazetteer, Query, Resolution, Verdict
from gazetteer.model import inward
from gazetteer.sources.notable.table import Notable, Table, read_table

BLOCK = 500
OUTCOMES = ("right match", "right, ambiguous", "wrong match", "wrong, ambiguous", "no_match")
RIGHT, WRONG = OUTCOMES[0], OUTCOMES[2]
BEST = 150
BEST_CLASSES = frozenset("HLRSTUV")
CONTINENT = "CONT"
CASES = Path(__file__).parents[1] / "tests" / "cases" / "notable.tsv"


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="where the gazetteer is")
@click.option("--each", default=0, help="so many of the names of a rank, drawn by seed; 0 takes all")
@click.option("--seed", default=1, help="another seed, other names")
@click.option("--show", default=0, help="so many of the wrong matches of each line")
def main(data_dir: Path, each: int, seed: int, show: int) -> None:
    """Ask the names of notable places of a gazetteer."""
    gazetteer, table = Gazetteer.open(data_dir), read_table()
    known = {place.id: place for place in table.places}
    click.echo(f"| names | asked | {' | '.join(OUTCOMES)} |\n| --- {'| --- ' * (len(OUTCOMES) + 1)}|")
    _line(gazetteer, "cases", [(name, place) for name, place in _cases(known)], show)
    best = best_known(table)
    _line(gazetteer, f"{BEST} best known, in English", [(place.name, place) for place in best], BEST, RIGHT)
    _line(gazetteer, f"{BEST} best known, in another language", _otherwise(table, best, seed), BEST, RIGHT)
    for label, low, high in (("rank 7 to 10", 7, 10), ("rank 5 and 6", 5, 6), ("rank 0 to 4", 0, 4)):
        names = [one for one in _names(table, known) if low <= one[1].rank <= high]
        _line(gazetteer, label, Random(seed).sample(names, min(each or len(names), len(names))), show)


def _cases(known: dict[int, Notable]) -> Iterable[tuple[str, Notable]]:
    rows = (
        line.split("\t") for line in CASES.read_text("utf-8").splitlines() if not line.startswith(("# ", "query\t"))
    )
    for row in rows:
        for id in map(inward, row[2].split()):
            if id in known and not row[1]:
                yield row[0], known[id]


def _names(table: Table, known: dict[int, Notable]) -> list[tuple[str, Notable]]:
    """Each spelling of each place once, codes apart."""
    return list(dict.fromkeys((name.text, known[name.place]) for name in table.names if not name.code))


def best_known(table: Table) -> list[Notable]:
    """The best known regions, waters, ranges, islands and sites; no cities, states or continents."""
    languages = Counter(place for place, _lang in {(name.place, name.lang) for name in table.names})
    places = [
        place for place in table.places if place.feature_class in BEST_CLASSES and place.feature_code != CONTINENT
    ]
    return sorted(places, key=lambda place: (-place.rank, -languages[place.id], place.id))[:BEST]


def _otherwise(table: Table, places: list[Notable], seed: int) -> list[tuple[str, Notable]]:
    """Each place by its main name in a language drawn by seed; one that only English has a name of by none."""
    names: dict[int, list[str]] = defaultdict(list)
    for name in table.names:
        if name.preferred and name.lang not in ("", "en"):
            names[name.place].append(name.text)
    chance = Random(seed)
    return [(chance.choice(names[place.id]), place) for place in places if names[place.id]]


def _line(gazetteer: Gazetteer, label: str, asked: list[tuple[str, Notable]], show: int, but: str = "") -> None:
    """A line of the table; shown are so many wrong matches, or whatever has another outcome than the one told."""
    outcomes: Counter[str] = Counter()
    shown: list[str] = []
    for start in range(0, len(asked), BLOCK):
        block = asked[start : start + BLOCK]
        for (name, place), said in zip(block, gazetteer.resolve_many([Query(name) for name, _ in block]), strict=True):
            outcome = _outcome(place, said)
            outcomes[outcome] += 1
            if outcome == WRONG if not but else outcome != but:
                shown.append(f"{name}: {place.name}, rank {place.rank}; {outcome}{_came(said)}")
    counts = " | ".join(f"{outcomes[outcome] / max(len(asked), 1):.1%}" for outcome in OUTCOMES)
    click.echo(f"| {label} | {len(asked):,} | {counts} |")
    for line in shown[:show]:
        click.echo(f"  - {line}", err=True)


def _outcome(place: Notable, said: Resolution) -> str:
    first = said.candidates[0].place if said.candidates else None
    right = first is not None and (
        first.id in (place.id, place.twin, *place.other_ids) or bool(place.wikidata == first.wikidata != "")
    )
    if said.verdict is Verdict.MATCH:
        return RIGHT if right else WRONG
    return OUTCOMES[(1 if right else 3) if said.verdict is Verdict.AMBIGUOUS else 4]


def _came(said: Resolution) -> str:
    return "".join(
        f"; {one.place.name}, {one.place.country} {one.place.feature_code} {one.score:.2f}"
        for one in said.candidates[:2]
    )


if __name__ == "__main__":
    main()
