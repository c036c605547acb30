"""Each file of a build damaged in turn: what the command and the service make of it."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from damage import damaged, files_of

from gazetteer import Gazetteer, current_build, verification
from gazetteer.errors import ExonymError
from gazetteer.warming import warm
from service import trial
from service.cli import main
from service.live_gazetteer import LiveGazetteer

QUESTIONS = ("Bakhmout", "Kharkov region", "Springfield", "Харків", "San Jose, Costa Rica", "Odesa")
FOUND, SAME, WRONG, CRASHED = "found", "the same answers", "wrong", "crashed"


@contextlib.contextmanager
def tried_within() -> Iterator[None]:
    """Builds are tried in this process: for those who try many, of which none kills."""

    def run(data_dir: Path, name: str) -> None:
        verification.verify(data_dir, name)
        warm(Gazetteer.open(data_dir, name))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trial, "_run", run)
        yield


def answers(gazetteer: Gazetteer) -> list[str]:
    """What a gazetteer answers, as text."""
    return [repr(gazetteer.resolve(question).candidates) for question in QUESTIONS]


def damage_each(folder: Path, kind: str) -> Counter[tuple[str, str]]:
    """Damage each file of a build in one way, try the build, and mend the file.

    Args:
        folder: the data directory.
        kind: of damage.

    Returns:
        What came of it and the file's name; files that the damage leaves as they were are left out.
    """
    right = answers(Gazetteer.open(folder))
    counts: Counter[tuple[str, str]] = Counter()
    for file in files_of(folder / str(current_build(folder))):
        after = damaged(file, kind)
        if after is None:
            continue
        content = file.read_bytes()
        file.write_bytes(after)
        counts[_outcome(folder, file.name, right), file.name] += 1
        file.write_bytes(content)
    return counts


def _outcome(folder: Path, name: str, right: list[str]) -> str:
    """`found` is: refused by both, with a sentence that names the file and one that says what to run."""
    try:
        live, said = LiveGazetteer(folder), CliRunner().invoke(main, ["verify", "--data-dir", str(folder)])
        if live.refresh():
            return SAME if said.exit_code == 0 and answers(live.take()) == right else WRONG
        with contextlib.suppress(ExonymError):
            live.take()
            return WRONG
    except Exception:
        return CRASHED
    return FOUND if said.exit_code == 1 and name in said.output and "exonym build" in str(live.refused) else WRONG
