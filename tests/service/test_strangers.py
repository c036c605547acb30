"""What strangers send, and what comes of it: the attacks of `bench.attacks` that take no time, on a small gazetteer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from attacks import forged_headers, keys_in_logs, long_texts, odd_cells
from fastapi import FastAPI

from service.app import create_app
from service.settings import Settings

Serve = Callable[[FastAPI], AbstractContextManager[httpx.Client]]


def test_beside_odd_values_the_others_are_answered(client: httpx.Client) -> None:
    batches = odd_cells.in_batches(client)
    assert set(batches) == {"200", odd_cells.ANSWERED}
    tables = odd_cells.in_tables(client)
    assert set(tables) == {"200", "400", odd_cells.ANSWERED}
    assert tables["400"] == len(odd_cells.ENCODINGS)


def test_a_job_in_no_encoding_of_text_is_refused_at_once(client: httpx.Client) -> None:
    for encoding in odd_cells.ENCODINGS:
        params = {"name": "town", "encoding": encoding}
        answer = client.post("/v1/jobs", params=params, content=b"town\nBakhmut\n")
        assert (answer.status_code, answer.json()["error"]["where"]) == (400, "encoding")


def test_texts_that_are_too_long_are_refused(client: httpx.Client) -> None:
    counts, longest = long_texts.send_long_texts(client)
    assert set(counts) == {"200", "400"}
    assert counts["200"] == len(long_texts.IN_QUERY)
    assert longest < 5_000


def test_nobody_passes_for_another(tiny_dir: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=tiny_dir, rate_limit="3/hour"))) as client:
        counts = forged_headers.pass_for_others(client)
    assert counts == {"200": 3, "429": counts.total() - 3}


def test_nobody_asks_another_host_or_from_another_page(tiny_dir: Path, tmp_path: Path, serve: Serve) -> None:
    settings = Settings(data_dir=tiny_dir, jobs_dir=str(tmp_path), allowed_hosts="places.example")
    with serve(create_app(settings)) as client:
        assert set(forged_headers.ask_other_hosts(client)) == {"400"}
        assert set(forged_headers.make_jobs_from_other_sites(client)) == {"403"}


def test_no_key_is_logged(tiny_dir: Path, serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    from service.logs import JsonFormatter

    caplog.set_level("INFO", "exonym")
    with serve(create_app(Settings(data_dir=tiny_dir, access_log=True, log_queries=True))) as client:
        counts = keys_in_logs.send_keys(client)
    assert counts.total() > 30
    lines = [JsonFormatter().format(record) for record in caplog.records if record.name.startswith("exonym")]
    assert lines
    assert not any(keys_in_logs.MARK in line for line in lines)
