"""POST /v1/annotate: how it is asked and answered. What is found in texts is for tests/annotation."""

from __future__ import annotations

import html
import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from redis_server import redis_server
from row_by_row import each_row

import service.cache.cache as tiers
from gazetteer import Gazetteer, QueryError
from gazetteer.model import TEXT_LIMIT, AnnotateOptions, Annotation, Mention, Query, Toponym
from service.app import create_app
from service.settings import Settings

Serve = Callable[[FastAPI], AbstractContextManager[httpx.Client]]
BAKHMUT, KYIV = 713174, 703448
REAL = Gazetteer.annotate
NAMES = ("Bakhmut", "Kyiv")
TEXT = "From Kyiv to Bakhmut, and from Bakhmut to Xyzzyqwert."


def annotate(
    gazetteer: Gazetteer,
    text: str,
    options: AnnotateOptions = AnnotateOptions(),  # noqa: B008 - it is frozen
    **_: object,
) -> Annotation:
    """Every letter of two names, whatever stands around: what is tested here is what comes before and after."""
    if "Ruritania" in options.country:
        raise QueryError("There is no country Ruritania.", "country")
    found: list[tuple[int, str]] = []
    for name in NAMES:
        place = text.find(name)
        while place >= 0:
            found.append((place, name))
            place = text.find(name, place + len(name))
    mentions = tuple(
        Mention(start, start + len(name), name, "place", 0.9, name, gazetteer.resolve(Query(name)), "it says so")
        for start, name in sorted(found)
    )
    toponyms = []
    for name in dict.fromkeys(mention.name for mention in mentions):
        numbers = tuple(number for number, mention in enumerate(mentions) if mention.name == name)
        place_ = mentions[numbers[0]].resolution.candidates[0].place
        toponyms.append(Toponym(place_.id, place_.name, place_.lat, place_.lon, numbers))
    return Annotation(options.lang or "en", options.lang is None, mentions, tuple(toponyms))


@pytest.fixture(autouse=True, scope="module")
def _two_names() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Gazetteer, "annotate", annotate)
        yield


def post(client: httpx.Client, **body: Any) -> dict[str, Any]:
    answer = client.post("/v1/annotate", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(client: httpx.Client, **body: Any) -> tuple[int, str, str | None]:
    answer = client.post("/v1/annotate", content=json.dumps(body))
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["where"]


def test_an_answer_has_every_field(client: httpx.Client) -> None:
    answer = post(client, text=TEXT, id="story-4711")
    assert list(answer) == ["id", "lang", "lang_guessed", "places", "findings", "toponyms", "gazetteer"]
    assert (answer["id"], answer["lang"], answer["lang_guessed"], answer["findings"]) == ("story-4711", "en", True, [])
    place = answer["places"][0]
    assert list(place) == [
        *("start", "end", "text", "kind", "probability", "name", "verdict", "candidates", "none", "hint", "findings")
    ]
    assert (place["start"], place["end"], place["text"], place["verdict"]) == (5, 9, "Kyiv", "match")
    assert (place["candidates"][0]["id"], place["candidates"][0]["support"]) == (KYIV, "it says so")
    assert list(answer["toponyms"][1]) == ["id", "name", "lat", "lon", "mentions"]
    assert [(one["id"], one["mentions"]) for one in answer["toponyms"]] == [(KYIV, [0]), (BAKHMUT, [1, 2])]


def test_candidates_are_those_of_resolve(client: httpx.Client) -> None:
    (candidate,) = post(client, text="Kyiv")["places"][0]["candidates"][:1]
    (result,) = client.get("/v1/resolve", params={"q": "Kyiv"}).json()["results"]
    del candidate["support"]
    assert candidate == result["candidates"][0]


UNITS = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "byte": ("utf-8", 1), None: ("utf-32-le", 4)}


@pytest.mark.parametrize("unit", UNITS)
def test_offsets_count_what_was_asked_for(client: httpx.Client, unit: str | None) -> None:
    text = "😀 Été à Kyiv e\u0301 \u200f中 Bakhmut\r\n"
    encoding, width = UNITS[unit]
    for place in post(client, text=text, offsets=unit)["places"]:
        raw = text.encode(encoding)[place["start"] * width : place["end"] * width]
        assert raw.decode(encoding) == place["text"]


