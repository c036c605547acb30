"""`exonym verify`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from service.commands.options import data_dir_option
from service.settings import Settings

DAMAGED = 1


@click.command("verify")
@data_dir_option
def command(data_dir: Path | None) -> None:
    """Read every file of the builds that are kept, and compare it with what was written.

    Damaged files are named, with what to run; the exit status is then 1. A gazetteer of 300 MB takes a second.

    \b
      exonym verify
      exonym verify --data-dir /var/lib/exonym
    """
    from gazetteer import current_build
    from gazetteer.errors import GazetteerError, NoGazetteer
    from gazetteer.verification import kept_builds, verify

    folder = Settings.read(data_dir=data_dir).data_dir
    current = current_build(folder)
    if current is None:
        raise NoGazetteer(f"There is no gazetteer in {folder}. Run `exonym build --data-dir {folder}` first.")
    damaged = False
    for build in (current, *(build for build in kept_builds(folder) if build != Path(current).name)):
        which = "current" if build == current else "older"
        started = time.monotonic()
        try:
            found = verify(folder, build)
        except GazetteerError as error:
            click.echo(f"exonym: {build} ({which}) cannot be trusted: {error}", err=True)
            damaged = True
            continue
        seconds = time.monotonic() - started
        click.echo(f"{build} ({which}): {found.files} files, {found.size / 1e6:,.0f} MB, whole. {seconds:.1f} s")
    if damaged:
        sys.exit(DAMAGED)
