"""Jobs whose worker is killed, again and again, give what they give undisturbed."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from jobbing import add, table, wait

from gazetteer import Columns, Gazetteer
from gazetteer.tables.delimited import TableFormat
from gazetteer.tables.task import TableRequest, TableTask, job_spec_for
from gazetteer.tables.workers import Processes
from service.jobs.execute import execute
from service.jobs.lanes import SMALL, lane_of
from service.jobs.records import DONE, RUNNING, State
from service.jobs.runner import workers_maker
from service.jobs.store import JobStore
from service.jobs.supervisor import Supervisor
from service.settings import Settings


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def killed_so_often(settings: Settings, text: bytes, times: int) -> JobStore:
    """Do a job, killing its worker after a random number of its checkpoints; the result is the only job's."""
    supervisor = Supervisor(settings)
    store, random = supervisor.store, Random(times)
    key = add(store, text)
    kills, at = 0, 1

    def step() -> None:
        nonlocal kills, at
        supervisor.look()
        runner = supervisor.runners.get(lane_of(store.job(key)))
        if kills < times and runner is not None and store.state(key).records >= at:
            os.kill(runner.pid, signal.SIGKILL)
            runner.wait()
            kills += 1
            at = store.state(key).records + random.randrange(1, 15_000)

    try:
        state = wait(store, key, step, 900)
    finally:
        supervisor.stop()
    assert state.state == DONE, state.error
    assert kills == times
    return store