SOUND = st.lists(
    st.one_of(
        st.sampled_from([*NAMES, " ", "<b>", "&amp;", "\n", "😀", "e\u0301"]), st.characters(exclude_categories=["Cs"])
    ),
    max_size=12,
).map("".join)


@settings(max_examples=50)
@given(text=SOUND)
def test_a_text_and_the_same_as_html_have_the_same_places(client: httpx.Client, text: str) -> None:
    source = html.escape(text)
    plain, marked = post(client, text=text)["places"], post(client, html=source)["places"]
    assert [one["text"] for one in plain] == [one["text"] for one in marked]
    assert [html.unescape(source[one["start"] : one["end"]]) for one in marked] == [one["text"] for one in marked]


def test_offsets_of_html_count_in_the_source(client: httpx.Client) -> None:
    source = "<p title='Kyiv'>é <b>Bakh</b>mut &amp; Kyiv<script>Kyiv</script>"
    places = post(client, html=source)["places"]
    assert [one["text"] for one in places] == ["Bakhmut", "Kyiv"]
    assert [source[one["start"] : one["end"]] for one in places] == ["Bakh</b>mut", "Kyiv"]
    in_bytes = post(client, html=source, offsets="byte")["places"]
    assert [one["start"] for one in in_bytes] == [one["start"] + 1 for one in places]


def test_many_texts_each_fail_alone(client: httpx.Client) -> None:
    texts: list[Any] = [
        {"text": "Kyiv", "id": 1},
        {"html": "<p>Bakhmut", "text": None},
        {"text": "Kyiv", "country": {}, "id": "c"},
        {"text": "Kyiv", "country": "Ruritania"},
        "Kyiv",
        {},
        {"text": "e" * (TEXT_LIMIT + 1)},
    ]
    answer = post(client, texts=texts)
    assert list(answer) == ["results", "gazetteer"]
    results = answer["results"]
    assert [one["id"] for one in results] == [1, None, "c", None, None, None, None]
    assert [[place["text"] for place in one["places"]] for one in results] == [["Kyiv"], ["Bakhmut"], *[[]] * 5]
    errors = [one.get("error") and (one["error"]["code"], one["error"]["where"]) for one in results]
    assert errors == [
        *(None, None, ("bad_query", "texts[2].country"), ("bad_query", "texts[3].country")),
        *(("bad_query", "texts[4]"), ("bad_query", "texts[5].text"), ("too_large", None)),
    ]


def test_what_is_said_beside_texts_holds_for_all_that_say_nothing_else(client: httpx.Client) -> None:
    answer = post(client, texts=[{"text": "Kyiv"}, {"text": "Kyiv", "lang": "uk"}], lang="fr", id="no text's")
    assert [(one["id"], one["lang"]) for one in answer["results"]] == [(None, "fr"), (None, "uk")]


def test_nothing_is_answered_with_no_places(client: httpx.Client) -> None:
    bodies: list[dict[str, Any]] = [{"text": ""}, {"html": ""}, {"text": " \n"}, {"texts": []}]
    for body in bodies:
        answer = post(client, **body)
        assert answer.get("places", answer.get("results")) == []


def test_unknown_fields_are_ignored_and_null_is_absent(client: httpx.Client) -> None:
    known = ("html", "texts", "id", "lang", "country", "within", "near", "date", "classes", "codes", "display")
    more = ("demonyms", "threshold", "limit", "offsets", "lint", "style")
    answer = post(client, text=TEXT, colour="red", **dict.fromkeys([*known, *more]))
    assert answer == post(client, text=TEXT)


