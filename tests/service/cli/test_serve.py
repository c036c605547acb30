from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

START_SECONDS = 120  # kernels may have to be compiled first


def test_workers_answer_until_they_are_told_to_stop(tiny_dir: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve"]
    command += ["--port", port, "--workers", "2", "--data-dir", str(tiny_dir)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EXONYM_")}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        answer = _ask(f"http://127.0.0.1:{port}/v1/resolve?q=Bakhmout", process)
        assert answer.json()["results"][0]["candidates"][0]["id"] == 713174
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=START_SECONDS)
    assert "Answering from gazetteer" in output
    assert "Traceback" not in output


def _ask(url: str, process: subprocess.Popen[str]) -> httpx.Response:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return httpx.get(url, timeout=30)
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")
