"""Version 1.0-draft at /reconcile/1.0-draft: experimental, as the specification itself still changes."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.errors import QueryError
from service.desks import asked_desk
from service.http import aside, parameters, read_body
from service.limits import charge
from service.reconcile.address import public_address
from service.reconcile.batch import candidates, extended, read_each
from service.reconcile.documented import BATCH, EXTENSION, takes
from service.reconcile.extend import SETTINGS
from service.reconcile.manifest import PREVIEW_SIZE, common, view
from service.reconcile.properties import is_language
from service.reconcile.query import MOST_VALUES, ReconQuery, Value, as_text, read_limit, read_types, read_values
from service.reconcile.request import (
    MOST_SKIPPED,
    check_size,
    in_language,
    json_of,
    language_of,
    read_extension,
    whole,
)
from service.reconcile.suggest import PAGE, propose_properties, suggest_places, suggest_properties, suggest_types
from service.reconcile.values import read_id
from service.schema import errors
from service.services import ServicesDep
from service.text import scrub

router = APIRouter(tags=["reconciliation 1.0-draft"])

MOST_PAGE = 100


@router.get(
    "/reconcile/1.0-draft",
    operation_id="draft_manifest",
    summary="The manifest",
    responses=errors(503),
    openapi_extra=takes("lang"),
)
async def get(request: Request, services: ServicesDep) -> Response:
    """What this version of the service can do. Accept-Language, or `lang`, is the language of labels."""
    lang = language_of(request, header=True)
    address = public_address(request, services.settings.public_url)
    return in_language(orjson.dumps(manifest(address, lang)), lang, header=True)


@router.post(
    "/reconcile/1.0-draft/match",
    operation_id="draft_match",
    summary="Reconcile a batch",
    responses=errors(400, 413, 429, 503),
    openapi_extra=BATCH,
)
async def match(request: Request, services: ServicesDep) -> Response:
    """`{"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Bakhmout"}]}]}`."""
    lang = language_of(request, header=True)
    given = await _body(request, services.settings.max_body)
    queries = given.get("queries") if isinstance(given, dict) else None
    if not isinstance(queries, list):
        raise QueryError('Give "queries", a list of objects with "conditions".', "queries")
    check_size(len(queries), services.settings.max_queries)
    await charge(request, len(queries))
    desk = await asked_desk(request, services, lenient=True)
    found = await candidates(request, services, read_each(queries, read_query), lang, desk)
    return in_language(
        b'{"results":[' + b",".join([b'{"candidates":' + rows + b"}" for rows in found]) + b"]}", lang, header=True
    )


@router.post(
    "/reconcile/1.0-draft/extend",
    operation_id="draft_extend",
    summary="Extend",
    responses=errors(400, 413, 429, 503),
    openapi_extra=EXTENSION,
)
async def extend(request: Request, services: ServicesDep) -> Response:
    """`{"ids": ["713174"], "properties": [{"id": "population"}]}`."""
    lang = language_of(request, header=True)
    asked = read_extension(await _body(request, services.settings.max_body), services.settings.max_queries)
    await charge(request, len(asked.ids))
    rows = zip(asked.ids, await extended(services, asked, lang), strict=True)
    answer = {
        "meta": [one.meta() for one in asked.properties],
        "rows": [
            {
                "id": id,
                "properties": [
                    {"id": one.id, "values": values} for one, values in zip(asked.properties, cells, strict=True)
                ],
            }
            for id, cells in rows
        ],
    }
    return in_language(orjson.dumps(answer), lang, header=True)


@router.get(
    "/reconcile/1.0-draft/extend/propose",
    operation_id="draft_propose_properties",
    summary="Properties to extend with",
    openapi_extra=takes("type", "limit"),
)
@router.post("/reconcile/1.0-draft/extend/propose", include_in_schema=False)
async def propose(request: Request) -> Response:
    """The properties of places of a `type`, at most `limit`."""
    sent = dict(parameters(request))
    limit = whole(sent.get("limit"), 0, MOST_SKIPPED)
    answer: dict[str, Any] = {"type": scrub(sent.get("type", "")), "properties": propose_properties(limit or None)}
    return in_language(orjson.dumps(answer | ({"limit": limit} if limit else {})), None)


@router.get(
    "/reconcile/1.0-draft/suggest/entity",
    operation_id="draft_suggest_entity",
    summary="Places while a name is typed",
    responses=errors(503),
    openapi_extra=takes("prefix", "limit", "offset"),
)
async def entity(request: Request, services: ServicesDep) -> Response:
    """`prefix` is what was typed, or a GeoNames id; `limit` and `offset` say which part of the list."""
    lang = language_of(request, header=True)
    prefix, skip, limit = _typed(request)
    desk = await asked_desk(request, services, lenient=True)
    memory = None if desk is None else desk.memory
    rows = suggest_places(services.gazetteer.take(), prefix, lang, skip=skip, limit=limit, memory=memory)
    return _result(rows, lang, header=True)


@router.get(
    "/reconcile/1.0-draft/suggest/type",
    operation_id="draft_suggest_type",
    summary="Types while a name is typed",
    openapi_extra=takes("prefix", "limit", "offset"),
)
async def type_(request: Request) -> Response:
    """`prefix` is what was typed; `limit` and `offset` say which part of the list."""
    prefix, skip, limit = _typed(request)
    return _result(suggest_types(prefix, skip=skip, limit=limit), None)


@router.get(
    "/reconcile/1.0-draft/suggest/property",
    operation_id="draft_suggest_property",
    summary="Properties while a name is typed",
    openapi_extra=takes("prefix", "limit", "offset"),
)
async def property_(request: Request) -> Response:
    """`prefix` is what was typed; `limit` and `offset` say which part of the list."""
    prefix, skip, limit = _typed(request)
    return _result(suggest_properties(prefix, skip=skip, limit=limit), None)


def manifest(address: str, lang: str | None) -> dict[str, Any]:
    """The manifest of 1.0-draft: what there is, at addresses that the specification fixes."""
    settings = [
        {"id": one.id, "type": one.type, "name": one.label, "default": one.default, "helpText": one.help}
        for one in SETTINGS
    ]
    return {
        "versions": ["1.0-draft"],
        **common(address, lang),
        "view": view(address, "{id}", lang),
        "preview": PREVIEW_SIZE,
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": settings},
        "standardizedScore": True,
    }


def read_query(item: object) -> ReconQuery | None:
    """One query of a batch; None where there is nothing in it to look for. Unknown fields are ignored."""
    if not isinstance(item, dict):
        return None
    given = item.get("conditions")
    conditions = [one for one in (given[:MOST_VALUES] if isinstance(given, list) else ()) if isinstance(one, dict)]
    # What must not be so cannot be asked of the library: such a condition is left out, and makes the answer uncertain.
    usable = [one for one in conditions if one.get("matchQuantifier") != "none"]
    names = [read_values(one.get("propertyValue")) for one in usable if one.get("matchType") == "name"]
    ids = [read_values(one.get("propertyValue")) for one in usable if one.get("matchType") == "id"]
    name = next((values[0].text for values in names if values), "")
    asked = next((values[0] for values in ids if values), None)
    properties = [
        one for one in usable if one.get("matchType") == "property" and isinstance(one.get("propertyId"), str)
    ]
    lang = as_text(item.get("lang"))
    return ReconQuery(
        name=name,
        place=_asked_id(asked) if asked else read_id(name),
        certain=asked is not None,
        types=read_types(item.get("type")),
        values=tuple((one["propertyId"], read_values(one.get("propertyValue"))) for one in properties),
        required=any(one.get("required") is True for one in properties),
        unread=len(usable) < len(conditions),
        limit=read_limit(item.get("limit")),
        lang=lang if lang and is_language(lang) else None,
    )


def _asked_id(value: Value) -> int | None:
    return read_id(value.id or value.text)


async def _body(request: Request, most: int) -> object:
    body = await read_body(request, most)
    return await aside(len(body), json_of, body, "The body")


def _typed(request: Request) -> tuple[str, int, int]:
    """What was typed, how many suggestions to leave out, and how many to give."""
    sent = dict(parameters(request))
    skip = whole(sent.get("offset", sent.get("cursor")), 0, MOST_SKIPPED)
    return sent.get("prefix", ""), skip, whole(sent.get("limit"), PAGE, MOST_PAGE)


def _result(rows: list[dict[str, Any]], lang: str | None, *, header: bool = False) -> Response:
    return in_language(orjson.dumps({"result": rows}), lang, header=header)
