"""A place to start the service in, made of mounts: what is read-only there, what is hidden, who it runs as.

A mount namespace of its own, so that nothing outside changes; needs root on Linux with `unshare` and `setpriv`. It is
as near as this comes to a container or a unit of systemd: `docker run --read-only` is a root that cannot be written,
`ProtectSystem=strict` too, `ProtectHome=yes` is an empty /home and /root, `PrivateTmp=yes` a /tmp of its own.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

UID = 12345  # of nobody whom the system knows
DATA, CACHE, SOURCES = "/srv/data", "/srv/cache", "/srv/sources"
STARTS_IN = 600.0  # seconds, where all is compiled by a machine that is busy


@dataclass(frozen=True, slots=True)
class Place:
    """Where the service is started.

    Args:
        data_written: whether the data directory can be written.
        cache_written: whether the cache of kernels can be.
        temporary: whether there is a /tmp, of its own, that can be.
        uid: who it runs as.
        home: what HOME says; None where it is unset.
    """

    data_written: bool = False
    cache_written: bool = False
    temporary: bool = False
    uid: int = UID
    home: str | None = None


def can_be_made() -> bool:
    """Whether this machine lets such places be made."""
    if os.name != "posix" or os.getuid() != 0 or not (shutil.which("unshare") and shutil.which("setpriv")):
        return False
    return subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none", "/srv"], check=False).returncode == 0


def script(place: Place, data: Path, cache: Path, command: str) -> str:
    """What lays the mounts out and starts a command, in the shell of a mount namespace.

    Args:
        place: the place.
        data: the data directory; it is at /srv/data there.
        cache: of kernels; at /srv/cache there.
        command: what is started.
    """
    sources, python = Path(__file__).parents[2], Path(sys.base_prefix)
    binds = ((data, DATA), (cache, CACHE), (sources, SOURCES))
    lines = ["set -e", "mount --make-rprivate /", "mount -t tmpfs none /srv", "mkdir /srv/python"]
    lines += [f"mkdir -p {there}; mount --bind {shlex.quote(str(here))} {there}" for here, there in binds]
    lines += [f"mount --bind {shlex.quote(str(python))} /srv/python"]
    lines += [f"mount -t tmpfs -o mode=755 none {home}" for home in ("/home", "/root")]
    # The interpreter is where it was, though its home is empty.
    lines += [f"mkdir -p {python}; mount --bind /srv/python {python}" if python.is_relative_to("/root") else "true"]
    lines += ["mount -t tmpfs -o mode=1777 none /tmp" if place.temporary else "true"]
    lines += [
        "awk '{print $5}' /proc/self/mountinfo | grep -v -e '^/proc' -e '^/sys' | grep -v '^/dev/' | sort -u >/srv/all"
    ]
    written = [*([DATA] * place.data_written), *([CACHE] * place.cache_written), *(["/tmp"] * place.temporary)]
    kept = " ".join(f"-e '^{one}$'" for one in (*written, "/dev"))
    lines += [f"grep -v {kept} /srv/all >/srv/locked || true"]
    lines += ["for one in $(tac /srv/locked); do ! mountpoint -q $one || mount -o remount,bind,ro $one; done"]
    lines += [f"cd {SOURCES}", f"exec setpriv --reuid {place.uid} --regid {place.uid} --clear-groups {command}"]
    return "\n".join(lines)


@contextlib.contextmanager
def started(place: Place, data: Path, cache: Path, workers: int = 1) -> Iterator[tuple[str, Path]]:
    """The service in a place, ready; yields its address and its log.

    Raises:
        AssertionError: it ended, or was not ready in time; with what it logged last.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {"PATH": os.environ["PATH"], "EXONYM_DATA_DIR": DATA, "NUMBA_CACHE_DIR": CACHE}
    variables |= {} if place.home is None else {"HOME": place.home}
    told = " ".join(shlex.quote(f"{name}={value}") for name, value in variables.items())
    python = Path(__file__).parents[2] / ".venv/bin/python"
    executable = python if python.exists() else Path(sys.executable)
    command = f"env -i {told} {executable} -m service.cli serve --port {port} --workers {workers}"
    log = cache.with_name("log")
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["unshare", "-m", "bash", "-c", script(place, data, cache, command)],
            stdin=subprocess.DEVNULL, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process, log)
        yield address, log
    finally:
        process.terminate()
        process.wait(60)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + STARTS_IN
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()[-2000:]
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{address}/readyz").status_code == 200:
                return
        time.sleep(0.5)
    raise AssertionError(f"not ready: {log.read_text()[-2000:]}")
