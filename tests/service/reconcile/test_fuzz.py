"""Whatever is sent, the service answers, and never with a fault of its own."""

from __future__ import annotations

import json

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FIELDS: tuple[str, ...] = (
    "query",
    "type",
    "type_strict",
    "limit",
    "properties",
    "pid",
    "v",
    "id",
    "name",
    "conditions",
    "matchType",
)
FIELDS += ("propertyId", "propertyValue", "required", "ids", "settings", "lang", "queries", "country", "coordinates")
WORDS = st.sampled_from((*FIELDS, "Kyiv", "UA", "48.6, 38.0", "713174", "any", "all", "name", "property", "1985"))
LEAF = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS | st.text()
VALUE = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(), inner, max_size=5),
    max_leaves=12,
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ALLOWED = {200, 400, 404, 413}


@QUICK
@given(field=st.sampled_from(("queries", "extend")), value=st.dictionaries(WORDS, VALUE, max_size=4) | VALUE)
def test_forms(client: httpx.Client, field: str, value: object) -> None:
    assert client.post("/reconcile", data={field: json.dumps(value)}).status_code in ALLOWED


@QUICK
@given(item=st.dictionaries(WORDS, VALUE, max_size=6))
def test_queries(client: httpx.Client, item: dict[str, object]) -> None:
    answer = client.post("/reconcile", data={"queries": json.dumps({"q0": item, "good": {"query": "Bakhmout"}})})
    assert answer.status_code == 200
    assert answer.json()["good"]["result"][0]["id"] == "713174"


@QUICK
@given(conditions=st.lists(st.dictionaries(WORDS, VALUE, max_size=6), max_size=4))
def test_conditions(client: httpx.Client, conditions: list[dict[str, object]]) -> None:
    answer = client.post("/reconcile/1.0-draft/match", json={"queries": [{"conditions": conditions}]})
    assert answer.status_code == 200


@QUICK
@given(ids=st.lists(LEAF, max_size=4), properties=st.lists(VALUE, max_size=4))
def test_extensions(client: httpx.Client, ids: list[object], properties: list[object]) -> None:
    answer = client.post("/reconcile/1.0-draft/extend", json={"ids": ids, "properties": properties})
    assert answer.status_code == 200
    counts = {len(row["properties"]) for row in answer.json()["rows"]}
    assert counts <= {len(answer.json()["meta"])}


@QUICK
@given(body=st.binary(max_size=200))
@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/1.0-draft/match", "/reconcile/1.0-draft/extend"])
def test_bodies(client: httpx.Client, path: str, body: bytes) -> None:
    assert client.post(path, content=body).status_code in ALLOWED


@QUICK
@given(text=st.text(max_size=60), number=st.text(max_size=12))
@pytest.mark.parametrize("kind", ["entity", "type", "property"])
def test_suggestions(client: httpx.Client, kind: str, text: str, number: str) -> None:
    answer = client.get(f"/reconcile/suggest/{kind}", params={"prefix": text, "cursor": number, "lang": text})
    assert answer.status_code == 200
