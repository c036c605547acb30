"""Version 0.2 at /reconcile, which OpenRefine and most other clients speak; /reconcile/fr is the same in French."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.errors import QueryError
from service.desks import asked_desk
from service.errors import TooLarge, Unreadable
from service.http import aside, parameters, read_body
from service.limits import charge
from service.reconcile.address import public_address
from service.reconcile.batch import candidates, extended, read_each
from service.reconcile.documented import FORM, takes
from service.reconcile.extend import SETTINGS
from service.reconcile.manifest import IDENTIFIERS, PREVIEW_SIZE, ROOT, SCHEMA, common, view
from service.reconcile.query import (
    MOST_VALUES,
    STRICTNESSES,
    ReconQuery,
    read_limit,
    read_name,
    read_types,
    read_values,
)
from service.reconcile.request import MOST_SKIPPED as MOST
from service.reconcile.request import (
    check_size,
    desk_in_path,
    in_language,
    json_of,
    language_of,
    read_extension,
    whole,
)
from service.reconcile.suggest import propose_properties, suggest_places, suggest_properties, suggest_types
from service.reconcile.values import is_uri, read_id
from service.schema import errors
from service.services import Services, ServicesDep
from service.text import scrub

# The manifest's routes stand last, since a language may be any word in their place.
router = APIRouter(tags=["reconciliation 0.2"])

JSON_BODY = "application/json"
MOST_FIELDS = 100  # of a form; one is read
Sent = Mapping[str, object]


@router.get(
    "/reconcile/suggest/entity",
    operation_id="suggest_entity",
    summary="Places while a name is typed",
    responses=errors(503),
    openapi_extra=takes("prefix", "cursor"),
)
@router.get("/reconcile/{lang}/suggest/entity", include_in_schema=False)
async def entity(request: Request, services: ServicesDep) -> Response:
    """`prefix` is what was typed, or a GeoNames id; `cursor` how many to leave out."""
    lang, (prefix, skip) = language_of(request), _typed(request)
    desk = await asked_desk(request, services, desk_in_path(request), lenient=True)
    memory = None if desk is None else desk.memory
    return _result(suggest_places(services.gazetteer.take(), prefix, lang, skip=skip, memory=memory), lang)


@router.get(
    "/reconcile/suggest/type",
    operation_id="suggest_type",
    summary="Types while a name is typed",
    openapi_extra=takes("prefix", "cursor"),
)
@router.get("/reconcile/{lang}/suggest/type", include_in_schema=False)
async def type_(request: Request) -> Response:
    """`prefix` is what was typed; `cursor` how many to leave out."""
    prefix, skip = _typed(request)
    return _result(suggest_types(prefix, skip=skip), language_of(request))


@router.get(
    "/reconcile/suggest/property",
    operation_id="suggest_property",
    summary="Properties while a name is typed",
    openapi_extra=takes("prefix", "cursor"),
)
@router.get("/reconcile/{lang}/suggest/property", include_in_schema=False)
async def property_(request: Request) -> Response:
    """`prefix` is what was typed; `cursor` how many to leave out."""
    prefix, skip = _typed(request)
    return _result(suggest_properties(prefix, skip=skip), language_of(request))


@router.get(
    "/reconcile/propose",
    operation_id="propose_properties",
    summary="Properties to extend with",
    openapi_extra=takes("type", "limit"),
)
@router.get("/reconcile/{lang}/propose", include_in_schema=False)
async def propose(request: Request) -> Response:
    """The properties of places of a `type`, at most `limit`."""
    sent = dict(parameters(request))
    limit = whole(sent.get("limit"), 0, MOST)
    answer: dict[str, Any] = {"properties": propose_properties(limit or None)}
    if "type" in sent:
        answer["type"] = scrub(sent["type"])
    if limit:
        answer["limit"] = limit
    return in_language(orjson.dumps(answer), language_of(request))


@router.get(
    "/reconcile",
    operation_id="reconcile_manifest",
    summary="The manifest; with `queries` or `extend`, as POST",
    responses=errors(400, 413, 429, 503),
    openapi_extra=takes("lang", "queries", "extend"),
)
@router.get("/reconcile/{lang}", include_in_schema=False)
async def get(request: Request, services: ServicesDep) -> Response:
    """What OpenRefine asks first; `lang`, or /reconcile/fr, is the language of labels."""
    sent = dict(parameters(request))
    lang = language_of(request)
    if "queries" in sent or "extend" in sent:
        return await _answer(request, services, sent, lang)
    address = public_address(request, services.settings.public_url)
    return in_language(orjson.dumps(manifest(address, lang, desk_in_path(request).desk)), lang)


@router.post(
    "/reconcile",
    operation_id="reconcile",
    summary="Reconcile a batch, or extend",
    responses=errors(400, 413, 429, 503),
    openapi_extra=FORM,
)
@router.post("/reconcile/{lang}", include_in_schema=False)
async def post(request: Request, services: ServicesDep) -> Response:
    """A form with `queries` or `extend`, each JSON, as the Reconciliation API 0.2 describes them."""
    lang = language_of(request)
    body = await read_body(request, services.settings.max_body)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return await _answer(request, services, await aside(len(body), _sent, body, kind), lang)


def manifest(address: str, lang: str | None, desk: str = "") -> dict[str, Any]:
    """The manifest of 0.2: addresses in full, `{{id}}` for the id; at the address of a desk those of the desk."""
    in_lang = f"/{lang}" if lang else ""
    root = address + ROOT + (f"/desk/{desk}" if desk else "") + in_lang
    suggest = {
        kind: {"service_url": root, "service_path": f"/suggest/{kind}"} for kind in ("entity", "property", "type")
    }
    settings = [
        {"name": one.id, "type": one.type, "label": one.label, "default": one.default, "help_text": one.help}
        for one in SETTINGS
    ]
    return {
        "versions": ["0.2"],
        **common(address, lang),
        "identifierSpace": IDENTIFIERS,
        "schemaSpace": SCHEMA,
        "view": view(address, "{{id}}", lang),
        "preview": {"url": f"{address}{ROOT}{in_lang}/preview/{{{{id}}}}", **PREVIEW_SIZE},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/propose"},
            "property_settings": settings,
        },
    }


def read_query(item: object) -> ReconQuery | None:
    """One query of a batch; None where there is nothing in it to look for. Unknown fields are ignored."""
    if not isinstance(item, dict):
        return None
    name = read_name(item.get("query"))
    properties = item.get("properties")
    strictness = item.get("type_strict")
    return ReconQuery(
        name=name,
        place=read_id(name),
        certain=is_uri(name),
        types=read_types(item.get("type")),
        strictness=strictness if strictness in STRICTNESSES else "should",
        values=tuple(
            (one["pid"], read_values(one.get("v")))
            for one in (properties[:MOST_VALUES] if isinstance(properties, list) else ())
            if isinstance(one, dict) and isinstance(one.get("pid"), str)
        ),
        limit=read_limit(item.get("limit")),
    )


async def _answer(request: Request, services: Services, given: Sent, lang: str | None) -> Response:
    if "queries" in given:
        answer = await _reconcile(request, services, await _value(given, "queries"), lang)
    elif "extend" in given:
        answer = await _extend(request, services, await _value(given, "extend"), lang)
    else:
        raise QueryError(
            "Send a form with queries={…} or extend={…}; GET without parameters is the manifest.", "queries"
        )
    return in_language(answer, lang)


async def _reconcile(request: Request, services: Services, queries: object, lang: str | None) -> bytes:
    if not isinstance(queries, dict):
        raise Unreadable('queries must be an object, for example {"q0": {"query": "Bakhmout"}}.', "queries")
    check_size(len(queries), services.settings.max_queries)
    await charge(request, len(queries))
    desk = await asked_desk(request, services, desk_in_path(request), lenient=True)
    found = await candidates(request, services, read_each(queries.values(), read_query), lang, desk)
    rows = {orjson.dumps(scrub(key)): rows for key, rows in zip(queries, found, strict=True)}
    return b"{" + b",".join([key + b':{"result":' + its + b"}" for key, its in rows.items()]) + b"}"


async def _extend(request: Request, services: Services, given: object, lang: str | None) -> bytes:
    asked = read_extension(given, services.settings.max_queries)
    await charge(request, len(asked.ids))
    names = [one.id for one in asked.properties]
    rows = zip(asked.ids, await extended(services, asked, lang), strict=True)
    return orjson.dumps(
        {
            "meta": [one.meta() for one in asked.properties],
            "rows": {id: dict(zip(names, cells, strict=True)) for id, cells in rows},
        }
    )


def _sent(body: bytes, kind: str) -> Sent:
    """The fields of a POST: a form, whatever its header says, or a JSON object."""
    if kind == JSON_BODY:
        found = json_of(body, "The body")
        return found if isinstance(found, dict) else {}
    if body.count(b"&") > MOST_FIELDS:
        raise TooLarge(f"The form has more than {MOST_FIELDS} fields: send queries or extend.")
    return dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True))


async def _value(given: Sent, field: str) -> object:
    """What stands in a field: JSON as text in a form, or what it stands for in a JSON body."""
    value = given[field]
    return await aside(len(value), json_of, value, field) if isinstance(value, str) else value


def _typed(request: Request) -> tuple[str, int]:
    sent = dict(parameters(request))
    return sent.get("prefix", ""), whole(sent.get("cursor"), 0, MOST)


def _result(rows: list[dict[str, Any]], lang: str | None) -> Response:
    return in_language(orjson.dumps({"result": rows}), lang)
