from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from row_by_row import each_row
from serving import serving

from service.app import create_app
from service.geonames.routes import PATHS
from service.geonames.schema import ChildrenParameters, NearbyParameters, TypedSearchParameters
from service.settings import Settings

PARIS, PARIS_TEXAS, BAKHMUT, KYIV, UKRAINE, DONETSK = 2988507, 4717560, 713174, 703448, 690791, 709716
TOKYO, KHARKIV = 1850147, 706483

SHORT = {"geonameId", "toponymName", "name", "lat", "lng", "fcl", "fcode", "countryCode"}
MEDIUM = SHORT | {"fclName", "fcodeName", "population", "adminName1", "adminCode1", "countryId", "countryName"}
LONG = MEDIUM | {"asciiName", "continentCode", *(f"adminName{level}" for level in range(1, 6)), "adminId1"}
STRINGS = {"lat", "lng", "countryId", "adminCode1", "adminId1", "distance", "name", "adminName1"}


def get(address: str, path: str, status: int = 200, **params: Any) -> dict[str, Any]:
    answer = httpx.get(f"{address}{path}", params=params, timeout=30)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    return answer.json()


def ids(answer: dict[str, Any]) -> list[int]:
    return [one["geonameId"] for one in answer["geonames"]]


@each_row(
    ("params", "expected"),
    [
        ({"q": "Paris"}, [PARIS, PARIS_TEXAS]),
        ({"q": "Paris, Texas"}, [PARIS_TEXAS]),
        ({"q": "Paris", "countryBias": "US"}, [PARIS_TEXAS, PARIS]),
        ({"q": "Paris", "country": ["DE", "US"]}, [PARIS_TEXAS]),
        ({"q": "Paris", "country": "us,de"}, [PARIS_TEXAS]),
        ({"q": "Paris", "country": "XX"}, []),
        ({"name": "Париж", "lang": "uk"}, [PARIS]),
        ({"name_equals": "kyiv"}, [KYIV]),
        ({"name_equals": "kyi"}, []),
        ({"name_equals": "Kyiw"}, []),
        ({"name_equals": "Kyivv", "fuzzy": "0.8"}, [KYIV]),
        ({"name_startsWith": "Bakhm"}, [BAKHMUT, 9115288]),
        ({"name_startsWith": "Bakhm", "featureClass": "A"}, []),
        ({"name_startsWith": "Bakhmoutt"}, [BAKHMUT]),
        ({"q": "Bakhmuut"}, [BAKHMUT]),
        ({"q": "Zzyzzqx"}, []),
        ({"q": "Springfield", "adminCode1": "TX"}, []),
        ({"q": "San José", "country": "CR", "featureCode": "ADM1"}, [3621837]),
        ({"q": "Одеса", "searchlang": "uk"}, [698740]),
        ({"q": "Odessa", "searchlang": "uk"}, []),
        ({"q": "Springfield", "cities": "cities15000", "orderby": "population"}, [4409896, 4951788, 4250542]),
        ({"country": "UA", "featureClass": "A"}, [UKRAINE, DONETSK, 706482]),
        ({"featureCode": "PPLC", "continentCode": "AS"}, [TOKYO]),
        ({"featureCode": "PPLC", "continentCode": "XX"}, []),
        ({"country": "UA", "cities": "cities500", "maxRows": 1}, [KYIV]),
        ({"country": "JP", "maxRows": 0}, []),
        ({"west": 130, "south": 0, "east": -170, "north": 60, "featureClass": "P"}, [TOKYO]),
        ({"q": "Paris", "west": -100, "south": 30, "east": -90, "north": 40}, [PARIS_TEXAS]),
        (
            {"q": "Bakhmut", "isNameRequired": "true", "charset": "UTF8", "operator": "AND", "formatted": "true"},
            [BAKHMUT],
        ),
        ({"q": "Paris", "startRow": 1}, [PARIS_TEXAS]),
    ],
)
def test_search(address: str, params: dict[str, Any], expected: list[int]) -> None:
    answer = get(address, "/searchJSON", username="demo", **params)
    found = ids(answer)
    assert found[: len(expected)] == expected
    assert bool(found) == bool(expected)
    assert answer["totalResultsCount"] >= len(found)
    assert get(address, "/search", type="json", **params) == answer


