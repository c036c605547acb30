"""The work of one job, in steps that survive: after a checkpoint nothing before it is done again or lost.

At a checkpoint the result and the review's journal are on disk, then the state says how long they are. Whoever takes
up the job cuts both to that length and goes on from there. Answers depend on the row alone, so the bytes are the same.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import BinaryIO

from gazetteer import Gazetteer, Memory
from gazetteer.errors import CorruptIndex, ExonymError, NoGazetteer
from gazetteer.memory.pinned import unpinned
from gazetteer.table_jobs import (
    RowVerdict,
    TableRequest,
    TableTask,
    Workers,
    consensus_from_json,
    open_table,
    remembering,
    writing_as,
)
from service.desk.writing import Writing
from service.desk.writing import unpinned as unpinned_writing
from service.errors import UnknownJob
from service.jobs.clusters import FILE as CLUSTERS
from service.jobs.clusters import write_clusters
from service.jobs.records import MEMORY, RUNNING, STYLE, Job, State, ended
from service.jobs.store import JobStore

CHECKPOINT_SECONDS = 1.0
RESULTS = ("result", "review.jsonl", "review.csv", CLUSTERS, f"{CLUSTERS}.part")
MOST_DEATHS = 5  # of the worker without progress, until the job is given up
TURN_SECONDS = 10.0  # after which a job gives way to those of other owners: taking one up again takes some seconds
REASON_LETTERS = 200

log = logging.getLogger("exonym")

MakeWorkers = Callable[[Gazetteer, TableRequest, BinaryIO], contextlib.AbstractContextManager[Workers]]


def execute(store: JobStore, job: Job, data_dir: Path, make_workers: MakeWorkers) -> None:
    """Do a job, or a turn of it. Whatever goes wrong becomes the job's error.

    After a turn it is left at a checkpoint where jobs of other owners wait; whoever takes it up goes on from there.

    Raises:
        OSError: not even how far it has come could be written down.
    """
    with contextlib.suppress(UnknownJob):  # deleted while it ran
        state = store.state(job.id)
        if state.deaths >= MOST_DEATHS:
            where = f"after record {state.records:,}"
            store.save(job.id, ended(state, f"The worker died {state.deaths} times {where}: is there enough memory?"))
            return
        state = replace(state, state=RUNNING, deaths=state.deaths + 1)
        store.save(job.id, state)
        execution = _Execution(store, job, state, data_dir, make_workers)
        try:
            execution.run()
        except UnknownJob:
            raise
        except SystemExit:  # the service ends, which is no death
            now = store.state(job.id)
            store.save(job.id, replace(now, deaths=max(now.deaths - 1, 0)))
            raise
        except ExonymError as error:
            store.save(job.id, ended(store.state(job.id), str(error)))
        except OSError as error:
            # Where the disk is full, what there is of the result makes room for saying so.
            for name in RESULTS:
                store.path(job.id, name).unlink(missing_ok=True)
            store.save(job.id, ended(store.state(job.id), f"The job stopped: {error.strerror or error}."))
        except Exception as error:
            log.exception("The job %s failed after record %d.", job.id, execution.records)
            store.save(job.id, ended(store.state(job.id), _reason(error, execution.records)))


def _reason(error: Exception, records: int) -> str:
    """A sentence on a failure that nobody foresaw."""
    said = " ".join(str(error).split())[:REASON_LETTERS]
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return f"The program failed after record {records:,} ({what}): the fault is ours, its log has more."


class _Execution:
    def __init__(self, store: JobStore, job: Job, state: State, data_dir: Path, make_workers: MakeWorkers) -> None:
        self._store = store
        self._job = job
        self._state = state
        self._data_dir = data_dir
        self._make_workers = make_workers
        self._before = state.seconds
        self._began = time.monotonic()
        self.records = state.records  # of the table that are done

    def run(self) -> None:
        """Do what is left to do."""
        gazetteer = self._open_gazetteer()
        decisions = self._store.path(self._job.id, "decisions")
        given = decisions.read_bytes() if decisions.exists() else None
        asked = self._job.asked
        with (
            self._store.path(self._job.id, "input").open("rb") as source,
            self._make_workers(gazetteer, asked, source) as workers,
        ):
            memory, writing = self._memory(), self._writing()
            pool = remembering(gazetteer, workers, memory, asked)
            pool = writing_as(pool, None if writing is None else writing.spelling(gazetteer))
            task = open_table(gazetteer, source, asked, pool, given)
            if not self._state.records:  # what is gone on with has them
                desk = () if memory is None else (f"The desk {memory.desk} at revision {memory.revision:,}.",)
                self._state = replace(self._state, remarks=(*task.remarks, *desk, *task.undecided()))
            self._state = replace(self._state, build=task.build)
            self._survey(task)
            self._write(task)

    def _memory(self) -> Memory | None:
        """What the desk had decided when the job was made, whatever it decided since."""
        path = self._store.path(self._job.id, MEMORY)
        return unpinned(path.read_bytes()) if path.exists() else None

    def _writing(self) -> Writing | None:
        """How the style that was asked for wrote places when the job was made."""
        path = self._store.path(self._job.id, STYLE)
        return unpinned_writing(path.read_bytes()) if path.exists() else None

    def _open_gazetteer(self) -> Gazetteer:
        """The gazetteer that the job began with, as long as it is there; else the job begins anew with the current."""
        if self._state.build is not None:
            try:
                return Gazetteer.open(self._data_dir, self._state.build)
            except (NoGazetteer, CorruptIndex):
                self._state = State(state=RUNNING, deaths=self._state.deaths)
        return Gazetteer.open(self._data_dir)

    def _survey(self, task: TableTask) -> None:
        if not self._job.asked.options.joint:
            return
        if self._state.surveyed:
            task.table.rows.consensus = consensus_from_json(self._state.consensus)
            return
        for _ in task.survey():
            self._store.state(self._job.id)  # stop where the job was deleted
        found = task.table.rows.consensus
        self._state = replace(self._state, surveyed=True, consensus=None if found is None else asdict(found))

    def _write(self, task: TableTask) -> None:
        for verdict, rows in self._state.counts.items():
            task.counts[RowVerdict(verdict)] = rows
        with (
            self._open("result", self._state.output_bytes) as output,
            self._open("review.jsonl", self._state.review_bytes) as journal,
        ):
            journal.seek(0)
            for line in journal:
                task.clusters.restore(json.loads(line))
            if not self._state.output_bytes:
                output.write(task.table.head())
            saved = time.monotonic()
            for block in task.table.reconciled(self._state.records, output.tell()):
                output.write(block)
                self.records = task.table.tally.records
                if time.monotonic() - saved > CHECKPOINT_SECONDS:
                    self._checkpoint(task, output, journal)
                    if self._gives_way():
                        return
                    saved = time.monotonic()
            self._checkpoint(task, output, journal)
        with self._store.path(self._job.id, "review.csv").open("wb") as review:
            review.writelines(task.review())
        write_clusters(self._store.folder / self._job.id, task.clusters, task.plan)
        self._store.save(self._job.id, ended(self._state))

    def _gives_way(self) -> bool:
        """Whether the turn is over, and another owner's job waits for one."""
        return time.monotonic() - self._began > TURN_SECONDS and self._store.others_wait(self._job)

    def _open(self, name: str, length: int) -> BinaryIO:
        """A file of the job, cut to what is certain of it."""
        path = self._store.path(self._job.id, name)
        path.touch()
        stream = path.open("r+b")
        stream.truncate(length)
        stream.seek(length)
        return stream

    def _checkpoint(self, task: TableTask, output: BinaryIO, journal: BinaryIO) -> None:
        for entry in task.clusters.drain():
            journal.write(json.dumps(entry, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        for stream in (output, journal):
            stream.flush()
            os.fsync(stream.fileno())
        self._state = replace(
            self._state,
            records=task.table.tally.records,
            counts={str(verdict): rows for verdict, rows in task.counts.items()},
            output_bytes=output.tell(),
            review_bytes=journal.tell(),
            deaths=0,
            seconds=round(self._before + time.monotonic() - self._began, 2),
        )
        self._store.save(self._job.id, self._state)
