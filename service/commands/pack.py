"""`exonym pack`."""

from __future__ import annotations

import time
from pathlib import Path

import click

from service.commands.options import data_dir_option, err
from service.commands.progress import reporting
from service.settings import Settings


@click.command("pack")
@data_dir_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write; with gzip where it ends in .gz or .tgz [default: exonym-BUILD.tar].",
)
@click.option("--kernels/--no-kernels", default=True, help="Carry the compiled search too [default: yes].")
def command(data_dir: Path | None, output: Path | None, kernels: bool) -> None:
    """Write the gazetteer into one file, to move it or to keep it.

    It holds the current build, its digests, and the compiled search with the versions that it fits. Plain, it takes a
    second or two and as much room as the build; with gzip half the room, and some ten seconds.

    \b
      exonym pack
      exonym pack --data-dir /var/lib/exonym -o backup/exonym.tar.gz
    """
    from gazetteer.archive import pack

    started = time.monotonic()
    with reporting(err()) as report:
        made = pack(Settings.read(data_dir=data_dir).data_dir, output, kernels=kernels, listener=report)
    carried = f", {made.kernels} files of compiled kernels" if made.kernels else ""
    click.echo(
        f"{made.path}: build {made.build}, {made.size / 1e6:,.0f} MB{carried}. {time.monotonic() - started:.1f} s"
    )
    taking = " --kernels" if made.kernels else ""
    click.echo(f"Elsewhere: exonym unpack {made.path.name}{taking}")
