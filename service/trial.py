"""A build tried in a process of its own before it answers: read whole, opened and warmed.

Whatever that process dies of, the one that answers lives, and says what it was. A build that was found whole is not
read again while its files stay the same (`gazetteer.verification`).

    python -m service.trial DATA_DIR BUILD      what the process runs
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import orjson

from gazetteer import Gazetteer, verification
from gazetteer.errors import CorruptIndex, GazetteerError, NoGazetteer, WrongFormat
from gazetteer.processes import environment
from gazetteer.warming import compile_ahead, warm

SECONDS = 900.0  # with nothing compiled yet, warming takes minutes on a machine that is busy
REFUSED = 3
LETTERS = 300  # of what a failed process said last


def try_build(data_dir: Path, build: str) -> None:
    """Verify, open and warm a build in a process of its own, unless that went well before with the same files.

    Raises:
        GazetteerError: it cannot be used; the message says what for, and what to run.
    """
    with verification.turn(data_dir):
        seen = verification.fingerprint(data_dir, build)
        if verification.remembered(data_dir, build, seen):
            return
        _run(data_dir, build)
        verification.remember(data_dir, build, seen)


def _run(data_dir: Path, build: str) -> None:
    """Have the process do it, and put what became of it into an error of ours."""
    command = [sys.executable, "-m", "service.trial", str(data_dir.absolute()), build]
    try:
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            env=environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise _unusable(build, f"it did not end within {SECONDS:.0f} s") from error
    except OSError as error:
        raise _unusable(build, f"it cannot be started ({error.strerror})") from error
    if done.returncode == REFUSED:
        raise _said(done.stdout)
    if done.returncode < 0:
        raise _unusable(build, f"it was ended by {_signal(-done.returncode)}")
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][-LETTERS:]
        raise _unusable(build, f"it ended with status {done.returncode}: {last}")


def _unusable(build: str, why: str) -> CorruptIndex:
    return CorruptIndex(
        f"The build {build} was tried in a process of its own, and {why}. "
        "Run `exonym verify`, and `exonym build` to make it anew."
    )


def _said(output: bytes) -> GazetteerError:
    """The error that the process printed."""
    code, message = orjson.loads(output)
    kinds: dict[str, type[GazetteerError]] = {kind.code: kind for kind in (NoGazetteer, WrongFormat)}
    return kinds.get(code, CorruptIndex)(message)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def main(data_dir: Path, build: str) -> int:
    """What the process runs. Returns its exit status."""
    try:
        verification.verify(data_dir, build)
        compile_ahead(data_dir, build)
        warm(Gazetteer.open(data_dir, build))
    except GazetteerError as error:
        sys.stdout.buffer.write(orjson.dumps([error.code, str(error)]))
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
