"""Every route of the OpenAPI page, asked with what its schema allows and with what it does not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.processes import serving

EXAMPLES = "40"
OPTIONS = ["--checks", "not_a_server_error", "--max-examples", EXAMPLES, "--seed", "7", "--no-color"]


@pytest.mark.slow
def test_nothing_that_the_page_describes_makes_the_server_fail(tiny_dir: Path) -> None:
    beside = Path(sys.executable).parent / "schemathesis"
    command = str(beside) if beside.exists() else shutil.which("schemathesis")
    if command is None:
        pytest.skip("schemathesis is not installed")
    with serving(tiny_dir, 1) as (port, process):
        address = f"http://127.0.0.1:{port}/openapi.json"
        result = subprocess.run([command, "run", address, *OPTIONS], capture_output=True, text=True, check=False)
        assert process.poll() is None
    assert result.returncode == 0, result.stdout[-5000:]
