"""`exonym info`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from service.commands.clashes import listed, said
from service.commands.options import data_dir_option, out
from service.settings import Settings


@click.command("info")
@data_dir_option
@click.option("--json", "as_json", is_flag=True, help="Print what GET /v1/gazetteer answers.")
@click.option("--clashes", "show_clashes", is_flag=True, help="List the names that several countries bear, and why.")
def command(data_dir: Path | None, as_json: bool, show_clashes: bool) -> None:
    """Show which gazetteer is installed, what is in it, and whom to credit for it."""
    from gazetteer import Gazetteer
    from service.answers import Answers

    folder = Settings.read(data_dir=data_dir).data_dir
    gazetteer = Gazetteer.open(folder)
    info = gazetteer.info
    if as_json:
        click.echo(Answers(info, gazetteer.credits).gazetteer())
        return
    if show_clashes:
        _print_clashes(gazetteer.about.get("clashes", {}))
        return
    table = Table(show_header=False, box=None, pad_edge=False)
    for what, value in (
        ("folder", str(folder.resolve())),
        ("build", info.build),
        ("built", info.built),
        ("source", info.source),
        ("places", f"{info.places:,}"),
        ("names", f"{info.names:,}"),
        *_about(gazetteer.about),
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


def _print_clashes(clashes: Mapping[str, Any]) -> None:
    for sentence in said(clashes):
        click.echo(sentence)
    table = Table("name", "countries", "why", box=None, pad_edge=False)
    for row in listed(clashes):
        table.add_row(*row)
    out().print(table)


def _about(about: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What was chosen of the source and how old it is, where the source says."""
    if "dump" in about:
        yield "countries", ", ".join(about["countries"]) or "all"
        yield "classes", ", ".join(about["classes"]) or "all"
        yield "dump", about["dump"]
        yield "changes to", about["updated"] or "none since the dump"
        yield "rows left out", f"{about['left_out']:,}"
    if "clashes" in about:
        yield "names shared", f"{about['clashes']['left']:,} by several countries, see --clashes"
    if "overlay" in about:
        overlay = about["overlay"]
        yield "overlay", f"{overlay['file']}: {overlay['places']:,} places, {overlay['names']:,} names"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.resolve().rglob("*") if path.is_file())
