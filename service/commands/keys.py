"""`exonym keys`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from service.commands.options import data_dir_option, out
from service.keys import add_key, read_keys, revoke_key
from service.settings import Settings


@click.group("keys")
def command() -> None:
    """Give out, list and revoke API keys.

    The service asks for a key where EXONYM_REQUIRE_KEY is true. It sees a change within a second.

    \b
      exonym keys add "news desk"
      exonym keys list
      exonym keys revoke "news desk"
    """


@command.command("add")
@click.argument("name")
@data_dir_option
def add(name: str, data_dir: Path | None) -> None:
    """Make a key for NAME and print it: it cannot be shown again."""
    click.echo(add_key(Settings.read(data_dir=data_dir).data_dir, name))


@command.command("list")
@data_dir_option
def show(data_dir: Path | None) -> None:
    """List the keys that were given out, without their secrets."""
    table = Table("id", "name", "created", "revoked", box=None, pad_edge=False)
    for key in read_keys(Settings.read(data_dir=data_dir).data_dir):
        table.add_row(key.id, escape(key.name), key.created, key.revoked or "-")
    out().print(table)


@command.command("revoke")
@click.argument("which")
@data_dir_option
def revoke(which: str, data_dir: Path | None) -> None:
    """Revoke the key with the id WHICH, or all keys with the name WHICH."""
    for key in revoke_key(Settings.read(data_dir=data_dir).data_dir, which):
        click.echo(f"Revoked {key.id}, {key.name}.")
