"""A Wagtail on this machine: gotten from the registry, set up from nothing in a folder of its own, served, ended."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import only_here
from plugging import Service

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
VERSION = os.environ.get("EXONYM_WAGTAIL", "8.0.1")
ENVIRONMENT = ROOT / ".venv" / "cms" / f"wagtail-{VERSION}"
PYTHON = ENVIRONMENT / "bin" / "python"
PLUGIN = ROOT / "plugins" / "wagtail"
PASSWORD = "a long word and another"
START_SECONDS = 180
LACKING = f"no Wagtail: pip gave no wagtail=={VERSION}"


class Lacking(Exception):
    """What a Wagtail needs and this machine has not; the message says what."""


@dataclass(frozen=True, slots=True)
class Site:
    """A Wagtail that runs."""

    address: str
    folder: Path
    home: int

    def point(self, url: str, key: str, seconds: float = 5) -> None:
        """Say where the service is, and how long it may take."""
        (self.folder / "service").write_text(f"{url}\n{key}\n{seconds}")

    def run(self, code: str) -> str:
        """Run a piece of Python within the site."""
        return self.bare(f"import django; django.setup()\n{code}")

    def bare(self, code: str) -> str:
        """Run a piece of Python in the site's folder, which sets Django up by itself."""
        return _run(self.folder, str(PYTHON), "-c", code)

    def complaints(self) -> list[str]:
        """What went wrong in the server."""
        log = (self.folder.parent / "server.log").read_text("utf-8", "replace")
        return [line for line in log.splitlines() if "Internal Server Error" in line]

    @property
    def asked(self) -> Path:
        """What its processes wanted of other machines, a line each; it was refused."""
        return self.folder.parent / "asked"

    def asked_elsewhere(self) -> list[str]:
        """The same, as it is now."""
        return self.asked.read_text("utf-8").splitlines() if self.asked.exists() else []


@contextlib.contextmanager
def running(service: Service) -> Iterator[Site]:
    """Set one up, with the plugin, for a service.

    Raises:
        Lacking: where something is missing.
    """
    if not get():
        raise Lacking(LACKING)
    with tempfile.TemporaryDirectory(prefix="wagtail") as above:
        folder = Path(above) / "newsroom"
        shutil.copytree(HERE / "newsroom", folder, ignore=shutil.ignore_patterns("__pycache__"))
        _install_plugin(folder.parent)
        for command in (("makemigrations", "stories"), ("migrate",)):
            _run(folder, str(PYTHON), "manage.py", *command, "--verbosity", "0")
        home = _run(folder, str(PYTHON), "prepare.py")
        port = _free_port()
        site = Site(f"http://127.0.0.1:{port}", folder, int(home))
        site.point(service.address, service.key)
        with _served(site, port):
            yield site


def get() -> bool:
    """Get Wagtail, in an environment of its own; whether that was possible."""
    if not (ENVIRONMENT / "done").exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True, timeout=300)
            pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", f"wagtail=={VERSION}")
            subprocess.run(pip, check=True, timeout=900)
        except (subprocess.SubprocessError, OSError) as error:
            print(f"{LACKING}: {error}", file=sys.stderr)
            return False
        (ENVIRONMENT / "done").touch()
    return True


def _install_plugin(folder: Path) -> None:
    """From the wheel that people install."""
    wheel = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps", "--no-index")
    told = ("--no-build-isolation", "--wheel-dir", str(folder), str(PLUGIN))
    subprocess.run([*wheel, *told], check=True, timeout=300)
    made = next(folder.glob("exonym_wagtail-*.whl"))
    packages = folder / "packages"
    shutil.unpack_archive(made, packages, "zip")
    # Python reads this one before it does anything else.
    (packages / "sitecustomize.py").write_text("import only_here\n\nonly_here.guard_to_file()\n")
    shutil.copy(only_here.__file__, packages)


def _run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, env=_env(folder), capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")
    return done.stdout


def _env(folder: Path) -> dict[str, str]:
    own = {"PYTHONPATH": str(folder.parent / "packages"), "DJANGO_SETTINGS_MODULE": "settings", "WORD": PASSWORD}
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return kept | own | {"PYTHONDONTWRITEBYTECODE": "1", only_here.LOG: str(folder.parent / "asked")}


@contextlib.contextmanager
def _served(site: Site, port: int) -> Iterator[None]:
    command = [str(PYTHON), "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    with (site.folder.parent / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=site.folder, env=_env(site.folder), stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(site.address):
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError((site.folder.parent / "server.log").read_text())
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _answers(address: str) -> bool:
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(f"{address}/admin/login/", timeout=60).is_success
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
