"""A real PostgreSQL for tests: the server of this machine, in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from redis_server import free_port

START_SECONDS = 60.0
INSTALLED = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")
UNPRIVILEGED = ("postgres", "nobody")  # as whom it runs where tests are root's, which it refuses to be
MISSING = "no PostgreSQL server: install postgresql, and psycopg[binary]"
_numbers = count()


def binary(name: str) -> str | None:
    """A program of PostgreSQL; None where there is none."""
    found = [str(path) for folder in INSTALLED for path in sorted(Path(folder).glob(f"**/bin/{name}"))]
    return found[-1] if found else shutil.which(name)


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of one's own, stopped at the end.

    Yields:
        The address of its database `postgres`.
    """
    initdb, server = binary("initdb"), binary("postgres")
    try:
        import psycopg  # noqa: F401 - without it nothing here can be asked
    except ImportError:
        pytest.skip(MISSING)
    if initdb is None or server is None:
        pytest.skip(MISSING)
    with tempfile.TemporaryDirectory(prefix="postgres", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = _user(folder)
        made = [initdb, "-D", f"{folder}/data", "-U", "exonym", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, user=user)
        port = free_port()
        told = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-k", name, "-p", str(port)]
        process = subprocess.Popen(
            [server, "-D", f"{folder}/data", *told], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user
        )
        try:
            url = f"postgresql://exonym@127.0.0.1:{port}/postgres"
            _await(process, url)
            yield url
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(START_SECONDS)


def new_database(url: str) -> str:
    """Another database of a server, with nothing in it; returns its address."""
    import psycopg

    name = f"desk_{next(_numbers)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{url.rpartition('/')[0]}/{name}"


def _user(folder: Path) -> str | None:
    """As whom the server runs, whose the folder then is; None for whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            os.chown(folder, found.pw_uid, found.pw_gid)
            return name
    pytest.skip("PostgreSQL does not run as root, and there is no other user here")


def _await(process: subprocess.Popen[bytes], url: str) -> None:
    import psycopg

    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("PostgreSQL does not start")
