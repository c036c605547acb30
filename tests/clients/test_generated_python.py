"""A client that openapi-python-client makes of /openapi.json: every GET is answered, and answers are read."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import httpx
import pytest

BAKHMUT = 713174
# What a required parameter is given, by its name.
GIVEN: dict[str, Any] = {
    "cluster": "0" * 16,
    "desk": "default",
    "place": BAKHMUT,
    "z": 2,
    "x": 2,
    "y": 1,
    "q": "Bakhmut",
    "prefix": "Bakh",
    "lat": 48.6,
    "lon": 38.0,
    "lng": 38.0,
    "text": "Бахмут",
    "id": BAKHMUT,
    "geonameId": BAKHMUT,
    "type": "json",
}
ABSENT = ("/v1/jobs/", "/v1/desks/{desk}/decisions/", "/v1/contested/")  # there are none


@pytest.fixture(scope="module")
def page(address: str) -> dict[str, Any]:
    return httpx.get(f"{address}/openapi.json").json()


@pytest.fixture(scope="module")
def generated(page: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    pytest.importorskip("openapi_python_client", reason="pip install exonym[test]")
    folder = tmp_path_factory.mktemp("generated")
    (folder / "openapi.json").write_text(json.dumps(page), "utf-8")
    (folder / "config.yml").write_text("post_hooks: []\n")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json"]
    command += ["--config", "config.yml", "--meta", "none", "--output-path", "generated_exonym"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module("generated_exonym")
    finally:
        sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def client(generated: ModuleType, address: str) -> Iterator[Any]:
    with generated.Client(base_url=address) as client:
        yield client


def operation(tag: str, name: str) -> Any:
    return importlib.import_module(f"generated_exonym.api.{tag}.{name}")


def test_every_get_is_answered_with_what_it_requires_alone(page: dict[str, Any], client: Any) -> None:
    folders = {
        "map": "map_",
        "reconciliation 0.2": "reconciliation_0_2",
        "reconciliation 1.0-draft": "reconciliation_1_0_draft",
    }
    asked = 0
    for path, methods in page["paths"].items():
        if (get := methods.get("get")) is None:
            continue
        required = [one for one in get.get("parameters", ()) if one["required"]]
        given = {_snake(one["name"]): _given(one) for one in required}
        tag = get["tags"][0]
        answer = operation(folders.get(tag, tag), get["operationId"]).sync_detailed(client=client, **given)
        assert answer.status_code == (404 if path.startswith(ABSENT) else 200), (path, answer.content)
        asked += 1
    assert asked > 25


def test_answers_are_read(client: Any) -> None:
    found = operation("resolve", "resolve").sync(client=client, q="Bakhmout", country=["UA"], limit=1)
    assert found.results[0].candidates[0].id == BAKHMUT
    near = operation("resolve", "resolve").sync(client=client, q="Bakhmut", lat=48.6, lon=38.0)
    assert near.results[0].candidates[0].id == BAKHMUT
    place = operation("places", "place").sync(BAKHMUT, client=client, display="fr")
    assert (place.id, place.name) == (BAKHMUT, "Bakhmout")


def test_many_are_asked_at_once(generated: ModuleType, client: Any) -> None:
    models = importlib.import_module("generated_exonym.models")
    near = models.NearPoint(lat=48.6, lon=38.0)
    body = models.ResolveRequest(queries=[models.QueryBody(name="Bakhmut", near=near), models.QueryBody(name="Kyiv")])
    found = operation("resolve", "resolve_many").sync(client=client, body=body)
    assert [one.name for one in found.results] == ["Bakhmut", "Kyiv"]
    assert found.results[0].candidates[0].id == BAKHMUT


def test_what_cannot_be_read_is_an_error_that_says_where(client: Any) -> None:
    error = operation("resolve", "resolve").sync(client=client, q="Bakhmut", limit=1000)
    assert error.error.where == "limit"


def _given(parameter: dict[str, Any]) -> Any:
    value = GIVEN[parameter["name"]]
    return str(value) if parameter["schema"].get("type") == "string" and parameter["name"] != "type" else value


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).replace("type", "type_")
