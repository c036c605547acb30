"""/web: style sheets, modules and words of the page, and the elements for pages of other origins.

What is asked for by the version it belongs to is kept for a year; the version is made of all the files, so that a page
never mixes those of two builds.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

router = APIRouter(include_in_schema=False)

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
# Types everywhere; other comments on lines of their own, or behind the end of what is said.
COMMENT = re.compile(
    rb"^[ \t]*(?:/\*\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n|/\*\* @type (?:(?!\*/).)*\*/ ?|(?<=[;,{)]) // [^\n]*",
    re.MULTILINE | re.DOTALL,
)
INDENT = re.compile(rb"^[ \t]+", re.MULTILINE)
VERSION_LENGTH = 12  # hexadecimal digits
ENTRY = "elements/index.js"
KEPT = "public, max-age=31536000, immutable"
ASKED_ANEW = "no-cache"
# Pages of other origins load the elements as modules, and the elements their words.
SHARED = ("elements/", "words/")
FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
FOR_US = {"Cross-Origin-Resource-Policy": "same-origin"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready to be sent.

    Args:
        body: its bytes.
        packed: the same, compressed by gzip.
        type: its content type.
        tag: its ETag.
    """

    body: bytes
    packed: bytes
    type: str
    tag: str


@lru_cache(1)
def assets() -> dict[str, Asset]:
    """All files by their paths within service/web."""
    return dict(sorted(_found(files("service") / "web", "")))


@lru_cache(1)
def version() -> str:
    """What stands for the files as they are."""
    digest = sha256()
    for path, asset in assets().items():
        digest.update(f"{path}\n{asset.tag}\n".encode())
    return digest.hexdigest()[:VERSION_LENGTH]


@router.get("/web/elements.js")
async def entry(request: Request) -> Response:
    """All elements of this service in one module, whose address does not change."""
    body = f'export * from "./{version()}/{ENTRY}";\n'.encode()
    return _sent(request, _asset(body, TYPES[".js"]), FOR_ALL | {"Cache-Control": ASKED_ANEW})


@router.get("/web/{version}/{path:path}")
async def asset(request: Request) -> Response:
    """One file; that of a version that is no more, as it is now."""
    path = request.path_params["path"]
    found = assets().get(path)
    if found is None:
        raise HTTPException(404)
    kept = KEPT if request.path_params["version"] == version() else ASKED_ANEW
    return _sent(request, found, (FOR_ALL if path.startswith(SHARED) else FOR_US) | {"Cache-Control": kept})


def _sent(request: Request, asset: Asset, headers: dict[str, str]) -> Response:
    packs = "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{asset.tag}-gzip"' if packs else f'"{asset.tag}"'
    headers |= {"ETag": tag, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(None, 304, headers)
    if packs:
        return Response(asset.packed, 200, headers | {"Content-Encoding": "gzip"}, asset.type)
    return Response(asset.body, 200, headers, asset.type)


def _found(folder: Traversable, above: str) -> list[tuple[str, Asset]]:
    out: list[tuple[str, Asset]] = []
    for one in folder.iterdir():
        ending = one.name[one.name.rfind(".") :]
        if one.is_dir():
            out += _found(one, f"{above}{one.name}/")
        elif ending in TYPES:
            out.append((above + one.name, _asset(_lean(one.read_bytes(), ending), TYPES[ending])))
    return out


def _lean(body: bytes, ending: str) -> bytes:
    """A module without comments and indents, each line still at its number: a third less for a browser to load."""
    if ending != ".js":
        return body
    return INDENT.sub(b"", COMMENT.sub(lambda found: b"\n" * found[0].count(b"\n"), body))


def _asset(body: bytes, type: str) -> Asset:
    return Asset(body, gzip.compress(body, mtime=0), type, sha256(body).hexdigest()[:VERSION_LENGTH])