@pytest.mark.slow
def test_killed_ten_times_the_result_is_the_same(
    settings: Settings, undisturbed: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    text = table(1_200_000, 5_000, hard=True)
    store = killed_so_often(settings, text, 10)
    (job,) = store.jobs()
    assert sha256(store.path(job.id, "result").read_bytes()) == sha256(undisturbed(text))
    assert sum(store.state(job.id).counts.values()) == 1_200_000
    again = JobStore(tmp_path / "undisturbed")
    key = add(again, text)
    execute(again, again.job(key), settings.data_dir, workers_maker(settings))
    assert again.path(key, "review.csv").read_bytes() == store.path(job.id, "review.csv").read_bytes()


def test_killed_after_every_checkpoint_result_and_review_are_the_same(
    settings: Settings, undisturbed: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.jobs import execute as module

    text = table(20_000, 40)
    store = JobStore(Path(settings.jobs_dir))
    whole, broken = add(store, text, "a"), add(store, text, "b")
    execute(store, store.job(whole), settings.data_dir, workers_maker(settings, SMALL))
    monkeypatch.setattr(module, "CHECKPOINT_SECONDS", 0.0)
    save = JobStore.save
    killed: list[int] = []

    def dying(self: JobStore, id: str, state: State) -> None:
        save(self, id, state)
        if state.state == RUNNING and state.deaths == 0 and state.records not in killed:
            killed.append(state.records)
            with store.path(id, "result").open("ab") as result:
                result.write(b"torn,row")
            raise KeyboardInterrupt

    monkeypatch.setattr(JobStore, "save", dying)
    while store.state(broken).state != DONE:
        with contextlib.suppress(KeyboardInterrupt):
            execute(store, store.job(broken), settings.data_dir, workers_maker(settings, SMALL))
    assert len(killed) > 5
    assert killed == sorted(killed)
    assert store.path(broken, "result").read_bytes() == undisturbed(text)
    assert store.path(broken, "review.csv").read_bytes() == store.path(whole, "review.csv").read_bytes()


def test_a_job_goes_on_from_its_checkpoint(settings: Settings, undisturbed: Callable[[bytes], bytes]) -> None:
    """A worker that died after a checkpoint, with more written than that says."""
    text = table(9_000, 40)
    store = JobStore(Path(settings.jobs_dir))
    whole, broken = add(store, text), add(store, text + b"\n")
    execute(store, store.job(whole), settings.data_dir, workers_maker(settings))
    wanted = undisturbed(text)
    assert store.path(whole, "result").read_bytes() == wanted

    execute(store, store.job(broken), settings.data_dir, workers_maker(settings))
    done = store.state(broken)
    lines = store.path(broken, "result").read_bytes().splitlines(keepends=True)
    assert undecided(store, broken) == unsure(lines[1:])
    # As it was after 4,000 rows, when nothing was yet counted for the review: what is more must go.
    verdicts: dict[str, int] = {}
    for line in lines[1:4001]:
        verdict = next(v for v in ("match", "ambiguous", "no_match") if f",{v},".encode() in line)
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
    size = len(b"".join(lines[:4001]))
    state = replace(done, state="running", records=4000, counts=verdicts, output_bytes=size, review_bytes=0, ended=None)
    store.save(broken, state)
    store.path(broken, "result").write_bytes(b"".join(lines[:4001]) + b"torn,row")
    execute(store, store.job(broken), settings.data_dir, workers_maker(settings))
    assert store.path(broken, "result").read_bytes() == wanted + b"\n"
    assert store.state(broken).counts == done.counts
    assert undecided(store, broken) == unsure(lines[4001:]) < unsure(lines[1:])


def undecided(store: JobStore, id: str) -> int:
    """How many rows the review of a job counts that need a decision; those for a spot check stand beside them."""
    lines = store.path(id, "review.jsonl").read_text("utf-8").splitlines()
    return sum(rows for rows, _, verdict, *_ in map(json.loads, lines) if verdict != "match")


def unsure(rows: list[bytes]) -> int:
    """How many rows of a result are no match; blank lines are no rows."""
    return sum(b",match," not in row for row in rows if row.strip())


@pytest.mark.slow
def test_a_killed_worker_is_replaced(settings: Settings, undisturbed: Callable[[bytes], bytes]) -> None:
    text = table(20_000, 1_000, hard=True)
    store = killed_so_often(settings, text, 1)
    (job,) = store.jobs()
    assert store.path(job.id, "result").read_bytes() == undisturbed(text)


def test_a_full_disk_fails_the_job_with_a_sentence(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    store = JobStore(Path(settings.jobs_dir))
    key = add(store, table(10, 3))

    from service.jobs.execute import _Execution

    def full(self: _Execution, *_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_Execution, "_checkpoint", full)
    execute(store, store.job(key), settings.data_dir, workers_maker(settings))
    assert store.state(key).error == "The job stopped: No space left on device."


def test_a_job_that_is_deleted_stops(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from service.jobs import execute as module

    monkeypatch.setattr(module, "CHECKPOINT_SECONDS", 0.0)
    store = JobStore(Path(settings.jobs_dir))
    key = add(store, table(30_000, 10))
    save = JobStore.save

    def deleting(self: JobStore, id: str, state: object) -> None:
        save(self, id, state)  # type: ignore[arg-type]
        if getattr(state, "records", 0):
            self.delete(id)

    monkeypatch.setattr(JobStore, "save", deleting)
    execute(store, store.job(key), settings.data_dir, workers_maker(settings, SMALL))
    assert store.jobs() == []
    assert not (store.folder / key).exists()


def test_a_job_that_splits_goes_on_from_its_records(
    settings: Settings, tiny: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.jobs import execute as module

    monkeypatch.setattr(module, "CHECKPOINT_SECONDS", 0.0)
    text = b"n,city\n" + b"".join(b"%d,Kyiv;Odessa %d\n" % (row, row % 50) for row in range(9_000))
    asked = TableRequest(TableFormat(Columns("city"), split=";"))
    pool = Processes(job_spec_for(tiny._index, asked), tiny._index, workers=1)
    task = TableTask(tiny._index, io.BytesIO(text), asked, pool)
    wanted = b"".join(task.blocks())
    store = JobStore(Path(settings.jobs_dir))
    with store.uploading() as upload:
        upload.write(text)
        job, _ = store.keep(upload, "in.csv", asked, None)
    save = JobStore.save

    def dying(self: JobStore, id: str, state: State) -> None:
        save(self, id, state)
        if state.records == 4_000:
            raise KeyboardInterrupt

    monkeypatch.setattr(JobStore, "save", dying)
    with pytest.raises(KeyboardInterrupt):
        execute(store, store.job(job.id), settings.data_dir, workers_maker(settings))
    monkeypatch.setattr(JobStore, "save", save)
    with store.path(job.id, "result").open("ab") as result:
        result.write(b"torn,row")
    execute(store, store.job(job.id), settings.data_dir, workers_maker(settings))
    assert store.path(job.id, "result").read_bytes() == wanted
    assert sum(store.state(job.id).counts.values()) == 18_000