@pytest.mark.parametrize("style", ["SHORT", "short", "MEDIUM", "LONG", "FULL", "full", None])
def test_fields_and_their_types(address: str, style: str | None) -> None:
    params: dict[str, Any] = {"style": style} if style else {}
    place = get(address, "/searchJSON", q="Bakhmut", maxRows=1, **params)["geonames"][0]
    fields = {"SHORT": SHORT, "MEDIUM": MEDIUM, "LONG": LONG}.get((style or "MEDIUM").upper())
    assert set(place) == fields if fields else set(place) >= LONG | {"alternateNames", "score"}
    assert {field for field in STRINGS & set(place) if not isinstance(place[field], str)} == set()
    assert (place["geonameId"], place["lat"], place["lng"]) == (BAKHMUT, "48.59419", "37.99886")
    if style != "SHORT" and style != "short":
        assert (place["countryId"], place["adminCode1"], place["adminName1"]) == ("690791", "05", "Donetsk")
        assert (place["population"], place["countryName"], place["fclName"]) == (
            80500,
            "Ukraine",
            "city, town, village",
        )


def test_one_place_in_full(address: str) -> None:
    place = get(address, "/getJSON", geonameId=BAKHMUT, lang="fr")
    assert (place["name"], place["toponymName"], place["asciiName"]) == ("Bakhmout", "Bakhmut", "Bakhmut")
    assert {"name": "Бахмут", "lang": "uk"} in place["alternateNames"]
    assert {"name": "Артемівськ", "lang": "uk", "isHistoric": True} in place["alternateNames"]
    assert (place["continentCode"], place["adminId1"], place["adminName2"]) == ("EU", str(DONETSK), "")
    country = get(address, "/getJSON", geonameId=UKRAINE, lang="local")
    assert (country["name"], country["adminCode1"]) == ("Україна", "00")
    assert set(country["bbox"]) == {"east", "west", "north", "south", "accuracyLevel"}


@each_row(
    ("path", "params", "expected"),
    [
        ("/findNearbyPlaceNameJSON", {"lat": 48.6, "lng": 38.0}, [BAKHMUT]),
        ("/findNearbyPlaceNameJSON", {"lat": 48.6, "lng": 38.0, "radius": 20}, [BAKHMUT, 9115288]),
        ("/findNearbyPlaceNameJSON", {"lat": 48.6, "lng": 38.0, "radius": 20, "maxRows": 1}, [BAKHMUT]),
        ("/findNearbyPlaceNameJSON", {"lat": 48.6, "lng": 38.0, "radius": 300, "cities": "cities15000", "maxRows": 3},
         [BAKHMUT, 704508, KHARKIV]),
        ("/findNearbyPlaceNameJSON", {"lat": 0, "lng": -150}, []),
        ("/findNearbyJSON", {"lat": 48.0, "lng": 37.7}, [DONETSK]),
        ("/findNearbyJSON", {"lat": 48.6, "lng": 38.0, "featureClass": "A"}, [DONETSK]),
        ("/findNearbyJSON", {"lat": 48.6, "lng": 38.0, "featureCode": "PPLA"}, [KHARKIV]),
        ("/findNearbyJSON", {"lat": 48.6, "lng": 38.0, "country": "XX"}, []),
        ("/findNearbyJSON", {"lat": 48.6, "lng": 38.0, "country": "US"}, []),
        ("/hierarchyJSON", {"geonameId": BAKHMUT}, [UKRAINE, DONETSK, BAKHMUT]),
        ("/childrenJSON", {"geonameId": UKRAINE}, [DONETSK, 706482]),
        ("/childrenJSON", {"geonameId": DONETSK, "maxRows": 2}, [704508, BAKHMUT]),
        ("/childrenJSON", {"geonameId": BAKHMUT}, []),
        ("/childrenJSON", {"geonameId": 6255148}, [2921044, 3017382, UKRAINE]),
        ("/countryInfoJSON", {"country": "FR"}, [3017382]),
    ],
)  # fmt: skip
def test_other_routes(address: str, path: str, params: dict[str, Any], expected: list[int]) -> None:
    answer = get(address, path, **params)
    assert ids(answer) == expected
    if path.startswith("/find"):
        assert all(isinstance(one["distance"], str) for one in answer["geonames"])
    if path == "/childrenJSON":
        assert answer["totalResultsCount"] >= len(expected)


