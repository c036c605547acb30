"""Decides one thing after another for a desk, and says on standard output what was acknowledged, until it is killed."""

from __future__ import annotations

import sys
from pathlib import Path

from gazetteer import Decision
from service.desk.database import FILE, Database
from service.desk.records import Author
from service.desk.store import DeskStore
from service.errors import Overloaded


def write(folder: Path, label: str, most: int) -> None:
    """Decide as many things as there are to be, each under a name of its own."""
    store = DeskStore(Database(folder / FILE))
    for number in range(most):
        name = f"{label} {number}"
        try:
            [outcome] = store.decide("world", [Decision(name, number + 1)], Author(label))
        except Overloaded:
            continue
        if outcome.kept is not None:
            print(name, flush=True)


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
