"""What /web serves: types, caching, and modules that load in a browser, from another origin too."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from browsing import NewPage, Watch
from row_by_row import each_row
from serving import serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from service.app import create_app
from service.pages.assets import assets, version
from service.settings import Settings

ASIDE = re.compile(r"^[ \t]+|/\*\* @type .*?\*/ ?|(?<=[;,{)]) // .*$")
WEB = Path(__file__).parents[2] / "service" / "web"


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        yield client


def test_every_file_is_served() -> None:
    assert set(assets()) == {one.relative_to(WEB).as_posix() for one in WEB.rglob("*.*") if one.is_file()}


@pytest.mark.parametrize(
    ("path", "type", "shared"),
    [
        ("tokens.css", "text/css; charset=utf-8", False),
        ("elements/client.js", "text/javascript; charset=utf-8", True),
        ("words/fr.json", "application/json", True),
    ],
)
def test_a_file_of_this_version_is_kept_for_a_year(client: httpx.Client, path: str, type: str, shared: bool) -> None:
    answer = client.get(f"/web/{version()}/{path}")
    assert answer.headers["content-type"] == type
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["cross-origin-resource-policy"] == ("cross-origin" if shared else "same-origin")
    assert answer.headers.get("access-control-allow-origin") == ("*" if shared else None)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content == assets()[path].body


@each_row("path", sorted(path for path in assets() if path.endswith(".js")))
def test_modules_are_sent_as_written_but_for_comments_and_indents(path: str) -> None:
    written, sent = ((text.split("\n")) for text in ((WEB / path).read_text(), assets()[path].body.decode()))
    assert len(written) == len(sent)
    changed = [(before, after) for before, after in zip(written, sent, strict=True) if ASIDE.sub("", before) != after]
    assert {before.strip()[:2] for before, after in changed if not after} <= {"//", "/*", "*", "* ", "*/", ""}
    assert [after for _, after in changed if after] == []


def test_compressed_where_that_is_taken(client: httpx.Client) -> None:
    path = f"/web/{version()}/elements/words.js"
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, mtime=0))
    assert plain.headers["etag"] != packed.headers["etag"]
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"


def test_what_is_known_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/web/elements.js")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/web/elements.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_another_version_is_answered_with_what_there_is(client: httpx.Client) -> None:
    answer = client.get("/web/000000000000/tokens.css")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.content == assets()["tokens.css"].body


@pytest.mark.parametrize("path", ["/web/1/nothing.js", "/web/1/../app.py", "/web/1/%2e%2e/app.py", "/web/1/elements"])
def test_nothing_else_is_served(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_files_need_no_key_and_count_for_nothing(embedded_dir: Path) -> None:
    settings = Settings(data_dir=embedded_dir, require_key=True, rate_limit="1/minute", name_limit="1/minute")
    with serving(create_app(settings)) as address, httpx.Client(base_url=address) as client:
        assert {client.get(f"/web/{version()}/tokens.css").status_code for _ in range(4)} == {200}


def test_the_elements_load_in_a_page_of_another_origin(
    address: str, watch: Watch, new_page: NewPage, allow: Callable[[str], None]
) -> None:
    async def host(_request: Request) -> HTMLResponse:
        policy = {"Content-Security-Policy": f"default-src 'none'; script-src {address}; connect-src {address}"}
        tag = f'<!doctype html><html lang="en"><title>t</title><script type="module" src="{address}/web/elements.js">'
        return HTMLResponse(tag + "</script>", headers=policy)

    with serving(Starlette(routes=[Route("/", host)])) as other:
        watch.origins.append(other)
        allow("favicon")
        page = new_page(base_url=other)
        page.goto("/")
        assert page.evaluate("(url) => import(url).then((all) => typeof all.Client)", f"{address}/web/elements.js") == (
            "function"
        )


def test_a_picker_in_a_page_of_another_origin(
    embedded_dir: Path, watch: Watch, new_page: NewPage, allow: Callable[[str], None]
) -> None:
    """One tag and a field; the service allows the origin, and words and suggestions come."""
    served: list[str] = []

    async def host(_request: Request) -> HTMLResponse:
        policy = {"Content-Security-Policy": f"default-src 'none'; script-src {served[0]}; connect-src {served[0]}"}
        body = '<form><label for="p">Ort</label><exonym-picker id="p" name="place"></exonym-picker></form>'
        head = f'<title>t</title><script type="module" src="{served[0]}/web/elements.js"></script>'
        return HTMLResponse(f'<!doctype html><html lang="de">{head}<body>{body}', headers=policy)

    allow("favicon")
    with serving(Starlette(routes=[Route("/", host)])) as other:
        settings = Settings(data_dir=embedded_dir, cors_origins=other)
        with serving(create_app(settings)) as address:
            served.append(address)
            watch.origins += [other, address]
            page = new_page(base_url=other)
            page.goto("/")
            field = page.get_by_role("combobox", name="Ort")
            field.fill("Bakhm")
            page.get_by_role("option").first.click()
            status = page.evaluate("[...new FormData(document.querySelector('form')).entries()]")
            assert status == [["place", "713174"]]
            assert page.get_by_role("listbox", include_hidden=True).get_attribute("aria-label") == "Orte"
