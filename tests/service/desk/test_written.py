"""`display=style:NAME`: places as a desk writes them, or as a house has announced."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.keys import OWNER, add_key

KYIV, BAKHMUT = 703448, 713174
STYLE = {
    "lang": "de",
    "sources": ["own", "exonym", "transcribed", "main"],
    "entries": [
        {
            "place": KYIV,
            "text": "Kyjiw",
            "avoid": ["Kiew"],
            "note": "as announced",
            "source": "dts",
            "since": "2024-02-24",
        },
        {"place": BAKHMUT, "text": "Bachmut", "first": "Bachmut (früher Artemiwsk)"},
    ],
}


@pytest.fixture
def house(desk: httpx.Client) -> httpx.Client:
    assert desk.put("/v1/desks/default/style", json=STYLE).status_code == 200
    return desk


def first(client: httpx.Client, name: str, **more: str) -> dict[str, Any]:
    answer = client.get("/v1/resolve", params={"q": name, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["results"][0]["candidates"][0]


def test_each_place_says_how_it_is_written(house: httpx.Client) -> None:
    found = first(house, "Bakhmut", display="style:default")
    assert found["name_lang"] in ("de", "de-t-uk")
    assert found["written"] == {
        "text": "Bachmut",
        "lang": "de",
        "source": "own",
        "note": "",
        "first": "Bachmut (früher Artemiwsk)",
    }
    assert "written" not in first(house, "Bakhmut", display="de")
    assert "written" not in first(house, "Bakhmut")


def test_many_at_once_and_misspelt_ones_that_are_kept(house: httpx.Client) -> None:
    for body in ({}, {"joint": True}):
        asked = {"queries": [{"name": "Kiev"}, {"name": "Bakhmmutt"}], "display": "style:default"} | body
        for _ in range(2):
            results = house.post("/v1/resolve", json=asked).json()["results"]
            assert [one["candidates"][0]["written"]["text"] for one in results] == ["Kyjiw", "Bachmut"]
    assert "written" not in first(house, "Bakhmmutt", display="de")
    changed = STYLE | {"entries": [{"place": BAKHMUT, "text": "Bachmuth"}]}
    assert house.put("/v1/desks/default/style", json=changed).status_code == 200
    assert first(house, "Bakhmmutt", display="style:default")["written"]["text"] == "Bachmuth"


def test_what_a_house_has_announced(desk: httpx.Client) -> None:
    written = first(desk, "Kiew", display="style:ap")["written"]
    assert (written["text"], written["source"]) == ("Kyiv", "preset:ap")
    assert written["note"].endswith(", 2019-08-14")
    assert first(desk, "Bakhmut", display="style:ap")["written"]["text"] == "Bakhmut"
    assert first(desk, "Kiev", display="style:auswaertiges-amt")["written"]["text"] == "Kyjiw"


@pytest.mark.parametrize("name", ["", "nobody", "No!", "../default", "a" * 40])
def test_a_style_that_there_is_not(desk: httpx.Client, name: str) -> None:
    for answer in (
        desk.get("/v1/resolve", params={"q": "Kyiv", "display": f"style:{name}"}),
        desk.post("/v1/resolve", json={"queries": [{"name": "Kyiv"}], "display": f"style:{name}"}),
        desk.post("/v1/annotate", json={"text": "Kyiv.", "display": f"style:{name}"}),
        desk.post("/v1/reconcile/csv", params={"display": f"style:{name}"}, content=b"name\nKyiv\n"),
    ):
        assert (answer.status_code, answer.json()["error"]["where"]) == (400, "display"), answer.text
    many = desk.post("/v1/annotate", json={"texts": [{"text": "Kyiv."}, {"text": "Kyiv.", "display": f"style:{name}"}]})
    errors = [one.get("error") for one in many.json()["results"]]
    assert errors[0] is None
    assert errors[1]["where"] == "texts[1].display"


def test_another_desks_style_is_nobodys_to_see(keyed: httpx.Client, desk_dir: Path) -> None:
    key, other = add_key(desk_dir, "World", "world", OWNER), add_key(desk_dir, "Sport", "sport")
    time.sleep(1.1)
    put = keyed.put("/v1/desks/world/style", json=STYLE, headers={"X-API-Key": key})
    assert put.status_code == 200, put.text
    asked = "/v1/resolve?q=Kiev&display=style:world"
    for _ in range(2):  # also where it was answered before, to whom it is told
        answer = keyed.get(asked, headers={"X-API-Key": key}).json()["results"][0]
        assert answer["candidates"][0]["written"]["text"] == "Kyjiw"
    assert keyed.get(asked, headers={"X-API-Key": other}).status_code == 400


def test_a_desk_goes_before_a_house_of_its_name(keyed: httpx.Client, desk_dir: Path) -> None:
    key = add_key(desk_dir, "The agency", "ap", OWNER)
    time.sleep(1.1)
    headers = {"X-API-Key": key}
    asked = "/v1/resolve?q=Kiev&display=style:ap"
    assert keyed.get(asked, headers=headers).json()["results"][0]["candidates"][0]["written"]["source"] == "preset:ap"
    assert keyed.put("/v1/desks/ap/style", json=STYLE, headers=headers).status_code == 200
    assert keyed.get(asked, headers=headers).json()["results"][0]["candidates"][0]["written"]["text"] == "Kyjiw"


def test_what_houses_have_announced_is_listed(desk: httpx.Client) -> None:
    styles = {one["id"]: one["entries"] for one in desk.get("/v1/styles").json()["styles"]}
    assert (styles["ap"][0]["text"], styles["ap"][0]["since"]) == ("Kyiv", "2019-08-14")
    assert styles["ap"][0]["except"] == ["chicken Kiev", "Kievan Rus"]


def test_a_text_is_written_and_checked_by_the_style(house: httpx.Client) -> None:
    text = "Der Zug fuhr von Kiew nach Bachmut. „Kiew ist schön“, sagte er."
    body = {"text": text, "lang": "de", "lint": True, "display": "style:default"}
    answer = house.post("/v1/annotate", json=body).json()
    assert {one["id"]: one["written"]["text"] for one in answer["toponyms"]} == {KYIV: "Kyjiw", BAKHMUT: "Bachmut"}
    assert answer["places"][0]["candidates"][0]["written"]["text"] == "Kyjiw"
    found = [(one["rule"], one["start"], one["replacement"]) for one in answer["findings"]]
    assert ("off-style", 17, "Kyjiw") in found
    assert ("first-mention", 27, "Bachmut (früher Artemiwsk)") in found
    assert all(start < text.index("„") for _, start, _ in found)
    quoting = STYLE | {"lint": {"in_quotes": True, "off": ["first-mention"]}}
    house.put("/v1/desks/default/style", json=quoting)
    said = {(one["rule"], one["start"]) for one in house.post("/v1/annotate", json=body).json()["findings"]}
    assert ("off-style", text.index("Kiew ist")) in said
    assert not [rule for rule, _ in said if rule == "first-mention"]


TABLE = b"name,note\nKiev,a\nBakhmut,b\nNowhereatall,c\n"


def test_a_table_and_a_job_have_the_names_of_the_house(house: httpx.Client) -> None:
    asked = {"params": {"display": "style:default"}, "content": TABLE, "headers": {"Content-Type": "text/csv"}}
    answer = house.post("/v1/reconcile/csv", **asked)  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["exonym_name"] for row in rows] == ["Kyjiw", "Bachmut", ""]
    made = house.post("/v1/jobs", **asked).json()  # type: ignore[arg-type]
    house.put("/v1/desks/default/style", json={})
    until = time.monotonic() + 120
    while (state := house.get(f"/v1/jobs/{made['id']}").json())["state"] not in ("done", "failed"):
        assert time.monotonic() < until
        time.sleep(0.2)
    assert state["state"] == "done", state
    rows = list(csv.DictReader(io.StringIO(house.get(f"/v1/jobs/{made['id']}/result.csv").text)))
    assert [row["exonym_name"] for row in rows] == ["Kyjiw", "Bachmut", ""]  # as it wrote when the job was made
    assert house.post("/v1/jobs", **asked).json()["id"] != made["id"]  # type: ignore[arg-type]


def test_what_a_place_was_called(desk: httpx.Client) -> None:
    notes = first(desk, "Bakhmut")["renamed"]
    assert {field: notes[0][field] for field in ("from", "to", "lang", "year")} == {
        "from": "Artemivsk",
        "to": "Bakhmut",
        "lang": "en",
        "year": 2016,
    }
    assert notes[0]["note"] == "Called Artemivsk from 1924 to 2016, Bakhmut since."


@pytest.mark.parametrize(
    "wrong",
    [
        {"sources": ["preset:nobody"]},
        {"sources": ["preset"]},
        {"entries": [{"place": KYIV, "text": "Kyiv", "first": "x" * 201}]},
        {"entries": [{"place": KYIV, "text": "Kyiv", "except": "chicken Kiev"}]},
        {"entries": [{"place": KYIV, "text": "Kyiv", "qualifier": [7]}]},
        {"entries": [{"place": KYIV, "text": "Kyiv", "since": "2024-2-30"}]},
        {"lint": []},
        {"lint": {"in_quotes": "yes"}},
        {"lint": {"off": ["elsewhere"]}},
    ],
)
def test_a_wrong_style_is_said(desk: httpx.Client, wrong: Any) -> None:
    assert desk.put("/v1/desks/default/style", json=wrong).status_code == 400
