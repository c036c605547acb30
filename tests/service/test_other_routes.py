from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from row_by_row import each_row
from unidecode import unidecode

from gazetteer.translit import han
from gazetteer.transliteration import transliterate
from service.app import create_app
from service.settings import Settings

BAKHMUT = 713174


def test_a_place_has_all_its_names(client: httpx.Client) -> None:
    place = client.get(f"/v1/places/{BAKHMUT}").json()
    assert place["id"] == BAKHMUT
    assert place["name"] == "Bakhmut"
    assert place["derived"] is False
    assert "Bakhmout" in {name["name"] for name in place["names"]}
    assert set(place["names"][0]) == {
        *("name", "lang", "preferred", "short", "colloquial", "historic", "from", "to", "code", "own"),
    }


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/geo+json", "application/geo+json"),
        ("application/geo+json, application/json;q=0.9", "application/geo+json"),
        ("Application/Geo+JSON; q=0.7", "application/geo+json"),
        ("application/json, application/geo+json;q=0.5", "application/json"),
        ("application/geo+json;q=0", "application/json"),
        ("application/geo+json;q=high", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        ("", "application/json"),
    ],
)
def test_a_place_as_geojson(client: httpx.Client, accept: str, kind: str) -> None:
    answer = client.get(f"/v1/places/{BAKHMUT}", headers={"Accept": accept})
    assert answer.headers["content-type"] == kind
    assert answer.headers["vary"] == "Accept"


def test_a_feature_is_geojson(client: httpx.Client) -> None:
    headers = {"Accept": "application/geo+json"}
    feature = client.get(f"/v1/places/{BAKHMUT}", headers=headers).json()
    place = client.get(f"/v1/places/{BAKHMUT}").json()
    assert (feature["type"], feature["id"]) == ("Feature", BAKHMUT)
    assert feature["geometry"] == {"type": "Point", "coordinates": [place["lon"], place["lat"]]}
    assert feature["properties"]["names"] == place["names"]
    assert not {"lat", "lon"} & set(feature["properties"])


@each_row(
    ("id", "status"),
    [
        ("1", 404),
        ("0", 404),
        ("4294967295", 404),
        ("9999999999", 404),
        ("9" * 5000, 404),
        ("-1", 400),
        ("Bakhmut", 400),
        ("713174.0", 400),
        ("٧١٣١٧٤", 400),
        ("%00", 400),
        ("%ff", 400),
        ("%ED%A0%80", 400),
        ("713174/x", 404),
        ("", 404),
    ],
)
def test_a_place_that_is_not_there(client: httpx.Client, id: str, status: int) -> None:
    answer = client.get(f"/v1/places/{id}")
    assert answer.status_code == status
    assert answer.json()["error"]["message"].endswith(".")


def test_suggestions_begin_as_typed(client: httpx.Client) -> None:
    suggestions = client.get("/v1/suggest", params={"prefix": "Bakhmo"}).json()["suggestions"]
    assert suggestions[0]["id"] == BAKHMUT
    assert suggestions[0]["matched"].startswith("Bakhmo")


@pytest.mark.parametrize("typed", ["Bakhmut, Ukr", "bakhmut ukraine", "Ukraine, Bakhm", "Bakhmtu", "м. Бахм"])
def test_suggestions_read_what_people_type(client: httpx.Client, typed: str) -> None:
    assert client.get("/v1/suggest", params={"prefix": typed}).json()["suggestions"][0]["id"] == BAKHMUT


def test_suggestions_in_another_script(client: httpx.Client) -> None:
    suggestions = client.get("/v1/suggest", params={"prefix": "Артемівс"}).json()["suggestions"]
    assert BAKHMUT in [one["id"] for one in suggestions]


@pytest.mark.parametrize(
    ("params", "where"),
    [
        ({}, "prefix"),
        ({"prefix": " "}, "prefix"),
        ({"prefix": "B" * 201}, "prefix"),
        ({"prefix": "B", "limit": "0"}, "limit"),
        ({"prefix": "B", "limit": "101"}, "limit"),
        ({"prefix": "B", "limit": "x"}, "limit"),
        ({"prefix": "B", "country": "Ruritania"}, "country"),
    ],
)
def test_bad_suggest_parameters(client: httpx.Client, params: dict[str, str], where: str) -> None:
    answer = client.get("/v1/suggest", params=params)
    assert answer.status_code == 400
    assert answer.json()["error"]["where"] == where


