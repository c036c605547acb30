from __future__ import annotations

import csv
import io
import json
import socket
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from jobbing import add, finished, table, until, wait

from service.jobs.records import FAILED, ended
from service.jobs.store import JobStore
from service.settings import Settings

TEXT = b"n,city\n1,Bakhmout\n2,Springfield\n3,\n"


def post(client: httpx.Client, text: bytes = TEXT, **fields: str) -> httpx.Response:
    return client.post("/v1/jobs", files={"file": ("in.csv", text)}, data=fields or {"name": "city"})


def test_a_job_is_done_and_its_files_are_there(
    client: httpx.Client, jobs_dir: Path, undisturbed: Callable[[bytes], bytes]
) -> None:
    created = post(client)
    assert created.status_code == 202
    key = created.json()["id"]
    assert created.headers["Location"] == f"/v1/jobs/{key}"
    assert client.get(f"/v1/jobs/{key}/result.csv").status_code in (200, 409)
    with client.stream("GET", f"/v1/jobs/{key}/events") as events:
        text = "".join(events.iter_text())
    last = text.strip().split("\n\n")[-1].splitlines()
    assert last[0] == "event: end"
    assert json.loads(last[1].removeprefix("data: ")) == finished(client, key)
    answer = finished(client, key)
    assert answer["state"] == "done"
    assert (answer["rows_done"], answer["rows_total"]) == (3, 3)
    assert answer["verdicts"] == {"match": 1, "ambiguous": 1, "blank": 1}
    assert client.get(answer["links"]["result"]).content == undisturbed(TEXT)
    review = client.get(answer["links"]["review"]).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(review)))
    assert [row["name"] for row in rows] == ["Springfield"]

    again = post(client)  # the same upload twice is one job
    assert (again.status_code, again.json()["id"]) == (200, key)
    assert post(client, name="2").json()["id"] != key

    rows[0]["decision"] = "4951788"
    back = io.StringIO()
    writer = csv.DictWriter(back, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    files: dict[str, tuple[str, bytes | str]]
    files = {"file": ("in.csv", TEXT), "decisions": ("review.csv", back.getvalue())}
    decided = finished(client, client.post("/v1/jobs", files=files, data={"name": "city"}).json()["id"])
    assert b"2,Springfield,4951788," in client.get(decided["links"]["result"]).content

    assert client.delete(f"/v1/jobs/{key}").status_code == 204
    assert client.get(f"/v1/jobs/{key}").status_code == 404
    assert not (jobs_dir / key).exists()


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ("orders.csv", "filename=\"orders-result.csv\"; filename*=utf-8''orders-result.csv"),
        ("міста.tsv", "filename=\"_____-result.csv\"; filename*=utf-8''%D0%BC%D1%96%D1%81%D1%82%D0%B0-result.csv"),
        ("../a;b.csv", "filename=\"a_b-result.csv\"; filename*=utf-8''a%3Bb-result.csv"),
    ],
)
def test_a_result_is_called_after_its_table(client: httpx.Client, sent: str, named: str) -> None:
    created = client.post("/v1/jobs", files={"file": (sent, TEXT)}, data={"name": "city"}).json()
    result = client.get(finished(client, created["id"])["links"]["result"])
    assert result.headers["Content-Disposition"] == f"attachment; {named}"


@pytest.mark.parametrize(
    ("text", "fields", "why"),
    [
        (b"", {}, "empty"),
        (b"\x89PNG\r\n\x1a\n", {}, "PNG image"),
        (TEXT, {"name": "stadt"}, "There are 1 'n', 2 'city'"),
    ],
)
def test_a_table_that_cannot_be_read_fails_with_a_sentence(
    client: httpx.Client, text: bytes, fields: dict[str, str], why: str
) -> None:
    answer = finished(client, post(client, text, **fields).json()["id"])
    assert answer["state"] == "failed"
    assert why in answer["error"]
    assert client.get(f"/v1/jobs/{answer['id']}/result.csv").status_code == 409


