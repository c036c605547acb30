"""`exonym build`."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from service.commands.options import data_dir_option, err
from service.settings import Settings

Report = Callable[[str, int, int | None], None]


@click.command("build")
@click.option(
    "--source",
    type=click.Choice(["embedded"]),
    default="embedded",
    show_default=True,
    help="Where the places come from. `embedded`: from the installed packages, without a network.",
)
@data_dir_option
def command(source: str, data_dir: Path | None) -> None:
    """Build the gazetteer, and put it in the place of the one before.

    The new build becomes current only when it is complete; a running service takes it up within seconds. The first
    build also compiles the search, for half a minute, so that no later command has to.

    \b
      exonym build
      exonym build --data-dir /var/lib/exonym
    """
    from gazetteer import Gazetteer, build
    from gazetteer.sources.embedded import Embedded
    from service.current import warm

    folder = Settings.read(data_dir=data_dir).data_dir
    sources = {"embedded": Embedded}
    started = time.monotonic()
    with reporting(err()) as report:
        info = build(sources[source](), folder, report)
        report("compiling the search", 0, None)
        warm(Gazetteer.open(folder))
    click.echo(
        f"Built {info.build}: {info.places:,} places, {info.names:,} names, "
        f"in {time.monotonic() - started:.0f} s, into {folder}."
    )


@contextlib.contextmanager
def reporting(console: Console) -> Iterator[Report]:
    """A way to report progress: bars on a terminal, elsewhere one line for each thing done."""
    if not console.is_terminal:
        yield Lines(console)
        return
    columns = (TextColumn("{task.description:<40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                for task in tasks.values():
                    progress.stop_task(task)
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)

        yield report


class Lines:
    """Progress for a log: what is begun, each on its own line."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = ""

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """Print what is being done, once."""
        if what != self._last:
            self._console.print(what + (f" ({total:,})" if total else ""), soft_wrap=True)
            self._last = what
