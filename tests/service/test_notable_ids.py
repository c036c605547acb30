"""Ids of places that GeoNames does not have: shown as Wikidata's, and accepted wherever an id is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from click.testing import CliRunner
from exonym_client import Exonym
from linked import known_whole
from serving import serving
from tiny import Tiny

from gazetteer import Gazetteer, Query, build
from gazetteer.model.ids import WIKIDATA_IDS
from gazetteer.sources.records import NameRecord, PlaceRecord, Progress, no_progress
from service.app import create_app
from service.cli import main
from service.settings import Settings

SIBERIA, INSIDE = "Q5428", WIKIDATA_IDS + 5428
VILLAGE, STEPPE = 3816203, 400_000_001


class WithNotable(Tiny):
    """A few places more: a region and a village of one name, and a region that is in no catalogue."""

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        yield from super().places(progress)
        yield PlaceRecord(VILLAGE, "Siberia", 17.4, -92.9, "US", population=954)
        for id, name, countries in ((INSIDE, "Siberia", ("UA", "DE")), (STEPPE, "Wild Steppe", ())):
            yield PlaceRecord(
                id, name, 60.0, 100.0, "", feature_class="L", feature_code="RGN", notability=9, countries=countries
            )

    def names(self, progress: Progress = no_progress) -> Iterable[NameRecord]:
        yield from super().names(progress)
        yield NameRecord(INSIDE, "Сибір", "uk")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("notable")
    build(WithNotable(), path)
    return path


@pytest.fixture(scope="module")
def gazetteer(folder: Path) -> Gazetteer:
    return Gazetteer.open(folder)


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with (
        serving(create_app(Settings(data_dir=known_whole(folder)))) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def test_a_bare_name_is_the_notable_place(client: httpx.Client) -> None:
    result = client.get("/v1/resolve", params={"q": "Siberia"}).json()["results"][0]
    first = result["candidates"][0]
    assert (result["verdict"], first["id"], first["population"]) == ("match", SIBERIA, 0)
    assert first["uri"] == f"https://www.wikidata.org/entity/{SIBERIA}"


@pytest.mark.parametrize("id", [SIBERIA, str(INSIDE)])
def test_a_place_by_its_id(client: httpx.Client, id: str) -> None:
    place = client.get(f"/v1/places/{id}").json()
    assert (place["id"], place["name"]) == (SIBERIA, "Siberia")
    feature = client.get(f"/v1/places/{id}", headers={"Accept": "application/geo+json"}).json()
    assert feature["id"] == SIBERIA


def test_a_place_of_no_catalogue_has_no_address(client: httpx.Client) -> None:
    place = client.get(f"/v1/places/{STEPPE}").json()
    assert (place["id"], place["uri"]) == (STEPPE, None)


@pytest.mark.parametrize(("id", "status"), [("Q1", 404), ("Q500000000", 404), ("Q", 400), ("Qx", 400), ("QQ1", 400)])
def test_an_id_that_is_none(client: httpx.Client, id: str, status: int) -> None:
    assert client.get(f"/v1/places/{id}").status_code == status


def test_a_region_stands_for_its_countries(gazetteer: Gazetteer) -> None:
    inside = gazetteer.resolve(Query("Бахмут", within=SIBERIA))
    assert (inside.verdict, inside.candidates[0].place.country, inside.hint) == ("match", "UA", None)
    assert gazetteer.resolve("Bakhmut, Siberia").candidates[0].place.name == "Bakhmut"


def test_what_countries_share_is_found_under_each(gazetteer: Gazetteer) -> None:
    for country in ("UA", "DE"):
        assert gazetteer.resolve(Query("Сибір", country=(country,))).candidates[0].place.id == INSIDE
    assert gazetteer.resolve(Query("Siberia", country=("US",))).candidates[0].place.id == VILLAGE


def test_pages_link_to_wikidata_alone(client: httpx.Client) -> None:
    page = client.get(f"/place/{SIBERIA}").text
    assert f"<dd>{SIBERIA}</dd>" in page
    assert "www.geonames.org/5" not in page
    assert SIBERIA in client.get(f"/reconcile/preview/{SIBERIA}").text


def test_reconciliation_takes_and_gives_such_ids(client: httpx.Client) -> None:
    def asked(query: object) -> Any:
        answer = client.get("/reconcile", params={"queries": orjson.dumps({"q0": query}).decode()})
        return answer.json()["q0"]["result"]

    assert asked({"query": "Siberia"})[0]["id"] == SIBERIA
    assert asked({"query": f"https://www.wikidata.org/entity/{SIBERIA}"})[0]["id"] == SIBERIA
    extend = orjson.dumps({"ids": [SIBERIA], "properties": [{"id": "name"}, {"id": "uri"}]}).decode()
    rows = client.get("/reconcile", params={"extend": extend}).json()["rows"]
    assert rows[SIBERIA]["name"] == [{"str": "Siberia"}]
    found = client.get("/reconcile/suggest/entity", params={"prefix": "Siber"}).json()["result"]
    assert found[0]["id"] == SIBERIA


def test_the_client_reads_both(client: httpx.Client) -> None:
    with Exonym(str(client.base_url)) as exonym:
        assert exonym.place(SIBERIA).place.id == SIBERIA
        assert exonym.place(713174).place.id == 713174
        assert exonym.resolve("Siberia").candidates[0].place.id == SIBERIA


def test_the_description_of_the_api_says_so(client: httpx.Client) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    kinds = schemas["PlaceAnswer"]["properties"]["id"]["anyOf"]
    assert kinds == [{"type": "integer"}, {"type": "string", "pattern": "^Q[0-9]+$"}]


def test_routes_of_geonames_stay_with_numbers(client: httpx.Client) -> None:
    assert client.get("/getJSON", params={"geonameId": INSIDE, "username": "x"}).json()["geonameId"] == INSIDE


def test_tables_show_and_decisions_take_them(folder: Path, tmp_path: Path) -> None:
    table, out, review = (tmp_path / name for name in ("in.csv", "out.csv", "review.csv"))
    table.write_text("name\nSiberia\nBakhmut\n", "utf-8")
    done = CliRunner().invoke(main, ["reconcile", str(table), "-o", str(out), "--data-dir", str(folder)])
    assert done.exit_code == 0, done.output
    assert out.read_text("utf-8").splitlines()[1].split(",")[1] == SIBERIA
    review.write_text(f"name,decision\nBakhmut,{SIBERIA}\n", "utf-8")
    done = CliRunner().invoke(
        main, ["reconcile", str(table), "-o", str(out), "--decisions", str(review), "--data-dir", str(folder)]
    )
    assert done.exit_code == 0, done.output
    assert out.read_text("utf-8").splitlines()[2].split(",")[1] == SIBERIA
