"""Jobs on disk: one folder each.

    <job>/job.json        what is wanted; never changes
    <job>/state.json      how far it has come: replaced as a whole at each checkpoint
    <job>/input           the table as it was uploaded
    <job>/decisions       a review file that came back, where one was given
    <job>/result          what is written so far; complete when the state is `done`
    <job>/review.jsonl    the rows to review, counted checkpoint by checkpoint
    <job>/review.csv      the review, when the job is done

A job exists from the moment its folder has its name: an upload that breaks off leaves nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from gazetteer.table_jobs import TableRequest, read_table_request
from service.errors import UnknownJob

ID_BYTES = 16
STALE_UPLOAD = 86_400.0  # seconds after which what is left of an upload is swept
_UPLOAD = ".upload-"

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
ENDED = (DONE, FAILED)


@dataclass(frozen=True, slots=True)
class Job:
    """What is wanted; never changes.

    Args:
        id: of the job.
        created: when, in seconds since 1970.
        filename: of the table, as the client calls it.
        asked: what is wanted of it.
        sha256: of the table, the decisions and what is wanted: the same for the same upload.
        bytes: of the table.
        lines: of the table; its rows, unless cells hold line ends.
    """

    id: str
    created: float
    filename: str
    asked: TableRequest
    sha256: str
    bytes: int
    lines: int


@dataclass(frozen=True, slots=True)
class State:
    """How far a job has come.

    Args:
        state: queued, running, done or failed.
        records: data records that are written.
        counts: rows by verdict.
        output_bytes: of the result that are certain.
        review_bytes: of the review's journal that are certain.
        build: of the gazetteer that answers.
        consensus: what the column says, where it decides together; None before that is known.
        surveyed: whether it is known.
        remarks: what was found and guessed.
        error: why it failed, a sentence.
        deaths: of the worker since the last progress.
        seconds: of work.
        ended: when, in seconds since 1970.
    """

    state: str = QUEUED
    records: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    output_bytes: int = 0
    review_bytes: int = 0
    build: str | None = None
    consensus: dict[str, Any] | None = None
    surveyed: bool = False
    remarks: tuple[str, ...] = ()
    error: str | None = None
    deaths: int = 0
    seconds: float = 0.0
    ended: float | None = None


class Upload:
    """A table on its way in. Nothing of it remains unless it is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stream = (folder / "input").open("wb")
        self._digest = hashlib.sha256()
        self.bytes = 0
        self._lines = 0
        self._last = b""

    def write(self, block: bytes) -> None:
        """Take a block of the table."""
        self._stream.write(block)
        self._digest.update(block)
        self.bytes += len(block)
        self._lines += block.count(b"\n")
        self._last = block[-1:] or self._last

    def close(self) -> tuple[str, int]:
        """The table is complete: its SHA-256 and its lines."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        return self._digest.hexdigest(), self._lines + (self._last not in (b"", b"\n"))


class JobStore:
    """The jobs of a folder.

    Args:
        folder: of all jobs; made when missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextlib.contextmanager
    def uploading(self) -> Iterator[Upload]:
        """A place for a table on its way in, swept unless `keep` took it."""
        folder = self.folder / f"{_UPLOAD}{secrets.token_hex(ID_BYTES)}"
        folder.mkdir(parents=True)
        upload = Upload(folder)
        try:
            yield upload
        finally:
            with contextlib.suppress(OSError):  # on a full disk what is left cannot be written
                upload._stream.close()
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, upload: Upload, filename: str, asked: TableRequest, decisions: bytes | None) -> tuple[Job, bool]:
        """Make a job of an upload.

        Returns:
            The job, and whether it is new: the same table with the same wishes is one job, as long as that has not
            failed or expired.
        """
        digest, lines = upload.close()
        wishes = json.dumps(asdict(asked), sort_keys=True)
        whole = hashlib.sha256(f"{digest} {wishes}".encode() + (decisions or b"")).hexdigest()
        for other in self.jobs():
            if other.sha256 == whole and self.state(other.id).state != FAILED:
                return other, False
        job = Job(secrets.token_hex(ID_BYTES), time.time(), filename, asked, whole, upload.bytes, lines)
        (upload.folder / "job.json").write_text(json.dumps(asdict(job)), "utf-8")
        if decisions is not None:
            (upload.folder / "decisions").write_bytes(decisions)
        _replace(upload.folder / "state.json", asdict(State()))
        upload.folder.rename(self.folder / job.id)
        return job, True

    def job(self, id: str) -> Job:
        """A job by its id.

        Raises:
            UnknownJob: there is none.
        """
        if len(id) == 2 * ID_BYTES and id.isalnum():
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                item = json.loads((self.folder / id / "job.json").read_text("utf-8"))
                return Job(**item | {"asked": read_table_request(item["asked"])})
        raise UnknownJob("There is no such job; it may have expired.")

    def state(self, id: str) -> State:
        """How far a job has come.

        Raises:
            UnknownJob: there is none.
        """
        try:
            item = json.loads((self.folder / id / "state.json").read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            raise UnknownJob("There is no such job; it may have expired.") from None
        return State(**item | {"remarks": tuple(item["remarks"])})

    def save(self, id: str, state: State) -> None:
        """Write down how far a job has come.

        Raises:
            UnknownJob: it was deleted.
        """
        try:
            _replace(self.folder / id / "state.json", asdict(state))
        except FileNotFoundError:
            raise UnknownJob("The job was deleted.") from None

    def jobs(self) -> list[Job]:
        """All jobs, the oldest first."""
        found = []
        with contextlib.suppress(FileNotFoundError):
            for entry in self.folder.iterdir():
                with contextlib.suppress(UnknownJob):
                    found.append(self.job(entry.name))
        return sorted(found, key=lambda job: (job.created, job.id))

    def next(self) -> Job | None:
        """The oldest job that has not ended."""
        for job in self.jobs():
            with contextlib.suppress(UnknownJob):
                if self.state(job.id).state not in ENDED:
                    return job
        return None

    def delete(self, id: str) -> None:
        """Delete a job and its files; a worker that is at it stops.

        Raises:
            UnknownJob: there is none.
        """
        self.job(id)
        gone = self.folder / f"{_UPLOAD}{secrets.token_hex(ID_BYTES)}"
        (self.folder / id).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def sweep(self, hours: float) -> None:
        """Delete the jobs that ended longer ago than so many hours, and what is left of broken uploads."""
        now = time.time()
        for job in self.jobs():
            with contextlib.suppress(UnknownJob):
                ended = self.state(job.id).ended
                if ended is not None and now - ended > hours * 3600:
                    self.delete(job.id)
        for folder in self.folder.glob(f"{_UPLOAD}*"):
            with contextlib.suppress(FileNotFoundError):
                if now - folder.stat().st_mtime > STALE_UPLOAD:
                    shutil.rmtree(folder, ignore_errors=True)

    def path(self, id: str, name: str) -> Path:
        """A file of a job."""
        return self.folder / id / name


def ended(state: State, why: str | None = None) -> State:
    """The state of a job that has come to its end; with a sentence, that it failed."""
    return replace(state, state=FAILED if why else DONE, error=why, ended=time.time())


def _replace(path: Path, item: dict[str, Any]) -> None:
    """Write a file as a whole: a reader sees what was there before, or all of it."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as stream:
        json.dump(item, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(part, path)
