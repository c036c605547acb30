"""`exonym reconcile`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from gazetteer.numbers import MOST_WORKERS
from service.commands.memories import memory_for, writing_for
from service.commands.options import data_dir_option, err, memory_options
from service.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from gazetteer import Listener
    from gazetteer.model import Mode
    from gazetteer.table_jobs import RowVerdict

PIPE = "-"
PASSED_ON = ("encoding", "header", "split", "sheet", "decisions", "review", "lock", "update_lock", "workers")


@click.command("reconcile")
@click.argument("source", metavar="IN")
@click.option("-o", "--output", metavar="OUT", required=True, help="Where to write; - is standard output.")
@click.option(
    "--name",
    metavar="COLUMN",
    multiple=True,
    help="The column with the names, by title or number. Again: the first not blank counts, the next is evidence.",
)
@click.option("--country", metavar="COLUMN", help="The column with countries: ISO 3166-1 codes or names.")
@click.option("--within", metavar="COLUMN", help="The column with admin areas.")
@click.option("--lat", metavar="COLUMN", help="The column with latitudes of a point nearby; with --lon.")
@click.option("--lon", metavar="COLUMN", help="The column with longitudes.")
@click.option(
    "--header/--no-header",
    default=None,
    help="The first row is titles, or it is data, and columns go by number from 1 [default: looked at].",
)
@click.option("--encoding", help="The encoding of IN [default: found by its bytes].")
@click.option(
    "--split",
    metavar="SEPARATOR",
    is_flag=False,
    flag_value="any",
    help="Make a row of each place that a cell names, parted by this; without a value, as lists part them.",
)
@click.option("--sheet", help="Of an .xlsx file, by name or number [default: the first].")
@click.option("--joint", is_flag=True, help="What most rows say of country and region weighs on the unsure ones.")
@click.option("--strict", is_flag=True, help="Country, area and point filter; otherwise they weigh.")
@click.option("--fast", is_flag=True, help="Look less far for misspelt names, and not by sound.")
@click.option("--display", metavar="LANG", help="Language of the names, BCP 47; or style:NAME, a desk or ap, bbc.")
@click.option("--review", type=click.Path(path_type=Path, dir_okay=False), help="Write the names to decide here.")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A review file that came back with its last column filled in.",
)
@click.option("--lock", type=click.Path(path_type=Path, dir_okay=False), help="What the output is made of: kept to.")
@click.option("--update-lock", is_flag=True, help="Go on where the lock differs, and write it anew.")
@click.option(
    "--workers", type=click.IntRange(1, MOST_WORKERS), help="Processes to resolve with [default: one a processor]."
)
@memory_options
@data_dir_option
def command(source: str, output: str, data_dir: Path | None, **given: Any) -> None:
    """Resolve a column of a CSV, TSV, .xlsx or Parquet file: IN comes out as it is, with columns appended.

    Delimiter and encoding are found. Columns that are not named are guessed by their titles, and both is said.

    A text comes out as it is written where OUT ends in .csv, .tsv, .txt or nothing, as GeoJSON in .geojson, as
    GeoParquet in .geoparquet or .parquet. A Parquet file (.parquet, .geoparquet) comes out as Parquet in .parquet,
    as GeoParquet in .geoparquet, as GeoJSON in .geojson; a workbook as .xlsx.

    \b
      exonym reconcile places.csv -o placed.csv
      exonym reconcile places.tsv -o placed.tsv --name Stadt --country Land
      exonym reconcile places.csv -o placed.csv --name city --review review.csv
      exonym reconcile places.csv -o placed.csv --name city --decisions review.csv --lock places.lock
      exonym reconcile places.csv -o placed.csv --name city --desk world
      exonym reconcile places.csv -o placed.geojson --name city
      exonym reconcile places.xlsx -o placed.xlsx --sheet Towns
      exonym reconcile places.csv -o placed.csv --name town --name province --split ';'
      cat places.csv | exonym reconcile - -o - --name 2
    """
    settings = Settings.read(data_dir=data_dir)
    if given["update_lock"] and given["lock"] is None:
        raise click.UsageError("--update-lock needs --lock FILE.")
    _run(settings, source, output, given)


def _run(settings: Settings, source: str, output: str, given: dict[str, Any]) -> None:
    from gazetteer import Columns, Gazetteer, Options

    named = {what: given[what] for what in ("name", "country", "within", "lat", "lon") if given[what]}
    if named and "name" not in named:
        raise click.UsageError("Give --name COLUMN too, or name no column to have all guessed.")
    mode: Mode = "fast" if given["fast"] else "thorough"
    console = err()
    memory = memory_for(settings.data_dir, given)
    gazetteer = Gazetteer.open(settings.data_dir)
    writing = writing_for(settings.data_dir, given["display"])
    display = given["display"] if writing is None else writing.house.lang
    with _terminal(console) as listener:
        report = gazetteer.reconcile(
            sys.stdin.buffer if source == PIPE else source,
            sys.stdout.buffer if output == PIPE else output,
            Columns(**named) if named else None,
            Options(strict=given["strict"], mode=mode, joint=given["joint"], display=display),
            listener=listener,
            memory=memory,
            spelling=None if writing is None else writing.spelling(gazetteer),
            **{name: given[name] for name in PASSED_ON},
        )
    for line in report.summary:
        console.print(line, soft_wrap=True)


@contextlib.contextmanager
def _terminal(console: Console) -> Iterator[Listener]:
    """Says on a terminal how a table goes on, and asks there where it is in doubt."""
    from gazetteer import Listener

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    bars = Progress(*columns, console=console, disable=not console.is_terminal)

    class Terminal(Listener):
        def has_titles(self, doubt: str) -> bool | None:
            if not (console.is_terminal and sys.stdin.isatty()):
                return None
            return click.confirm(f"{doubt}\nIs it titles?", default=False, err=True)

        def remark(self, sentence: str) -> None:
            console.print(sentence, soft_wrap=True, markup=False)

        def progress(self, share: float, counts: Mapping[RowVerdict, int]) -> None:
            if not bars.task_ids:
                self._began = monotonic()
                bars.add_task("reading", total=1.0)
                bars.start()
            bars.update(bars.task_ids[0], completed=share, description=_spoken(counts, monotonic() - self._began))

    try:
        yield Terminal()
    finally:
        bars.stop()


def _spoken(counts: Mapping[RowVerdict, int], seconds: float) -> str:
    rows = sum(counts.values())
    parts = [f"{rows:,} rows, {rows / max(seconds, 0.1):,.0f}/s"]
    parts += [f"{verdict.replace('_', ' ')} {count:,}" for verdict, count in counts.items()]
    return ", ".join(parts)
