"""GET /place/{id}: a place's page. The preview of the Reconciliation API shows the same in a small frame."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gazetteer import Gazetteer
from gazetteer.errors import UnknownPlace
from service.http import parameters
from service.pages.frame import page as framed
from service.pages.frame import templates
from service.pages.view import View, view_of
from service.reconcile.address import public_address
from service.reconcile.documented import takes
from service.reconcile.request import language_of
from service.reconcile.values import read_id
from service.schema import errors
from service.services import Services, ServicesDep

router = APIRouter(tags=["pages"])

HTML = "text/html; charset=utf-8"
SVG = "image/svg+xml"
# Nothing from outside, nothing to run; the styles are in the page itself.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'"
MOST_ID = 40  # characters
UNKNOWN: dict[int | str, dict[str, Any]] = {
    404: {"description": "A page that says so.", "content": {"text/html": {"schema": {"type": "string"}}}}
}


@router.get(
    "/place/{id}",
    operation_id="place_page",
    response_class=HTMLResponse,
    summary="A place's page",
    responses=UNKNOWN | errors(503),
    openapi_extra=takes("lang", path=("id",)),
)
async def page(request: Request, services: ServicesDep) -> Response:
    """Names by language, a map, what contains the place, links. `lang` is the language of names."""
    id = request.path_params["id"][:MOST_ID]
    lang = language_of(request)
    gazetteer = services.gazetteer.take()
    shown = await run_in_threadpool(_view, gazetteer, id, lang)
    address = public_address(request, services.settings.public_url)
    if shown is None:
        return framed(request, services, "nowhere.html", {"id": id, "address": address}, status=404)
    query = f"?lang={lang}" if lang else ""
    values = {"view": shown, "place": shown.place, "query": query, "address": address}
    return framed(request, services, "place.html", values)


@router.get(
    "/reconcile/preview/{id}",
    operation_id="preview",
    response_class=HTMLResponse,
    summary="A place in a small frame",
    responses=UNKNOWN | errors(503),
    openapi_extra=takes("lang", path=("id",)),
)
@router.get("/reconcile/{lang}/preview/{id}", include_in_schema=False)
async def preview(request: Request, services: ServicesDep) -> Response:
    """What other programs show beside a candidate: no scripts, nothing from elsewhere."""
    return await _answer(request, services, request.path_params["id"], "preview.html", POLICY)


@router.get(
    "/reconcile/1.0-draft/preview",
    operation_id="draft_preview",
    response_class=HTMLResponse,
    summary="A place in a small frame",
    responses=UNKNOWN | errors(503),
    openapi_extra=takes("id", required=("id",)),
)
async def preview_by_parameter(request: Request, services: ServicesDep) -> Response:
    """The same; `id` is the place."""
    return await _answer(request, services, dict(parameters(request)).get("id", ""), "preview.html", POLICY)


@router.get("/logo.svg", include_in_schema=False)
async def logo(_request: Request) -> Response:
    """The sign of the service, a square."""
    return Response(files("service").joinpath("static/logo.svg").read_bytes(), 200, _headers(POLICY), SVG)


async def _answer(request: Request, services: Services, id: str, template: str, policy: str) -> Response:
    lang = language_of(request)
    gazetteer = services.gazetteer.take()
    address = public_address(request, services.settings.public_url)
    text = await run_in_threadpool(_render, gazetteer, id[:MOST_ID], lang, template, address)
    return Response(text or _missing(id, address), 200 if text else 404, _headers(policy), HTML)


def _render(gazetteer: Gazetteer, id: str, lang: str | None, template: str, address: str) -> str | None:
    """The page of a place; None where there is none."""
    shown = _view(gazetteer, id, lang)
    if shown is None:
        return None
    query = f"?lang={lang}" if lang else ""
    return templates().get_template(template).render(view=shown, place=shown.place, query=query, address=address)


def _view(gazetteer: Gazetteer, id: str, lang: str | None) -> View | None:
    key = read_id(id)
    try:
        return None if key is None else view_of(gazetteer, key, lang)
    except UnknownPlace:
        return None


def _missing(id: str, address: str) -> str:
    return templates().get_template("missing.html").render(id=id[:MOST_ID], address=address)


def _headers(policy: str) -> dict[str, str]:
    return {"Content-Security-Policy": policy}
