"""What a stranger, a bad table or a bad disk does to the jobs of a service."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from attacks.damaged_folder import DAMAGES, add_foreign
from attacks.eight_at_once import send_at_once
from attacks.many_jobs import seconds_of_one_row
from attacks.poison_job import seconds_until_ended, send_poison
from jobbing import add, finished, table, wait
from linked import linked
from serving import serving

from service.app import create_app
from service.jobs import execute as module
from service.jobs.execute import _Execution, execute
from service.jobs.lanes import LARGE, SMALL
from service.jobs.records import DONE, FAILED, RUNNING
from service.jobs.runner import workers_maker
from service.jobs.store import JobStore
from service.jobs.supervisor import Supervisor
from service.keys import add_key
from service.settings import Settings

TEXT = b"city\nBakhmout\n"


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is done of any job, all wait."""
    monkeypatch.setattr(Supervisor, "look", lambda _: None)


def run(settings: Settings, store: JobStore, key: str) -> None:
    execute(store, store.job(key), settings.data_dir, workers_maker(settings, SMALL))


@pytest.mark.parametrize(
    "error", [ValueError("a fault\nof ours"), MemoryError(), RecursionError(), AssertionError("x")]
)
def test_a_fault_of_the_program_fails_the_job_with_its_reason_and_record(
    settings: Settings, error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "CHECKPOINT_SECONDS", 0.0)
    store = JobStore(Path(settings.jobs_dir))
    key = add(store, table(6_000, 10))
    checkpoint = _Execution._checkpoint

    def failing(self: _Execution, *given: object) -> None:
        checkpoint(self, *given)  # type: ignore[arg-type]
        raise error

    monkeypatch.setattr(_Execution, "_checkpoint", failing)
    with caplog.at_level(logging.ERROR):
        run(settings, store, key)
    state = store.state(key)
    assert state.state == FAILED
    assert type(error).__name__ in (state.error or "")
    assert f"after record {state.records:,}" in (state.error or "")
    assert state.records > 0
    assert "\n" not in (state.error or "")
    (logged,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert logged.exc_info is not None


def test_behind_a_poison_job_the_next_begins_at_once(settings: Settings) -> None:
    supervisor = Supervisor(settings)
    store = supervisor.store
    try:
        warm = add(store, b"city\nOdesa\n", "c")
        wait(store, warm, supervisor.look)
        poison, next_one = send_poison(store), add(store, TEXT, "b")
        wait(store, poison, supervisor.look)
        assert seconds_until_ended(store, next_one) < 2.0
        assert store.state(poison).state == FAILED
        assert "ours" in (store.state(poison).error or "")
        assert store.state(next_one).state == DONE
    finally:
        supervisor.stop()


def test_the_service_lives_with_damaged_folders(client: httpx.Client, jobs_dir: Path) -> None:
    before = {*jobs_dir.iterdir()}
    try:
        check_damaged_folders(client, JobStore(jobs_dir))
    finally:
        for path in {*jobs_dir.iterdir()} - before:
            if path.is_dir():
                shutil.rmtree(path)
            elif not path.name.startswith("."):
                path.unlink()


def check_damaged_folders(client: httpx.Client, store: JobStore) -> None:
    """What a service says of folders that are damaged, and of a job beside them."""
    for number, damage in enumerate(DAMAGES.values()):
        damage(store.folder / add(store, b"city\n%d\n" % number, f"owner-{number}"))
    add_foreign(store.folder)
    bad = [path.name for path in store.folder.iterdir() if len(path.name) == 32]
    for key in bad:
        for path in ("", "/result.csv", "/review.csv"):
            assert client.get(f"/v1/jobs/{key}{path}").status_code in (200, 404, 409)
    created = client.post("/v1/jobs", params={"name": "city"}, content=TEXT)
    assert created.status_code == 202
    assert finished(client, created.json()["id"])["state"] == "done"
    assert 'exonym_jobs{state="damaged"}' in client.get("/metrics").text


def test_whatever_looking_raises_the_supervisor_lives(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import asyncio

    from service.jobs import supervisor as supervising

    monkeypatch.setattr(supervising, "LOOK_SECONDS", 0.0)
    supervisor = Supervisor(settings)
    looks: list[int] = []

    def failing() -> None:
        looks.append(1)
        raise (ValueError("odd"), OSError(5, "bad"), RuntimeError("worse"))[len(looks) % 3]

    monkeypatch.setattr(supervisor, "look", failing)

    async def watch() -> None:
        watching = asyncio.create_task(supervisor.watch())
        while len(looks) < 9:
            await asyncio.sleep(0.01)
        assert not watching.done()
        watching.cancel()

    with caplog.at_level(logging.ERROR):
        asyncio.run(watch())
    assert len(caplog.records) == 3  # each kind once, with its trace


@pytest.mark.usefixtures("idle")
def test_the_same_table_sent_eight_times_at_once_is_one_job(settings: Settings) -> None:
    with serving(create_app(settings)) as address:
        assert len(set(send_at_once(address, TEXT))) == 1


@pytest.fixture
def keyed(settings: Settings, tmp_path: Path, tiny_dir: Path) -> Iterator[tuple[httpx.Client, list[dict[str, str]]]]:
    """A service with two keys, and the headers of each."""
    data = tmp_path / "data"
    data.mkdir()
    linked(data, tiny_dir)
    headers = [{"X-API-Key": add_key(data, name)} for name in ("one", "two")]
    app = create_app(settings.model_copy(update={"data_dir": data, "jobs_waiting": 2}))
    with serving(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client, headers


@pytest.mark.usefixtures("idle")
def test_a_job_is_its_key_s_alone(keyed: tuple[httpx.Client, list[dict[str, str]]]) -> None:
    client, (one, two) = keyed

    def send(headers: dict[str, str] | None) -> httpx.Response:
        return client.post("/v1/jobs", params={"name": "city"}, content=TEXT, headers=headers)

    mine, yours, nobodys = (send(headers).json()["id"] for headers in (one, two, None))
    assert len({mine, yours, nobodys}) == 3  # the same table of another owner is another job
    assert send(one).json()["id"] == mine
    for other in (two, {}, {"X-API-Key": "exo_000000000000_" + "x" * 43}):
        for path in ("", "/events", "/result.csv", "/review.csv"):
            assert client.get(f"/v1/jobs/{mine}{path}", headers=other).status_code == 404
        assert client.delete(f"/v1/jobs/{mine}", headers=other).status_code == 404
    assert client.get(f"/v1/jobs/{mine}", headers=one).status_code == 200
    assert client.delete(f"/v1/jobs/{mine}", headers=one).status_code == 204
    # Where no key was given, the id is what it takes.
    assert client.get(f"/v1/jobs/{nobodys}").status_code == 200
    assert client.get(f"/v1/jobs/{yours}", headers=two).status_code == 200


@pytest.mark.usefixtures("idle")
def test_more_than_an_owner_may_have_is_refused_with_a_sentence(settings: Settings) -> None:
    few = settings.model_copy(update={"jobs_waiting": 2, "jobs_bytes": 20_000, "jobs_disk_bytes": 30_000})
    with serving(create_app(few)) as address, httpx.Client(base_url=address, timeout=30) as client:

        def send(content: bytes | Iterator[bytes], **headers: str) -> httpx.Response:
            return client.post("/v1/jobs", params={"name": "city"}, content=content, headers=headers)

        large = send(b"x" * 21_000)
        assert (large.status_code, large.json()["error"]["code"]) == (429, "too_many_jobs")
        assert "20,000 bytes" in large.json()["error"]["message"]
        assert send(iter([b"x" * 21_000])).status_code == 429  # one that does not tell its length
        assert send(b"city\n1\n").status_code == 202
        assert send(b"city\n2\n").status_code == 202
        refused = send(b"city\n3\n")
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
        assert "wait already" in refused.json()["error"]["message"]
    assert not list(Path(settings.jobs_dir).glob(".upload-*"))


def test_a_job_gives_way_at_a_checkpoint_and_is_taken_up_again(
    settings: Settings, undisturbed: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHECKPOINT_SECONDS", 0.0)
    monkeypatch.setattr(module, "TURN_SECONDS", 0.0)
    store = JobStore(Path(settings.jobs_dir))
    text = table(20_000, 40)
    long, other = add(store, text, "a"), add(store, table(5_000, 3), "b")
    turns = 0
    while (job := store.next(LARGE)) is not None:
        store.serve(job)
        run(settings, store, job.id)
        if job.id == long:
            turns += 1
            left = store.state(long)
            assert (left.state, left.deaths) in ((RUNNING, 0), (DONE, 0))
    assert turns >= 2
    assert store.state(other).state == DONE
    assert store.path(long, "result").read_bytes() == undisturbed(text)


@pytest.mark.slow
def test_a_row_does_not_wait_for_a_million(settings: Settings) -> None:
    """100 jobs of ten owners, one of a million rows: a one-row job ends within ten seconds."""
    supervisor = Supervisor(settings.model_copy(update={"job_bytes": 2_000_000_000}))
    try:
        seconds, large = seconds_of_one_row(supervisor.store, supervisor.look)
        assert seconds < 10
        assert large == RUNNING
    finally:
        supervisor.stop()
