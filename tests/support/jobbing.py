"""Tables for jobs, and waiting for them."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from gazetteer import Columns
from gazetteer.table_jobs import processes_for
from gazetteer.tables.delimited import TableFormat
from gazetteer.tables.task import TableRequest
from service.jobs.execute import execute
from service.jobs.records import ENDED, State
from service.jobs.store import JobStore

ASKED = TableRequest(TableFormat(Columns("city")))
PATIENCE = 600.0  # seconds after which a job will not end any more, however busy the machine is


def table(rows: int, distinct: int, hard: bool = False) -> bytes:
    """A table of many rows and fewer distinct cells.

    Args:
        rows: of the table.
        distinct: cells, up to seven times as many; told apart by blanks, which do not make a name another.
        hard: told apart by a number instead, which makes each take its time.
    """
    known = ("Bakhmut", "Kharkiv", "Springfield", "Odessa", "Kyiv", "Cologne", "Shevchenkove")

    def cell(row: int) -> str:
        number = row % distinct
        return f"{known[row % 7]} {number}" if hard else known[row % 7] + f"{number:b}".translate({48: " ", 49: "\t"})

    lines = (f"{row},{cell(row)}," for row in range(rows))
    return ("n,city,note\n" + "\n".join(lines) + "\n").encode()


def add(
    store: JobStore, text: bytes, owner: str = "", asked: TableRequest = ASKED, decisions: bytes | None = None
) -> str:
    with store.uploading(owner) as upload:
        upload.write(text)
        job, _ = store.keep(upload, "in.csv", asked, decisions)
    return job.id


def done(store: JobStore, data_dir: Path, key: str) -> str:
    """Do a job in this process, without the runners that take seconds to start."""
    execute(store, store.job(key), data_dir, partial(processes_for, workers=1))
    assert store.state(key).state == "done", store.state(key)
    return key


def wait(store: JobStore, key: str, step: Callable[[], object] = lambda: None, seconds: float = PATIENCE) -> State:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        step()
        state = store.state(key)
        if state.state in ENDED:
            return state
        time.sleep(0.05)
    raise AssertionError(f"the job has not ended: {store.state(key)}")


def until(true: Callable[[], object]) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def finished(client: httpx.Client, key: str) -> dict[str, Any]:
    """What is told over HTTP of a job that has ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        answer: dict[str, Any] = client.get(f"/v1/jobs/{key}").json()
        if answer["state"] in ("done", "failed"):
            return answer
        time.sleep(0.05)
    raise AssertionError(answer)
