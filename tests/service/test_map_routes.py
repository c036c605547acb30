from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from basemap_read import read_base, read_dots
from fastapi import FastAPI
from serving import serving

from gazetteer.basemap.basemap import Basemap
from service.app import create_app
from service.maps import tiles_origin
from service.settings import Settings, SettingsError

Serve = Callable[[FastAPI], AbstractContextManager[httpx.Client]]
BASE_BYTES = 30_000  # of the first base, compressed
LANGUAGES = ("en", "fr", "uk", "de", "ar")


@pytest.fixture(scope="module")
def client(tiny_dir: Path) -> Iterator[httpx.Client]:
    """A service without borders, which are slow to draw."""
    settings = Settings(data_dir=tiny_dir, map_borders="none", require_key=True)
    with serving(create_app(settings)) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.mark.parametrize("path", ["/v1/map/base", "/v1/map/base?level=1&display=de", "/v1/map/dots/2/2/1"])
def test_it_is_kept_for_a_day_needs_no_key_and_is_for_pages_of_any_origin(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://cms.example.org"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert answer.headers["access-control-allow-origin"] == "*"
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_all_who_ask_for_a_map_that_is_not_made_wait_for_one_making(
    tiny_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    class Slow(Basemap):
        def __init__(self, *args: Any) -> None:
            time.sleep(0.3)
            made.append("map")
            super().__init__(*args)

        def base(self, *args: Any) -> bytes:
            time.sleep(0.1)
            made.append(f"base {args[0]}")
            return super().base(*args)

    monkeypatch.setattr("service.maps.Basemap", Slow)
    paths = ["/v1/map/base?level=0", "/v1/map/base?level=1", "/v1/map/dots/2/2/1"] * 12
    settings = Settings(data_dir=tiny_dir, map_borders="none")
    with serving(create_app(settings)) as address, httpx.Client(base_url=address, timeout=60) as client:
        with ThreadPoolExecutor(len(paths)) as threads:
            answers = list(threads.map(client.get, paths))
        assert {one.status_code for one in answers} == {200}
        assert sorted(made) == ["base 0", "base 1", "map"]
        assert client.get(paths[0]).content == answers[0].content


def test_compressed_where_that_is_taken(embedded_dir: Path) -> None:
    app = create_app(Settings(data_dir=embedded_dir))
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        for path in ("/v1/map/base", "/v1/map/dots/2/2/1"):
            plain, packed = (client.get(path, headers={"Accept-Encoding": one}) for one in ("identity", "gzip"))
            assert "content-encoding" not in plain.headers
            assert packed.headers["content-encoding"] == "gzip"
            assert packed.content == plain.content
            assert packed.headers["etag"] != plain.headers["etag"]
            assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
        for lang in LANGUAGES:
            answer = client.get("/v1/map/base", params={"display": lang})
            assert int(answer.headers["content-length"]) < BASE_BYTES, lang
            assert int(answer.headers["content-length"]) == len(gzip.compress(answer.content, mtime=0))


def test_labels_are_in_the_language_asked_for(client: httpx.Client) -> None:
    names = [name for *_, name in read_base(client.get("/v1/map/base?display=de").content).labels]
    assert "Bachmut" in names


def test_dots_are_places(client: httpx.Client) -> None:
    assert read_dots(client.get("/v1/map/dots/10/620/353").content) != []  # Bakhmut
    assert read_dots(client.get("/v1/map/dots/10/0/1023").content) == []


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/v1/map/base?level=2", "level"),
        ("/v1/map/base?level=-1", "level"),
        ("/v1/map/base?level=fine", "level"),
        (f"/v1/map/base?display={'x' * 36}", "display"),
        ("/v1/map/dots/1/0/0", "z"),
        ("/v1/map/dots/11/0/0", "z"),
        ("/v1/map/dots/2/4/0", "x"),
        ("/v1/map/dots/2/0/4", "y"),
        ("/v1/map/dots/2/-1/0", "x"),
        ("/v1/map/dots/2/0/1e3", "y"),
        (f"/v1/map/dots/2/0/{'9' * 500}", "y"),
    ],
)
def test_what_there_is_not_is_a_bad_query(client: httpx.Client, path: str, where: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad_query"
    assert answer.json()["error"]["where"] == where


@pytest.mark.parametrize("path", ["/v1/map", "/v1/map/", "/v1/map/dots/2/0", "/v1/map/dots/2/0/0/0"])
def test_no_other_path_is_one_of_the_map(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (401, 404)
    assert "error" in answer.json()


def test_the_operators_tiles_are_told(tiny_dir: Path, serve: Serve) -> None:
    tiles = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings = Settings(data_dir=tiny_dir, map_borders="none", map_tiles=tiles, map_credit="© Tilers")
    with serve(create_app(settings)) as client:
        told = read_base(client.get("/v1/map/base").content).told
    assert (told["tiles"], told["credit"]) == (tiles, "© Tilers")
    assert tiles_origin(settings) == "https://tiles.example.org"
    assert tiles_origin(Settings()) == ""


def test_borders_that_cannot_be_read_are_503(tiny_dir: Path, serve: Serve, tmp_path: Path) -> None:
    missing = tmp_path / "borders.geojson"
    with serve(create_app(Settings(data_dir=tiny_dir, map_borders=str(missing)))) as client:
        answer = client.get("/v1/map/base")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "source")


@pytest.mark.parametrize(
    "tiles",
    [
        "tiles",
        "ftp://a.example/{z}/{x}/{y}",
        "https://a.example/{z}/{x}.png",
        "https://a;b/{z}/{x}/{y}",
        "https://a.example",
    ],
)
def test_tiles_without_their_three_numbers_are_refused(monkeypatch: pytest.MonkeyPatch, tiles: str) -> None:
    monkeypatch.setenv("EXONYM_MAP_TILES", tiles)
    with pytest.raises(SettingsError, match="EXONYM_MAP_TILES"):
        Settings.read()
