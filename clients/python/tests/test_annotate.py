"""How the client asks for annotations and reads them."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import date
from typing import Any

import httpx
import pytest
from exonym_client import Annotation, AsyncExonym, Exonym, Near, Refused, Text
from serving import serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

BAKHMUT = 713174
ANSWER = {
    "id": "a",
    "lang": "uk",
    "lang_guessed": False,
    "places": [],
    "findings": [
        {
            "rule": "two-spellings",
            "start": 0,
            "end": 7,
            "text": "Bakhmut",
            "message": "…",
            "replacement": "Bakhmout",
            "place": BAKHMUT,
        }
    ],
    "toponyms": [{"id": BAKHMUT, "name": "Bakhmut", "lat": 48.6, "lon": 38.0, "mentions": [0]}],
}


def test_annotations_are_asked_for_and_read(exonym: Exonym, address: str) -> None:
    place = dataclasses.asdict(exonym.resolve("Bakhmut").candidates[0].place)
    asked: list[Any] = []

    async def answer(request: Request) -> Response:
        asked.append(await request.json())
        candidate = raw["results"][0]["candidates"][0] | {"support": "named with Ukraine"}
        mention = {"start": 0, "end": 7, "text": "Bakhmut", "kind": "place", "probability": 0.9, "name": "Bakhmut"}
        mention |= {"verdict": "match", "candidates": [candidate], "none": 0.01, "hint": None, "findings": [0]}
        one = ANSWER | {"places": [mention]}
        refused = ANSWER | {"error": {"code": "bad_query", "message": "…", "where": "texts[1].lang"}}
        return JSONResponse({"results": [one, refused]} if "texts" in asked[-1] else one)

    raw = httpx.get(f"{address}/v1/resolve", params={"q": "Bakhmut"}).json()
    with serving(Starlette(routes=[Route("/v1/annotate", answer, methods=["POST"])])) as stub:
        with Exonym(stub) as client:
            annotation = client.annotate("Bakhmut", lang="uk", id="a", near=Near(48.6, 38.0), date=date(2023, 1, 9))
            client.annotate(html="<b>Bakhmut", demonyms=False)
            first, second = client.annotate_many(["Bakhmut", Text(html="x", lang="?")])

        async def ask() -> Annotation:
            async with AsyncExonym(stub) as client:
                return await client.annotate(Text("Bakhmut"), lang="uk")

        assert asyncio.run(ask()) == annotation
    assert asked == [
        {
            "text": "Bakhmut",
            "lang": "uk",
            "id": "a",
            "near": {"lat": 48.6, "lon": 38.0, "km": 100.0},
            "date": "2023-01-09",
        },
        {"html": "<b>Bakhmut", "demonyms": False},
        {"texts": [{"text": "Bakhmut"}, {"html": "x", "lang": "?"}]},
        {"text": "Bakhmut", "lang": "uk"},
    ]
    (mention,) = annotation.mentions
    assert mention.match is not None
    assert dataclasses.asdict(mention.match) == place
    assert (mention.support, mention.findings, annotation.findings[0].replacement) == (
        *("named with Ukraine", (0,), "Bakhmout"),
    )
    assert annotation.toponyms[0].mentions == (0,)
    assert (first, second.error and second.error.where) == (annotation, "texts[1].lang")


def test_a_text_is_annotated_by_the_service(exonym: Exonym) -> None:
    annotation = exonym.annotate("", id="empty", lang="uk")
    assert (annotation.id, annotation.lang, annotation.mentions, annotation.toponyms) == ("empty", "uk", (), ())
    with pytest.raises(Refused) as refused:
        exonym.annotate("Kyiv", html="Kyiv")
    assert (refused.value.status, refused.value.where) == (400, "html")
