"""`exonym reconcile`."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, BinaryIO

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from service.commands.options import data_dir_option, err
from service.settings import Settings

if TYPE_CHECKING:
    from gazetteer.tables.answer import RowVerdict
    from gazetteer.tables.lockfile import Lockfile
    from gazetteer.tables.parquet import ParquetTask
    from gazetteer.tables.task import TableRequest, TableTask
    from gazetteer.tables.xlsx import XlsxTask

PIPE = "-"
# Files that are no text, and the extra that each needs.
EXTRAS = {".parquet": "table", ".xlsx": "xlsx"}


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
@click.option("--strict", is_flag=True, help="Country and area filter; otherwise they weigh.")
@click.option("--fast", is_flag=True, help="Look only in the cheap tiers.")
@click.option("--display", metavar="LANG", help="Language of the names in the answer, BCP 47.")
@click.option("--review", type=click.Path(path_type=Path, dir_okay=False), help="Write the names to decide here.")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A review file that came back with its last column filled in.",
)
@click.option("--lock", type=click.Path(path_type=Path, dir_okay=False), help="What the output is made of: kept to.")
@click.option("--update-lock", is_flag=True, help="Go on where the lock differs, and write it anew.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes to resolve with [default: one a processor].")
@data_dir_option
def command(source: str, output: str, data_dir: Path | None, **given: Any) -> None:
    """Resolve a column of a CSV, TSV, .xlsx or Parquet file: IN comes out as it is, with columns appended.

    Delimiter and encoding are found. Columns that are not named are guessed by their titles, and both is said.

    \b
      exonym reconcile places.csv -o placed.csv
      exonym reconcile places.tsv -o placed.tsv --name Stadt --country Land
      exonym reconcile places.csv -o placed.csv --name city --review review.csv
      exonym reconcile places.csv -o placed.csv --name city --decisions review.csv --lock places.lock
      exonym reconcile places.xlsx -o placed.xlsx --sheet Towns
      exonym reconcile places.csv -o placed.csv --name town --name province --split ';'
      cat places.csv | exonym reconcile - -o - --name 2
    """
    settings = Settings.read(data_dir=data_dir)
    if given["update_lock"] and given["lock"] is None:
        raise click.UsageError("--update-lock needs --lock FILE.")
    with _opened(source) as stream, _written(output) as sink:
        _run(settings, stream, sink, given, _task_type(_kind(source, output)))


def _run(settings: Settings, stream: BinaryIO, sink: BinaryIO, given: dict[str, Any], kind: type[Any]) -> None:
    from gazetteer.index.index import open_index
    from gazetteer.tables.lockfile import make_lockfile, read_lockfile
    from gazetteer.tables.task import processes_for

    console = err()
    began = monotonic()
    asked = _asked(given)
    decisions = given["decisions"].read_bytes() if given["decisions"] else None
    index = open_index(settings.data_dir)
    with processes_for(index, asked, stream, given["workers"]) as pool:
        task = kind(index, stream, asked, pool, decisions)
        if task.doubt and console.is_terminal and sys.stdin.isatty():
            header = click.confirm(f"{task.doubt}\nIs it titles?", default=False, err=True)
            asked = replace(asked, choices=replace(asked.choices, header=header))
            task = kind(index, stream, asked, pool, decisions)
        asked = replace(asked, choices=replace(asked.choices, header=task.headed))  # as found, for the lock
        for remark in (*task.remarks, *task.undecided()):
            console.print(remark, soft_wrap=True, markup=False)
        lock = make_lockfile(task.build, asdict(asked), stream, decisions)
        before = _lock_to_keep(given, read_lockfile)
        _keep_to(lock, before, given["lock"])
        digest = hashlib.sha256()
        with _progress(task, console.is_terminal) as show:
            for _ in task.survey():
                show()
            for block in task.blocks():
                sink.write(block)
                digest.update(block)
                show()
        lock = replace(lock, output=digest.hexdigest())
        _keep_to(lock, before, given["lock"])
        if given["lock"]:
            lock.write(given["lock"])
        if given["review"]:
            with _written(str(given["review"])) as review:
                review.writelines(task.review())
        for line in task.summary(monotonic() - began):
            console.print(line, soft_wrap=True)


def _kind(source: str, output: str) -> str:
    """The extension of both files where they are no text; else blank."""
    kinds = {next((kind for kind in EXTRAS if name.lower().endswith(kind)), "") for name in (source, output)}
    if len(kinds) > 1:
        raise click.UsageError("Parquet comes out as Parquet and .xlsx as .xlsx: give both files that extension.")
    return kinds.pop()


def _task_type(kind: str) -> type[TableTask | ParquetTask | XlsxTask]:
    try:
        if kind == ".parquet":
            from gazetteer.tables.parquet import ParquetTask

            return ParquetTask
        if kind == ".xlsx":
            from gazetteer.tables.xlsx import XlsxTask

            return XlsxTask
    except ImportError:
        raise click.ClickException(f"{kind} files need more: pip install 'exonym[{EXTRAS[kind]}]'.") from None
    from gazetteer.tables.task import TableTask

    return TableTask


def _lock_to_keep(given: dict[str, Any], read: Callable[[Path], Lockfile | None]) -> Lockfile | None:
    return read(given["lock"]) if given["lock"] and not given["update_lock"] else None


def _asked(given: dict[str, Any]) -> TableRequest:
    from gazetteer.model import Mode, Options
    from gazetteer.tables.columns import Columns
    from gazetteer.tables.delimited import TableFormat
    from gazetteer.tables.task import TableRequest

    named = {what: given[what] for what in ("name", "country", "within", "lat", "lon") if given[what]}
    if named and "name" not in named:
        raise click.UsageError("Give --name COLUMN too, or name no column to have all guessed.")
    mode: Mode = "fast" if given["fast"] else "thorough"
    options = Options(strict=given["strict"], mode=mode, joint=given["joint"], display=given["display"])
    choices = TableFormat(
        Columns(**named) if named else None, given["encoding"], given["header"], given["split"], given["sheet"]
    )
    return TableRequest(choices, options, review=given["review"] is not None)


def _keep_to(lock: Lockfile, before: Lockfile | None, path: Path) -> None:
    from gazetteer.errors import TableError

    if before is not None and (differences := lock.differences(before)):
        listed = "; ".join(differences)
        raise TableError(f"This run is not the one that {path} holds to: {listed}. --update-lock goes on.")


@contextlib.contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    """The input as a file that can be read again: a pipe goes through a temporary one."""
    if source != PIPE:
        with open(source, "rb") as stream:
            if stream.seekable():
                yield stream
                return
            yield from _spooled(stream)
            return
    yield from _spooled(sys.stdin.buffer)


def _spooled(stream: BinaryIO) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield copy


@contextlib.contextmanager
def _written(output: str) -> Iterator[BinaryIO]:
    """Where the output goes. A file appears only when it is complete."""
    if output == PIPE:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    if path.exists() and not path.is_file():  # a device, a named pipe
        with path.open("wb") as stream:
            yield stream
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _progress(task: TableTask | ParquetTask | XlsxTask, terminal: bool) -> Iterator[Any]:
    if not terminal:
        yield lambda: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err()) as progress:
        bar = progress.add_task("reading", total=1.0)
        began = monotonic()

        def show() -> None:
            progress.update(bar, completed=task.share, description=_spoken(task.counts, monotonic() - began))

        yield show


def _spoken(counts: Mapping[RowVerdict, int], seconds: float) -> str:
    rows = sum(counts.values())
    parts = [f"{rows:,} rows, {rows / max(seconds, 0.1):,.0f}/s"]
    parts += [f"{verdict.replace('_', ' ')} {count:,}" for verdict, count in counts.items()]
    return ", ".join(parts)
