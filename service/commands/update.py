"""`exonym update`."""

from __future__ import annotations

import time
from pathlib import Path

import click

from service.commands.build import needed_to_build, say_made
from service.commands.options import base_url_option, data_dir_option, err, overlay_option
from service.commands.progress import reporting
from service.settings import Settings


@click.command("update")
@base_url_option
@overlay_option
@data_dir_option
def command(base_url: str | None, overlay: Path | None, data_dir: Path | None) -> None:
    """Bring a gazetteer of GeoNames up to date with the changes of each day since its dump.

    Fetches the daily files, builds anew from the dump that is kept with the changes over it, and puts the build in the
    place of the one before. The overlay of the last build stays, unless another is given.

    \b
      exonym update
      exonym update --overlay house-names.csv
    """
    from gazetteer import Gazetteer
    from gazetteer.basemap.basemap import Basemap
    from service.commands.diff import in_words

    with needed_to_build():
        from gazetteer.maintain import update_geonames
    settings = Settings.read(data_dir=data_dir, geonames_url=base_url)
    started = time.monotonic()
    with reporting(err()) as report:
        done = update_geonames(settings.data_dir, settings.geonames_url, overlay, report)
        if done.made is not None:
            Basemap(Gazetteer.open(settings.data_dir), settings.data_dir, settings.map_borders, report)
    for day in done.not_yet:
        click.echo(f"The changes of {day} are not on the server yet.")
    if done.made is None or done.summary is None:
        click.echo("Nothing to do: all the changes that the server has are in the gazetteer.")
        return
    for day in done.days:
        click.echo(f"Applied the changes of {day}.")
    say_made(done.made, time.monotonic() - started, settings.data_dir)
    click.echo(f"{in_words(done.summary)} `exonym diff {done.before} {done.made.info.build}` lists them.")
