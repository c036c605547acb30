"""What several subcommands share."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

PIPE_WIDTH = 160  # where the output is no terminal: wide enough that nothing is cut

data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the gazetteer [default: EXONYM_DATA_DIR, else ./data].",
)


def out() -> Console:
    """Standard output, for tables."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PIPE_WIDTH)


def err() -> Console:
    """Standard error, for progress."""
    return Console(stderr=True, highlight=False)