def test_bad_requests_are_refused(client: httpx.Client) -> None:
    assert post(client, TEXT, country="n").json()["error"]["where"] == "name"
    assert post(client, TEXT, name="city", joint="perhaps").status_code == 400
    assert client.post("/v1/jobs", data={"name": "city"}, files={"x": b""}).json()["error"]["where"] == "file"
    assert post(client, b"x" * 6_000_000).status_code == 413
    chunks = (b"x" * 1_000_000 for _ in range(7))
    assert client.post("/v1/jobs", content=chunks).status_code == 413
    for path in ("/v1/jobs/none", f"/v1/jobs/{'0' * 32}", "/v1/jobs/..%2f..", f"/v1/jobs/{'0' * 32}/events"):
        assert client.get(path).status_code == 404
    assert client.delete(f"/v1/jobs/{'0' * 32}").status_code == 404


def test_an_upload_that_breaks_off_leaves_nothing(client: httpx.Client, jobs_dir: Path) -> None:
    with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as connection:
        head = "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
        connection.sendall(head.encode() + b"n,city\n1,Kyiv\n")
        until(lambda: any(path.is_dir() for path in jobs_dir.iterdir()))
    until(lambda: not any(path.is_dir() for path in jobs_dir.iterdir()))
    assert client.get("/healthz").status_code == 200


def test_old_jobs_expire_and_others_do_not(tmp_path: Path) -> None:
    store = JobStore(tmp_path)
    old, new, waiting = (add(store, b"city\n" + name) for name in (b"Kyiv", b"Paris", b"Odesa"))
    for key in (old, new):
        store.save(key, ended(store.state(key)))
    from dataclasses import replace

    store.save(old, replace(store.state(old), ended=time.time() - 7200))
    store.sweep(hours=1)
    assert {job.id for job in store.jobs()} == {new, waiting}


def test_a_job_that_failed_is_tried_anew(tmp_path: Path) -> None:
    store = JobStore(tmp_path)
    first = add(store, TEXT)
    assert add(store, TEXT) == first
    store.save(first, ended(store.state(first), "no"))
    assert store.state(first).state == FAILED
    assert add(store, TEXT) != first


def test_a_small_table_is_answered_at_once(client: httpx.Client, undisturbed: Callable[[bytes], bytes]) -> None:
    raw = client.post("/v1/reconcile/csv", params={"name": "city"}, content=TEXT, headers={"Content-Type": "text/csv"})
    assert raw.status_code == 200
    assert raw.content == undisturbed(TEXT)
    form = client.post("/v1/reconcile/csv", files={"file": ("my table.csv", TEXT)})
    assert form.content == raw.content
    assert "'city'" in form.headers["Exonym-Remarks"]
    assert form.headers["Content-Disposition"] == 'attachment; filename="my table.csv"'


def test_a_table_in_another_encoding_is_answered_in_it(client: httpx.Client) -> None:
    text = "id;city;land\n1;Köln;DE\n2;San José;CR\n".encode("cp1252")
    answer = client.post("/v1/reconcile/csv", content=text)
    assert answer.headers["content-type"] == "text/csv; charset=cp1252"
    assert answer.content.decode("cp1252").splitlines()[1].startswith("1;Köln;DE;2886242;Köln;")


@pytest.mark.parametrize(
    ("text", "params", "status"),
    [
        (b"", {}, 400),
        (TEXT, {"name": "stadt"}, 400),
        (TEXT, {"name": "city", "header": "perhaps"}, 400),
        (TEXT, {"encoding": "klingon"}, 400),
        (b"\xff\xd8\xff", {}, 400),
        (table(10_000, 10), {"name": "city"}, 413),
    ],
)
def test_what_is_wrong_with_a_small_table_is_said(
    client: httpx.Client, text: bytes, params: dict[str, str], status: int
) -> None:
    answer = client.post("/v1/reconcile/csv", params=params, content=text)
    assert answer.status_code == status
    assert answer.json()["error"]["message"].endswith(".")


