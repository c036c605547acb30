"""Everything that strangers do, done to the real service: `exonym serve` on loopback, and what came of each.

Prints the table of docs/operations.md, or writes it there. Minutes; with --slow an hour. Needs Linux, and a Redis.

    python -m bench.attacks --data-dir data [--only NAME] [--slow] [--write docs/operations.md]
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from bench.attacked import builds, connections, headers, jobs, requests
from bench.attacked.attack import HEADING, Attack, run, started
from bench.page_part import write_part

START, END = "<!-- attacks -->", "<!-- end of attacks -->"
ATTACKS = (*requests.ATTACKS, *connections.ATTACKS, *jobs.ATTACKS, *headers.ATTACKS, *builds.ATTACKS)


def rows(attacks: list[Attack], data_dir: Path) -> list[str]:
    """Run the attacks, those in a row on the same service together; the lines of the table, printed as they come."""
    out = []
    for service, of_service in groupby(attacks, lambda attack: attack.service):
        with started(service, data_dir) as target:
            for attack in of_service:
                out.append(str(run(attack, target)))
                click.echo(out[-1])
    return out


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="where the gazetteer is")
@click.option("--only", default="", help="a part of the names of the attacks to run; else all")
@click.option("--slow", is_flag=True, help="those too that take many minutes")
@click.option("--write", type=click.Path(path_type=Path), help="the page to write the table into")
def main(data_dir: Path, only: str, slow: bool, write: Path | None) -> None:
    """Attack the service."""
    chosen = [attack for attack in ATTACKS if only in attack.name and (slow or not attack.is_slow)]
    click.echo(HEADING)
    lines = rows(chosen, data_dir)
    if write:
        write_part(write, START, END, "\n".join([HEADING, *_with_others(write, lines)]))


def _key(line: str) -> str:
    return "|".join(line.split("|")[1:3])


def _with_others(page: Path, lines: list[str]) -> list[str]:
    """Lines in the order of the attacks, with those of the page for attacks that were not run."""
    before = page.read_text("utf-8").partition(START)[2].partition(END)[0].splitlines()
    known = {_key(line): line for line in (*before, *lines) if line.startswith("|")}
    return [known[key] for attack in ATTACKS if (key := f" {attack.name} | {attack.tried} ") in known]


if __name__ == "__main__":
    main()
