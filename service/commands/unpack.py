"""`exonym unpack`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from service.commands.options import data_dir_option, err
from service.commands.progress import reporting
from service.settings import Settings


@click.command("unpack")
@click.argument("archive", type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True))
@data_dir_option
@click.option("--kernels", is_flag=True, help="Take the compiled search too. It is code: only from whom you trust.")
def command(archive: Path, data_dir: Path | None, kernels: bool) -> None:
    """Take the gazetteer out of a file that `exonym pack` wrote, and make it the current one.

    Sizes and digests are compared, which says that it arrived whole, and not who made it. Where anything is wrong,
    nothing changes. The compiled search, where it fits these versions and this processor, saves the first answer a
    minute of compiling; it is code that will be run, so it is taken only with --kernels.

    `-` reads it from a pipe.

    \b
      exonym unpack exonym-32fc6e2cd427a427.tar --kernels
      exonym unpack backup/exonym.tar.gz --data-dir /var/lib/exonym
    """
    from gazetteer.archive import unpack

    folder = Settings.read(data_dir=data_dir).data_dir
    started = time.monotonic()
    with reporting(err()) as report:
        found = unpack(sys.stdin.buffer if str(archive) == "-" else archive, folder, kernels=kernels, listener=report)
    seconds = time.monotonic() - started
    click.echo(
        f"{folder}: build {found.build}, {found.files} files, {found.size / 1e6:,.0f} MB, whole. {seconds:.1f} s"
    )
    click.echo(found.remark or "The compiled search is kept.")