REFUSED: list[tuple[dict[str, Any], tuple[int, str, str | None]]] = [
    ({}, (400, "bad_query", "text")),
    ({"text": None}, (400, "bad_query", "text")),
    ({"text": "Kyiv", "html": "Kyiv"}, (400, "bad_query", "html")),
    ({"text": "Kyiv", "texts": []}, (400, "bad_query", "text")),
    ({"texts": {}}, (400, "unreadable", "texts")),
    ({"text": 5}, (400, "bad_query", "text")),
    ({"text": "Kyiv \ud83d"}, (400, "bad_query", "text")),
    ({"html": "\udc00"}, (400, "bad_query", "html")),
    ({"text": "Kyiv", "offsets": "character"}, (400, "bad_query", "offsets")),
    ({"text": "Kyiv", "offsets": []}, (400, "bad_query", "offsets")),
    ({"text": "Kyiv", "threshold": 0}, (400, "bad_query", "threshold")),
    ({"text": "Kyiv", "threshold": "high"}, (400, "bad_query", "threshold")),
    ({"text": "Kyiv", "limit": 0}, (400, "bad_query", "limit")),
    ({"text": "Kyiv", "limit": 101}, (400, "bad_query", "limit")),
    ({"text": "Kyiv", "near": {"lat": 91, "lon": 0}}, (400, "bad_query", "near.lat")),
    ({"text": "Kyiv", "date": "yesterday"}, (400, "bad_query", "date")),
    ({"text": "Kyiv", "demonyms": "no"}, (400, "bad_query", "demonyms")),
    ({"text": "Kyiv", "lint": 1}, (400, "bad_query", "lint")),
    ({"text": "Kyiv", "style": 1}, (400, "bad_query", "style")),
    ({"text": "Kyiv", "lang": 5}, (400, "bad_query", "lang")),
    ({"text": "Kyiv", "country": "Ruritania"}, (400, "bad_query", "country")),
    ({"text": "e" * (TEXT_LIMIT + 1)}, (413, "too_large", None)),
    ({"html": "<" * (TEXT_LIMIT + 1)}, (413, "too_large", None)),
    ({"text": "e" * 10_000_000}, (413, "too_large", None)),
    ({"texts": [{}] * 1001}, (413, "too_large", None)),
]


@each_row(("body", "answer"), REFUSED)
def test_what_cannot_be_read_is_refused(
    client: httpx.Client, body: dict[str, Any], answer: tuple[int, str, str | None]
) -> None:
    assert refused(client, **body) == answer


@pytest.mark.parametrize("body", [b"", b"[]", b"Kyiv", b"\xff\xfe\x00", b'{"text": "Kyiv"'])
def test_what_is_no_object_is_refused(client: httpx.Client, body: bytes) -> None:
    assert client.post("/v1/annotate", content=body).json()["error"]["code"] == "unreadable"


def test_the_body_may_be_the_text(client: httpx.Client) -> None:
    def ask(body: bytes, kind: str, **parameters: Any) -> httpx.Response:
        return client.post("/v1/annotate", content=body, params=parameters, headers={"Content-Type": kind})

    answer = ask("À Kyiv".encode(), "text/plain", lang="fr", id="a", offsets="byte", limit=2, lat=50, lon=30, km=9)
    assert (answer.json()["id"], answer.json()["lang"], answer.json()["places"][0]["start"]) == ("a", "fr", 3)
    page = ask(b"<b>Ky</b>iv", "text/html; charset=utf-8").json()
    assert [(one["text"], one["start"], one["end"]) for one in page["places"]] == [("Kyiv", 3, 11)]
    old = ask("Été à Kyiv".encode("cp1252"), 'TEXT/Plain;format=flowed; Charset="windows-1252"')
    assert old.json()["places"][0]["start"] == 6
    for kind in ("text/plain", "text/html; charset=punycode", "text/plain; charset=zlib"):
        error = ask(b"\xe9t\xe9", kind)
        assert (error.status_code, error.json()["error"]["code"]) == (400, "unreadable")
    assert ask(b"Kyiv", "text/plain", lat=91, lon=0).json()["error"]["where"] == "lat"
    assert ask(b"Kyiv", "text/plain", limit="many").json()["error"]["where"] == "limit"


def test_parameters_hold_where_the_body_says_nothing(client: httpx.Client) -> None:
    for body, lang in (({"text": "Kyiv"}, "fr"), ({"text": "Kyiv", "lang": "uk"}, "uk")):
        assert client.post("/v1/annotate", params={"lang": "fr"}, json=body).json()["lang"] == lang


def test_geojson_has_a_feature_for_each_place(client: httpx.Client) -> None:
    headers = {"Accept": "application/geo+json"}
    answer = client.post("/v1/annotate", json={"text": TEXT, "id": 7}, headers=headers)
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["vary"] == "Accept"
    collection = answer.json()
    assert (collection["type"], collection["id"], len(collection["features"])) == ("FeatureCollection", 7, 2)
    feature = collection["features"][1]
    assert (feature["type"], feature["id"], feature["properties"]["name"]) == ("Feature", BAKHMUT, "Bakhmut")
    assert feature["geometry"] == {"type": "Point", "coordinates": [37.99886, 48.59419]}
    assert [one["start"] for one in feature["properties"]["mentions"]] == [13, 31]
    many = client.post("/v1/annotate", json={"texts": [{"text": TEXT}]}, headers=headers)
    assert (many.status_code, many.json()["error"]["where"]) == (400, "texts")


