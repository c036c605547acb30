"""The jobs' folder and its index: what is damaged is left out and said, the folders are the truth."""

from __future__ import annotations

import logging
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from attacks.damaged_folder import DAMAGES, add_foreign
from jobbing import ASKED, add

from service.errors import DamagedJob, NoSpace, TooManyJobs, UnknownJob
from service.jobs.catalog import FILE
from service.jobs.lanes import LARGE, SMALL, lane_of
from service.jobs.quotas import Quotas, expected_bytes
from service.jobs.records import DAMAGED, FAILED, QUEUED, RUNNING, ended
from service.jobs.store import JobStore

SMALL_TABLE = b"city\nKyiv\n"
LARGE_TABLE = b"city\n" + b"Kyiv\n" * 1_000


@pytest.fixture
def store(tmp_path: Path) -> JobStore:
    return JobStore(tmp_path / "jobs")


def ids(store: JobStore) -> list[str]:
    return [job.id for job in store.jobs()]


@pytest.mark.parametrize("what", DAMAGES)
def test_a_damaged_job_is_left_out_and_said_once(store: JobStore, what: str, caplog: pytest.LogCaptureFixture) -> None:
    damaged, sound = add(store, SMALL_TABLE), add(store, b"city\nParis\n", "other")
    DAMAGES[what](store.folder / damaged)
    add_foreign(store.folder)
    with caplog.at_level(logging.ERROR):
        for _ in range(2):
            job = store.next(SMALL)
            assert job is not None
            assert job.id == sound
            store.sweep(hours=1)
            store.jobs()
    assert len([record for record in caplog.records if damaged in record.getMessage()]) <= 1
    with pytest.raises(UnknownJob):
        _ = store.job(damaged), store.state(damaged)
    assert sound in ids(store)
    states = dict(store.states())
    assert (states[QUEUED], states[DAMAGED] >= 1) == (1, True)
    # An index made anew says the same.
    (store.folder / FILE).unlink()
    following = store.next(SMALL)
    assert following is not None
    assert following.id == sound


def test_what_is_damaged_is_swept_when_it_has_expired(store: JobStore) -> None:
    key = add(store, SMALL_TABLE)
    DAMAGES["a file for the folder"](store.folder / key)
    store.sweep(hours=1)
    assert (store.folder / key).exists()
    store.sweep(hours=0)
    assert not (store.folder / key).exists()
    assert store.states() == []


def test_a_damaged_job_that_is_mended_is_done(store: JobStore) -> None:
    key = add(store, SMALL_TABLE)
    text = (store.folder / key / "state.json").read_bytes()
    DAMAGES["state.json empty"](store.folder / key)
    assert store.next(SMALL) is None
    with pytest.raises(DamagedJob, match=r"state\.json"):
        store.state(key)
    (store.folder / key / "state.json").write_bytes(text)
    store.sweep(hours=1)
    job = store.next(SMALL)
    assert job is not None
    assert job.id == key


@pytest.mark.parametrize("content", [None, b"", b"rubbish" * 1_000, b"SQLite format 3\0" + bytes(8_000)])
def test_the_index_is_made_anew_where_it_is_missing_or_damaged(store: JobStore, content: bytes | None) -> None:
    waiting, failed = add(store, SMALL_TABLE, "a"), add(store, LARGE_TABLE, "b")
    store.save(failed, ended(store.state(failed), "no"))
    before = store.states()
    if content is None:
        (store.folder / FILE).unlink()
    else:
        (store.folder / FILE).write_bytes(content)
    assert store.states() == before == [(FAILED, 1), (QUEUED, 1)]
    assert set(ids(store)) == {waiting, failed}
    assert add(store, SMALL_TABLE, "a") == waiting


def test_an_index_whose_pages_are_damaged_is_made_anew(store: JobStore) -> None:
    keys = {add(store, b"city\n%d\n" % number, f"owner-{number}") for number in range(60)}
    path = store.folder / FILE
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(os.urandom(size - 4096))
    assert set(ids(store)) == keys
    assert store.states() == [(QUEUED, 60)]


def test_a_folder_in_the_place_of_the_index_is_put_aside(store: JobStore) -> None:
    key = add(store, SMALL_TABLE)
    (store.folder / FILE).unlink()
    (store.folder / FILE).mkdir()
    assert ids(store) == [key]


