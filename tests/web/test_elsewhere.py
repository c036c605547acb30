"""The elements in pages of another origin: with one tag and a token, and out of a bundle made of the npm package."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from browsing import NewPage, Watch, intercept
from npm import ESBUILD
from playwright.sync_api import Page, expect
from playwright.sync_api import Route as Asked
from serving import serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from gazetteer import verification
from service.app import create_app
from service.keys import add_key
from service.settings import Settings

ROOT = Path(__file__).parents[2]
HEAD = '<!doctype html><html lang="de"><meta charset="utf-8"><title>A CMS</title><link rel="icon" href="data:,">'
FORM = '<form><label for="p">Ort</label><exonym-picker id="p" name="place" required></exonym-picker></form>'
DRAFT = "<exonym-draft></exonym-draft>"
# What a CMS writes: its own route makes a token with the key that it keeps.
TOKENS = """
const token = fetch("/token").then((answer) => answer.json());
for (const one of document.querySelectorAll("exonym-picker, exonym-draft")) {
  one.headers = async () => ({ Authorization: `Bearer ${(await token).token}` });
}
"""
GERMAN = """
import { addWords } from "@exonym/elements/words.js";
import german from "@exonym/elements/words/de.json";

addWords("de", german);
"""
BUNDLED = """
import "./german.js";
import "@exonym/elements/picker.js";
import "@exonym/elements/map.js";
import { Client } from "@exonym/elements/client.js";

const picker = document.querySelector("exonym-picker");
picker.endpoint = document.body.dataset.service;
window.asked = new Client({ endpoint: document.body.dataset.service }).resolve({ q: "Bakhmout" });
"""
FIELDS = '<input id="headline" aria-label="Titel"><textarea id="body" aria-label="Text"></textarea>'
# What the recipe takes for granted: fields, and what writes and keeps.
OF_THE_CMS = """
const headline = document.getElementById("headline"), body = document.getElementById("body");
const tokenOfOurServer = async () => (await (await fetch("/token")).json()).token;
const keep = (places) => { window.kept = places; };
const replace = (field, start, end, to) => document.getElementById(field).setRangeText(to, start, end);
const insert = (field, text) => document.getElementById(field).setRangeText(text, 0, 0);
"""
TEXT = "In Kyiv, the mayor of Odesa met officials from the town of Bakhmout."


@pytest.fixture
def cms(embedded_dir: Path, tmp_path: Path, watch: Watch) -> Iterator[tuple[str, str, list[str]]]:
    """A CMS with a key for a service that asks for one: the addresses of both, and what the CMS's page is to be."""
    (tmp_path / "current").symlink_to(build := (embedded_dir / "current").resolve())
    verification.remember(tmp_path, str(build), verification.fingerprint(tmp_path, str(build)))
    key, body = add_key(tmp_path, "cms"), [""]

    async def page(_request: Request) -> HTMLResponse:
        policy = f"default-src 'none'; script-src 'self' {service}; connect-src 'self' {service}; img-src data:"
        return HTMLResponse(HEAD + body[0], headers={"Content-Security-Policy": policy})

    async def script(_request: Request) -> Response:
        return Response(TOKENS, media_type="text/javascript")

    async def token(_request: Request) -> JSONResponse:
        asked = {"origin": own, "may": ["suggest", "annotate", "resolve"], "minutes": 5}
        async with httpx.AsyncClient() as client:
            answer = await client.post(f"{service}/v1/tokens", json=asked, headers={"Authorization": f"Bearer {key}"})
        return JSONResponse(answer.raise_for_status().json())

    with contextlib.ExitStack() as stack:
        routes = [Route("/", page), Route("/cms.js", script), Route("/token", token)]
        own = stack.enter_context(serving(Starlette(routes=routes)))
        settings = Settings(data_dir=tmp_path, cors_origins=own, require_key=True)
        service = stack.enter_context(serving(create_app(settings)))
        watch.origins += [own, service]
        yield own, service, body


def tag(service: str) -> str:
    return f'<script type="module" src="{service}/web/elements.js"></script>'


def test_one_tag_and_a_token(cms: tuple[str, str, list[str]], new_page: NewPage) -> None:
    own, service, body = cms
    body[0] = f'{FORM}{DRAFT}{tag(service)}<script type="module" src="/cms.js"></script>'
    page = new_page(base_url=own)
    page.goto("/")
    page.get_by_role("combobox", name="Ort").fill("Bakhm")
    page.get_by_role("option").first.click()
    assert sent(page) == [["place", "713174"]]
    page.evaluate("text => { document.querySelector('exonym-draft').fields = [{ id: 'body', text }]; }", TEXT)
    expect(page.locator("exonym-places .entry .name")).to_contain_text(["Kyiv", "Odesa"])


