"""The calls that Superdesk makes (superdesk-core: `superdesk/geonames.py`, `apps/places/places_autocomplete.py`).

Its settings GEONAMES_URL, GEONAMES_USERNAME, GEONAMES_SEARCH_STYLE and GEONAMES_FEATURE_CLASSES become the address and
the parameters; what it reads of an answer is read here.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

import httpx
import pytest

BAKHMUT = 713174


def ask(address: str, service: str, *params: tuple[str, str]) -> dict[str, Any]:
    """As Superdesk asks: the name of the service joined to the address, `type` and `username` before all else."""
    url = urljoin(f"{address}/", service)
    answer = httpx.get(url, params=[("type", "json"), ("username", "newsroom"), *params], timeout=10)
    assert answer.status_code == 200  # anything else it raises
    return answer.json()


def record(item: dict[str, Any]) -> dict[str, Any]:
    """The fields that Superdesk keeps of a place, by the keys it reads."""
    return {
        "code": str(item["geonameId"]),
        "name": item["name"],
        "state": item.get("adminName1"),
        "state_code": item.get("adminCode1"),
        "region": item.get("adminName2"),
        "country": item.get("countryName"),
        "country_code": item.get("countryCode"),
        "continent_code": item.get("continentCode"),
        "feature_class": item.get("fcl"),
        "location": (float(item["lat"]), float(item["lng"])),
    }


@pytest.mark.parametrize("style", ["medium", "full"])
@pytest.mark.parametrize("classes", [["P"], ["P", "A"]])
def test_places_autocomplete(address: str, style: str, classes: list[str]) -> None:
    params = [("name_startsWith", "bakhmo"), ("lang", "fr"), ("style", style)]
    data = ask(address, "search", *params, *(("featureClass", letter) for letter in classes))
    assert record(data["geonames"][0]) == {
        "code": str(BAKHMUT),
        "name": "Bakhmout",
        "state": "Donetsk Oblast",
        "state_code": "05",
        "region": "" if style == "full" else None,
        "country": "Ukraine",
        "country_code": "UA",
        "continent_code": "EU" if style == "full" else None,
        "feature_class": "P",
        "location": (48.59419, 37.99886),
    }


def test_autocomplete_while_typing(address: str) -> None:
    for typed in ("ba", "bak", "bakh", "bakhm", "бахм", "バフム"):
        names = [("name_startsWith", typed), ("lang", "en"), ("style", "medium"), ("featureClass", "P")]
        assert BAKHMUT in [item["geonameId"] for item in ask(address, "search", *names)["geonames"]], typed


def test_autocomplete_of_nothing_known(address: str) -> None:
    assert ask(address, "search", ("name_startsWith", "zzyzzqx"), ("featureClass", "P"))["geonames"] == []


def test_the_place_of_a_dateline_in_another_language(address: str) -> None:
    """It looks for the city by name and takes the one at the very same coordinates."""
    data = ask(address, "search", ("name", "Bakhmut"), ("lang", "uk"), ("style", "full"), ("featureClass", "P"))
    same = [item for item in data["geonames"] if (float(item["lat"]), float(item["lng"])) == (48.59419, 37.99886)]
    assert same[0]["name"] == "Бахмут"


def test_one_place(address: str) -> None:
    data = ask(address, "getJSON", ("geonameId", str(BAKHMUT)), ("lang", "fr"), ("style", "full"))
    assert record(data)["name"] == "Bakhmout"
