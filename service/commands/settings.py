"""`exonym settings`."""

from __future__ import annotations

import click
from rich.table import Column, Table

from service.commands.options import out
from service.settings import Settings, describe, variable

SECRETS = ("secret", "desk_url")
HIDDEN = "(set)"


@click.command("settings")
def command() -> None:
    """List the settings, their defaults, and the values that hold here.

    All are environment variables, all are optional:

    \b
      EXONYM_PORT=9000 exonym serve
    """
    here = _masked(Settings.read().environ())
    default = Column("default", no_wrap=True)
    table = Table("variable", default, "here", "what it does", box=None, pad_edge=False)
    for name, preset, description in describe():
        table.add_row(name, preset, "" if here[name] == preset else here[name], description)
    out().print(table)


def _masked(here: dict[str, str]) -> dict[str, str]:
    """The values without what nobody should read over one's shoulder."""
    hidden = map(variable, SECRETS)  # an address of a database has its password in it
    return here | {name: HIDDEN if here[name] else "" for name in hidden}
