"""`exonym info`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from service.commands.options import data_dir_option, out
from service.settings import Settings


@click.command("info")
@data_dir_option
@click.option("--json", "as_json", is_flag=True, help="Print what GET /v1/gazetteer answers.")
def command(data_dir: Path | None, as_json: bool) -> None:
    """Show which gazetteer is installed, what is in it, and whom to credit for it."""
    from gazetteer.gazetteer import Gazetteer
    from service.answers import Answers

    folder = Settings.read(data_dir=data_dir).data_dir
    gazetteer = Gazetteer.open(folder)
    info = gazetteer.info
    if as_json:
        click.echo(Answers(info, gazetteer.credits).gazetteer())
        return
    table = Table(show_header=False, box=None, pad_edge=False)
    for what, value in (
        ("folder", str(folder.resolve())),
        ("build", info.build),
        ("built", info.built),
        ("source", info.source),
        ("places", f"{info.places:,}"),
        ("names", f"{info.names:,}"),
        ("size", f"{_size(folder / 'current') / 1e6:,.0f} MB"),
    ):
        table.add_row(what, value)
    console = out()
    console.print(table)
    console.print()
    sources = Table("data", "version", "licence", "credit", box=None, pad_edge=False)
    for credit in gazetteer.credits:
        sources.add_row(credit.what, credit.version, credit.licence, credit.credit)
    console.print(sources)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.resolve().rglob("*") if path.is_file())
