"""The part of the synchronous client that sends tables."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from exonym_client import table_calls as calls
from exonym_client.answers import Json
from exonym_client.calling import Calling
from exonym_client.table_calls import Job, Table, TableWishes, opened, read_as_it_is, read_job, whole

EXAMINED = 300_000  # bytes that are looked at


class Tables(Calling):
    """Reconciles whole tables: small ones at once, large ones as jobs."""

    def reconcile_csv(self, table: Table, **wishes: Any) -> bytes:
        """Reconcile a small table at once: it comes back as it is, with columns appended.

        Args:
            table: its path, its bytes, or a file opened for reading them.
            wishes: the fields of a `TableWishes`: `name="city"`, `country="land"`, `joint=True`.

        Raises:
            Refused: it cannot be read, or is too large; then `create_job` takes it.
        """
        with opened(table) as file:
            return self._file(calls.table_call("/v1/reconcile/csv", file, TableWishes(**wishes), None))

    def examine(self, table: Table) -> Json:
        """How a table is written, found by its beginning: encoding, columns, first rows."""
        with opened(table) as file:
            beginning = file.read(EXAMINED)
        lines = beginning if len(beginning) < EXAMINED else beginning[: beginning.rfind(b"\n") + 1]
        return self._ask(calls.examine_call(lines or beginning), read_as_it_is)

    def create_job(self, table: Table, *, decisions: Table | None = None, **wishes: Any) -> Job:
        """Send a large table, to be reconciled in the background; the same again is the same job.

        Args:
            table: its path, its bytes, or a file opened for reading them.
            decisions: a review that came back with its last column filled in.
            wishes: as in `reconcile_csv`.
        """
        with opened(table) as file, nullcontext() if decisions is None else opened(decisions) as more:
            return self._ask(calls.table_call("/v1/jobs", file, TableWishes(**wishes), more), read_job)

    def job(self, id: str) -> Job:
        """How far a job has come."""
        return self._ask(calls.job_call(id), read_job)

    def wait_for_job(self, id: str, *, every: float = 1.0, listener: Callable[[Job], None] | None = None) -> Job:
        """Ask how far a job has come until it has ended.

        Args:
            id: of the job.
            every: seconds between.
            listener: hears each answer.
        """
        while True:
            job = self.job(id)
            if listener is not None:
                listener(job)
            if job.ended:
                return job
            self._pause(every)

    def job_result(self, id: str, *, decided: bool = False) -> bytes:
        """The table with columns appended; with `decided` also what was decided since.

        Raises:
            Oversized: it is larger than what is kept in memory; `save_job_result` writes it to a file.
        """
        return self._file(calls.job_call(id, "/result.csv", decided=decided or None))

    def save_job_result(self, id: str, path: Path | str, *, decided: bool = False) -> None:
        """Write the same to a file as it comes, however large it is; the file is there when it is whole."""
        with whole(path) as file:
            self._file(calls.job_call(id, "/result.csv", decided=decided or None), file)

    def job_review(self, id: str) -> bytes:
        """The names that need a decision, as a CSV."""
        return self._file(calls.job_call(id, "/review.csv"))

    def delete_job(self, id: str) -> None:
        """Stop a job, and delete its files."""
        self._ask_done(calls.job_call(id, method="DELETE"))

    def clusters(
        self, job: str, *, state: str | None = None, limit: int | None = None, cursor: str | None = None
    ) -> Json:
        """The names of a job that need a decision, page by page, with candidates; `next` is the cursor of the next."""
        return self._ask(calls.job_call(job, "/clusters", state=state, limit=limit, cursor=cursor), read_as_it_is)

    def cluster(self, job: str, id: str) -> Json:
        """One of them as it stands."""
        return self._ask(calls.cluster_call(job, id), read_as_it_is)

    def decide_cluster(
        self,
        job: str,
        id: str,
        place: int | str | None,
        version: int,
        who: str | None = None,
    ) -> Json:
        """Decide it; a `place` of None says that no place is meant.

        Raises:
            Refused: with the code `decided_otherwise` where somebody was quicker.
        """
        body = {"place": place, "version": version, **({} if who is None else {"who": who})}
        return self._ask(calls.cluster_call(job, id, body), read_as_it_is)

    def take_back_cluster(self, job: str, id: str, version: int) -> Json:
        """Take a decision back."""
        return self._ask(calls.cluster_call(job, id, version=version), read_as_it_is)
