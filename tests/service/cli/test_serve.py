from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from service.commands.serve import command as serve

START_SECONDS = 120  # kernels may have to be compiled first


def _two_workers(data_dir: Path) -> tuple[str, list[str], dict[str, str]]:
    """A free port, the command that serves there, and an environment without settings."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve"]
    command += ["--port", port, "--workers", "2", "--data-dir", str(data_dir)]
    return port, command, {name: value for name, value in os.environ.items() if not name.startswith("EXONYM_")}


def test_workers_answer_until_they_are_told_to_stop(tiny_dir: Path) -> None:
    port, command, environment = _two_workers(tiny_dir)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        answer = _ask(f"http://127.0.0.1:{port}/v1/resolve?q=Bakhmout", process)
        assert answer.json()["results"][0]["candidates"][0]["id"] == 713174
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=START_SECONDS)
    assert "Answering from gazetteer" in output
    assert "Traceback" not in output


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_taken_port_is_told_by_the_status_that_the_help_names(tiny_dir: Path, workers: str) -> None:
    told = re.search(r"port is taken, the exit status is (\d)", " ".join(serve.help.split()))  # type: ignore[union-attr]
    assert told
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        _, arguments, environment = _two_workers(tiny_dir)
        for option, value in (("--port", str(taken.getsockname()[1])), ("--workers", workers)):
            arguments[arguments.index(option) + 1] = value
        done = subprocess.run(arguments, env=environment, capture_output=True, text=True, timeout=START_SECONDS)
    assert done.returncode == int(told[1])
    assert "already in use" in done.stdout.lower() + done.stderr.lower()


def _workers(process: subprocess.Popen[str]) -> set[str]:
    """The processes that answer, by what Linux says of the server's children."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return {one for one in children if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()}


@pytest.mark.slow
def test_sighup_replaces_the_workers_one_by_one(tiny_dir: Path, tmp_path: Path) -> None:
    port, command, environment = _two_workers(tiny_dir)
    log = tmp_path / "log"
    with log.open("w") as stream:
        process = subprocess.Popen(command, env=environment, stdout=stream, stderr=stream, text=True)
    try:
        address = f"http://127.0.0.1:{port}/v1/resolve?q=Bakhmout"
        deadline = time.monotonic() + START_SECONDS
        while log.read_text().count("Application startup complete") < 2:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        before = _workers(process)
        assert len(before) == 2
        process.send_signal(signal.SIGHUP)
        while (now := _workers(process)) & before or len(now) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert _ask(address, process).status_code == 200
    finally:
        process.terminate()
        process.wait(START_SECONDS)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "whole_group"), [(signal.SIGTERM, False), (signal.SIGINT, True)])
def test_a_service_that_does_a_job_leaves_nothing_behind(
    tiny_dir: Path, tmp_path: Path, number: signal.Signals, whole_group: bool
) -> None:
    """SIGINT goes to all, as from a keyboard."""
    port, command, environment = _two_workers(tiny_dir)
    environment["EXONYM_JOBS_DIR"] = str(tmp_path)
    log = tmp_path / "log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            command, env=environment, stdout=stream, stderr=stream, start_new_session=True, text=True
        )
    try:
        address = f"http://127.0.0.1:{port}/v1/jobs"
        _ask(address, process)
        table = "city\n" + "".join(f"Shevchenkovee {row}\n" for row in range(200_000))
        job = httpx.post(f"{address}?name=city", content=table.encode(), timeout=60).json()["id"]
        deadline = time.monotonic() + START_SECONDS
        while not httpx.get(f"{address}/{job}", timeout=30).json()["rows_done"]:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    finally:
        (os.killpg if whole_group else os.kill)(process.pid, number)
        process.wait(START_SECONDS)
    time.sleep(2)  # what tells of what was left outlives the others
    assert "Stopping parent process" in log.read_text()
    for trace in ("leaked", "Traceback"):
        assert trace not in log.read_text()


def _ask(url: str, process: subprocess.Popen[str]) -> httpx.Response:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return httpx.get(url, timeout=30)
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")
