"""A desk's style over HTTP."""

from __future__ import annotations

from pathlib import Path
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
    assert told["written"] == {"text": "Kyjiw", "lang": "de", "source": "own", "note": "as announced", "first": None}
    change = desk.get("/v1/desks/default/changes").json()["changes"][-1]
    assert (change["decision"], change["after"]["style"]) == (None, STYLE)
    assert desk.put("/v1/desks/default", json={"title": "Desk"}).json()["style"] == STYLE


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"entries": [{"avoid": [""]}]}, "entries[0].avoid"),
        ({"entries": [{}, {"text": "A\nB"}]}, "entries[1].text"),
        ({"entries": [{}, {}, {"lang": "../de"}]}, "entries[2].lang"),
        ({"entries": [{"since": "x" * 99}]}, "entries[0].since"),
        ({"entries": [{"qualifier": "occupied"}]}, "entries[0].qualifier"),
        ({"lang": "no language"}, "lang"),
        ({"lint": {"off": [1]}}, "lint.off"),
        ({"dateline": {"dash": "x" * 101}}, "dateline.dash"),
        ({"dateline": {"region": "US"}}, "dateline.region"),
        ({"dateline": {"alone": 1}}, "dateline.alone"),
    ],
)
def test_what_is_wrong_in_a_style_is_found(desk: httpx.Client, wrong: dict[str, Any], where: str) -> None:
    entries = [{"place": 703448, "text": "Kyjiw", **one} for one in wrong.get("entries", ())]
    error = desk.put("/v1/desks/default/style", json=wrong | {"entries": entries}).json()["error"]
    assert error["where"] == where
    assert where in error["message"]


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
    "odd",
    [
        b'{"pad": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"entries": [{"place": 703448, "text": "Kyjiw", "pad": "\\udfff"}]}',
        b'{"pad": ' + b"[" * 101 + b"]" * 101 + b"}",
        b'{"pad": ' + b'{"x":' * 900 + b"1" + b"}" * 900 + b"}",
        b'{"pad": ["\\ud800", ' + b"[" * 900 + b"]" * 900 + b"]}",
    ],
)
def test_a_style_that_cannot_be_written_as_json_is_refused(desk: httpx.Client, odd: bytes) -> None:
    answer = desk.put("/v1/desks/default/style", content=odd, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, "style")
    assert desk.get("/v1/desks/default/style").json()["style"] == {}


def test_a_style_is_kept_as_deep_as_one_may_be(desk: httpx.Client) -> None:
    deep = b'{"pad":' + b"[" * 99 + b"]" * 99 + b"}"
    assert desk.put("/v1/desks/default/style", content=deep).status_code == 200
    assert deep in desk.get("/v1/desks/default/changes").content
    assert deep in desk.get("/v1/desks/default/style").content


def changes_of(client: httpx.Client) -> list[dict[str, Any]]:
    return list(client.get("/v1/desks/default/changes").json()["changes"])


def test_the_history_has_what_was_changed_of_a_style(desk: httpx.Client) -> None:
    entries = [{"place": number, "text": f"Place {number}"} for number in range(1, 15_001)]
    assert desk.put("/v1/desks/default/style", json={"lang": "de", "entries": entries}).status_code == 200
    [first] = changes_of(desk)
    assert first["before"] == {"style": {}}
    assert (first["after"]["style"]["entries_changed"], "entries" in first["after"]["style"]) == (15_000, False)
    entries[7] = {"place": 8, "text": "Otherwise"}
    assert desk.put("/v1/desks/default/style", json={"lang": "de", "entries": entries}).status_code == 200
    [_, second] = changes_of(desk)
    assert second["before"] == {"style": {"entries": [{"place": 8, "text": "Place 8"}]}}
    assert second["after"] == {"style": {"entries": [{"place": 8, "text": "Otherwise"}]}}
    assert desk.put("/v1/desks/default", json={"title": "Desk"}).status_code == 200
    assert changes_of(desk)[-1]["after"] == {"title": "Desk"}


def test_long_styles_do_not_fill_the_history(desk: httpx.Client, module_dir: Path) -> None:
    for text in "abcd" * 2:
        assert desk.put("/v1/desks/default/style", json={"pad": 3_500_000 * text}).status_code == 200
    assert len(changes_of(desk)) == 8
    assert len(desk.get("/v1/desks/default/changes").content) < 8 * 1_000
    assert changes_of(desk)[-1]["after"]["style"]["too_long"] > 3_500_000
    kept = sum(path.stat().st_size for path in module_dir.glob("desk.sqlite3*"))
    assert kept < 20_000_000  # one style, its journal, and no more of them than that


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("place=none", 400), ("place=1", 404), ("place=703448&date=soon", 400), ("place=703448&desk=x", 403)],
)
def test_a_wrong_question_is_said(running: httpx.Client, query: str, status: int) -> None:
    assert running.get(f"/v1/dateline?{query}").status_code == status
