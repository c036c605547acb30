"""The service answers as its OpenAPI page says: schemathesis asks all that the page allows, and some that it does not.

All its checks, with two exceptions, each of a kind of request and not of a route's fault:

- What a schema allows may still be refused with a documented 400: no schema lists the countries, languages and areas
  that there are.
- What a schema forbids is answered all the same where that is the promise: clients of GeoNames and OpenRefine are
  answered whatever else they send, and of several names only the one that cannot be read fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from serving import serving

from service.app import create_app
from service.geonames import routes as geonames
from service.settings import Settings

EXAMPLES = 8  # that the page allows, and as many that it does not, of each operation
ROWS_FAIL_ALONE = ("POST /v1/resolve", "POST /v1/annotate")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "QUERY")
HIDDEN = {"/reconcile/1.0-draft/extend/propose": {"POST"}}  # drafts of the specification differ on it

seldom = settings(
    max_examples=EXAMPLES,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def own_address(tiny_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service whose jobs are its own."""
    jobs = tmp_path_factory.mktemp("jobs")
    with serving(create_app(Settings(data_dir=tiny_dir, jobs_dir=str(jobs)))) as address:
        yield address


def is_lenient(label: str) -> bool:
    """Whether what the schema forbids is answered all the same."""
    path = label.partition(" ")[2]
    return path in geonames.PATHS or path.startswith("/reconcile") or label in ROWS_FAIL_ALONE


def differences(operation: Any, mode: Any, spared: list[Any]) -> Iterator[str]:
    """What schemathesis finds of an operation."""
    found: dict[str, str] = {}

    @seldom
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        try:
            case.call_and_validate(excluded_checks=spared, timeout=60)
        except (AssertionError, BaseExceptionGroup) as error:
            for one in getattr(error, "exceptions", (error,)):
                found.setdefault(f"{operation.label}: {getattr(one, 'title', one)}", f"{one}\n{case.as_curl_command()}")

    try:
        ask()
    except Unsatisfiable:  # nothing that this one takes can be wrong
        return
    yield from (f"{title}\n{told[:2000]}" for title, told in found.items())


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of schemathesis' own
def test_it_answers_as_it_says(own_address: str) -> None:
    schemathesis: Any = pytest.importorskip("schemathesis", reason="pip install exonym[test]")
    checks = pytest.importorskip("schemathesis.specs.openapi.checks")
    modes = schemathesis.GenerationMode
    asked, found = 0, list[str]()
    for result in schemathesis.openapi.from_url(f"{own_address}/openapi.json").get_all_operations():
        operation = result.ok()
        lenient = [checks.negative_data_rejection] if is_lenient(operation.label) else []
        found += differences(operation, modes.POSITIVE, [checks.positive_data_acceptance])
        found += differences(operation, modes.NEGATIVE, [checks.positive_data_acceptance, *lenient])
        asked += 1
    assert asked > 40
    assert not found, "\n\n".join(found)


def test_a_method_that_is_not_taken_is_405_with_those_that_are(client: httpx.Client) -> None:
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        taken = {method.upper() for method in operations} | HIDDEN.get(path, set())
        url = path.replace("{", "").replace("}", "")
        for method in (method for method in METHODS if method not in taken):
            answer = client.request(method, url)
            if answer.status_code == 404:  # it could be a path with a language, which this is none of
                assert path.startswith("/reconcile/")
                continue
            assert answer.status_code == 405, (method, url)
            assert taken <= set(answer.headers["allow"].split(", ")), (method, url)
            assert answer.json()["error"]["code"] == "method_not_allowed"
