"""The command `exonym`. Each subcommand is a module of `service.commands`, loaded when it is called."""

from __future__ import annotations

import importlib
import io
import sys
from typing import Any

import click

COMMANDS = {
    "annotate": "Mark every place in a text.",
    "build": "Build the gazetteer.",
    "desk": "Show, make, export and import what desks decided.",
    "diff": "Show what changed from one build to another.",
    "info": "Show which gazetteer is installed, and whom to credit.",
    "keys": "Give out, list and revoke API keys.",
    "pack": "Write the gazetteer into one file, to move it or to keep it.",
    "reconcile": "Resolve a column of a CSV, TSV, .xlsx or Parquet file.",
    "resolve": "Say which place a name means.",
    "reverse": "List the places nearest to a point.",
    "serve": "Serve the HTTP API.",
    "settings": "List the settings and their defaults.",
    "transliterate": "Write a text in Latin letters.",
    "unpack": "Take the gazetteer out of such a file.",
    "update": "Bring a gazetteer of GeoNames up to date.",
    "verify": "Compare the files of the gazetteer with what was built.",
    "warm": "Compile the search ahead, so that no start has to.",
    "worker": "Resolve names of jobs that a service shares out over Redis.",
}
FAILED = 1
MISUSED = 2


class Commands(click.Group):
    """A group that imports a subcommand only when it is run: its modules load numba and ICU, which takes seconds."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the subcommands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A subcommand by its name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"service.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a subcommand; an error of ours becomes one sentence on standard error and an exit status."""
        from gazetteer.errors import ExonymError, QueryError
        from service.settings import SettingsError

        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a console of one alphabet shows no other
        try:
            return super().invoke(ctx)
        except (QueryError, SettingsError) as error:
            fail(str(error), MISUSED)
        except ExonymError as error:
            fail(str(error), FAILED)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            fail(f"{error.filename or 'exonym'}: {error.strerror or error}.", FAILED)


def fail(sentence: str, status: int) -> None:
    """Say on standard error what went wrong, and exit."""
    click.echo(f"exonym: {sentence}", err=True)
    sys.exit(status)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="exonym", prog_name="exonym")
def main() -> None:
    """Which place does a spelling mean? Any script, any language's habit, to one GeoNames id.

    \b
    Start here:
      exonym build                        once: the gazetteer, into ./data
      exonym resolve Bakhmout             which place is that?
      exonym serve                        the same over HTTP, on 127.0.0.1:8000

    Settings are environment variables; `exonym settings` lists them. Exit status: 0 done, 1 the job failed,
    2 wrong usage.
    """


if __name__ == "__main__":
    main()
