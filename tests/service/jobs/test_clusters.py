"""The names of a job are listed, decided and taken back; nothing of it is lost or done twice."""

from __future__ import annotations

import csv
import io
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from jobbing import ASKED as PLAIN
from jobbing import add, done, table
from serving import serving

from gazetteer import Columns
from gazetteer.table_jobs import Cells, Cluster, Clusters, Sample
from gazetteer.tables.delimited import TableFormat
from gazetteer.tables.task import TableRequest
from service.app import create_app
from service.jobs.clusters import FILE, ClusterStore, write_clusters
from service.jobs.records import ended
from service.jobs.store import RENEW_SECONDS, JobStore
from service.settings import Settings

TEXT = (
    "n,city,land\n1,Springfield,US\n2,Zzyzz,\n3,Bakhmut,UA\n4,Springfield,US\n"
    '5,Springfield,US\n6,Springfield,US\n7,Zzyzz,\n8,"<b>‮x",\n9,,\n'
).encode()


ASKED = TableRequest(TableFormat(Columns("city", country="land")))

Job = Callable[..., str]


@pytest.fixture(scope="module")
def kept(tiny_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tiny_dir, jobs_dir=str(tmp_path_factory.mktemp("jobs")))


@pytest.fixture(scope="module")
def client(kept: Settings) -> Iterator[httpx.Client]:
    with serving(create_app(kept)) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def job(kept: Settings, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """Makes a job that is done, another each time: aside, so that the service does not begin it too."""
    store, jobs = JobStore(tmp_path_factory.mktemp("aside")), Path(kept.jobs_dir)

    def make(text: bytes = TEXT, asked: TableRequest = ASKED, decisions: bytes | None = None) -> str:
        key = done(store, kept.data_dir, add(store, text, "", asked, decisions))
        (store.folder / key).rename(jobs / key)
        return key

    return make


@pytest.fixture(scope="module")
def untouched(job: Job) -> str:
    """A job of which nothing is decided."""
    return job()


def page(client: httpx.Client, key: str, **parameters: Any) -> dict[str, Any]:
    answer = client.get(f"/v1/jobs/{key}/clusters", params=parameters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def decide(client: httpx.Client, key: str, cluster: str, place: Any, version: int, **more: Any) -> httpx.Response:
    return client.put(f"/v1/jobs/{key}/clusters/{cluster}", json={"place": place, "version": version, **more})


def test_names_are_listed_with_candidates_and_rows_of_the_table(client: httpx.Client, job: Job) -> None:
    key = job()
    found = page(client, key)
    springfield, zzyzz, odd = found["clusters"]
    assert [one["name"] for one in (springfield, zzyzz)] == ["Springfield", "Zzyzz"]
    assert "<b>" in odd["name"]
    assert (springfield["rows"], springfield["verdict"], springfield["country"]) == (4, "ambiguous", "US")
    assert springfield["decision"] is None
    assert springfield["version"] == 0
    assert [one["row"] for one in springfield["samples"]] == [2, 5, 6]
    assert springfield["samples"][1]["cells"] == ["4", "Springfield", "US"]
    asked = client.get("/v1/resolve", params={"q": "Springfield", "country": "US"}).json()["results"][0]
    assert springfield["candidates"] == asked["candidates"]
    assert springfield["candidates"][0]["lat"]
    assert springfield["hint"]
    titles = [(one["title"], one["holds"]) for one in found["columns"]]
    assert titles == [("n", ""), ("city", "name"), ("land", "country")]
    assert found["counts"]["ambiguous"] == {"names": 1, "rows": 4}
    assert found["counts"]["no_match"] == {"names": 2, "rows": 3}
    assert found["next"] is None
    assert [one["name"] for one in page(client, key, state="match")["clusters"]] == ["Bakhmut"]
    assert page(client, key, state="no_match")["clusters"] == [zzyzz, odd]


def test_the_order_stays_while_names_are_decided(client: httpx.Client, job: Job) -> None:
    key = job(table(40, 5, hard=True), PLAIN)
    order = [one["id"] for one in page(client, key, state="all", limit=100)["clusters"]]
    seen, cursor = [], None
    while True:
        found = page(client, key, limit=7, **({"cursor": cursor} if cursor else {}))
        for one in found["clusters"]:
            seen.append(one["id"])
            assert decide(client, key, one["id"], None, 0).status_code == 200
        cursor = found["next"]
        if cursor is None:
            break
    assert seen == order
    assert page(client, key)["clusters"] == []
    assert [one["id"] for one in page(client, key, state="decided", limit=100)["clusters"]] == order


def test_a_decision_is_the_same_as_one_in_a_file(client: httpx.Client, job: Job) -> None:
    key = job()
    springfield, zzyzz, _ = page(client, key)["clusters"]
    plain = client.get(f"/v1/jobs/{key}/result.csv").content
    assert client.get(f"/v1/jobs/{key}/result.csv?decided=true").content == plain
    decided = decide(client, key, springfield["id"], 4951788, 0, who="desk")
    assert decided.status_code == 200
    assert decided.json()["decision"]["name"] == "Springfield"
    assert (decided.json()["version"], decided.json()["decision"]["who"]) == (1, "desk")
    assert decided.json()["candidates"] == springfield["candidates"]
    assert decide(client, key, zzyzz["id"], None, 0).json()["decision"]["place"] is None
    (match,) = page(client, key, state="match")["clusters"]
    assert decide(client, key, match["id"], 9115288, 0).status_code == 200
    review = io.StringIO(newline="")
    writer = csv.writer(review)
    writer.writerow(["key", "name", "decision"])
    for one, said in ((springfield, "4951788"), (zzyzz, "none"), (match, "9115288")):
        writer.writerow([one["id"], one["name"], said])
    again = job(decisions=review.getvalue().encode())
    answer = client.get(f"/v1/jobs/{key}/result.csv", params={"decided": "true"})
    assert answer.content == client.get(f"/v1/jobs/{again}/result.csv").content != plain
    assert "attachment" in answer.headers["Content-Disposition"]
    counts = page(client, key)["counts"]
    assert counts["decided"] == {"names": 2, "rows": 6}
    assert counts["ambiguous"] == {"names": 0, "rows": 0}
    assert counts["checked"] == {"names": 1, "rows": 1}


def test_who_is_slower_is_told_and_a_repeated_decision_is_one(client: httpx.Client, job: Job) -> None:
    key = job()
    id = page(client, key)["clusters"][0]["id"]
    first = decide(client, key, id, 4951788, 0, who="one")
    assert decide(client, key, id, 4951788, 0, who="one").json() == first.json()
    slower = decide(client, key, id, 4250542, 0, who="other")
    assert slower.status_code == 409
    assert slower.json()["error"]["code"] == "decided_otherwise"
    assert slower.json()["cluster"] == first.json()
    assert client.get(f"/v1/jobs/{key}/clusters/{id}").json() == first.json()
    assert decide(client, key, id, 4250542, 1).json()["version"] == 2
    path = f"/v1/jobs/{key}/clusters/{id}"
    assert client.delete(path, params={"version": 1}).status_code == 409
    back = client.delete(path, params={"version": 2})
    assert (back.status_code, back.json()["decision"], back.json()["version"]) == (200, None, 3)
    assert client.delete(path, params={"version": 2}).json() == back.json()
    assert page(client, key)["clusters"][0]["id"] == id


def test_of_many_who_decide_at_once_one_is_first(client: httpx.Client, job: Job) -> None:
    key = job()
    id = page(client, key)["clusters"][0]["id"]
    found: list[int] = []
    places = [4951788, 4250542, 4409896, None]
    threads = [
        threading.Thread(target=lambda place=place: found.append(decide(client, key, id, place, 0).status_code))
        for place in places
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200, 409, 409, 409]
    assert client.get(f"/v1/jobs/{key}/clusters/{id}").json()["version"] == 1


def test_decisions_outlive_the_service(kept: Settings, job: Job) -> None:
    key = job()
    with serving(create_app(kept)) as address, httpx.Client(base_url=address, timeout=30) as client:
        id = page(client, key)["clusters"][0]["id"]
        decided = decide(client, key, id, 4951788, 0).json()
    with serving(create_app(kept)) as address, httpx.Client(base_url=address, timeout=30) as client:
        assert client.get(f"/v1/jobs/{key}/clusters/{id}").json() == decided
        assert b"4951788" in client.get(f"/v1/jobs/{key}/result.csv?decided=1").content


@pytest.mark.parametrize(
    ("parameters", "status", "where"),
    [
        ({"state": "x"}, 400, "state"),
        ({"limit": "0"}, 400, "limit"),
        ({"limit": "101"}, 400, "limit"),
        ({"cursor": "-1"}, 400, "cursor"),
        ({"cursor": "9" * 39}, 400, "cursor"),
        ({"cursor": "999999999"}, 200, ""),
    ],
)
def test_a_page_that_cannot_be_is_refused(
    client: httpx.Client, untouched: str, parameters: dict[str, str], status: int, where: str
) -> None:
    answer = client.get(f"/v1/jobs/{untouched}/clusters", params=parameters)
    assert answer.status_code == status
    assert answer.json().get("error", {}).get("where", "") == where


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"place": 4951788}, 400, "bad_query"),
        ({"version": 0}, 400, "unreadable"),
        ([], 400, "unreadable"),
        ({"place": True, "version": 0}, 400, "bad_query"),
        ({"place": "x", "version": 0}, 400, "bad_query"),
        ({"place": -1, "version": 0}, 400, "bad_query"),
        ({"place": 0, "version": 0}, 404, "unknown_place"),
        ({"place": 2**64, "version": 0}, 400, "bad_query"),
        ({"place": "Q7204", "version": 0}, 404, "unknown_place"),
        ({"place": 1, "version": 0}, 404, "unknown_place"),
        ({"place": 4951788, "version": -1}, 400, "bad_query"),
        ({"place": 4951788, "version": 2**70}, 400, "bad_query"),
        ({"place": 4951788, "version": 5}, 409, "decided_otherwise"),
        ({"place": 4951788, "version": 0, "remember": {"scope": "all"}}, 400, "bad_query"),
        ({"place": 4951788, "version": 0, "who": "x" * 101}, 400, "bad_query"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    client: httpx.Client, untouched: str, body: Any, status: int, code: str
) -> None:
    key = untouched
    id = page(client, key)["clusters"][0]["id"]
    answer = client.put(f"/v1/jobs/{key}/clusters/{id}", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert client.get(f"/v1/jobs/{key}/clusters/{id}").json()["version"] == 0


def test_what_is_not_there_is_said(client: httpx.Client, job: Job, kept: Settings) -> None:
    key = job()
    assert decide(client, key, "kxyz", None, 0).json()["error"]["code"] == "unknown_cluster"
    assert decide(client, "0" * 32, "kxyz", None, 0).json()["error"]["code"] == "unknown_job"
    failed, store = job(), JobStore(Path(kept.jobs_dir))
    store.save(failed, ended(store.state(failed), "The table is empty."))
    assert client.get(f"/v1/jobs/{failed}/clusters").json()["error"]["code"] == "not_ready"
    path = Path(kept.jobs_dir) / key / FILE
    path.write_bytes(b"no database, and longer than the head of one " * 100)
    assert client.get(f"/v1/jobs/{key}/clusters").status_code == 404
    path.unlink()
    assert client.get(f"/v1/jobs/{key}/clusters").json()["error"]["code"] == "not_ready"
    assert client.get(f"/v1/jobs/{key}/result.csv").status_code == 200


def test_a_job_that_somebody_works_with_is_kept(client: httpx.Client, job: Job, kept: Settings) -> None:
    key = job()
    id = page(client, key)["clusters"][0]["id"]
    store = JobStore(Path(kept.jobs_dir))
    before = store.state(key)
    assert before.ended is not None
    store.save(key, replace(before, ended=before.ended - RENEW_SECONDS - 1))
    assert decide(client, key, id, None, 0).status_code == 200
    now = store.state(key).ended
    assert now is not None
    assert now >= before.ended
    assert JobStore(Path(kept.jobs_dir)).state(key).state == "done"


def test_a_decision_waits_for_others_only_so_long(
    client: httpx.Client, job: Job, kept: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = job()
    id = page(client, key)["clusters"][0]["id"]
    monkeypatch.setattr("service.jobs.clusters.BUSY_SECONDS", 0.2)
    with sqlite3.connect(Path(kept.jobs_dir) / key / FILE, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = decide(client, key, id, None, 0)
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "overloaded")
        assert answer.headers["Retry-After"]
        other.execute("ROLLBACK")
    other.close()
    assert decide(client, key, id, None, 0).json()["version"] == 1


@pytest.mark.parametrize("names", [20_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_of_many_names_the_first_are_there_at_once(client: httpx.Client, job: Job, kept: Settings, names: int) -> None:
    key = job()
    folder = Path(kept.jobs_dir) / key
    plan = ClusterStore(folder).plan()
    clusters = Clusters()
    for number in range(names):
        cells = Cells(f"Springfield {number}")
        found = Cluster(cells, "ambiguous", "give a country", ("4951788 x",), number % 97 + 1, [Sample(2, 0, 40)])
        clusters.kept[cells] = found
    write_clusters(folder, clusters, plan)
    page(client, key, limit=1)
    began = time.perf_counter()
    found_page = page(client, key)
    assert time.perf_counter() - began < 1
    assert found_page["counts"]["ambiguous"]["names"] == names
    times = []
    for one in found_page["clusters"]:
        began = time.perf_counter()
        assert decide(client, key, one["id"], None, 0).status_code == 200
        times.append(time.perf_counter() - began)
    assert sorted(times)[len(times) // 2] < 0.1
