"""What is written down of a job: what is wanted of it, and how far it has come. What was damaged is told from it."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import time
from typing import Any

from gazetteer.table_jobs import TableRequest, read_table_request
from service.errors import DamagedJob, UnknownJob

QUEUED, RUNNING, DONE, FAILED, DAMAGED = "queued", "running", "done", "failed", "damaged"
ENDED = (DONE, FAILED)
STATES = (QUEUED, RUNNING, DONE, FAILED)

MOST_BYTES = 4_000_000  # of one record
_MOST_NUMBER = 2**53

JOB = "job.json"
STATE = "state.json"
MEMORY = "memory.json"
"""What the desk had decided when the job was made, where it was made for one."""
STYLE = "style.json"
"""How places are written, where the job was made for a style."""


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
        owner: whose it is, as `service.callers.who` says; blank where that was not written down.
    """

    id: str
    created: float
    filename: str
    asked: TableRequest
    sha256: str
    bytes: int
    lines: int
    owner: str = ""


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
        ended: when, in seconds since 1970; or when a name of it was decided last.
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


_NUMBER = (int, float)
_KINDS: dict[type, dict[str, tuple[type, ...]]] = {
    Job: {
        "id": (str,),
        "created": _NUMBER,
        "filename": (str,),
        "asked": (TableRequest,),
        "sha256": (str,),
        "bytes": (int,),
        "lines": (int,),
        "owner": (str,),
    },
    State: {
        "state": (str,),
        "records": (int,),
        "counts": (dict,),
        "output_bytes": (int,),
        "review_bytes": (int,),
        "build": (str, type(None)),
        "consensus": (dict, type(None)),
        "surveyed": (bool,),
        "remarks": (tuple,),
        "error": (str, type(None)),
        "deaths": (int,),
        "seconds": _NUMBER,
        "ended": (*_NUMBER, type(None)),
    },
}


def ended(state: State, why: str | None = None) -> State:
    """The state of a job that has come to its end; with a sentence, that it failed."""
    return replace(state, state=FAILED if why else DONE, error=why, ended=time())


def read_job(folder: Path) -> Job:
    """What is wanted of the job in a folder.

    Raises:
        UnknownJob: there is no such folder.
        DamagedJob: what is there cannot be read.
    """
    item = _read(folder, JOB)
    try:
        job = Job(**item | {"asked": read_table_request(item["asked"])})
        _check(job)
        if job.id != folder.name:
            raise ValueError("it is another job's")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(folder, JOB, error) from None
    return job


def read_state(folder: Path) -> State:
    """How far the job in a folder has come.

    Raises:
        UnknownJob: there is no such folder.
        DamagedJob: what is there cannot be read.
    """
    item = _read(folder, STATE)
    try:
        state = State(**item | {"remarks": tuple(item["remarks"])})
        _check(state)
        if state.state not in STATES or (state.state in ENDED) != (state.ended is not None):
            raise ValueError("it is no state of a job")
        if not all(isinstance(remark, str) for remark in state.remarks):
            raise TypeError("remarks")
        if not all(_is_number(rows) for rows in state.counts.values()):
            raise TypeError("counts")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(folder, STATE, error) from None
    return state


def write_job(folder: Path, job: Job) -> None:
    """Write down what is wanted."""
    _replace(folder / JOB, asdict(job))


def write_state(folder: Path, state: State) -> None:
    """Write down how far a job has come.

    Raises:
        UnknownJob: it was deleted.
    """
    try:
        _replace(folder / STATE, asdict(state))
    except (FileNotFoundError, NotADirectoryError):
        raise UnknownJob("The job was deleted.") from None


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(folder: Path, name: str) -> dict[str, Any]:
    try:
        with (folder / name).open("rb") as stream:
            text = stream.read(MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            raise ValueError("it is too long")
        item = json.loads(text)
        if not isinstance(item, dict):
            raise TypeError("it is no object")
    except FileNotFoundError as error:
        if folder.exists():
            raise _damaged(folder, name, error) from None
        raise UnknownJob("There is no such job; it may have expired.") from None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise _damaged(folder, name, error) from None
    return item


def _damaged(folder: Path, name: str, error: Exception) -> DamagedJob:
    why = error.strerror if isinstance(error, OSError) and error.strerror else error
    return DamagedJob(f"The files of this job are damaged ({name}: {str(why)[:200]}).")


def _check(record: Job | State) -> None:
    """Raises TypeError where a value is of another kind, ValueError where a number is out of all bounds."""
    kinds: Mapping[str, tuple[type, ...]] = _KINDS[type(record)]
    for name, types in kinds.items():
        value = getattr(record, name)
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise TypeError(name)
        if isinstance(value, _NUMBER) and bool not in types and not _is_number(value):
            raise ValueError(name)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, _NUMBER):
        return False
    return math.isfinite(value) and 0 <= value < _MOST_NUMBER


def _replace(path: Path, item: dict[str, Any]) -> None:
    """Write a file as a whole: a reader sees what was there before or all of it, also after a loss of power."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as stream:
        json.dump(item, stream, ensure_ascii=True)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(part, path)
    sync_folder(path.parent)
