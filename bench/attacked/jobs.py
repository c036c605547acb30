"""Jobs: a fault of the program, damaged folders, the same table again and again, many owners, forged chunks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
from attacks import han_batch
from attacks.damaged_folder import DAMAGES, add_foreign
from attacks.eight_at_once import send_at_once
from attacks.forged_chunk import forge_answers, send_forged_chunks
from attacks.many_jobs import seconds_of_one_row
from attacks.poison_job import seconds_until_ended, send_poison
from jobbing import add, finished, table
from redis import Redis

from bench.attacked.attack import Attack, Service, Target
from service.jobs.store import JobStore

SHARED = Service((("secret", "the secret of the bench"), ("cache_mb", "0")), redis=True)
NAMES = tuple("、".join(name) for name in han_batch.names(30, 20, seed=6))  # dear enough to be kept
WRITTEN_SECONDS = 1.0  # after which what is kept has been written


def _store(target: Target) -> JobStore:
    return JobStore(target.folder / "jobs")


def _created(client: httpx.Client, content: bytes) -> str:
    answer = client.post("/v1/jobs", params={"name": "city"}, content=content)
    answer.raise_for_status()
    return str(answer.json()["id"])


def _poison(target: Target) -> str:
    store = _store(target)
    with target.client() as client:
        finished(client, _created(client, b"city\nOdesa\n"))  # a runner is ready
        poison = send_poison(store)
        behind = add(store, b"city\nBakhmout\n", "somebody else")
        seconds_until_ended(store, poison)
        seconds = seconds_until_ended(store, behind)
    ended = f"{store.state(poison).state}: {store.state(poison).error}"
    return f"it {ended} The next was {store.state(behind).state} {seconds:.2f} s later"


def _damaged_folders(target: Target) -> str:
    store = _store(target)
    for number, damage in enumerate(DAMAGES.values()):
        damage(store.folder / add(store, b"city\n%d\n" % number, f"owner-{number}"))
    add_foreign(store.folder)
    with target.client() as client:
        state = finished(client, _created(client, table(100, 7)))["state"]
        time.sleep(1.0)
        page = client.get("/metrics").text
    counted = [line for line in page.splitlines() if line.startswith('exonym_jobs{state="damaged"')]
    return f"a sound job beside them: {state}; `{counted[0] if counted else 'not counted'}`"


def _eight(target: Target) -> str:
    ids = send_at_once(target.address, table(1_000, 70))
    return f"{len(set(ids))} job of one address"


def _many(target: Target) -> str:
    seconds, large = seconds_of_one_row(_store(target))
    return f"a job of one row was done after {seconds:.1f} s; the million {large}"


def _forged(target: Target) -> str:
    proof = target.folder / "ran"
    text = table(2_000, 300, hard=True)
    with Redis.from_url(target.redis) as redis, target.client() as client, _worker(target) as worker:
        try:
            right = [_without_build(client.get("/v1/resolve", params={"q": name})) for name in NAMES]
            time.sleep(WRITTEN_SECONDS)
            chunks = len(send_forged_chunks(redis, proof))
            answers = forge_answers(redis, proof)
            again = [_without_build(client.get("/v1/resolve", params={"q": name})) for name in NAMES]
            state = finished(client, _created(client, text))["state"]
            alive = worker.poll() is None
            page = client.get("/metrics").text
        finally:
            worker.terminate()
    rubbish = [line.split()[-1] for line in page.splitlines() if line.startswith("exonym_redis_rubbish_total ")]
    return (
        f"{chunks} chunks and {answers} answers forged; code run: {'**yes**' if proof.exists() else 'none'}; "
        f"{sum(one != other for one, other in zip(right, again, strict=True))} answers wrong; a job: {state}; "
        f"the worker {'lives' if alive else '**died**'}; taken for rubbish: {float(rubbish[0]) if rubbish else 0:.0f}"
    )


def _without_build(answer: httpx.Response) -> bytes:
    answer.raise_for_status()
    return answer.content.rpartition(b',"gazetteer":')[0]


def _worker(target: Target) -> subprocess.Popen[bytes]:
    """`exonym worker` beside the service; waits until it has said that it is alive."""
    own = {f"EXONYM_{name.upper()}": value for name, value in SHARED.settings}
    own |= {"EXONYM_REDIS_URL": target.redis, "EXONYM_DATA_DIR": str(target.data_dir)}
    command = [sys.executable, "-c", "from service.cli import main; main()", "worker"]
    log = Path(os.devnull).open("wb")  # noqa: SIM115
    worker = subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=log)
    with Redis.from_url(target.redis) as redis:
        until = time.monotonic() + 60
        while not list(redis.scan_iter("*alive*")) and time.monotonic() < until and worker.poll() is None:
            time.sleep(0.2)
    return worker


ATTACKS = (
    Attack("a job on which the program fails", "1, and one behind it", _poison),
    Attack("the same table at once", "8 times", _eight),
    Attack("damaged folders of jobs", f"{len(DAMAGES)} kinds, and what is no job", _damaged_folders),
    Attack("forged chunks and answers in Redis", "pickles, other keys, bombs, rubbish", _forged, SHARED),
    Attack("100 jobs of ten owners", "behind a job of a million rows", _many, is_slow=True),
)
