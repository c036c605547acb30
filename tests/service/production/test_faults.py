"""Faults under load, with real servers; `-s` prints what was seen under each."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults import run
from redis_server import redis_binary

LOSES_CONNECTIONS = "a worker killed -9"
BROKEN = {"ConnectionResetError", "IncompleteReadError", "ConnectionRefusedError", "BrokenPipeError"}


@pytest.mark.slow
def test_no_fault_makes_an_answer_wrong(embedded_dir: Path) -> None:
    binary = redis_binary()
    if binary is None:
        pytest.skip("no Redis server")
    for fault, seen in run(embedded_dir, binary):
        print(f"{fault:<26} {seen}")
        assert seen.wrong == 0, fault
        assert seen.right > 0, fault
        if fault == LOSES_CONNECTIONS:
            assert set(seen.errors) <= BROKEN
        else:
            assert not seen.errors, (fault, seen.errors)
