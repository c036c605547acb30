"""The two lanes of jobs: small tables do not wait for large ones."""

from __future__ import annotations

from service.jobs.records import Job

SMALL, LARGE = "small", "large"
LANES = (SMALL, LARGE)
SMALL_LINES = 500  # a table of so many takes a second or two
SMALL_BYTES = 100_000


def lane_of(job: Job) -> str:
    """In which lane a job is done."""
    return SMALL if job.lines <= SMALL_LINES and job.bytes <= SMALL_BYTES else LARGE