def test_all_countries(address: str) -> None:
    countries = {one["countryCode"]: one for one in get(address, "/countryInfoJSON", lang="de")["geonames"]}
    assert len(countries) == 6
    germany = countries["DE"]
    assert (germany["isoAlpha3"], germany["isoNumeric"], germany["currencyCode"]) == ("DEU", "276", "EUR")
    assert (germany["continentName"], germany["capital"], germany["population"]) == ("Europe", "Berlin", "83000000")
    assert countries["FR"]["countryName"] == "Frankreich"
    assert germany["south"] < germany["north"]


@each_row(
    ("path", "params", "status", "value"),
    [
        ("/searchJSON", {}, 200, 14),
        ("/searchJSON", {"q": " "}, 200, 14),
        ("/searchJSON", {"q": "x" * 201}, 200, 14),
        ("/searchJSON", {"q": "???"}, 200, 14),
        ("/searchJSON", {"q": "Paris", "featureClass": "Z"}, 200, 14),
        ("/searchJSON", {"q": "Paris", "style": "HUGE"}, 200, 14),
        ("/searchJSON", {"q": "Paris", "orderby": "beauty"}, 200, 14),
        ("/searchJSON", {"q": "Paris", "fuzzy": "2"}, 200, 14),
        ("/searchJSON", {"q": "Paris", "fuzzy": "nan"}, 200, 14),
        ("/searchJSON", {"q": "Paris", "maxRows": "many"}, 200, 14),
        ("/searchJSON", {"q": "Paris", "maxRows": "1001"}, 200, 25),
        ("/searchJSON", {"q": "Paris", "startRow": "5001"}, 200, 25),
        ("/searchJSON", {"q": "Paris", "startRow": "9" * 5000}, 200, 25),
        ("/searchJSON", {"q": "Paris", "cities": "cities7"}, 200, 14),
        ("/searchJSON", {"q": "Paris", "north": "1"}, 200, 14),
        ("/searchJSON", {"north": "91", "south": "0", "east": "1", "west": "0"}, 200, 14),
        ("/searchJSON", {"q": "Paris", "callback": "alert(1)"}, 200, 14),
        ("/search", {"q": "Paris"}, 200, 14),
        ("/search", {"q": "Paris", "type": "xml"}, 200, 14),
        ("/getJSON", {}, 200, 14),
        ("/getJSON", {"geonameId": "abc"}, 200, 14),
        ("/getJSON", {"geonameId": "٣"}, 200, 14),
        ("/getJSON", {"geonameId": "99999999999999999999"}, 200, 14),
        ("/getJSON", {"geonameId": "1"}, 404, 11),
        ("/hierarchyJSON", {"geonameId": "1"}, 404, 11),
        ("/childrenJSON", {"geonameId": "1"}, 404, 11),
        ("/childrenJSON", {"geonameId": "690791", "hierarchy": "tourism"}, 200, 23),
        ("/findNearbyJSON", {"lat": "1"}, 200, 14),
        ("/findNearbyJSON", {"lat": "91", "lng": "0"}, 200, 14),
        ("/findNearbyJSON", {"lat": "x", "lng": "0"}, 200, 14),
        ("/findNearbyJSON", {"lat": "1", "lng": "0", "radius": "301"}, 200, 24),
        ("/findNearbyJSON", {"lat": "1", "lng": "0", "maxRows": "501"}, 200, 25),
    ],
)
def test_errors_have_geonames_shape(address: str, path: str, params: dict[str, str], status: int, value: int) -> None:
    answer = get(address, path, status, **params)
    assert set(answer) == {"status"}
    assert answer["status"]["value"] == value
    assert answer["status"]["message"]


