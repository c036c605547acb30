"""A desk's style over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

STYLE = {
    "lang": "de",
    "sources": ["own", "exonym", "main"],
    "entries": [{"place": 703448, "text": "Kyjiw", "avoid": ["Kiew"], "note": "as announced"}],
    "dateline": {"agency": "(dts)", "alone": [703448], "dash": " –"},
}


def test_a_style_is_kept_and_makes_datelines(desk: httpx.Client) -> None:
    assert desk.get("/v1/dateline?place=704508").json()["dateline"] == "KRAMATORSK, Ukraine —"
    put = desk.put("/v1/desks/default/style", json=STYLE)
    assert (put.status_code, put.json()["style"]) == (200, STYLE)
    assert desk.get("/v1/desks/default/style").json()["style"] == STYLE
    told = desk.get("/v1/dateline?place=703448&desk=default").json()
    assert told["dateline"] == "KYJIW (dts) –"
    assert told["written"] == {"text": "Kyjiw", "lang": "de", "source": "own", "note": "as announced"}
    change = desk.get("/v1/desks/default/changes").json()["changes"][-1]
    assert (change["decision"], change["after"]["style"]) == (None, STYLE)
    assert desk.put("/v1/desks/default", json={"title": "Desk"}).json()["style"] == STYLE


def test_a_text_is_checked_by_the_style_of_its_desk(desk: httpx.Client) -> None:
    desk.put("/v1/desks/default/style", json=STYLE)
    body = {"text": "Der Zug fuhr nach Kiew.", "lang": "de", "lint": True}
    found = desk.post("/v1/annotate", json=body | {"desk": "default"}).json()["findings"]
    assert [(one["text"], one["replacement"]) for one in found] == [("Kiew", "Kyjiw")]
    assert desk.post("/v1/annotate", json=body).json()["findings"] == []
    desk.put("/v1/desks/default/style", json={})
    assert desk.post("/v1/annotate", json=body | {"desk": "default"}).json()["findings"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {"lang": 7},
        {"sources": ["elsewhere"]},
        {"sources": "own"},
        {"entries": [{"place": 703448}]},
        {"entries": [{"text": "Kyiv"}]},
        {"entries": [{"place": 703448, "text": "x" * 201}]},
        {"entries": [{"place": 703448, "text": "Kyiv", "avoid": [7]}]},
        {"dateline": {"case": "small"}},
        {"dateline": {"date": "yyyy"}},
        {"dateline": {"alone": ["there"]}},
        {"dateline": {"alone_over": True}},
        {"dateline": {"dash": "\n"}},
        {"dateline": []},
    ],
)
def test_a_wrong_style_is_said_and_not_kept(running: httpx.Client, wrong: Any) -> None:
    assert running.put("/v1/desks/default/style", json=wrong).status_code == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("place=none", 400), ("place=1", 404), ("place=703448&date=soon", 400), ("place=703448&desk=x", 403)],
)
def test_a_wrong_question_is_said(running: httpx.Client, query: str, status: int) -> None:
    assert running.get(f"/v1/dateline?{query}").status_code == status
