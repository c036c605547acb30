"""Style lists in requests: by name or as they are, good and bad."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import serving

from service.app import create_app
from service.settings import Settings

TEXT = "Shells fell near the city of Bakhmout, Ukraine. Bakhmut is in Ukraine."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("styles")
    (path / "house.csv").write_text("713174,Artemivsk\n", "utf-8")
    (path / "sport.toml").write_text('[[place]]\nid = 713174\nspelling = "Bahmut"\n', "utf-8")
    (path / "bytes.csv").write_bytes(b"713174,Bakhm\xfct\n")
    (path.parent / "outside.csv").write_text("713174,Outside\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def client(embedded_dir: Path, folder: Path) -> Iterator[httpx.Client]:
    app = create_app(Settings(data_dir=embedded_dir, styles=str(folder)))
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def lint(client: httpx.Client, style: Any, **more: Any) -> httpx.Response:
    return client.post("/v1/annotate", json={"text": TEXT, "lang": "en", "lint": True, "style": style, **more})


def proposed(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {one["replacement"] for one in answer.json()["findings"] if one["rule"] == "off-style"}


def test_a_list_is_called_by_its_name(client: httpx.Client, folder: Path) -> None:
    assert proposed(lint(client, "house")) == {"Artemivsk"}
    assert proposed(lint(client, "sport")) == {"Bahmut"}
    headers = {"Content-Type": "text/plain"}
    by_url = client.post("/v1/annotate?lint=true&style=house&lang=en", content=TEXT.encode(), headers=headers)
    assert proposed(by_url) == {"Artemivsk"}
    (folder / "house.csv").write_text("713174,Bachmut (new)\n", "utf-8")
    assert proposed(lint(client, "house")) == {"Bachmut (new)"}
    (folder / "house.csv").write_text("713174,Artemivsk\n", "utf-8")


@pytest.mark.parametrize("style", ["nohouse", "outside", "bytes", "713174,Ky\ud83d\n", "x" * 4_000_001, 5, [], {}])
def test_a_list_that_there_is_not_is_refused(client: httpx.Client, style: object) -> None:
    body = json.dumps({"text": TEXT, "lint": True, "style": style})
    answer = client.post("/v1/annotate", content=body)
    expected = (
        (413, "too_large", None) if isinstance(style, str) and len(style) > 10**6 else (400, "bad_query", "style")
    )
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["where"]) == expected


@pytest.mark.parametrize("style", ["../outside", "..", "/etc/passwd", "house.csv", "house\0", "a/b", "house\n"])
def test_a_name_does_not_lead_out_of_the_folder(client: httpx.Client, style: str) -> None:
    assert proposed(lint(client, style)) == set()
    assert lint(client, style).json()["style_remarks"]


def test_what_is_amiss_is_said_line_by_line_and_the_rest_is_used(client: httpx.Client) -> None:
    rows = [
        "id,spelling,lang,also,never,note",
        "713174,Artemivsk",
        "six,Kyiv",
        "99,Nowhere",
        "713174,Bahmut",
        "703448,",
        "703448,Kyiv,not a tag",
        '703448,"Kyiv',
        "703448,Kyiv," + "x" * 200_000,
    ]
    answer = lint(client, "\n".join(rows))
    assert proposed(answer) == {"Artemivsk"}
    said = {one["line"]: one["message"] for one in answer.json()["style_remarks"]}
    assert sorted(said) == [3, 4, 5, 6, 7, 8, 9]
    assert "no GeoNames id" in said[3]
    assert "holds no place 99" in said[4]
    assert "line 2" in said[5]


def test_an_answer_without_a_list_says_nothing_of_one(client: httpx.Client) -> None:
    assert "style_remarks" not in client.post("/v1/annotate", json={"text": TEXT, "lint": True}).json()
    assert lint(client, "house").json()["style_remarks"] == []


def test_one_list_for_many_texts_is_read_once(client: httpx.Client) -> None:
    style = "\n".join(f"{number},Place {number}" for number in range(1, 15_001))
    texts = [{"text": "Bakhmut"}] * 200
    began = time.monotonic()
    answer = client.post("/v1/annotate", json={"texts": texts, "style": style, "lint": True}, timeout=60)
    assert answer.status_code == 200
    assert time.monotonic() - began < 20  # read for each text it takes minutes
    assert len(answer.json()["results"][0]["style_remarks"]) == 100


def test_a_file_that_cannot_be_read_is_said(client: httpx.Client, folder: Path) -> None:
    (folder / "gone.csv").symlink_to(folder / "nothing.csv")
    assert lint(client, "gone").status_code == 400
    os.unlink(folder / "gone.csv")