def test_without_a_gazetteer(tmp_path: Path) -> None:
    with serving(create_app(Settings(data_dir=tmp_path))) as address:
        assert get(address, "/searchJSON", 503, q="Paris")["status"]["value"] == 22


def test_pages_fit_together(address: str) -> None:
    searches: list[dict[str, Any]] = [
        {"q": "S"},
        {"name_startsWith": "S"},
        {"country": "UA"},
        {"q": "Springfield", "orderby": "population"},
    ]
    for params in searches:
        whole = ids(get(address, "/searchJSON", **params))
        pages = [
            get(address, "/searchJSON", startRow=start, maxRows=2, **params) for start in range(0, len(whole) + 2, 2)
        ]
        assert [id for page in pages for id in ids(page)] == whole
        assert {page["totalResultsCount"] for page in pages} == {len(whole)}


@pytest.mark.parametrize("callback", ["jsonp_1", "jQuery17_2", "app.places.show", "$cb"])
def test_jsonp(address: str, callback: str) -> None:
    answer = httpx.get(f"{address}/searchJSON", params={"q": "Paris", "callback": callback})
    assert answer.headers["content-type"] == "application/javascript; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    head, tail = f"/**/{callback}(", ");"
    assert answer.text.startswith(head)
    assert answer.text.endswith(tail)
    assert ids(json.loads(answer.text[len(head) : -len(tail)])) == [PARIS, PARIS_TEXAS]


def test_jsonp_of_an_error_is_run_too(address: str) -> None:
    answer = httpx.get(f"{address}/getJSON", params={"geonameId": "1", "callback": "show"})
    assert answer.status_code == 200
    assert '"value":11' in answer.text


@pytest.mark.parametrize(
    "callback", ["alert(1)", "a;b", "a b", "<script>", "a.", ".a", "1a", "a[0]", "a\nb", "é", "a" * 101, "a//", "a`"]
)
def test_a_callback_that_is_no_name_is_refused(address: str, callback: str) -> None:
    answer = httpx.get(f"{address}/searchJSON", params={"q": "Paris", "callback": callback})
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.json()["status"]["value"] == 14


FIELDS = sorted({*TypedSearchParameters.model_fields, *NearbyParameters.model_fields, *ChildrenParameters.model_fields})
VALUES = st.one_of(
    st.text(max_size=30), st.sampled_from(["1", "-1", "json", "UA", "P", "Kyiv", "FULL", "nan", "1e999", "uk"])
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PATHS)), st.lists(st.tuples(st.sampled_from(FIELDS), VALUES), max_size=6))
def test_whatever_is_asked_is_answered(address: str, path: str, params: list[tuple[str, str]]) -> None:
    pairs = [(name, value.encode("utf-8", "replace").decode()) for name, value in params]
    answer = httpx.get(f"{address}{path}", params=tuple(pairs), timeout=30)
    assert answer.status_code in {200, 404}, answer.text
    if answer.headers["content-type"].startswith("application/json"):
        assert answer.json().keys() & {"geonames", "status", "geonameId"}


def test_each_route_is_documented() -> None:
    docs = (Path(__file__).parents[3] / "docs" / "geonames-compatible.md").read_text()
    assert len(PATHS) == 8
    assert all(f"`{path}" in docs for path in PATHS)