@pytest.mark.parametrize("prefix", ["?", "😀", "\x00", "\u200f", "'", "%"])
def test_odd_prefixes_are_answered(client: httpx.Client, prefix: str) -> None:
    assert client.get("/v1/suggest", params={"prefix": prefix}).status_code in {200, 400}


def test_readings_of_a_text(client: httpx.Client) -> None:
    answer = client.get("/v1/transliterate", params={"text": "Бахмут", "lang": "uk"}).json()
    assert (answer["text"], answer["lang"]) == ("Бахмут", "uk")
    assert "Bakhmut" in {one["latin"] for one in answer["readings"]}
    assert all(set(one) == {"latin", "scheme", "lang"} for one in answer["readings"])


def test_one_scheme(client: httpx.Client) -> None:
    every = client.get("/v1/transliterate", params={"text": "Бахмут"}).json()["readings"]
    params = {"text": "Бахмут", "scheme": every[0]["scheme"]}
    assert client.get("/v1/transliterate", params=params).json()["readings"] == every[:1]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"text": "Бахмут", "lang": "uk", "to": "fr"}, [("Bakhmout", "uk-fr", "uk")]),
        ({"text": "Бахмут", "scheme": "uk-fr"}, [("Bakhmout", "uk-fr", "uk")]),
        ({"text": "Київ", "to": "de"}, [("Kyjiw", "uk-de", "uk")]),
        ({"text": "Київ", "scheme": "iso9"}, [("Kiïv", "uk-iso9", "uk")]),
    ],
)
def test_a_text_as_a_newsroom_writes_it(
    client: httpx.Client, params: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    readings = client.get("/v1/transliterate", params=params).json()["readings"]
    assert [(one["latin"], one["scheme"], one["lang"]) for one in readings] == expected


@pytest.mark.parametrize(
    ("text", "lang", "latin"),
    [
        ("北京", "", "běijīng"),
        ("서울", "", "seoul"),
        ("Қостанай", "", "Qostanay"),
        ("Астана", "kk", "Astana"),
        ("تهران", "fa", "thran"),
        ("Łódź", "", "Łódź"),
        ("キーウ", "ja", "kīu"),
        ("Киев 北京", "", "Kiev běijīng"),
    ],
)
def test_english_is_written_from_every_script(client: httpx.Client, text: str, lang: str, latin: str) -> None:
    plain = client.get("/v1/transliterate", params={"text": text, "lang": lang}).json()["readings"]
    english = client.get("/v1/transliterate", params={"text": text, "lang": lang, "to": "en"}).json()["readings"]
    assert english == plain
    assert latin in {one["latin"] for one in english}


@pytest.mark.parametrize(
    ("params", "hinted"),
    [
        ({"text": "大阪市", "lang": "ja"}, True),
        ({"text": "大阪市", "lang": "ja-JP", "to": "en"}, True),
        ({"text": "東京タワー"}, True),
        ({"text": "キーウ", "lang": "ja"}, False),
        ({"text": "北京"}, False),
        ({"text": "北京", "lang": "zh"}, False),
        ({"text": "Tokyo", "lang": "ja"}, False),
    ],
)
@pytest.mark.parametrize("installed", [True, False])
def test_japanese_without_its_dictionary_says_so(
    monkeypatch: pytest.MonkeyPatch, params: dict[str, str], hinted: bool, installed: bool
) -> None:
    monkeypatch.setattr(han, "has_dictionary", lambda: installed)
    hint = transliterate(**params).hint
    assert (hint is not None) == (hinted and not installed)
    assert hint is None or "exonym[ja]" in hint


def test_letters_that_fit_several_languages_are_answered_for_each(client: httpx.Client) -> None:
    readings = client.get("/v1/transliterate", params={"text": "Бахмут", "to": "fr"}).json()["readings"]
    assert {"uk", "ru"} < {one["lang"] for one in readings}
    assert len({one["lang"] for one in readings}) == len(readings)


def test_every_scheme_that_is_listed_can_be_asked_for(client: httpx.Client) -> None:
    schemes = client.get("/v1/schemes").json()["schemes"]
    assert len({one["id"] for one in schemes}) == len(schemes)
    for scheme in schemes[::10]:
        params = {"text": "абв" if scheme["script"] == "Cyrl" else "α", "scheme": scheme["id"]}
        assert client.get("/v1/transliterate", params=params).json()["readings"][0]["scheme"] == scheme["id"]


@pytest.mark.parametrize("text", ["Бахмут", "北京", "Łódź", "Bakhmut", "ⴰⴳⴰⴷⵉⵔ", " Ἀθῆναι\u00a0"])
def test_unidecode_is_a_scheme_of_any_text_and_what_unidecode_makes_of_it(client: httpx.Client, text: str) -> None:
    assert any(one["id"] == "unidecode" for one in client.get("/v1/schemes").json()["schemes"])
    for lang in ({}, {"lang": "uk"}):
        answer = client.get("/v1/transliterate", params={"text": text, "scheme": "unidecode", **lang}).json()
        assert answer["readings"] == [{"latin": unidecode(text), "scheme": "unidecode", "lang": lang.get("lang")}]
    refused = client.get("/v1/transliterate", params={"text": "Бахмут", "scheme": "unidecode", "to": "fr"})
    assert (refused.status_code, refused.json()["error"]["where"]) == (400, "scheme")


@pytest.mark.parametrize(
    ("params", "where"),
    [
        ({}, "text"),
        ({"text": "  "}, "text"),
        ({"text": "Б" * 201}, "text"),
        ({"text": "Бахмут", "scheme": "magic"}, "scheme"),
        ({"text": "Бахмут", "to": "tlh"}, "to"),
        ({"text": "Бахмут", "to": "fr", "lang": "kk"}, "lang"),
        ({"text": "北京", "to": "fr"}, "to"),
        ({"text": "😀", "scheme": "iso9"}, "text"),
    ],
)
def test_bad_transliterate_parameters(client: httpx.Client, params: dict[str, str], where: str) -> None:
    answer = client.get("/v1/transliterate", params=params)
    assert answer.status_code == 400
    assert answer.json()["error"]["where"] == where


def test_credits_name_geonames(client: httpx.Client) -> None:
    credits: list[dict[str, Any]] = client.get("/v1/gazetteer").json()["credits"]
    assert any("geonames" in one["credit"].lower() and "CC BY 4.0" in one["licence"] for one in credits)
    assert "CC BY 4.0" in client.get("/openapi.json").json()["info"]["description"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/v1/resolve/", 404, "not_found"),
        ("GET", "/%ff%00", 404, "not_found"),
        ("PUT", "/v1/resolve", 405, "method_not_allowed"),
        ("POST", "/v1/suggest", 405, "method_not_allowed"),
        ("DELETE", f"/v1/places/{BAKHMUT}", 405, "method_not_allowed"),
    ],
)
def test_errors_have_one_shape(client: httpx.Client, method: str, path: str, status: int, code: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert (error["code"], error["where"]) == (code, None)
    assert error["message"].endswith(".")
    assert ("allow" in answer.headers) == (status == 405)


def test_the_header_allow_lists_the_methods_of_all_routes_of_the_path(client: httpx.Client) -> None:
    assert client.put("/v1/resolve").headers["allow"] == "GET, HEAD, POST"


def test_head_is_answered_without_a_body(client: httpx.Client) -> None:
    answer = client.head("/v1/resolve?q=Bakhmut")
    assert (answer.status_code, answer.content) == (200, b"")


def test_an_unforeseen_error_shows_no_stack(tiny_dir: Path, serve: Any) -> None:
    app = create_app(Settings(data_dir=tiny_dir))

    @app.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError("a secret")

    @app.get("/typed")
    async def typed(n: int) -> None: ...

    with serve(app) as client:
        answer = client.get("/broken")
        assert answer.status_code == 500
        assert answer.json()["error"]["code"] == "internal"
        assert "secret" not in answer.text
        assert client.get("/typed?n=x").json()["error"]["where"] == "n"
        assert client.get("/healthz").status_code == 200


def test_every_route_is_documented(client: httpx.Client) -> None:
    page = client.get("/openapi.json").json()
    docs = (Path(__file__).parents[2] / "docs" / "http.md").read_text()
    for path, methods in page["paths"].items():
        assert f"`{path}`" in docs or f" {path}" in docs, path
        assert all(one["summary"] and one["responses"] for one in methods.values())
    parameters = page["paths"]["/v1/resolve"]["get"]["parameters"]
    assert {"q", "lang", "country", "lat", "lon", "km"} <= {one["name"] for one in parameters}


def test_references_of_the_openapi_page_lead_somewhere(client: httpx.Client) -> None:
    page = client.get("/openapi.json").json()

    def references(node: Any) -> Any:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    found = set(references(page))
    assert "#/components/schemas/ResolveRequest" in found
    assert {one.rpartition("/")[2] for one in found} <= set(page["components"]["schemas"])
