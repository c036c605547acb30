from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from gazetteer import Gazetteer
from gazetteer.errors import QueryError
from service.cli import main

BAKHMUT = 713174


def near(client: httpx.Client, **params: Any) -> list[dict[str, Any]]:
    answer = client.get("/v1/reverse", params={"lat": 48.6, "lon": 38.0, **params})
    assert answer.status_code == 200, answer.text
    return answer.json()["places"]


def test_the_nearest_place_comes_first(client: httpx.Client) -> None:
    places = near(client)
    assert places[0]["id"] == BAKHMUT
    assert places[0]["distance_km"] == pytest.approx(0.65, abs=0.01)
    assert [one["distance_km"] for one in places] == sorted(one["distance_km"] for one in places)
    assert len(places) == 10


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"limit": 1, "display": "fr"}, ["Bakhmout"]),
        ({"classes": "A", "limit": 1}, ["Donetsk Oblast"]),
        ({"codes": "PPLC,PPLA", "limit": 2}, ["Kharkiv", "Kyiv"]),
        ({"country": "FR", "classes": "P", "limit": 5}, ["Paris"]),
        ({"km": 10}, ["Bakhmut", "Bakhmutske"]),
        ({"km": 0}, []),
        ({"codes": "AIRP"}, []),
        ({"lat": 0, "lon": 180, "limit": 1, "classes": "P"}, ["Tokyo"]),
        ({"lat": 90, "lon": -77, "limit": 1, "classes": "P"}, ["Berlin"]),
        ({"lat": 40, "lon": -180, "limit": 1, "classes": "P"}, ["Tokyo"]),
    ],
)
def test_what_is_asked_for_is_found(client: httpx.Client, params: dict[str, object], expected: list[str]) -> None:
    assert [one["name"] for one in near(client, **params)] == expected


@pytest.mark.parametrize(
    ("params", "where"),
    [
        ({"lon": "38"}, "lat"),
        ({"lat": "48"}, "lon"),
        ({"lat": "x", "lon": "38"}, "lat"),
        ({"lat": "91", "lon": "38"}, "lat"),
        ({"lat": "48", "lon": "-180.1"}, "lon"),
        ({"lat": "nan", "lon": "38"}, "lat"),
        ({"lat": "48", "lon": "inf"}, "lon"),
        ({"lat": "48", "lon": "38", "km": "-1"}, "km"),
        ({"lat": "48", "lon": "38", "km": "nan"}, "km"),
        ({"lat": "48", "lon": "38", "limit": "0"}, "limit"),
        ({"lat": "48", "lon": "38", "limit": "101"}, "limit"),
        ({"lat": "48", "lon": "38", "classes": "X"}, "classes"),
        ({"lat": "48", "lon": "38", "country": "Ruritania"}, "country"),
    ],
)
def test_bad_parameters(client: httpx.Client, params: dict[str, str], where: str) -> None:
    answer = client.get("/v1/reverse", params=params)
    assert answer.status_code == 400
    assert answer.json()["error"]["where"] == where


def test_at_least_so_many_people(tiny: Gazetteer) -> None:
    assert [one.place.name for one in tiny.reverse(48.6, 38.0, population=1_000_000, classes="P", limit=1)] == [
        "Kharkiv"
    ]
    with pytest.raises(QueryError):
        tiny.reverse(48.6, 38.0, limit=1001)


def test_the_command(tiny_dir: Path, client: httpx.Client) -> None:
    arguments = ["reverse", "-33.9", "-70.7", "--class", "P", "--limit", "2", "--data-dir", str(tiny_dir)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "San José" in result.output
    shown = CliRunner().invoke(main, [*arguments, "--json"]).stdout_bytes.strip()
    assert shown == client.get("/v1/reverse?lat=-33.9&lon=-70.7&classes=P&limit=2").content
    assert CliRunner().invoke(main, ["reverse", "91", "0", "--data-dir", str(tiny_dir)]).exit_code == 2
