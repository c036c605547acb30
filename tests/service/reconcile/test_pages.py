"""The page of a place and its preview."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import httpx
import pytest
from linked import known_whole
from serving import serving
from tiny import Tiny

from gazetteer import build
from service.app import create_app
from service.settings import Settings

HOSTILE = "<script>alert('Bakhmut')</script>&\"'"
EMPTY = {"meta", "link", "img", "br", "path", "circle"}
PAGES = ["/place/{}", "/reconcile/preview/{}", "/reconcile/fr/preview/{}", "/reconcile/1.0-draft/preview?id={}"]


class Checked(HTMLParser):
    """Reads a page: tags must close, and nothing may run or be fetched from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag not in {"iframe", "object", "embed", "form"}
        told = dict(attributes)
        if tag == "script":
            assert told.keys() == {"type", "src"}
            assert (told["src"] or "").startswith("../web/")
        if tag == "link":
            assert not (told["href"] or "").startswith("http") or told["rel"] == "icon"
        for name, value in attributes:
            assert not name.startswith("on")
            assert name != "style"
            if name in {"href", "src"}:
                assert value
                assert value.startswith(("http://", "https://", "../", "?", "#"))
                self.links.append(value)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Checked:
    checked = Checked()
    checked.feed(page)
    checked.close()
    assert checked.open == []
    return checked


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server whose gazetteer has a name that is meant to break a page."""
    path = tmp_path_factory.mktemp("hostile")
    build(Tiny({713174: f"{HOSTILE}:uk {HOSTILE}é"}), path)
    with serving(create_app(Settings(data_dir=known_whole(path)))) as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_nothing_and_fetches_nothing(client: httpx.Client, page: str) -> None:
    answer = client.get(page.format(713174))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    checked = read(answer.text)
    text = "".join(checked.text)
    for part in (
        "Bakhm",
        "Ukraine",
        "Donetsk Oblast",
        "48.59419, 37.99886",
        "80,500",
        "713174",
        "GeoNames",
        "CC BY 4.0",
    ):
        assert part in text, part
    assert "<svg" in answer.text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["", "uk"])
def test_names_are_escaped(hostile: httpx.Client, page: str, lang: str) -> None:
    answer = hostile.get(page.format(713174), params={"id": "713174"} | ({"lang": lang} if lang else {}))
    assert "alert(" in answer.text
    assert "<script>" not in answer.text
    read(answer.text)


def test_the_page_links_up_and_out(client: httpx.Client) -> None:
    answer = client.get("/place/713174")
    links = " ".join(read(answer.text).links)
    for target in ("/place/690791", "/place/709716", "www.geonames.org/713174", "openstreetmap.org/?mlat=48.59419"):
        assert target in links
    assert 'lang="ja">バフムート' in answer.text
    assert "historic" in answer.text


def test_the_page_speaks_the_language_asked_for(client: httpx.Client) -> None:
    assert ">Bakhmout</h1>" in client.get("/place/713174?lang=fr").text
    assert ">Bakhmut</h1>" in client.get("/place/713174").text


@pytest.mark.parametrize("id", ["1", "x", "%00", "<script>", "9" * 4000, "%ED%A0%80"])
def test_no_such_place(client: httpx.Client, id: str) -> None:
    for path in ("/place/", "/reconcile/preview/"):
        answer = client.get(path + id)
        assert answer.status_code == 404
        if answer.headers["content-type"].startswith("text/html"):
            read(answer.text)


def test_the_map_has_the_country_and_the_place(client: httpx.Client) -> None:
    page = client.get("/place/713174").text
    width, height = map(int, re.findall(r'viewBox="0 0 (\d+) (\d+)"', page)[0])
    [(x, y)] = [tuple(map(float, found)) for found in re.findall(r'class="pin" cx="([\d.]+)" cy="([\d.]+)"', page)]
    assert 0.6 * width < x < width  # Bakhmut lies in the east of Ukraine
    assert 0 < y < height
    assert page.count("M") > 5


@pytest.mark.parametrize("id", [6252001, 1861060, 3624060])
def test_countries_near_the_date_line_and_small_ones(client: httpx.Client, id: int) -> None:
    assert client.get(f"/place/{id}").status_code == 200


def test_the_preview_fits_its_frame(client: httpx.Client) -> None:
    preview = client.get("/reconcile").json()["preview"]
    assert (preview["width"], preview["height"]) == (420, 320)
    assert len(client.get("/reconcile/preview/713174").content) < 60_000


def test_the_logo_is_square(client: httpx.Client) -> None:
    answer = client.get("/logo.svg")
    assert 'viewBox="0 0 64 64"' in answer.text
