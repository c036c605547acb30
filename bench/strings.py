"""Are strings read as people write them? Prints tables.

Names of cities with more than 60,000 people that no other place bears, each form of other ones, all made by a seed from
the packages that the embedded gazetteer is built from; and phrases for first-level divisions. Takes a minute, most of
it to read the packages.

    python -m bench.strings --data-dir data [--seed 1] [--each 333] [--only "Country, City"] [--show 3] [--write FILE]

With --cases, the cases of files instead: a table by kind, and a line for each that fails, with what came.

    python -m bench.strings --data-dir data --cases FILE [--cases FILE] [--mirror]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from bench.quality_sets.corpus import Corpus, read_corpus
from bench.strings_cases import read_cases, report, run
from bench.strings_cities import Cities
from bench.strings_forms import Asked, asked, forms
from bench.strings_regions import regions
from bench.strings_table import Counted, count, table
from gazetteer import Gazetteer
from gazetteer.sources.embedded import Embedded

SEED = 1
EACH = 333
RIGHT, RIGHT_REGIONS, WRONG = 92.0, 98.0, 0.3


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="where the gazetteer is")
@click.option("--seed", default=SEED, help="another seed, other cities")
@click.option("--each", default=EACH, help="strings a form")
@click.option("--only", default="", help="parts of the names of the forms to run, with semicolons between; else all")
@click.option("--show", default=0, help="so many strings of each form that are not right, with what came")
@click.option("--write", type=click.Path(path_type=Path), help="write the tables there too")
@click.option("--cases", type=click.Path(path_type=Path, exists=True), multiple=True, help="run the cases of this file")
@click.option("--mirror", is_flag=True, help="of the cases, those for a gazetteer built from GeoNames' dump")
def main(
    data_dir: Path,
    seed: int,
    each: int,
    only: str,
    show: int,
    write: Path | None,
    cases: tuple[Path, ...],
    mirror: bool,
) -> None:
    """Ask strings of many forms of a gazetteer."""
    gazetteer = Gazetteer.open(data_dir)
    if cases:
        click.echo(report(run(gazetteer, [case for path in cases for case in read_cases(path, mirror)])))
        return
    parts = [part.strip() for part in only.split(";") if part.strip()]
    corpus = read_corpus(Embedded())
    by_city, by_region, remarks = strings(corpus, each, seed)
    first = [count(gazetteer, form, given, RIGHT) for form, given in _chosen(by_city, parts)]
    second = [count(gazetteer, form, given, RIGHT_REGIONS) for form, given in _chosen(by_region, parts)]
    text = "\n\n".join([f"Strings of cities, seed {seed}", table(first, WRONG), remarks, table(second, WRONG)])
    click.echo(text)
    click.echo(_shown([*first, *second], show))
    if write:
        write.write_text(text + "\n", "utf-8")


def strings(corpus: Corpus, each: int, seed: int) -> tuple[dict[str, list[Asked]], dict[str, list[Asked]], str]:
    """The strings of cities and of regions by form, and a sentence on what regions were left out.

    Args:
        corpus: the places.
        each: how many strings a form of cities has.
        seed: of the draw.
    """
    cities = Cities(corpus).all
    by_city = {form.name: list(asked(form, cities, each, seed)) for form in forms(cities)}
    found = regions(corpus)
    remarks = (
        f"First-level divisions of 40 countries. Left out: {found.is_shared} whose core another unit of the country "
        f"bears, and {found.is_name} phrases that are the name of another place."
    )
    return by_city, found.asked, remarks


def _chosen(by_form: dict[str, list[Asked]], parts: Sequence[str]) -> Iterable[tuple[str, list[Asked]]]:
    return ((form, given) for form, given in by_form.items() if not parts or any(part in form for part in parts))


def _shown(counted: Sequence[Counted], show: int) -> str:
    return "\n".join(f"{each.form}: {line}" for each in counted for line in each.failed[:show])


if __name__ == "__main__":
    main()
