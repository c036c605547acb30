"""GeoNames clients from npm. They skip where node or the packages are missing: `npm install` in tests/clients/node."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

NODE = Path(__file__).parent / "node"
PACKAGES = ("geocoder-geonames", "geonames.js")
BAKHMUT, UKRAINE, DONETSK = 713174, 690791, 709716


def node(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["node", *arguments], cwd=NODE, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def answers(address: str) -> dict[str, Any]:
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    for package in PACKAGES:
        if node("-e", f"require({package!r})").returncode:
            pytest.skip(f"the npm package {package} is not installed: run `npm install` in {NODE}")
    done = node("ask.js", address)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_geocoder_geonames(answers: dict[str, Any]) -> None:
    first = answers["search"]["geonames"][0]
    assert (first["geonameId"], first["countryCode"], first["lat"]) == (BAKHMUT, "UA", "48.59419")
    assert answers["get"]["formatted_name"] == "Bakhmut, Donetsk, Ukraine"  # which the client puts together
    assert answers["nearby"]["geonames"][0]["geonameId"] == BAKHMUT


def test_geonames_js(answers: dict[str, Any]) -> None:
    assert answers["searchFrench"]["geonames"][0]["name"] == "Bakhmout"
    assert {"isHistoric": True, "lang": "uk", "name": "Артемівськ"} in answers["searchFrench"]["geonames"][0][
        "alternateNames"
    ]
    assert len(answers["countries"]["geonames"]) == 6
    assert [one["geonameId"] for one in answers["children"]["geonames"]] == [DONETSK, 706482]
    assert [one["geonameId"] for one in answers["hierarchy"]["geonames"]] == [UKRAINE, DONETSK, BAKHMUT]
    assert answers["missing"]["status"]["value"] == 11
