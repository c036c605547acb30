"""The two distributions as they are installed: built, put into environments of their own, and run outside the tree."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[1]
BAKHMUT = 713174
PATIENCE = 120.0  # seconds for a service to start
# What finds modules in the tree: the environment has to do without.
OF_THE_TREE = ("PYTHONPATH", "EXONYM_DATA_DIR")

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints, which has to end well."""
    env = {name: value for name, value in os.environ.items() if name not in OF_THE_TREE}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(source: Path, folder: Path, how: str) -> Path:
    """A distribution of a source tree, by a hook of its build backend: `build_wheel` or `build_sdist`."""
    code = f"from hatchling.build import {how}; print({how}({str(folder)!r}))"
    return folder / run(sys.executable, "-c", code, cwd=source).split()[-1]


def unpacked(archive: Path) -> Path:
    """The source tree of a source distribution."""
    with tarfile.open(archive) as packed:
        packed.extractall(archive.parent, filter="data")
    return archive.with_name(archive.name.removesuffix(".tar.gz"))


def installed(wheel: Path, folder: Path) -> Path:
    """The programs of an environment that has a wheel, and of this one what the wheel depends on."""
    venv.create(folder, with_pip=False)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(packages)
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


@pytest.fixture(params=["wheel", "source distribution"])
def wheel_of(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Path], Path]:
    """Makes the wheel of a source tree, at once or by way of its source distribution."""

    def wheel_of(source: Path) -> Path:
        if request.param == "source distribution":
            source = unpacked(built(source, tmp_path, "build_sdist"))
        return built(source, tmp_path, "build_wheel")

    return wheel_of


def test_what_is_installed_builds_and_answers(wheel_of: Callable[[Path], Path], tmp_path: Path) -> None:
    python = installed(wheel_of(ROOT), tmp_path / "environment") / "python"
    where = run(python, "-c", "import gazetteer, service; print(gazetteer.__file__, service.__file__)", cwd=tmp_path)
    assert str(ROOT) not in where
    exonym = (python, "-c", "from service.cli import main; main()")
    data = ("--data-dir", tmp_path / "data")
    run(*exonym, "build", *data, cwd=tmp_path)
    printed = run(*exonym, "resolve", "Bakhmout", "--limit", "1", *data, cwd=tmp_path)
    assert str(BAKHMUT) in printed
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = str(listener.getsockname()[1])
    with subprocess.Popen([*map(str, (*exonym, "serve", *data, "--port", port))], cwd=tmp_path) as service:
        try:
            assert answered(f"http://127.0.0.1:{port}/v1/resolve?q=Bakhmout") == BAKHMUT
        finally:
            service.terminate()


def test_make_has_what_it_needs_in_the_source_distribution(tmp_path: Path) -> None:
    source = unpacked(built(ROOT, tmp_path, "build_sdist"))
    assert "--requirement requirements-dev.lock" in run("make", "--dry-run", "test", "check", cwd=source)


def test_the_client_is_installed_alone(wheel_of: Callable[[Path], Path], tmp_path: Path) -> None:
    python = installed(wheel_of(ROOT / "clients/python"), tmp_path / "environment") / "python"
    code = "import exonym_client; exonym_client.Exonym('http://127.0.0.1:1').close(); print(exonym_client.__file__)"
    assert str(ROOT) not in run(python, "-c", code, cwd=tmp_path)


def answered(url: str) -> int:
    """The id that a service answers with, once it has started."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            id: int = json.loads(httpx.get(url).raise_for_status().text)["results"][0]["candidates"][0]["id"]
            return id
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
