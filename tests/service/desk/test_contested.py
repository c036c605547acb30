"""Notes on contested places in answers."""

from __future__ import annotations

import httpx


def test_a_candidate_bears_a_note_that_moves_no_score(client: httpx.Client) -> None:
    found = client.get("/v1/resolve?q=Bakhmut").json()["results"][0]["candidates"][0]
    assert [note["id"] for note in found["contested"]] == ["donetsk-oblast"]
    assert set(found["contested"][0]) == {"id", "title", "note", "as_of"}
    assert found["score"] > 0.9
    assert client.get("/v1/places/713174").json()["contested"] == found["contested"]
    assert "contested" not in client.get("/v1/places/2988507").json()


def test_the_table_is_there_with_its_sources(client: httpx.Client) -> None:
    listed = client.get("/v1/contested").json()["contested"]
    assert len(listed) >= 30
    assert client.get("/v1/contested/crimea").json() == next(one for one in listed if one["id"] == "crimea")
    assert len(client.get("/v1/contested/crimea").json()["sources"]) >= 2
    missing = client.get("/v1/contested/atlantis")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "unknown_entry")
