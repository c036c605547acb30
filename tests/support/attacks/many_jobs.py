"""Jobs of several owners behind a very large one."""

from __future__ import annotations

import time
from collections.abc import Callable

from jobbing import add, table, wait

from service.jobs.store import JobStore

Step = Callable[[], object]


def seconds_of_one_row(
    store: JobStore, step: Step = lambda: None, rows: int = 1_000_000, jobs: int = 100, owners: int = 10
) -> tuple[float, str]:
    """How long a job of one row takes behind a large one and many of several owners.

    Args:
        store: where the jobs are put; somebody else does them.
        step: what is done again and again while waiting.
        rows: of the large one.
        jobs: how many there are beside it.
        owners: of those jobs.

    Returns:
        The seconds, and the state that the large one was in at the end.
    """
    large = add(store, table(rows, 5_000, hard=True), "owner-0")
    while store.state(large).records == 0:
        step()
        time.sleep(0.1)
    for number in range(jobs):
        add(store, table(200 + number, 50, hard=True), f"owner-{number % owners}")
    row = add(store, b"city\nBakhmout\n", "owner-3")
    began = time.monotonic()
    wait(store, row, step)
    return time.monotonic() - began, store.state(large).state
