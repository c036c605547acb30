"""One decision answers wherever names are asked for, and its undo takes it back there."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from exonym_client import Exonym, Refused

from service.keys import EDITOR, add_key

KHERSON, BAKHMUT = 694126, 713174
DECISIONS = "/v1/desks/default/decisions"


def decide(client: httpx.Client, name: str, place: int | None, **more: Any) -> str:
    answer = client.post(DECISIONS, json={"name": name, "place": place, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["decision"]["id"])


def asked(client: httpx.Client, name: str, **more: Any) -> dict[str, Any]:
    answer = client.get("/v1/resolve", params={"q": name, "desk": "default", **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def openrefine(client: httpx.Client, name: str, path: str = "/reconcile/desk/default") -> list[dict[str, Any]]:
    answer = client.post(path, data={"queries": json.dumps({"q": {"query": name}})})
    assert answer.status_code == 200, answer.text
    return answer.json()["q"]["result"]


def test_a_decision_and_its_undo(desk: httpx.Client) -> None:
    assert asked(desk, "Shevchenkove")["results"][0]["verdict"] == "ambiguous"
    id = decide(desk, "Shevchenkove", KHERSON, by="Olena")
    answer = asked(desk, "SHEVCHENKOVE")
    result = answer["results"][0]
    assert (result["verdict"], result["candidates"][0]["id"], result["none"]) == ("match", KHERSON, 0.0)
    assert result["candidates"][0]["matched"]["how"] == "decided"
    assert result["decided"]["by"] == "Olena"
    assert (result["decided"]["id"], result["decided"]["applied"]) == (id, True)
    assert "otherwise" not in result["decided"]
    assert answer["desk"] == {"id": "default", "revision": 1}
    [row] = openrefine(desk, "Shevchenkove")
    assert (row["id"], row["match"], row["score"]) == (str(KHERSON), True, 100.0)
    assert {"id": "decided", "name": "Decided by the desk", "value": True} in row["features"]
    assert not openrefine(desk, "Shevchenkove", "/reconcile")[0]["match"]
    desk.delete(f"{DECISIONS}/{id}")
    assert asked(desk, "Shevchenkove")["results"][0]["verdict"] == "ambiguous"
    assert not openrefine(desk, "Shevchenkove", "/reconcile/desk/default/uk")[0]["match"]


def test_without_a_desk_nothing_is_decided(desk: httpx.Client) -> None:
    decide(desk, "Bakhmut", KHERSON)
    answer = desk.get("/v1/resolve", params={"q": "Bakhmut"}).json()
    assert "desk" not in answer
    assert "decided" not in answer["results"][0]
    assert answer["results"][0]["candidates"][0]["id"] == BAKHMUT
    by_header = desk.get("/v1/resolve", params={"q": "Bakhmut"}, headers={"Exonym-Desk": "default"}).json()
    assert by_header["results"][0]["candidates"][0]["id"] == KHERSON


def test_what_was_answered_without_a_desk_is_not_answered_for_one(desk: httpx.Client) -> None:
    decide(desk, "Bakhmut", KHERSON)
    plain, named = "/v1/resolve?q=Bakhmut", "/v1/resolve?q=Bakhmut&%64esk=default"
    for _ in range(2):
        for path, headers, place in (
            (plain, {}, BAKHMUT),
            (plain, {"Exonym-Desk": "default"}, KHERSON),
            (named, {}, KHERSON),
        ):
            answer = desk.get(path, headers=headers).json()
            assert answer["results"][0]["candidates"][0]["id"] == place


@pytest.mark.parametrize("joint", [False, True])
def test_many_names_at_once(desk: httpx.Client, joint: bool) -> None:
    decide(desk, "Bakhmut", KHERSON)
    body = {"queries": [{"name": "Bakhmut"}, {"name": "Odesa"}, {"name": ""}], "desk": "default", "joint": joint}
    answer = desk.post("/v1/resolve", json=body)
    told = [one["candidates"][0]["id"] if one["candidates"] else None for one in answer.json()["results"]]
    assert told == [KHERSON, 698740, None]
    assert answer.headers["exonym-revision"] == "1"


def test_kept_answers_are_the_gazetteers_alone(desk: httpx.Client) -> None:
    misspelt = "Bakhmmutt"
    before = asked(desk, misspelt)["results"]
    id = decide(desk, misspelt, KHERSON)
    assert asked(desk, misspelt)["results"][0]["candidates"][0]["id"] == KHERSON
    for _ in range(2):
        assert desk.get("/v1/resolve", params={"q": misspelt}).json()["results"] == before
        headed = desk.get("/v1/resolve", params={"q": misspelt}, headers={"Exonym-Desk": "default"})
        assert headed.json()["results"][0]["candidates"][0]["id"] == KHERSON
        assert headed.headers["cache-control"] == "private"
    desk.delete(f"{DECISIONS}/{id}")
    assert asked(desk, misspelt)["results"] == before


def test_an_explanation_says_what_else_would_have_been(desk: httpx.Client) -> None:
    decide(desk, "Bakhmut", None)
    result = asked(desk, "Bakhmut", explain="true")["results"][0]
    assert result["verdict"] == "no_match"
    assert result["decided"]["otherwise"]["id"] == BAKHMUT
    yielded = desk.post(
        "/v1/resolve", json={"desk": "default", "queries": [{"name": "Paris", "country": "FR"}]}
    ).json()["results"][0]
    assert "decided" not in yielded
    decide(desk, "Paris", 4717560)
    yielded = asked(desk, "Paris", country="FR")["results"][0]
    assert (yielded["decided"]["applied"], yielded["decided"]["why_not"]) == (False, "the query says country FR")


def test_a_document_and_a_collection_have_their_own(desk: httpx.Client) -> None:
    decide(desk, "Bakhmut", KHERSON, document="draft-7")
    decide(desk, "Odesa", 5527554, when={"collection": "archive"})
    assert asked(desk, "Bakhmut")["results"][0]["candidates"][0]["id"] == BAKHMUT
    assert asked(desk, "Bakhmut", document="draft-8")["results"][0]["candidates"][0]["id"] == BAKHMUT
    assert asked(desk, "Bakhmut", document="draft-7")["results"][0]["candidates"][0]["id"] == KHERSON
    assert asked(desk, "Odesa", collection="archive")["results"][0]["candidates"][0]["id"] == 5527554


def test_suggestions_while_a_name_is_typed(desk: httpx.Client) -> None:
    def suggested(**params: str) -> dict[str, Any]:
        answer = desk.get("/v1/suggest", params={"prefix": "Bakhm", **params})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def in_openrefine(path: str) -> list[str]:
        return [one["id"] for one in desk.get(f"{path}/suggest/entity?prefix=Bakhm").json()["result"]]

    before = suggested()
    id = decide(desk, "Bakhmut", KHERSON, by="Olena")
    after = suggested(desk="default")
    assert (after["suggestions"][0]["id"], after["suggestions"][0]["decided"]["by"]) == (KHERSON, "Olena")
    assert after["suggestions"][1]["id"] == BAKHMUT
    assert suggested() == before
    assert in_openrefine("/reconcile/desk/default")[:2] == [str(KHERSON), str(BAKHMUT)]
    assert in_openrefine("/reconcile/desk/default/uk")[0] == str(KHERSON)
    assert in_openrefine("/reconcile")[0] == str(BAKHMUT)
    assert in_openrefine("/reconcile/desk/world")[0] == str(BAKHMUT)  # nobody's here, and never refused
    desk.delete(f"{DECISIONS}/{id}")
    assert suggested(desk="default")["suggestions"] == before["suggestions"]
    assert in_openrefine("/reconcile/desk/default")[0] == str(BAKHMUT)
    with Exonym(str(desk.base_url), desk="default") as client:
        decide(desk, "Bakhmutka", KHERSON)
        assert client.suggest("Bakhm")[0].place.id == KHERSON


def test_a_preview_is_where_the_manifest_of_a_desk_says(desk: httpx.Client) -> None:
    preview = desk.get("/reconcile/desk/default").json()["preview"]["url"]
    page = desk.get(preview.replace("{{id}}", str(BAKHMUT)))
    assert page.status_code == 200
    assert "Bakhmut" in page.text


def test_a_manifest_names_the_addresses_of_its_desk(desk: httpx.Client) -> None:
    manifest = desk.get("/reconcile/desk/default/fr").json()
    assert manifest["suggest"]["entity"]["service_url"].endswith("/reconcile/desk/default/fr")
    assert desk.get("/reconcile/desk/default/suggest/entity?prefix=Bakh").json()["result"]
    assert desk.get("/reconcile/desk/default/fr/suggest/type?prefix=c").status_code == 200
    assert desk.get("/reconcile/desk/No!").status_code == 404


def test_whose_desk_it_is_not_is_refused_but_never_openrefine(keyed: httpx.Client, desk_dir: Path) -> None:
    world, sport = add_key(desk_dir, "World", "world", EDITOR), add_key(desk_dir, "Sport", "sport")
    time.sleep(1.1)
    one = {"name": "Bakhmut", "place": KHERSON}
    assert keyed.post("/v1/desks/world/decisions", json=one, headers={"X-API-Key": world}).status_code == 201

    def first(key: str, **params: str) -> httpx.Response:
        return keyed.get("/v1/resolve", params={"q": "Bakhmut", **params}, headers={"X-API-Key": key})

    assert first(world).json()["results"][0]["candidates"][0]["id"] == KHERSON  # the key's own, unasked
    assert first(sport).json()["results"][0]["candidates"][0]["id"] == BAKHMUT
    refused = first(sport, desk="world")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "wrong_desk")
    for key, place in ((world, KHERSON), (sport, BAKHMUT)):
        rows = openrefine(keyed, "Bakhmut", f"/reconcile/desk/world?key={key}")
        assert rows[0]["id"] == str(place)


def test_a_wrong_field_is_said(desk: httpx.Client) -> None:
    assert desk.get("/v1/resolve?q=Bakhmut&desk=No+Desk").status_code == 400
    assert desk.get("/v1/resolve?q=Bakhmut&desk=world").status_code == 403
    assert desk.post("/v1/resolve", json={"queries": [], "desk": 7}).status_code == 400
    assert desk.post("/v1/resolve", json={"queries": [], "document": "x" * 201}).status_code == 400


def test_a_revision_that_was_seen_is_waited_for(desk: httpx.Client) -> None:
    decide(desk, "Bakhmut", KHERSON)
    answer = desk.get("/v1/resolve?q=Bakhmut&desk=default", headers={"Exonym-Revision": "1"})
    assert answer.json()["desk"]["revision"] == 1
    began = time.monotonic()
    for told in ("2", "x", "9" * 40):
        assert desk.get("/v1/resolve?q=Bakhmut&desk=default", headers={"Exonym-Revision": told}).status_code == 200
    assert time.monotonic() - began < 2, "it waits once, however often a desk is asked for in a request"


TABLE = b"name,note\nShevchenkove,a\nBakhmut,b\nLeopard,c\n"


def csv_ids(client: httpx.Client, **params: str) -> list[str]:
    answer = client.post("/v1/reconcile/csv", params=params, content=TABLE, headers={"Content-Type": "text/csv"})
    assert answer.status_code == 200, answer.text
    return [row["exonym_id"] for row in csv.DictReader(io.StringIO(answer.text))]


def test_a_table_and_a_job(desk: httpx.Client) -> None:
    decide(desk, "Shevchenkove", KHERSON, by="Olena")
    id = decide(desk, "Leopard", None)
    assert csv_ids(desk, desk="default") == [str(KHERSON), str(BAKHMUT), ""]
    assert csv_ids(desk) == ["", str(BAKHMUT), ""]

    def job() -> dict[str, Any]:
        made = desk.post("/v1/jobs", params={"desk": "default"}, content=TABLE, headers={"Content-Type": "text/csv"})
        assert made.status_code in (200, 202), made.text
        return made.json()

    first = job()
    assert job()["id"] == first["id"]
    desk.delete(f"{DECISIONS}/{id}")
    assert job()["id"] != first["id"]  # the desk says something else by now
    until = time.monotonic() + 120
    while (state := desk.get(f"/v1/jobs/{first['id']}").json())["state"] not in ("done", "failed"):
        assert time.monotonic() < until
        time.sleep(0.2)
    assert state["state"] == "done", state
    assert "The desk default at revision 2." in state["remarks"]
    rows = list(csv.DictReader(io.StringIO(desk.get(f"/v1/jobs/{first['id']}/result.csv").text)))
    assert rows[0]["exonym_id"] == str(KHERSON)
    assert rows[0]["exonym_how"].startswith("decided by Olena for Default desk")
    assert rows[2]["exonym_how"].startswith("decided by somebody")


def test_a_text(desk: httpx.Client) -> None:
    text = "Two missiles hit Shevchenkove and Bakhmut."

    def marked(**more: str) -> dict[str, Any]:
        answer = desk.post("/v1/annotate", json={"text": text, "lang": "en", **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ids(annotation: dict[str, Any]) -> dict[str, int]:
        return {one["text"]: one["candidates"][0]["id"] for one in annotation["places"] if one["candidates"]}

    before = ids(marked(desk="default"))
    other = KHERSON if before["Shevchenkove"] != KHERSON else 694137
    decide(desk, "Shevchenkove", other, by="Olena")
    id = decide(desk, "Bakhmut", None)
    after = marked(desk="default")
    assert ids(after) == {"Shevchenkove": other}  # what is no place is not marked
    assert after["places"][0]["decided"]["by"] == "Olena"
    assert after["desk"]["revision"] == 2
    assert [one["id"] for one in after["toponyms"]] == [other]
    assert ids(marked()) == before
    desk.delete(f"{DECISIONS}/{id}")
    assert ids(marked(desk="default")) == {"Shevchenkove": other, "Bakhmut": BAKHMUT}
    html = desk.post(
        "/v1/annotate?desk=default", content=f"<p>{text}</p>", headers={"Content-Type": "text/html"}
    ).json()
    assert ids(html)["Shevchenkove"] == other


def test_nothing_of_a_text_is_kept(desk: httpx.Client, module_dir: Path) -> None:
    decide(desk, "Bakhmut", KHERSON, by="Olena")
    body = {
        "text": "The courier Zebulon left Bakhmut.",
        "lang": "en",
        "desk": "default",
        "document": "memo-for-zebulon",
    }
    assert desk.post("/v1/annotate", json=body).json()["places"]
    assert desk.get("/v1/resolve?q=Odesa&desk=default&document=memo-for-zebulon").status_code == 200
    kept = b"".join(path.read_bytes() for path in module_dir.glob("desk*"))
    assert b"Olena" in kept
    assert b"ebulon" not in kept
    assert b"127.0.0.1" not in kept


def test_the_client(desk: httpx.Client) -> None:
    with Exonym(str(desk.base_url), desk="default") as client:
        made = client.decide("Bakhmut", KHERSON, note="here", by="Olena")
        assert (made.by, made.version, client.decisions("bakh")) == ("Olena", 1, [made])
        found = client.resolve("Bakhmut")
        assert found.match is not None
        assert found.match.id == KHERSON
        assert found.decided is not None
        with pytest.raises(Refused) as told:
            client.decide("Bakhmut", None)
        assert told.value.code == "changed"
        assert client.forget(made.id).state == "forgotten"
        assert client.resolve("Bakhmut").decided is None
