"""`exonym keys`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from service.commands.options import data_dir_option, out
from service.keys import READER, ROLES, add_key, read_keys, revoke_key
from service.settings import Settings


@click.group("keys")
def command() -> None:
    """Give out, list and revoke API keys.

    The service asks for a key where EXONYM_REQUIRE_KEY is true. It sees a change within a second.

    \b
      exonym keys add "news desk"
      exonym keys add "CMS" --desk world --role editor
      exonym keys list
      exonym keys revoke "news desk"
    """


@command.command("add")
@click.argument("name")
@click.option("--desk", metavar="DESK", help="The desk that it is for: its decisions count in all it asks.")
@click.option("--role", type=click.Choice(ROLES), default=READER, show_default=True, help="What it may do there.")
@data_dir_option
def add(name: str, desk: str | None, role: str, data_dir: Path | None) -> None:
    """Make a key for NAME and print it: it cannot be shown again."""
    click.echo(add_key(Settings.read(data_dir=data_dir).data_dir, name, desk, role))


@command.command("list")
@data_dir_option
def show(data_dir: Path | None) -> None:
    """List the keys that were given out, without their secrets."""
    table = Table("id", "name", "desk", "role", "created", "revoked", box=None, pad_edge=False)
    for key in read_keys(Settings.read(data_dir=data_dir).data_dir):
        table.add_row(
            key.id, escape(key.name), key.desk or "-", key.role if key.desk else "-", key.created, key.revoked or "-"
        )
    out().print(table)


@command.command("revoke")
@click.argument("which")
@data_dir_option
def revoke(which: str, data_dir: Path | None) -> None:
    """Revoke the key with the id WHICH, or all keys with the name WHICH."""
    for key in revoke_key(Settings.read(data_dir=data_dir).data_dir, which):
        click.echo(f"Revoked {key.id}, {key.name}.")
