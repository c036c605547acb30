"""The OpenAPI page as generators of clients read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

BODIES = ("ResolveRequest", "QueryBody", "NearPoint", "AnnotateRequest", "TextBody")


@pytest.fixture(scope="module")
def page(client: httpx.Client) -> dict[str, Any]:
    return client.get("/openapi.json").json()


@pytest.fixture(scope="module")
def operations(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for methods in page["paths"].values() for one in methods.values()]


def nodes(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from nodes(inner)


def test_no_schema_has_null_for_a_default(page: dict[str, Any]) -> None:
    assert [node for node in nodes(page) if node.get("default", "") is None] == []


def test_nothing_that_is_asked_has_a_default(page: dict[str, Any], operations: list[dict[str, Any]]) -> None:
    asked = [page["components"]["schemas"][name] for name in BODIES]
    asked += [one for operation in operations for one in operation.get("parameters", ())]
    asked += [one for operation in operations if (one := operation.get("requestBody"))]
    assert len(asked) > 50
    assert [node for part in asked for node in nodes(part) if "default" in node] == []


def test_names_of_operations_are_short_and_of_one_each(operations: list[dict[str, Any]]) -> None:
    names = [one["operationId"] for one in operations]
    assert len(set(names)) == len(names)
    assert {"resolve", "resolve_many", "annotate", "place", "suggest", "reverse", "transliterate"} <= set(names)
    assert [name for name in names if not re.fullmatch(r"[a-z_]{3,26}", name)] == []


def test_every_parameter_and_field_that_is_asked_is_described(
    page: dict[str, Any], operations: list[dict[str, Any]]
) -> None:
    parameters = [one for operation in operations for one in operation.get("parameters", ())]
    assert [one["name"] for one in parameters if not one["description"]] == []
    for name in BODIES:
        for field, schema in page["components"]["schemas"][name]["properties"].items():
            assert schema["description"], (name, field)


def test_no_parameter_of_a_url_is_null(operations: list[dict[str, Any]]) -> None:
    parameters = [one for operation in operations for one in operation.get("parameters", ())]
    assert [one["name"] for one in parameters if {"type": "null"} in one["schema"].get("anyOf", ())] == []


def test_a_default_is_told(page: dict[str, Any]) -> None:
    docs = {one["name"]: one["description"] for one in page["paths"]["/v1/resolve"]["get"]["parameters"]}
    assert docs["limit"].endswith("Default: 5.")
    assert docs["km"].endswith("Default: 100.")
    assert docs["mode"].endswith("Default: `thorough`.")