def test_a_client_that_goes_away_takes_nothing_with_it(client: httpx.Client) -> None:
    with client.stream("POST", "/v1/reconcile/csv", params={"name": "city"}, content=table(2000, 2000)) as answer:
        next(answer.iter_bytes())
    assert client.get("/v1/resolve?q=Kyiv").status_code == 200


def test_an_array_is_answered_in_one_request(client: httpx.Client) -> None:
    """The call that docs/batch.md gives for spreadsheets."""
    queries = [{"name": name} for name in ("Bakhmout", "Springfield")]
    results = client.post("/v1/resolve", json={"queries": queries}).json()["results"]
    assert [result["verdict"] for result in results] == ["match", "ambiguous"]


def test_a_job_that_waits_is_not_done_twice(tmp_path: Path, settings: Settings) -> None:
    from service.jobs.runner import the_lock

    with the_lock(tmp_path) as held, the_lock(tmp_path) as other:
        assert held
        assert not other


def test_a_job_that_kills_its_worker_is_given_up(settings: Settings) -> None:
    from dataclasses import replace

    from service.jobs.execute import MOST_DEATHS, execute
    from service.jobs.runner import workers_maker

    store = JobStore(Path(settings.jobs_dir))
    key = add(store, TEXT)
    store.save(key, replace(store.state(key), deaths=MOST_DEATHS))
    execute(store, store.job(key), settings.data_dir, workers_maker(settings))
    assert "is there enough memory?" in (store.state(key).error or "")
    assert wait(store, key).state == FAILED


def test_over_http_a_first_row_of_data_is_kept_and_names_may_have_several_columns(client: httpx.Client) -> None:
    answer = client.post("/v1/reconcile/csv", params={"name": "2"}, content=b"1,Kyiv\n2,Paris\n")
    assert answer.content.count(b",match,") == 2
    assert "looks like data" in answer.headers["Exonym-Remarks"]
    job = finished(client, post(client, b"1,Kyiv\n2,Paris\n", name="2").json()["id"])
    assert job["rows_done"] == 2
    assert any("looks like data" in remark for remark in job["remarks"])
    text = b"town,province\nOdessa,Texas\n,Paris\n"
    answer = client.post("/v1/reconcile/csv", params=[("name", "town"), ("name", "province")], content=text)
    assert [line.split(b",")[2] for line in answer.content.splitlines()[1:]] == [b"5527554", b"2988507"]
    files = {"file": ("in.csv", text)}
    form = client.post("/v1/jobs", files=files, data={"name": ["town", "province"]}).json()
    assert finished(client, form["id"])["verdicts"] == {"match": 2}


def test_a_decision_that_fits_no_row_is_a_remark(client: httpx.Client) -> None:
    files: dict[str, tuple[str, bytes | str]] = {
        "file": ("in.csv", TEXT),
        "decisions": ("review.csv", b"name,decision\nSpringfield,4951788\nXyz,none\n"),
    }
    said = "Line 3 of the review, 'Xyz', decides no row of this table."
    job = finished(client, client.post("/v1/jobs", files=files, data={"name": "city"}).json()["id"])
    assert job["remarks"][-1] == said
    assert job["verdicts"]["match"] == 2
    assert said in client.post("/v1/reconcile/csv", files=files, data={"name": "city"}).headers["Exonym-Remarks"]


def test_cells_of_several_places_are_split_over_http(client: httpx.Client) -> None:
    text = b"n;city\n1;Kyiv / Paris\n2;Odesa\n"
    job = finished(client, post(client, text, name="city", split="any").json()["id"])
    assert job["verdicts"]["match"] == job["rows_done"] == 3
    result = client.get(job["links"]["result"]).content
    assert [line.rsplit(b";", 1)[1] for line in result.splitlines()] == [b"exonym_part", b"1", b"2", b"1"]
    assert client.post("/v1/reconcile/csv", params={"split": " "}, content=text).status_code == 400
