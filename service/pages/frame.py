"""The frame of every page: its head, the links to the views, and below them whom to credit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.model import BuildInfo
from service.http import parameters
from service.maps import tiles_origin
from service.pages.assets import assets, version
from service.pages.own_desk import OwnDesk, own_desk
from service.pages.words import LANGUAGES, InterfaceWords, words_for
from service.services import Services
from service.settings import Settings

HTML = "text/html; charset=utf-8"
# Scripts and styles from files of this host only, and no text ever becomes markup in the browser.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Vary": "Accept, Accept-Language, Cookie, Origin",
}
THEME = "exonym-theme"  # a cookie, so that the first paint has the right colours
THEMES = ("light", "dark")
MAP = "elements/map.js"
TAG_LENGTH = 16


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A link of the frame to a view.

    Args:
        path: where it is.
        title: what it is called, a key of the words.
        key: the letter that goes there, after `g`.
    """

    path: str
    title: str
    key: str


# A view is listed here once it is there.
VIEWS = (
    ViewLink("", "Look up", "l"),
    ViewLink("article", "Article", "a"),
    ViewLink("table", "Table", "t"),
    ViewLink("desk", "Desk", "d"),
)


@lru_cache(1)
def templates() -> Environment:
    """The templates of the pages; all that is put into them is escaped."""
    return Environment(
        loader=PackageLoader("service.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(
    request: Request,
    services: Services,
    template: str,
    values: dict[str, Any],
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """A page, or that what the browser has of it is still the same.

    Args:
        request: what is answered.
        services: the parts of the service.
        template: one that extends frame.html.
        values: what it takes besides those of the frame.
        status: 200, or what it is that went wrong.
        headers: more than every page has.
    """
    words = words_for(request)
    context = frame(request, words, services.gazetteer.info(), own_desk(request, services)) | values
    body = templates().get_template(template).render(context).encode()
    tag = f'"{sha256(body).hexdigest()[:TAG_LENGTH]}"'
    sent = (
        HEADERS
        | {"Content-Security-Policy": _policy(services.settings), "ETag": tag, "Content-Language": words.lang}
        | (headers or {})
    )
    if status == 200 and tag in request.headers.get("if-none-match", ""):
        return Response(None, 304, sent)
    return Response(body, status, sent, HTML)


def _policy(settings: Settings) -> str:
    """What a page may load: besides its own files the images of the operator's tiles."""
    tiles = tiles_origin(settings)
    return POLICY.replace("img-src 'self'", f"img-src 'self' {tiles}") if tiles else POLICY


def frame(
    request: Request, words: InterfaceWords, build: BuildInfo | None, desk: OwnDesk | None = None
) -> dict[str, Any]:
    """What the frame takes, and with it every template that extends it."""
    path = request.scope["path"]
    asked = [(name, value) for name, value in parameters(request) if name != "ui"]
    told = dict(parameters(request)).get("ui", "")
    theme = request.cookies.get(THEME, "")
    return {
        "t": words.t,
        "words": words,
        # From the page and not from the host, which proxies may hide; a path has as many folders as slashes.
        "root": "../" * (path.count("/") - 1) or "./",
        "here": path.lstrip("/").partition("/")[0],
        "version": version(),
        "views": VIEWS,
        "ui": f"?ui={words.lang}" if told else "",
        "languages": [(lang, name, urlencode([*asked, ("ui", lang)])) for lang, name in LANGUAGES.items()],
        "theme": theme if theme in THEMES else "",
        "build": build,
        "desk": desk,
        "map": MAP if MAP in assets() else "",
    }
