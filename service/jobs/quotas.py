"""How many jobs, and bytes of them, there may be: of one owner, and of all together."""

from __future__ import annotations

from dataclasses import dataclass

from service.errors import NoSpace, TooManyJobs
from service.jobs.catalog import Held

RESULT_BYTES = 150  # that are added to a row, about
RESULT_COPIES = 2  # the table as it came, and in the result


@dataclass(frozen=True, slots=True)
class Quotas:
    """The bounds.

    Args:
        waiting: jobs of one owner that may wait, run or come in.
        owner_bytes: that the jobs of one owner may take.
        disk_bytes: that all jobs may take.
    """

    waiting: int = 20
    owner_bytes: int = 20_000_000_000
    disk_bytes: int = 100_000_000_000

    def check(self, held: Held, bytes: int) -> None:
        """Refuse what is beyond a bound.

        Args:
            held: what there is without it.
            bytes: that it takes.

        Raises:
            TooManyJobs: it is more than one owner may have.
            NoSpace: it is more than all may have.
        """
        if held.waiting >= self.waiting:
            raise TooManyJobs(f"{held.waiting:,} of your jobs wait already: try again when one has ended.")
        if held.bytes + bytes > self.owner_bytes:
            raise TooManyJobs(
                f"Your jobs would take more than {self.owner_bytes:,} bytes: delete one, or wait until one expires."
            )
        if held.all_bytes + bytes > self.disk_bytes:
            raise NoSpace("The room for jobs is full, so nothing was stored: try again when it has some.")


def expected_bytes(bytes: int, lines: int) -> int:
    """How many bytes a job is expected to take with its result."""
    return RESULT_COPIES * bytes + RESULT_BYTES * lines
