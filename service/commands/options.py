"""What several subcommands share."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console

PIPE_WIDTH = 160  # where the output is no terminal: wide enough that nothing is cut

data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the gazetteer [default: EXONYM_DATA_DIR, else ./data].",
)

base_url_option = click.option(
    "--base-url", help="The dump server of GeoNames, or a mirror of it [default: EXONYM_GEONAMES_URL]."
)

overlay_option = click.option(
    "--overlay",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A CSV of names and places of your own, to lie over the source.",
)


def memory_options(command: Callable[..., None]) -> Callable[..., None]:
    """What a command takes that heeds decisions."""
    for option in (
        click.option("--collection", metavar="LABEL", help="The label of what is asked, for decisions about it."),
        click.option(
            "--desk",
            metavar="DESK[@REVISION]",
            help="Heed what a desk of the data folder decided, now or at a revision.",
        ),
        click.option(
            "--memory",
            type=click.Path(path_type=Path, dir_okay=False, exists=True),
            help="Heed the decisions of a CSV, as `exonym desk export` writes it.",
        ),
    ):
        command = option(command)
    return command


def visible(text: str) -> str:
    """A text for a terminal: control characters, which could move its cursor or retitle its window, as �."""
    return "".join("\ufffd" if unicodedata.category(char) == "Cc" and char != "\n" else char for char in text)


def out() -> Console:
    """Standard output, for tables."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PIPE_WIDTH)


def err() -> Console:
    """Standard error, for progress."""
    return Console(stderr=True, highlight=False)
