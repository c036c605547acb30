"""docs/deploy.md: its commands are run, its files are read."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from service.cli import main
from service.settings import Settings

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
RUN = {"pack", "unpack", "info", "verify", "resolve"}
SETTINGS = {f"EXONYM_{name.upper()}" for name in Settings.model_fields}


def commands() -> list[list[str]]:
    """Those that begin with `exonym` and neither build nor serve, in their order."""
    blocks = re.findall(r"^```(.*?)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    lines = [line for kind, block in blocks if not kind for line in block.splitlines()]
    found = [shlex.split(line.removeprefix("/opt/exonym/bin/"))[1:] for line in lines if "exonym " in line]
    return [one for one in found if one and one[0] in RUN and "exonym-BUILD.tar" not in one]


def test_the_commands_run(tiny_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = commands()
    assert {one[0] for one in listed} == RUN
    for name in ("exonym", "exonym-new"):
        shutil.copytree(tiny_dir, tmp_path / name, symlinks=True)
    monkeypatch.chdir(tmp_path)
    for arguments in listed:
        told = [one.replace("/var/lib", str(tmp_path)) for one in arguments]
        done = CliRunner().invoke(main, told)
        assert done.exit_code == 0, (arguments, done.output)


def test_hosts_unpack_into_the_folder_that_they_serve() -> None:
    served = re.search(r"exonym serve --data-dir (\S+)", PAGE)
    section = PAGE.partition("## Several hosts")[2].partition("\n## ")[0]
    assert served
    assert re.findall(r"exonym unpack \S+ --data-dir (\S+)", section) == [served[1]]


def test_what_is_named_is_there() -> None:
    assert set(re.findall(r"EXONYM_[A-Z_]+", PAGE)) <= SETTINGS
    assert set(re.findall(r"exonym (?=([a-z]+))", PAGE)) >= {"build", "serve", "keys", "worker", "desk"}
    for path in re.findall(r"path: (/[a-z]+)", PAGE):
        assert path in ("/readyz", "/healthz")
    uninstalled = re.search(r"pip uninstall --yes (.+)", PAGE)
    assert uninstalled
    assert f"pip uninstall --yes {uninstalled[1]}" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "count"), [("compose", 1), ("kubernetes", 2)])
def test_the_files_can_be_read(kind: str, count: int) -> None:
    yaml = pytest.importorskip("yaml")
    block = re.search(rf"```yaml {kind}\n(.*?)```", PAGE, re.DOTALL)
    assert block
    documents: list[dict[str, Any]] = list(yaml.safe_load_all(block[1]))
    assert len(documents) == count
    if kind == "compose":
        assert set(documents[0]["services"]["exonym"]["environment"]) <= SETTINGS
        assert documents[0]["services"]["exonym"]["depends_on"] == ["redis"]
    else:
        [container] = documents[0]["spec"]["template"]["spec"]["containers"]
        assert {one["name"] for one in container["env"]} <= SETTINGS
        assert documents[1]["spec"]["ports"][0]["targetPort"] == container["ports"][0]["containerPort"]
