"""A job on whose table the program itself fails, and one behind it."""

from __future__ import annotations

import time
from dataclasses import replace

from jobbing import ASKED

from service.jobs.store import JobStore


def send_poison(store: JobStore, owner: str = "address-192.0.2.1") -> str:
    """Put a job into a store whose wishes are of a kind that no request can have, as a fault of the program would.

    Returns:
        Its id.
    """
    wishes = replace(ASKED, choices=replace(ASKED.choices, encoding=7))  # type: ignore[arg-type]
    with store.uploading(owner) as upload:
        upload.write(b"city\nKyiv\n")
        job, _ = store.keep(upload, "poison.csv", wishes, None)
    return job.id


def seconds_until_ended(store: JobStore, key: str, most: float = 60.0) -> float:
    """How long it takes until a job has ended."""
    began = time.monotonic()
    while store.state(key).ended is None:
        if time.monotonic() - began > most:
            raise TimeoutError(f"the job has not ended within {most:g} s")
        time.sleep(0.05)
    return time.monotonic() - began
