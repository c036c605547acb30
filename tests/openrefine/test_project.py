"""A whole piece of work in the real OpenRefine: guess types, reconcile with a country column, extend."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import serving

from gazetteer import Gazetteer
from service.app import create_app
from service.settings import Settings
from tests.openrefine.messy import Entry, entries
from tests.openrefine.refine import HOW_TO_GET, Project, find, running

pytestmark = pytest.mark.openrefine

PROPERTIES: list[dict[str, Any]] = [
    {"id": "country", "name": "Country"},
    {"id": "admin1", "name": "First-order division"},
    {"id": "coordinates", "name": "Coordinates"},
    {"id": "population", "name": "Population"},
    {"id": "wikidata", "name": "Wikidata id"},
    {"id": "name", "name": "Name", "settings": {"lang": "uk"}},
]
LEAST_MATCHED = 0.6
LEAST_RIGHT = 0.97


@pytest.fixture(scope="module")
def service(embedded_dir: Path) -> Iterator[str]:
    with serving(create_app(Settings(data_dir=embedded_dir))) as address:
        httpx.get(f"{address}/readyz").raise_for_status()
        yield f"{address}/reconcile"


@pytest.fixture(scope="module")
def table(embedded: Gazetteer) -> list[Entry]:
    return entries(embedded)


@pytest.fixture(scope="module")
def project(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory, table: list[Entry]
) -> Iterator[Project]:
    if "openrefine" not in pytestconfig.getoption("markexpr"):
        pytest.skip("OpenRefine takes a minute: run by `make test-openrefine`")
    command = find()
    if command is None:
        pytest.skip(HOW_TO_GET)
    with running(command, tmp_path_factory.mktemp("openrefine")) as refine:
        print(f"\nOpenRefine {refine.version()}, {len(table)} rows")
        lines = ["place\tcountry", *(f"{row.name}\t{row.country}" for row in table)]
        yield refine.create("messy", "\n".join(lines) + "\n")


def test_a_table_is_reconciled_and_extended(
    project: Project, service: str, table: list[Entry], embedded: Gazetteer
) -> None:
    assert len(table) == 200
    types = project.guess_types("place", service)
    print("types guessed:", ", ".join(f"{one['name']} ({one['count']})" for one in types[:3]))
    assert types[0]["id"] in {"P", "PPL"}

    kind = {"id": types[0]["id"], "name": types[0]["name"]}
    project.reconcile("place", service, kind, {"country": {"id": "country", "name": "Country"}})
    rows = project.rows()
    assert len(rows) == 200
    matched = _check_matches(rows, table, service, kind["id"])

    project.extend("place", service, PROPERTIES)
    columns = project.columns()
    print("columns:", ", ".join(columns))
    assert columns == ["place", "country", *(one["name"] for one in PROPERTIES)]
    _check_columns(project.rows(), columns, matched, embedded)


def _check_matches(
    rows: list[list[dict[str, Any] | None]], table: list[Entry], service: str, kind: str
) -> dict[int, int]:
    """Each cell is matched just where our answer is a match; returns the place of each matched row."""
    said = _asked_again(table, service, kind)
    matched: dict[int, int] = {}
    right = 0
    for number, (cells, entry) in enumerate(zip(rows, table, strict=True)):
        cell = cells[0]
        assert cell is not None
        recon = cell["recon"]
        assert recon is not None, entry
        best = said[number][0] if said[number] else None
        assert (recon["j"] == "matched") == bool(best and best["match"]), entry
        if recon["j"] == "matched":
            matched[number] = int(recon["m"]["id"])
            assert best is not None
            assert recon["m"]["id"] == best["id"]
            right += entry.place == matched[number] or _is_alike(entry, best)
    named = sum(entry.place is not None for entry in table)
    print(f"matched: {len(matched)} of {named} names of places; the place meant: {right} of {len(matched)}")
    assert len(matched) >= LEAST_MATCHED * named
    assert right >= LEAST_RIGHT * len(matched)
    return matched


def _is_alike(entry: Entry, best: dict[str, Any]) -> bool:
    """Whether the match bears the name that was written, too, and no country told the two places apart."""
    exact = {feature["id"]: feature["value"] for feature in best["features"]}["name_exact"]
    return entry.place is not None and bool(exact) and not entry.country


def _asked_again(table: list[Entry], service: str, kind: str) -> list[list[dict[str, Any]]]:
    """What the service says of each row, asked without OpenRefine between."""
    queries = {}
    for number, entry in enumerate(table):
        query: dict[str, Any] = {"query": entry.name.strip(), "type": kind, "type_strict": "should"}
        if entry.country:
            query["properties"] = [{"pid": "country", "v": entry.country}]
        queries[f"q{number}"] = query
    answer = httpx.post(service, data={"queries": json.dumps(queries)}, timeout=60).json()
    return [answer[f"q{number}"]["result"] for number in range(len(table))]


def _check_columns(
    rows: list[list[dict[str, Any] | None]], columns: list[str], matched: dict[int, int], gazetteer: Gazetteer
) -> None:
    """In every row each new column holds the value of that row's place, or nothing."""
    assert len(rows) == 200
    blank = 0
    for number, cells in enumerate(rows):
        shown = {name: cell and cell["v"] for name, cell in zip(columns, cells, strict=False)}
        wanted: dict[str, Any] = dict.fromkeys(one["name"] for one in PROPERTIES)
        if number in matched:
            place = gazetteer.place(matched[number])
            ukrainian = gazetteer.place(matched[number], "uk")
            wanted = {
                "Country": place.country_name,
                "First-order division": place.admin1 and place.admin1.name,
                "Coordinates": f"{place.lat:.5f}, {place.lon:.5f}",
                "Population": place.population or None,
                "Wikidata id": place.wikidata,
                "Name": ukrainian.name if ukrainian.name_lang == "uk" else None,
            }
        assert {name: shown.get(name) for name in wanted} == wanted, number
        blank += number in matched and None in wanted.values()
    print(f"extended: {len(matched)} rows, {blank} of them with a value missing, all in their columns")
    for number in list(matched)[:6]:
        print("  " + " | ".join(str(cell["v"]) if cell else "-" for cell in rows[number]))
