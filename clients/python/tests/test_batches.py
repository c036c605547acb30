"""Batches on their way: several requests at once, less of each answer, packed both ways."""

from __future__ import annotations

import asyncio
import gzip
import json
import math
import threading
import time
from typing import Any

import pytest
from exonym_client import AsyncExonym, BadAddress, ClientError, Exonym, Refused
from exonym_client.protocol import Patience
from serving import serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


class Slow:
    """A service that takes its time, the first request the longest, and counts how many wait together."""

    def __init__(self, most: int = 1000, seconds: float = 0.1) -> None:
        self.together = self.highest = self.requests = 0
        self.codings: list[str | None] = []
        self._most = most
        self._seconds = seconds
        self._lock = threading.Lock()

    def app(self) -> Any:
        async def answer(request: Request) -> Response:
            self.together += 1
            self.requests += 1
            self.highest = max(self.highest, self.together)
            self.codings.append(request.headers.get("content-encoding"))
            try:
                raw = await request.body()
                given = json.loads(gzip.decompress(raw) if self.codings[-1] == "gzip" else raw)["queries"]
                await asyncio.sleep(self._seconds * (3 if self.requests == 1 else 1))
            finally:
                self.together -= 1
            if len(given) > self._most:
                return JSONResponse({"error": {"code": "too_large", "message": "Too many.", "where": None}}, 413)
            results = [
                {"id": None, "name": one["name"], "verdict": "no_match", "candidates": [], "none": 1.0} for one in given
            ]
            return JSONResponse({"results": [one | {"hint": None} for one in results]})

        return Starlette(routes=[Route("/v1/resolve", answer, methods=["POST"])])


NAMES = [f"name {number}" for number in range(100)]


@pytest.mark.parametrize("at_once", [1, 3])
def test_some_requests_are_under_way_together_and_answers_keep_their_order(at_once: int) -> None:
    service = Slow()
    with serving(service.app()) as address:
        with Exonym(address) as client:
            assert [one.name for one in client.resolve_many(NAMES, chunk=10, at_once=at_once)] == NAMES
        assert (service.highest, service.requests) == (at_once, 10)
        service.highest = 0

        async def ask() -> list[str]:
            async with AsyncExonym(address) as client:
                return [one.name async for one in client.resolve_many(NAMES, chunk=10, at_once=at_once)]

        assert asyncio.run(ask()) == NAMES
        assert service.highest == at_once


def test_parts_that_are_too_large_are_halved_whichever_comes_back_first() -> None:
    service = Slow(most=3, seconds=0.01)
    with serving(service.app()) as address, Exonym(address) as client:
        assert [one.name for one in client.resolve_many(NAMES, chunk=40, at_once=4)] == NAMES


def test_whoever_stops_reading_leaves_nothing_behind() -> None:
    service = Slow()
    before = threading.active_count()
    with serving(service.app()) as address, Exonym(address) as client:
        running = client.resolve_many(NAMES, chunk=1, at_once=4)
        next(running)
        running.close()  # type: ignore[attr-defined]
        asked = service.requests
        assert asked <= 8
        time.sleep(0.3)
        assert service.requests == asked
    assert threading.active_count() <= before + 1


def test_an_error_ends_the_batch() -> None:
    with Exonym("http://127.0.0.1:9", patience=Patience(attempts=1)) as client, pytest.raises(ClientError):
        list(client.resolve_many(NAMES, chunk=1))
    with Exonym("http://127.0.0.1:9") as client, pytest.raises(ValueError, match="at_once is 0"):
        next(client.resolve_many(NAMES, at_once=0))


def test_a_missing_value_fails_alone(exonym: Exonym) -> None:
    results = list(exonym.resolve_many(["Bakhmout", None, float("nan"), 2025]))
    assert [one.error is None for one in results] == [True, False, False, True]
    assert [one.error is None for one in exonym.resolve_together(["Bakhmout", None])] == [True, False]


@pytest.mark.parametrize("odd", ["Kyiv", b"Kyiv", {"name": "Kyiv"}])
def test_many_names_are_a_list(exonym: Exonym, odd: Any) -> None:
    with pytest.raises(TypeError, match="list"):
        list(exonym.resolve_many(odd))
    with pytest.raises(TypeError, match="list"):
        exonym.resolve_together(odd)


def test_bodies_of_some_size_are_packed() -> None:
    service = Slow(seconds=0.0)
    with serving(service.app()) as address, Exonym(address) as client:
        assert len(list(client.resolve_many(NAMES))) == 100
        assert len(list(client.resolve_many(["Kyiv"]))) == 1
    assert service.codings == ["gzip", None]


def test_the_service_answers_packed_and_with_what_was_asked_for(exonym: Exonym) -> None:
    names = ["Bakhmout", "Kyïv", "Springfield"] * 30
    whole = list(exonym.resolve_many(names))
    less = list(exonym.resolve_many(names, fields=["lat", "lon", "country"]))
    assert [one.verdict for one in less] == [one.verdict for one in whole]
    first, same = less[0].candidates[0], whole[0].candidates[0]
    assert (first.place.id, first.place.lat, first.place.country, first.score) == (
        same.place.id,
        same.place.lat,
        same.place.country,
        same.score,
    )
    assert (first.place.feature_code, first.matched.detail, first.place.timezone) == ("", "", None)
    bare = next(exonym.resolve_many(["Bakhmout"], fields=["id"])).candidates[0]
    assert math.isnan(bare.place.lat)
    with pytest.raises(Refused, match="there are id"):
        next(exonym.resolve_many(["Bakhmout"], fields=["nose"]))
    with pytest.raises(TypeError, match=r'write fields=\["lat"\]'):
        next(exonym.resolve_many(["Bakhmout"], fields="lat"))


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:8000", "localhost", "", "ftp://127.0.0.1", "http://", "//host", "http://[::1", "http:// host", 8000],
)
def test_an_address_that_is_none_is_refused_at_once(url: Any) -> None:
    for kind in (Exonym, AsyncExonym):
        with pytest.raises(BadAddress, match="write it like http://127") as caught:
            kind(url)
        assert isinstance(caught.value, ClientError)
