"""Jobs on disk: one folder each, and an index of them all.

    <job>/job.json        what is wanted; never changes
    <job>/state.json      how far it has come: replaced as a whole at each checkpoint
    <job>/input           the table as it was uploaded
    <job>/decisions       a review file that came back, where one was given
    <job>/result          what is written so far; complete when the state is `done`
    <job>/review.jsonl    the rows to review, counted checkpoint by checkpoint
    <job>/review.csv      the review, when the job is done
    <job>/clusters.sqlite the same for the page, and what is decided of it (`service.jobs.clusters`)

A job exists from the moment its folder has its name: an upload that breaks off leaves nothing. The folders are the
truth: the index (`service.jobs.catalog`) follows them, and what is damaged in a folder is that job's matter alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType

from gazetteer.table_jobs import TableRequest
from service.errors import DamagedJob, UnknownJob
from service.jobs.catalog import ALIVE_SECONDS, Catalog, CatalogRow, OpenCatalog
from service.jobs.files import delete_path, size_of, write_through
from service.jobs.lanes import LARGE, lane_of
from service.jobs.quotas import Quotas, expected_bytes
from service.jobs.records import (
    DAMAGED,
    DONE,
    ENDED,
    Job,
    State,
    read_job,
    read_state,
    sync_folder,
    write_job,
    write_state,
)
from service.jobs.upload import Upload

ID_BYTES = 16
ID = re.compile(r"[0-9a-f]{32}")
_UPLOAD = ".upload-"

RENEW_SECONDS = 600.0  # how often it is written down that somebody works with a job

log = logging.getLogger("exonym")


class JobStore:
    """The jobs of a folder.

    Args:
        folder: of all jobs; made when missing.
        quotas: how much there may be.
    """

    def __init__(self, folder: Path, quotas: Quotas | None = None) -> None:
        self.folder = folder
        self._quotas = quotas or Quotas()
        self._catalog = Catalog(folder, self._rows)
        self._told: set[str] = set()  # of which damaged jobs it was said

    @contextlib.contextmanager
    def uploading(self, owner: str = "", bytes: int = 0) -> Iterator[Upload]:
        """A place for a table on its way in, as `upload` makes it, swept unless `keep` took it."""
        upload = self.upload(owner, bytes)
        try:
            yield upload
        finally:
            self.close(upload)

    def upload(self, owner: str, bytes: int) -> Upload:
        """A place for a table on its way in; to be closed.

        Args:
            owner: whose it is.
            bytes: that are announced.

        Raises:
            TooManyJobs: the owner has too much already.
            NoSpace: there is too much of all.
        """
        folder = self.folder / f"{_UPLOAD}{secrets.token_hex(ID_BYTES)}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._reserve(folder.name, owner, bytes)
        try:
            folder.mkdir()
            return Upload(folder, owner)
        except OSError:
            self._forget(folder)
            raise

    def close(self, upload: Upload) -> None:
        """Sweep what is left of an upload."""
        upload.abandon()
        self._forget(upload.folder)

    def _forget(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        with self._following():
            self._catalog.change(lambda index: index.came(folder.name))

    def reserve(self, upload: Upload, bytes: int) -> None:
        """Keep room for an upload, of which so many bytes have come or are announced.

        Raises:
            TooManyJobs: it is more than its owner may have.
            NoSpace: it is more than all may have.
        """
        self._reserve(upload.folder.name, upload.owner, bytes)

    def keep(
        self,
        upload: Upload,
        filename: str,
        asked: TableRequest,
        decisions: bytes | None,
        beside: Mapping[str, bytes] = MappingProxyType({}),
    ) -> tuple[Job, bool]:
        """Make a job of an upload.

        Args:
            upload: the table.
            filename: as the client calls it.
            asked: what is wanted of it.
            decisions: a review file that came back.
            beside: what else holds for it as it was when the job was made, by the name of its file: what the desk
                decided, how it writes places.

        Returns:
            The job, and whether it is new: the same table with the same wishes is one job of its owner, as long as
            that has not failed or expired; also where it is sent many times at once.

        Raises:
            TooManyJobs: its owner has too much already.
            NoSpace: there is too much of all.
        """
        digest, lines = upload.close()
        wishes = json.dumps(asdict(asked), sort_keys=True)
        whole = hashlib.sha256(
            f"{digest} {wishes}".encode() + (decisions or b"") + b"".join(beside.values())
        ).hexdigest()
        id = secrets.token_hex(ID_BYTES)
        job = Job(id, time.time(), filename, asked, whole, upload.bytes, lines, upload.owner)
        write_job(upload.folder, job)
        if decisions is not None:
            write_through(upload.folder / "decisions", decisions)
        for name, content in beside.items():
            write_through(upload.folder / name, content)
        write_state(upload.folder, State())
        kept = self._catalog.change(lambda index: self._keep(index, upload, job))
        sync_folder(self.folder)
        return kept, kept.id == job.id

    def _keep(self, index: OpenCatalog, upload: Upload, job: Job) -> Job:
        for id in index.same(job.owner, job.sha256):
            with contextlib.suppress(UnknownJob):
                return self.job(id)
        row = self._row(job, State())
        self._quotas.check(index.held(job.owner, upload.folder.name), row.bytes)
        index.put(row)
        upload.folder.rename(self.folder / job.id)
        return job

    def job(self, id: str) -> Job:
        """A job by its id.

        Raises:
            UnknownJob: there is none, or it is damaged.
        """
        if not ID.fullmatch(id):
            raise UnknownJob("There is no such job; it may have expired.")
        with self._telling(id):
            return read_job(self.folder / id)

    def state(self, id: str) -> State:
        """How far a job has come.

        Raises:
            UnknownJob: there is none, or it is damaged.
        """
        with self._telling(id):
            return read_state(self.folder / id)

    def save(self, id: str, state: State) -> None:
        """Write down how far a job has come.

        Raises:
            UnknownJob: it was deleted.
        """
        write_state(self.folder / id, state)
        size = size_of(self.folder / id) if state.state in ENDED else None
        with self._following():
            self._catalog.change(lambda index: index.come(id, state.state, state.deaths, state.ended, size))

    def renew(self, id: str) -> None:
        """Keep a job for as long as if it had ended now: somebody works with it.

        Raises:
            UnknownJob: it was deleted.
        """
        state = self.state(id)
        if state.state == DONE and state.ended is not None and time.time() - state.ended > RENEW_SECONDS:
            self.save(id, replace(state, ended=time.time()))

    def jobs(self) -> list[Job]:
        """All jobs that can be read, the oldest first."""
        found = []
        for id in self._catalog.read(OpenCatalog.ids) if self.folder.exists() else ():
            with contextlib.suppress(UnknownJob):
                found.append(self.job(id))
        return found

    def next(self, lane: str, but: Iterable[str] = ()) -> Job | None:
        """The job whose turn it is in a lane. One that is damaged is left out from then on, and so it is said."""
        left_out = list(but)
        while (found := self._catalog.read(lambda index: index.next(lane, left_out))) is not None:
            id, _ = found
            try:
                job, state = self.job(id), self.state(id)
            except UnknownJob:
                left_out.append(id)
                self._follow(id)
            else:
                if state.state not in ENDED:
                    return job
                left_out.append(id)
                self._follow(id)
        return None

    def serve(self, job: Job) -> None:
        """Write down that the owner of a job has their turn."""
        with self._following():
            self._catalog.change(lambda index: index.serve(job.owner, lane_of(job)))

    def others_wait(self, job: Job) -> bool:
        """Whether a job of another owner waits for the same lane."""
        try:
            return self._catalog.read(lambda index: index.others_wait(job.owner, lane_of(job)))
        except OSError as error:
            log.warning("The index of jobs cannot be read: %s.", error.strerror or error)
            return False

    def waiting_lanes(self) -> set[str]:
        """The lanes in which jobs wait."""
        return self._catalog.read(OpenCatalog.waiting_lanes)

    def states(self) -> list[tuple[str, int]]:
        """How many jobs there are in each state; what is damaged, too."""
        return self._catalog.read(OpenCatalog.states) if self.folder.exists() else []

    def delete(self, id: str) -> None:
        """Delete a job and its files; a worker that is at it stops.

        Raises:
            UnknownJob: there is none.
        """
        self.job(id)
        self._remove(id)

    def sweep(self, hours: float) -> None:
        """Delete the jobs that ended longer ago than so many hours and what is left of broken uploads.

        The index is compared with the folders, too, so that what was changed by hand or left by a crash is seen.
        """
        self._catalog.change(self._compare)
        for id in self._catalog.read(lambda index: index.ended_before(time.time() - hours * 3600)):
            with contextlib.suppress(UnknownJob):
                self._remove(id)
        for folder in self.folder.glob(f"{_UPLOAD}*"):
            with contextlib.suppress(FileNotFoundError):
                newest = max(path.stat().st_mtime for path in (folder, *folder.glob("input")))
                if time.time() - newest > ALIVE_SECONDS:
                    delete_path(folder)

    def path(self, id: str, name: str) -> Path:
        """A file of a job."""
        return self.folder / id / name

    def _reserve(self, name: str, owner: str, bytes: int) -> None:
        def work(index: OpenCatalog) -> None:
            self._quotas.check(index.held(owner, name), bytes)
            index.coming(name, owner, bytes)

        self._catalog.change(work)

    def _remove(self, id: str) -> None:
        gone = self.folder / f"{_UPLOAD}{secrets.token_hex(ID_BYTES)}"
        try:
            (self.folder / id).rename(gone)
        except FileNotFoundError:
            raise UnknownJob("There is no such job; it may have expired.") from None
        finally:
            with self._following():
                self._catalog.change(lambda index: index.drop(id))
        delete_path(gone)

    def _rows(self) -> Iterator[CatalogRow]:
        """What the index has to say, read from all folders."""
        for entry in os.scandir(self.folder):
            if ID.fullmatch(entry.name) and (row := self._read_row(entry.name)) is not None:
                yield row

    def _read_row(self, id: str) -> CatalogRow | None:
        """What the index has to say of a job; None where there is none."""
        try:
            job, state = self.job(id), self.state(id)
        except DamagedJob:
            return CatalogRow(id, "", "", time.time(), LARGE, 0, 0, DAMAGED, 0, time.time())
        except UnknownJob:
            return None
        return self._row(job, state)

    def _row(self, job: Job, state: State) -> CatalogRow:
        ended = state.state in ENDED
        return CatalogRow(
            id=job.id,
            owner=job.owner,
            sha256=job.sha256,
            created=job.created,
            lane=lane_of(job),
            lines=job.lines,
            bytes=size_of(self.folder / job.id) if ended else expected_bytes(job.bytes, job.lines),
            state=state.state,
            deaths=state.deaths,
            ended=state.ended,
        )

    def _follow(self, id: str) -> None:
        """Put the index right for a job."""
        row = self._read_row(id)
        with self._following():
            self._catalog.change(lambda index: index.drop(id) if row is None else index.put(row))

    def _compare(self, index: OpenCatalog) -> None:
        index.forget_uploads()
        known = index.ids()
        there = {entry.name for entry in os.scandir(self.folder) if ID.fullmatch(entry.name)}
        for id in known.keys() - there:
            index.drop(id)
        for id in there:
            said = known.get(id, "")
            if said in ENDED:
                continue
            row = self._read_row(id)
            if row is not None and (row.state, said) != (DAMAGED, DAMAGED):
                index.put(row)

    @contextlib.contextmanager
    def _telling(self, id: str) -> Iterator[None]:
        """Say that a job is damaged, the first time that it is seen."""
        try:
            yield
        except DamagedJob as error:
            if id not in self._told:
                self._told.add(id)
                log.error("The job %s is left out: %s", id, error)
            raise

    @contextlib.contextmanager
    def _following(self) -> Iterator[None]:
        """The index follows the folders when it can: what it misses it is told at the next sweep."""
        try:
            yield
        except OSError as error:
            log.warning("The index of jobs does not follow: %s.", error.strerror or error)
