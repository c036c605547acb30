"""`exonym warm`."""

from __future__ import annotations

import time
from pathlib import Path

import click

from service.commands.options import data_dir_option, err
from service.commands.progress import reporting
from service.settings import Settings


@click.command("warm")
@data_dir_option
def command(data_dir: Path | None) -> None:
    """Compile the search ahead, so that no start has to.

    What is compiled is kept in $NUMBA_CACHE_DIR/exonym, else $XDG_CACHE_HOME/exonym, else ~/.cache/exonym, for this
    version and this kind of processor. Run it where an image is made or a host set up, as the user who will serve or
    into a folder that he can read; it takes a minute on two processors the first time, and nothing after that.
    `exonym build` does it too.

    \b
      exonym warm
      NUMBA_CACHE_DIR=/var/cache exonym warm --data-dir /var/lib/exonym
    """
    from gazetteer import Gazetteer, current_build
    from gazetteer.errors import NoGazetteer
    from gazetteer.warming import compile_ahead, warm

    folder = Settings.read(data_dir=data_dir).data_dir
    build = current_build(folder)
    if build is None:
        raise NoGazetteer(f"There is no gazetteer in {folder}. Run `exonym build --data-dir {folder}` first.")
    started = time.monotonic()
    with reporting(err()) as report:
        found = compile_ahead(folder, build, report)
        warm(Gazetteer.open(folder, build))
    seconds = time.monotonic() - started
    if found.folder is None:
        click.echo(f"Compiled in {seconds:.0f} s, but nothing could be kept: set NUMBA_CACHE_DIR to a folder to write.")
    else:
        click.echo(f"The search is compiled, and kept in {found.folder}. {seconds:.0f} s")
