"""Desks over HTTP: decisions made, changed, forgotten; who may; files out and in."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from service.keys import EDITOR, OWNER, READER, add_key

KHARKIV, KHERSON = 694137, 694126
DECISIONS = "/v1/desks/default/decisions"


def decide(
    client: httpx.Client, name: str = "Shevchenkove", place: int | None = KHARKIV, **more: Any
) -> httpx.Response:
    return client.post(DECISIONS, json={"name": name, "place": place, **more})


def test_a_decision_is_kept_with_who_when_and_whence(desk: httpx.Client) -> None:
    answer = decide(desk, note="the town", by="Olena", via="page", when={"lang": "UK", "country": "Ukraine"})
    assert answer.status_code == 201
    kept = answer.json()["decision"]
    assert answer.headers["exonym-revision"] == "1"
    assert answer.json()["desk"] == {"id": "default", "revision": 1}
    assert (kept["by"], kept["via"], kept["version"], kept["state"]) == ("Olena", "page", 1, "active")
    assert kept["when"] == {"lang": "uk", "country": ["UA"]}
    assert (kept["place"], kept["label"]) == (KHARKIV, "Shevchenkove, Kharkiv Oblast, Ukraine")
    again = decide(desk, when={"country": ["UA"], "lang": "uk"})
    assert (again.status_code, again.json()["decision"]["id"]) == (200, kept["id"])
    [listed] = desk.get(DECISIONS).json()["decisions"]
    assert listed == kept
    assert desk.get("/v1/desks").json()["desks"][0] | {"style": {}} == {
        "id": "default",
        "title": "Default desk",
        "lang": "",
        "based_on": None,
        "style": {},
        "revision": 1,
        "decisions": 1,
        "people": ["Olena"],
        "role": "owner",
    }


def test_who_comes_second_is_told_and_may_still_choose(desk: httpx.Client) -> None:
    decide(desk, by="Olena")
    other = decide(desk, place=KHERSON, by="Petro")
    assert other.status_code == 409
    present = other.json()["error"]["present"]
    assert (present["place"], present["by"]) == (KHARKIV, "Olena")
    here = f"{DECISIONS}/{present['id']}"
    assert desk.patch(here, json={"place": KHERSON}).status_code == 428
    chosen = desk.patch(here, json={"place": KHERSON, "by": "Petro"}, headers={"If-Match": '"1"'})
    assert (chosen.status_code, chosen.json()["decision"]["version"]) == (200, 2)
    late = desk.patch(here, json={"place": None}, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "changed")
    assert late.json()["error"]["present"]["by"] == "Petro"
    history = desk.get(f"{here}/history").json()["changes"]
    assert [(one["by"], one["after"]["place"]) for one in history] == [("Olena", KHARKIV), ("Petro", KHERSON)]
    assert desk.get("/v1/desks/default/changes?since=1").json()["changes"] == history[1:]


def test_undo(desk: httpx.Client) -> None:
    id = decide(desk).json()["decision"]["id"]
    assert desk.delete(f"{DECISIONS}/{id}", headers={"If-Match": "7"}).status_code == 409
    assert desk.delete(f"{DECISIONS}/{id}").json()["decision"]["state"] == "forgotten"
    assert desk.get(DECISIONS).json()["decisions"] == []
    assert [one["id"] for one in desk.get(f"{DECISIONS}?state=forgotten").json()["decisions"]] == [id]
    decide(desk, place=KHERSON)
    assert desk.post(f"{DECISIONS}/{id}/restore").status_code == 409
    for one in desk.get(DECISIONS).json()["decisions"]:
        desk.delete(f"{DECISIONS}/{one['id']}")
    assert desk.post(f"{DECISIONS}/{id}/restore").json()["decision"]["state"] == "active"
    assert desk.delete(f"{DECISIONS}/000000000000").status_code == 404


def test_of_several_each_fails_alone(desk: httpx.Client) -> None:
    answer = desk.post(
        DECISIONS,
        json=[
            {"name": "Shevchenkove", "place": KHARKIV},
            {"name": "Shevchenkove", "place": KHERSON},
            {"name": "Bakhmut", "place": 1},
            {"name": "", "place": 713174},
            {"name": "Leopard", "place": None},
            {"name": "Leopard"},
            7,
        ],
    )
    assert answer.status_code == 200
    told = [(one["status"], one.get("error", {}).get("code")) for one in answer.json()["results"]]
    assert told == [
        (201, None),
        (409, "changed"),
        (404, "unknown_place"),
        (400, "bad_query"),
        (201, None),
        (400, "bad_query"),
        (400, "bad_query"),
    ]
    assert answer.json()["results"][3]["error"]["where"] == "decisions[3].name"
    assert desk.post(DECISIONS, json=[{}] * 1001).status_code == 413


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"name": "x" * 201}, "name"),
        ({"name": 7}, "name"),
        ({"place": "here"}, "place"),
        ({"place": True}, "place"),
        ({"place": 10**30}, "place"),
        ({"strength": "perhaps"}, "strength"),
        ({"note": "n" * 501}, "note"),
        ({"by": "b" * 101}, "by"),
        ({"via": "fax"}, "via"),
        ({"when": "always"}, "when"),
        ({"when": {"country": ["Atlantis"]}}, "when.country"),
        ({"when": {"country": [1]}}, "when.country"),
        ({"when": {"unless_country": ["UA"] * 301}}, "when.unless_country"),
        ({"when": {"lang": "no language"}}, "when.lang"),
        ({"when": {"within": "there"}}, "when.within"),
        ({"when": {"collection": "c" * 101}}, "when.collection"),
        ({"document": "d" * 201}, "when.document"),
        ({"note": "\ud800"}, "note"),
    ],
)
def test_every_field_has_bounds(desk: httpx.Client, wrong: dict[str, Any], where: str) -> None:
    import json

    body = json.dumps({"name": "Bakhmut", "place": 713174} | wrong)
    answer = desk.post(DECISIONS, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, where)


@pytest.mark.parametrize("body", ["", "7", '"x"', "null", "[[]]", '{"decisions": {}}', "{"])
def test_a_body_that_is_none_is_said(desk: httpx.Client, body: str) -> None:
    answer = desk.post(DECISIONS, content=body)
    assert answer.status_code in (200, 400)
    assert "error" in answer.json() or answer.json()["results"][0]["status"] == 400


def test_lists_go_page_by_page(desk: httpx.Client) -> None:
    names = [f"Place {number}" for number in range(7)]
    desk.post(DECISIONS, json=[{"name": name, "place": 713174} for name in names])
    found: list[str] = []
    cursor = ""
    while True:
        page = desk.get(f"{DECISIONS}?limit=3{cursor}").json()
        found += [one["name"] for one in page["decisions"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == names[::-1]
    assert len(desk.get(f"{DECISIONS}?q=place+3").json()["decisions"]) == 1
    assert desk.get(f"{DECISIONS}?limit=0").status_code == 400
    assert desk.get(f"{DECISIONS}?state=odd").status_code == 400


def test_a_document_is_known_by_a_hash_alone(desk: httpx.Client, module_dir: Path) -> None:
    decide(desk, document="https://cms.example/secret-draft")
    assert len(desk.get(DECISIONS).json()["decisions"][0]["when"]["document"]) == 32
    assert all(b"secret-draft" not in path.read_bytes() for path in module_dir.glob("desk.sqlite3*"))
    assert "Shevchenkove" not in desk.get("/v1/desks/default/export.csv").text


def test_what_is_exported_comes_back_and_changes_nothing(desk: httpx.Client) -> None:
    decide(desk, note="=1+1", by="Olena")
    decide(desk, name="Leopard", place=None, strength="decides", when={"unless_country": ["US"]})
    file = desk.get("/v1/desks/default/export.csv")
    assert file.headers["content-type"].startswith("text/csv")
    for export in (file.content, desk.get("/v1/desks/default/export.json").content):
        report = desk.post("/v1/desks/default/import", content=export).json()
        assert report["counts"] == {
            "new": 0,
            "same": 2,
            "changed": 0,
            "contradictory": 0,
            "unknown": 0,
            "unread": 0,
        }
        assert report["desk"]["revision"] == 2
    tried = desk.post("/v1/desks/default/import?dry_run=true", content=b"name,place\nBakhmut,713174\nOdd,5\n").json()
    assert (tried["counts"]["new"], tried["counts"]["unknown"], tried["unknown"][0]["line"]) == (1, 1, 3)
    assert len(desk.get(DECISIONS).json()["decisions"]) == 2


def test_a_key_speaks_for_its_desk_and_no_other(keyed: httpx.Client, desk_dir: Path) -> None:
    names = {role: add_key(desk_dir, f"A {role}", "world", role) for role in (READER, EDITOR, OWNER)}
    of_sport, of_none = add_key(desk_dir, "Sport", "sport", OWNER), add_key(desk_dir, "No desk")
    time.sleep(1.1)

    def ask(key: str, method: str, path: str, **more: Any) -> httpx.Response:
        return keyed.request(method, f"/v1/desks/{path}", headers={"X-API-Key": key}, **more)

    one = {"name": "Bakhmut", "place": 713174}
    assert ask(names[READER], "POST", "world/decisions", json=one).status_code == 403
    made = ask(names[EDITOR], "POST", "world/decisions", json=one)
    assert (made.status_code, made.json()["decision"]["by"]) == (201, "A editor")
    assert ask(names[EDITOR], "PUT", "world", json={"title": "World"}).status_code == 403
    assert ask(names[EDITOR], "POST", "world/import", content="name,place\n").status_code == 403
    assert ask(names[EDITOR], "POST", "world/people/A%20editor/forget").status_code == 403
    assert ask(names[OWNER], "PUT", "world", json={"title": "World", "lang": "uk"}).json()["title"] == "World"
    assert ask(names[READER], "GET", "world/decisions").status_code == 200
    for key in (of_sport, of_none):
        told = ask(key, "GET", "world/decisions")
        assert (told.status_code, told.json()["error"]["code"]) == (403, "wrong_desk")
    assert [one["id"] for one in ask(of_sport, "GET", "").json().get("desks", [])] in ([], ["sport"])
    assert ask(of_none, "GET", "default").status_code == 403
    assert keyed.get("/v1/desks/world").status_code == 401
    assert ask(names[OWNER], "POST", "world/people/A%20editor/forget").json()["decisions"] == 1
    assert ask(names[READER], "GET", "world").json()["people"] == ["a former colleague"]


def test_a_long_style_makes_decisions_no_slower(desk: httpx.Client) -> None:
    assert desk.put("/v1/desks/default/style", json={"pad": "x" * 3_900_000}).status_code == 200
    many = [{"name": f"Town {number}", "place": 703448} for number in range(1_000)]
    began = time.process_time()
    told = desk.post("/v1/desks/default/decisions", json=many).json()
    assert {one["status"] for one in told["results"]} == {201}
    assert time.process_time() - began < 5
    assert told["desk"]["revision"] == 1_001
    changes = desk.get("/v1/desks/default/changes?since=1&limit=1000").json()["changes"]
    assert [one["revision"] for one in changes] == list(range(2, 1_002))


def test_nobody_is_called_by_more_letters_than_a_name_has(desk: httpx.Client) -> None:
    for name in ("a" * 101, "%25" * 20_000, "%5C" * 20_000):
        answer = desk.post(f"/v1/desks/default/people/{name}/forget")
        assert (answer.status_code, answer.json()["error"]["where"]) == (400, "name")
    assert desk.get("/v1/desks/default").json()["revision"] == 0


@pytest.mark.parametrize("name", ["A/B", "..", "a/../b", "Olena %2F", "?&#", "forget", "名前"])
def test_a_person_of_any_name_is_forgotten(desk: httpx.Client, name: str) -> None:
    sent = desk.post("/v1/desks/default/decisions", json={"name": "Kiew", "place": 703448, "by": name})
    assert sent.status_code == 201
    answer = desk.post(f"/v1/desks/default/people/{quote(name, safe='').replace('.', '%2E')}/forget")
    assert (answer.status_code, answer.json().get("decisions")) == (200, 1)
    assert name not in {one["by"] for one in desk.get("/v1/desks/default/changes").json()["changes"]}
    assert desk.post("/v1/desks/default/people/%20/forget").status_code == 400
    assert desk.post("/v1/desks/default/people/A%0AB/forget").json()["decisions"] == 0


def test_without_a_key_only_the_default_desk_is_open(desk: httpx.Client) -> None:
    assert desk.get("/v1/desks/world").status_code == 403
    assert desk.get("/v1/desks/World!").status_code == 400
    assert desk.put("/v1/desks/default", json={"based_on": "world"}).status_code == 403
    assert desk.put("/v1/desks/default", json={"title": "\n"}).status_code == 400
    assert desk.put("/v1/desks/default", json={"lang": "x y"}).status_code == 400
    assert desk.put("/v1/desks/default", json=[]).status_code == 400
    assert desk.put("/v1/desks/default", json={"title": "The desk"}).json()["title"] == "The desk"


def test_pages_of_other_sites_decide_nothing(desk: httpx.Client) -> None:
    headers = {"Origin": "https://elsewhere.example"}
    answer = desk.post(DECISIONS, json={"name": "Bakhmut", "place": None}, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "other_site")