def test_what_is_changed_by_hand_is_seen_at_the_next_sweep(store: JobStore, tmp_path: Path) -> None:
    gone, kept = add(store, SMALL_TABLE), add(store, LARGE_TABLE)
    other = JobStore(tmp_path / "other")
    brought = add(other, b"city\nLviv\n")
    shutil.move(other.folder / brought, store.folder / brought)
    shutil.rmtree(store.folder / gone)
    store.sweep(hours=1)
    assert set(ids(store)) == {kept, brought}
    assert store.states() == [(QUEUED, 2)]


def test_the_same_table_sent_eight_times_at_once_is_one_job_for_each_owner(store: JobStore) -> None:
    def send(number: int) -> str:
        return add(JobStore(store.folder), SMALL_TABLE, f"owner-{number % 2}")

    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(send, range(16)))
    assert len(set(keys)) == 2
    assert set(keys[::2]).isdisjoint(keys[1::2])
    assert store.states() == [(QUEUED, 2)]
    assert {path.name for path in store.folder.iterdir() if path.is_dir()} == set(keys)


def test_owners_take_turns_the_smallest_table_of_each_first(store: JobStore) -> None:
    a_large = add(store, LARGE_TABLE + b"Kyiv\n", "a")
    a_small = add(store, LARGE_TABLE, "a")
    b_first = add(store, LARGE_TABLE, "b")
    quick = add(store, SMALL_TABLE, "a")
    order = []
    while (job := store.next(LARGE)) is not None:
        store.serve(job)
        order.append(job.id)
        store.save(job.id, ended(store.state(job.id)))
    assert order == [a_small, b_first, a_large]
    small = store.next(SMALL)
    assert small is not None
    assert small.id == quick


def test_a_job_that_killed_its_worker_lets_others_go_first(store: JobStore) -> None:
    deadly, good = add(store, SMALL_TABLE, "a"), add(store, SMALL_TABLE, "b")
    store.save(deadly, replace(store.state(deadly), state=RUNNING, deaths=1))
    job = store.next(SMALL)
    assert job is not None
    assert job.id == good
    assert lane_of(job) == SMALL


def test_a_job_knows_whether_others_wait(store: JobStore) -> None:
    own = store.job(add(store, LARGE_TABLE, "a"))
    add(store, LARGE_TABLE + b"\n", "a")
    add(store, SMALL_TABLE, "b")
    assert not store.others_wait(own)
    add(store, LARGE_TABLE, "b")
    assert store.others_wait(own)


def test_more_jobs_than_an_owner_may_have_are_refused(tmp_path: Path) -> None:
    store = JobStore(tmp_path, Quotas(waiting=2))
    first = add(store, b"city\n1\n", "a")
    add(store, b"city\n2\n", "a")
    with pytest.raises(TooManyJobs, match="2 of your jobs wait already"):
        add(store, b"city\n3\n", "a")
    add(store, b"city\n3\n", "b")
    store.save(first, ended(store.state(first)))
    add(store, b"city\n3\n", "a")
    assert not list(tmp_path.glob(".upload-*"))


def test_uploads_count_while_they_come_in(tmp_path: Path) -> None:
    store = JobStore(tmp_path, Quotas(waiting=3, owner_bytes=10_000, disk_bytes=15_000))
    with store.uploading("a", 6_000) as one:
        with pytest.raises(TooManyJobs, match="10,000 bytes"), store.uploading("a", 6_000):
            pass
        with pytest.raises(NoSpace, match="room for jobs"), store.uploading("b", 9_500):
            pass
        with store.uploading("b", 7_000) as two:
            with pytest.raises(NoSpace):
                store.reserve(two, 9_500)
            store.reserve(one, 8_000)
    with store.uploading("a", 6_000):
        pass
    assert not list(tmp_path.glob(".upload-*"))


def test_a_result_is_counted_before_it_is_there(tmp_path: Path) -> None:
    rows = b"\n" * 100
    store = JobStore(tmp_path, Quotas(owner_bytes=expected_bytes(100, 100) - 1))
    with store.uploading("a") as upload:
        upload.write(rows)
        with pytest.raises(TooManyJobs):
            store.keep(upload, "", ASKED, None)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []
