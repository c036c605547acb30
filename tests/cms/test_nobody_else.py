"""That no other machine is asked is asserted everywhere; that what asserts it works, here."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import only_here
import pytest
from alone import TOLD
from plugging import Service

ELSEWHERE = "192.0.2.1"  # an address that is nobody's: RFC 5737
SUPPORT = Path(only_here.__file__).parent
ASK = f"import socket; socket.create_connection(('{ELSEWHERE}', 80), 5)"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost", b"localhost", "", None, "0.0.0.0"])
def test_what_is_here(host: object) -> None:
    assert only_here.is_here(host)


@pytest.mark.parametrize(
    "host", [ELSEWHERE, "10.0.0.1", "169.254.169.254", "example.org", b"example.org", "::2", "localhost.example.org"]
)
def test_what_is_not(host: object) -> None:
    assert not only_here.is_here(host)


def test_this_process_is_watched(asked: list[str], service: Service) -> None:
    with pytest.raises(only_here.NotHere):
        socket.create_connection((ELSEWHERE, 80), 5)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plug, pytest.raises(only_here.NotHere):
        plug.sendto(b"x", (ELSEWHERE, 53))
    with pytest.raises(httpx.ConnectError):
        httpx.get("http://example.org/")
    assert [one.split()[1] for one in asked] == [f"'{ELSEWHERE}'", f"'{ELSEWHERE}'", "'example.org'"]
    asked.clear()
    assert httpx.get(f"{service.address}/healthz").status_code == 200


def test_other_processes_are_watched(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import only_here\n\nonly_here.guard_to_file()\n")
    log = tmp_path / "asked"
    env = os.environ | {"PYTHONPATH": f"{tmp_path}:{SUPPORT}", only_here.LOG: str(log)}
    done = subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, timeout=60)
    assert "NotHere" in done.stderr
    assert log.read_text() == f"socket.getaddrinfo '{ELSEWHERE}'\n"


def test_the_system_lets_nobody_out() -> None:
    if TOLD not in os.environ:
        pytest.skip("run by `make test-cms` on Linux, where the system lets it have a network of its own")
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, timeout=60)
    assert "Network is unreachable" in done.stderr
