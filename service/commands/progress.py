"""Progress of a long command: bars on a terminal, lines elsewhere."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

Report = Callable[[str, int, int | None], None]


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
