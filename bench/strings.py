"""Are strings read as people write them? Prints tables.

With --cases, the cases of files: a table by kind, and a line for each that fails, with what came.

    python -m bench.strings --data-dir data --cases FILE [--cases FILE] [--mirror]
"""

from __future__ import annotations

from pathlib import Path

import click

from bench.strings_cases import read_cases, report, run
from gazetteer import Gazetteer


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="where the gazetteer is")
@click.option("--cases", type=click.Path(path_type=Path, exists=True), multiple=True, help="run the cases of this file")
@click.option("--mirror", is_flag=True, help="of the cases, those for a gazetteer built from GeoNames' dump")
def main(data_dir: Path, cases: tuple[Path, ...], mirror: bool) -> None:
    """Ask strings of many forms of a gazetteer."""
    gazetteer = Gazetteer.open(data_dir)
    read = [case for path in cases for case in read_cases(path, mirror)]
    click.echo(report(run(gazetteer, read)))


if __name__ == "__main__":
    main()