def test_the_same_question_has_the_same_answer(client: httpx.Client) -> None:
    first, again = (client.post("/v1/annotate", json={"text": TEXT}).content for _ in range(2))
    assert first == again


def test_a_failure_is_of_its_text_alone(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(gazetteer: Gazetteer, text: str, options: AnnotateOptions, **_: object) -> Annotation:
        return annotate(gazetteer, text, options) if "Kyiv" in text else 1 / 0  # type: ignore[return-value]

    monkeypatch.setattr(Gazetteer, "annotate", failing)
    results = post(client, texts=[{"text": "Odesa"}, {"text": "Kyiv"}])["results"]
    assert (results[0]["error"]["where"], [one["text"] for one in results[1]["places"]]) == ("texts[0].text", ["Kyiv"])
    answer = client.post("/v1/annotate", json={"text": "Odesa"})
    assert (answer.status_code, answer.json()["error"]["where"]) == (500, "text")


def test_many_tags_are_read_in_time(client: httpx.Client) -> None:
    for bomb in ("<div>" * 100_000, "<p " + "a=b " * 100_000 + ">", "&lt;" * 100_000, "<a ='" * 100_000):
        answer = client.post("/v1/annotate", json={"html": bomb + "</a>Kyiv"}, timeout=60)
        assert answer.status_code == 200


def test_answers_are_kept_in_redis_and_not_in_the_process(
    tiny_dir: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []

    def counting(
        gazetteer: Gazetteer,
        text: str,
        options: AnnotateOptions = AnnotateOptions(),  # noqa: B008 - it is frozen
        **_: object,
    ) -> Annotation:
        if text == TEXT:  # and no warming up
            computed.append(text)
        return annotate(gazetteer, text, options)

    monkeypatch.setattr(Gazetteer, "annotate", counting)
    for name in ("KEPT_FROM", "SENT_FROM", "ASKED_FROM"):
        monkeypatch.setattr(tiers, name, 0.0)
    with redis_server() as url, serve(create_app(Settings(data_dir=tiny_dir, redis_url=url))) as client:
        first = post(client, text=TEXT, id=1)
        time.sleep(0.4)
        assert post(client, text=TEXT, id=2) == first | {"id": 2}
        assert computed == [TEXT]
        others: list[dict[str, Any]] = [{"offsets": "byte"}, {"limit": 2}, {"lang": "uk"}, {"threshold": 0.5}]
        for other in others:
            post(client, text=TEXT, **other)
        post(client, html=TEXT)
        assert len(computed) == 2 + len(others)
        metrics = client.get("/metrics").text
        assert 'exonym_cache_lookups_total{outcome="hit",tier="redis"} 1.0' in metrics
        assert 'outcome="hit",tier="process"' not in metrics
    with serve(create_app(Settings(data_dir=tiny_dir))) as client:
        assert post(client, text=TEXT, id=1) == post(client, text=TEXT, id=1) == first
    assert len(computed) == 4 + len(others)


def test_an_answer_has_a_limit(tiny_dir: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=tiny_dir, max_answer=10_000))) as client:
        assert client.post("/v1/annotate", json={"text": "Kyiv "}).status_code == 200
        for body in ({"text": "Kyiv " * 100}, {"texts": [{"text": "Kyiv"}] * 100}):
            answer = client.post("/v1/annotate", json=body)
            assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_a_text_has_no_more_computing_than_a_request(
    embedded_dir: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Gazetteer, "annotate", REAL)
    text = "Went to Lyon, Kyiv, Lviv, Minsk and Riga. " * 20
    with serve(create_app(Settings(data_dir=embedded_dir, max_seconds=0.000_001))) as client:
        answer = client.post("/v1/annotate", json={"text": text})
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "not_computed")
        assert "Retry-After" in answer.headers


def test_a_text_counts_by_its_size(tiny_dir: Path, serve: Serve) -> None:
    with serve(create_app(Settings(data_dir=tiny_dir, name_limit="20/hour"))) as client:
        answer = client.post("/v1/annotate", json={"texts": [{"text": "Kyiv"}, {"text": "Kyiv" + " " * 4000}]})
        assert answer.headers["RateLimit-Names-Remaining"] == "14"
        assert client.post("/v1/annotate", json={"text": " " * 20_000}).status_code == 429
