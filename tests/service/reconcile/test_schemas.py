"""Every kind of answer against the specification's schemas, where they are at hand; they are no part of the project."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from shared import shared_path

Validate = Callable[[str, Any], None]
BAKHMUT, PARIS = "713174", "2988507"


def validator(version: str) -> Validate:
    folder = shared_path("recon-schemas", version, "schemas")
    from jsonschema import Draft7Validator  # takes seconds: only where there is something to validate by
    from referencing import Registry
    from referencing.jsonschema import DRAFT7

    schemas: dict[str, Any] = {}
    for path in folder.glob("*.json"):
        schema = json.loads(path.read_text("utf-8"))
        schema.pop("$schema", None)  # they name a metaschema that no validator knows
        schemas[path.stem] = schema
    resources = [(schema["$id"].rstrip("#"), DRAFT7.create_resource(schema)) for schema in schemas.values()]
    registry: Registry[Any] = Registry().with_resources(resources)

    def validate(name: str, value: Any) -> None:
        Draft7Validator(schemas[name], registry=registry).validate(value)

    return validate


@pytest.fixture(scope="module")
def v02() -> Validate:
    return validator("0.2")


@pytest.fixture(scope="module")
def draft() -> Validate:
    return validator("1.0-draft")


@pytest.mark.parametrize("root", ["/reconcile", "/reconcile/fr"])
def test_v02(client: httpx.Client, v02: Validate, root: str) -> None:
    v02("manifest", client.get(root).json())
    batch = {
        "q0": {"query": "Bakhmout"},
        "q1": {"query": "Paris", "type": "PPL", "type_strict": "should", "properties": [{"pid": "country", "v": "US"}]},
        "q2": {"query": "Qwrtzk", "limit": 3},
        "q3": {"query": BAKHMUT},
        "q4": {"properties": [{"pid": "coordinates", "v": "48.6, 38.0"}]},
    }
    v02("reconciliation-query-batch", batch)
    v02("reconciliation-result-batch", client.post(root, data={"queries": json.dumps(batch)}).json())
    for kind, schema in (("entity", "entities"), ("type", "types"), ("property", "properties")):
        for prefix in ("", "p", "Bakh"):
            answer = client.get(f"{root}/suggest/{kind}", params={"prefix": prefix}).json()
            v02(f"suggest-{schema}-response", answer)
    proposal = client.get(f"{root}/propose", params={"type": "P", "limit": 5}).json()
    v02("data-extension-property-proposal", proposal)
    offered = [{"id": one["id"]} for one in client.get(f"{root}/propose").json()["properties"]]
    extend = {"ids": [BAKHMUT, PARIS, "690791", "1"], "properties": [*offered, {"id": "name:uk"}, {"id": "no such"}]}
    v02("data-extension-query", extend)
    v02("data-extension-response", client.post(root, data={"extend": json.dumps(extend)}).json())


def test_draft(client: httpx.Client, draft: Validate) -> None:
    root = "/reconcile/1.0-draft"
    draft("manifest", client.get(root).json())
    batch = {
        "queries": [
            {"conditions": [{"matchType": "name", "propertyValue": "Bakhmout"}]},
            {
                "type": "PPL",
                "limit": 2,
                "conditions": [
                    {"matchType": "name", "propertyValue": "Paris"},
                    {"matchType": "property", "propertyId": "country", "propertyValue": "US", "required": True},
                ],
            },
            {"conditions": [{"matchType": "id", "propertyValue": BAKHMUT}]},
        ]
    }
    draft("reconciliation-query-batch", batch)
    draft("reconciliation-result-batch", client.post(f"{root}/match", json=batch).json())
    for kind, schema in (("entity", "entities"), ("type", "types"), ("property", "properties")):
        for prefix in ("", "p", "Bakh"):
            answer = client.get(f"{root}/suggest/{kind}", params={"prefix": prefix}).json()
            draft(f"suggest-{schema}-response", answer)
    proposal = client.get(f"{root}/extend/propose", params={"type": "P"}).json()
    draft("data-extension-property-proposal", proposal)
    offered = [{"id": one["id"]} for one in proposal["properties"]]
    extend = {"ids": [BAKHMUT, PARIS, "690791", "1"], "properties": [*offered, {"id": "no such"}]}
    draft("data-extension-query", extend)
    draft("data-extension-response", client.post(f"{root}/extend", json=extend).json())


@pytest.mark.parametrize("version", ["0.2", "1.0-draft"])
def test_the_specifications_own_batches_are_answered(client: httpx.Client, version: str) -> None:
    folder = shared_path("recon-schemas", version, "examples", "reconciliation-query-batch", "valid")
    for path in folder.glob("*.json"):
        batch = json.loads(path.read_text("utf-8"))
        if version == "0.2":
            answer = client.post("/reconcile", data={"queries": json.dumps(batch)})
            assert list(answer.json()) == list(batch), path.name
        else:
            answer = client.post("/reconcile/1.0-draft/match", json=batch)
            assert len(answer.json()["results"]) == len(batch["queries"]), path.name


def test_recorded_requests_of_openrefine_replay(client: httpx.Client, v02: Validate) -> None:
    lines = shared_path("openrefine", "requests.jsonl").read_text("utf-8").splitlines()
    assert lines
    for line in lines:
        request = json.loads(line)
        headers = {key: value for key, value in request["headers"].items() if key in ("Content-Type", "User-Agent")}
        answer = client.request(request["method"], request["path"], content=request["body"], headers=headers)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"
        extends = request["body"].startswith("extend=")
        v02("data-extension-response" if extends else "reconciliation-result-batch", answer.json())
        if not extends:
            for one in answer.json().values():
                assert all(row["type"] for row in one["result"])