@pytest.mark.parametrize("early", [False, True])
def test_the_recipe_of_the_documentation(
    cms: tuple[str, str, list[str]], new_page: NewPage, allow: Callable[[str], None], early: bool
) -> None:
    """One tag, a token, three events, as docs/plugins.md has them, in a CMS that has two fields: also where its script
    runs before the elements are loaded.
    """
    own, service, body = cms
    allow("503")  # of a service that has just begun, on a busy machine: it is asked again
    recipe = (ROOT / "docs" / "plugins.md").read_text("utf-8").partition("## Any other CMS")[2]
    html, headers, events = re.findall(r"^```\w+\n(.*?)^```", recipe, re.MULTILINE | re.DOTALL)
    body[0] = FIELDS + html.replace("https://places.example.org", service).replace(' desk="world"', "")
    page = new_page(base_url=own)
    kept: list[Asked] = []
    if early:
        intercept(page, "**/web/elements.js", lambda route: kept.append(route))
    page.goto("/", wait_until="commit")
    page.wait_for_function("() => document.querySelector('exonym-draft')")
    if not early:
        page.wait_for_function("() => customElements.get('exonym-draft')")
    page.evaluate(f"() => {{ window.ready = (async () => {{ {OF_THE_CMS} {headers} {events} }})(); }}")
    for one in kept:
        one.continue_()
    page.evaluate("() => window.ready")
    written = page.locator("#body")
    written.fill(TEXT)
    expect(page.locator("exonym-places .entry .name")).to_contain_text(["Kyiv", "Odesa", "Bakhmut"])
    page.wait_for_function("() => window.kept?.length === 3")
    page.get_by_role("button", name="Bakhmout in Bakhmut ändern").click()
    expect(written).to_have_value(TEXT.replace("Bakhmout", "Bakhmut"))
    page.get_by_role("button", name="Einfügen").click()
    expect(written).to_have_value(re.compile("^[A-Z]+[^a-z]* .*— ?In Kyiv"))


def test_a_token_holds_for_the_pages_that_it_was_made_for(
    cms: tuple[str, str, list[str]], new_page: NewPage, watch: Watch, allow: Callable[[str], None]
) -> None:
    own, service, body = cms
    allow("401|CORS|net::")
    token = httpx.get(f"{own}/token").json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    asked = httpx.get(f"{service}/v1/suggest", params={"prefix": "Bakhm"}, headers=headers)
    assert asked.status_code == 401  # of no page at all
    body[0] = FORM + tag(service)  # and no token
    page = new_page(base_url=own)
    page.goto("/")
    page.get_by_role("combobox", name="Ort").fill("Bakhm")
    expect(page.locator("exonym-picker [role=alert]")).to_contain_text("Schlüssel")
    assert watch.unforeseen() == []


def sent(page: Page) -> list[list[str]]:
    """What the form would send."""
    found: list[list[str]] = page.evaluate("[...new FormData(document.querySelector('form')).entries()]")
    return found


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """What a project makes of the package, installed as npm installs what it packs."""
    program, npm = ESBUILD.path, shutil.which("npm")
    if program is None or npm is None:
        pytest.skip(ESBUILD.missing)
    package = tmp_path / "packages" / "elements"
    shutil.copytree(
        ROOT / "packages" / "elements", package, ignore=shutil.ignore_patterns("elements", "words", "*.tgz")
    )
    shutil.copytree(ROOT / "service" / "web", tmp_path / "service" / "web")
    run([npm, "pack", "--silent", "--offline"], package)
    project = tmp_path / "project"
    project.mkdir()
    (project / "package.json").write_text(json.dumps({"private": True, "type": "module"}))
    run([npm, "install", "--silent", "--offline", "--no-audit", "--no-fund", str(next(package.glob("*.tgz")))], project)
    (project / "main.js").write_text(BUNDLED)
    (project / "german.js").write_text(GERMAN)
    run([program, "main.js", "--bundle", "--format=esm", "--minify", "--splitting", "--outdir=out"], project)
    return project / "out"


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def test_a_bundle_of_the_package(embedded_dir: Path, bundle: Path, new_page: NewPage, watch: Watch) -> None:
    async def page(_request: Request) -> HTMLResponse:
        policy = f"default-src 'none'; script-src 'self'; connect-src {service}"
        body = f'<body data-service="{service}">{FORM}<script type="module" src="/main.js"></script>'
        return HTMLResponse(HEAD + body, headers={"Content-Security-Policy": policy + "; img-src data:"})

    async def file(request: Request) -> Response:
        return Response((bundle / request.path_params["name"]).read_bytes(), media_type="text/javascript")

    with contextlib.ExitStack() as stack:
        own = stack.enter_context(serving(Starlette(routes=[Route("/", page), Route("/{name}", file)])))
        service = stack.enter_context(serving(create_app(Settings(data_dir=embedded_dir, cors_origins=own))))
        watch.origins += [own, service]
        asked: list[str] = []
        tab = new_page(base_url=own)
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto("/")
        field = tab.get_by_role("combobox", name="Ort")
        field.fill("Bakhm")
        tab.get_by_role("option").first.click()
        assert sent(tab) == [["place", "713174"]]
        assert tab.get_by_role("listbox", include_hidden=True).get_attribute("aria-label") == "Orte"
        assert tab.evaluate("asked.then(({ candidates }) => candidates[0].id)") == 713174
        assert [url for url in asked if url.startswith(f"{service}/web/")] == []  # the words come with the package
