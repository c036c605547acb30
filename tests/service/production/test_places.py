"""The service starts where it is put: read-only places, nobody's user, no home, nothing compiled."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import httpx
import pytest
from places import CACHE, UID, Place, can_be_made, started

from gazetteer import current_build
from gazetteer.index.kernel_cache import folders
from gazetteer.warming import compile_ahead

pytestmark = pytest.mark.slow

CONTAINER = Place()  # docker run --read-only --user 12345
CONTAINER_WITH_TMP = Place(temporary=True, home="/nonexistent")  # and --tmpfs /tmp
UNIT = Place(data_written=True, cache_written=True, temporary=True, home="/home/exonym")  # of docs/operations.md
TABLE = {"file": ("places.csv", b"name\nBakhmout\n")}


@pytest.fixture
def data(tiny_dir: Path, tmp_path: Path) -> Path:
    """A data directory of its own, of the user who serves."""
    if not can_be_made():
        pytest.skip("mount namespaces need root on Linux, with unshare and setpriv")
    copy = tmp_path / "data"
    shutil.copytree(tiny_dir, copy, symlinks=True)
    _give(copy)
    return copy


@pytest.fixture
def warmed(data: Path, tmp_path: Path) -> Path:
    """A cache in which every kernel is compiled."""
    kept = compile_ahead(data, str(current_build(data)))
    assert kept.whole
    cache = tmp_path / "cache"
    shutil.copytree(folders()[0], cache / "exonym" / folders()[0].name)
    _give(cache)
    return cache


def _give(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, UID, UID, follow_symlinks=False)


def _resolves(address: str) -> None:
    found = httpx.get(f"{address}/v1/resolve", params={"q": "Bakhmout", "lang": "fr"}).json()
    assert found["results"][0]["candidates"][0]["id"] == 713174
    near = httpx.get(f"{address}/v1/reverse", params={"lat": 48.6, "lon": 38.0, "classes": "P", "country": "UA"})
    assert near.status_code == 200


@pytest.mark.parametrize("place", [CONTAINER, CONTAINER_WITH_TMP], ids=["read-only", "read-only with /tmp"])
def test_a_read_only_place(place: Place, data: Path, warmed: Path) -> None:
    before = sorted(path.name for path in data.rglob("*"))
    with started(place, data, warmed, workers=2) as (address, log):
        _resolves(address)
        assert "exonym_gazetteer_open 1.0" in httpx.get(f"{address}/metrics").text
        refused = httpx.post(f"{address}/v1/jobs", files=TABLE)
        assert refused.status_code == 507, refused.text
        assert refused.json()["error"]["code"] == "no_space"
        _resolves(address)
        assert "Traceback" not in log.read_text()
    assert sorted(path.name for path in data.rglob("*")) == before


def test_the_unit(data: Path, warmed: Path) -> None:
    with started(UNIT, data, warmed, workers=2) as (address, log):
        _resolves(address)
        assert httpx.post(f"{address}/v1/jobs", files=TABLE).status_code == 202
        assert "Traceback" not in log.read_text()
    assert list(data.glob(".verified-*"))


def test_nothing_is_compiled_yet(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    _give(tmp_path / "empty")
    with started(Place(cache_written=True), data, tmp_path / "empty", workers=2) as (address, _):
        _resolves(address)
    assert list((tmp_path / "empty" / "exonym").glob("*/.warm-*")), CACHE
