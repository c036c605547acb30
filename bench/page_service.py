"""A service for a browser that a bench drives, and the browser."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))  # what finds a browser, and serves, is the tests' own

from chromium import ARGUMENTS, MISSING, get  # noqa: E402
from large_table import ROWS, measure, middle  # noqa: E402
from serving import serving  # noqa: E402

from service.app import create_app  # noqa: E402
from service.desk.database import FILE as DESKS  # noqa: E402
from service.settings import Settings  # noqa: E402

JOBS = "jobs"
__all__ = ["ARGUMENTS", "ROOT", "ROWS", "found_chromium", "measure", "middle", "running"]


def found_chromium() -> str:
    """The path of a Chromium, or the end of the program with the sentence that says what to install."""
    return get() or sys.exit(MISSING)


@contextlib.contextmanager
def running(data_dir: Path) -> Iterator[str]:
    """A service over a gazetteer, with desks and jobs of its own; yields its address."""
    if not (data_dir / "current").exists():
        sys.exit(f"There is no gazetteer in {data_dir}: run `make build`.")
    with tempfile.TemporaryDirectory() as folder:
        for path in data_dir.resolve().iterdir():
            if not path.name.startswith((Path(DESKS).stem, JOBS)):
                (Path(folder) / path.name).symlink_to(path)
        with serving(create_app(Settings(data_dir=Path(folder)))) as address:
            yield address
