"""POST /v1/annotate: a text in, every place in it out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.errors import QueryError
from service import fields
from service.annotation.answers import listed, whole
from service.annotation.lookups import lookup, names_in, refusal, styled
from service.annotation.request import TextItem, of_parameters, placed, read_body_of, read_texts
from service.annotation.styles import StyleReader
from service.cache.entry import Entry
from service.desk.memories import AskedDesk
from service.desks import asked_desk, asked_writing, revision_of
from service.http import GEOJSON, LARGE, PiecesResponse, aside, json_response, parameters, read_body
from service.limits import charge
from service.openapi import ANNOTATE_BODY, parameters_of, texts_of
from service.parameters import gather_near, readers, values_of
from service.queries import MemoryChoice, read_memory_choice
from service.routes.places import wants_geojson
from service.schema import AnnotateAnswer, AnnotationsAnswer, errors
from service.services import Services, ServicesDep, allowance_of

router = APIRouter(tags=["annotate"])

READERS = readers(fields.ANNOTATE_URL)
COLLECTION = {"schema": {"$ref": "#/components/schemas/FeatureCollection"}}


@router.post(
    "/v1/annotate",
    operation_id="annotate",
    summary="Mark every place in a text",
    responses={
        200: {"model": AnnotateAnswer | AnnotationsAnswer, "content": {GEOJSON: COLLECTION}},
        **errors(400, 403, 413, 503),
    },
    openapi_extra=parameters_of(fields.ANNOTATE_URL) | texts_of(ANNOTATE_BODY),
)
async def annotate(request: Request, services: ServicesDep) -> Response:
    """Where each mention stands, which place it is, how sure, and why; the places of a text explain each other.

    The body may be the text itself, as `text/plain` or `text/html`, and say the rest by parameters.
    `Accept: application/geo+json` gives a FeatureCollection, a feature for each place.
    """
    gazetteer = services.gazetteer.take()
    settings = services.settings
    shared = values_of(parameters(request), READERS)
    gather_near(shared)
    body = await read_body(request, settings.max_body)
    kind = request.headers.get("content-type", "")
    size = max(len(body), LARGE) if services.styles.has_files else len(body)
    read_style = services.styles.reader(gazetteer)
    items, many, choice = await aside(size, _read, body, kind, shared, settings.max_queries, read_style)
    desk = await asked_desk(request, services, choice)
    geojson = wants_geojson(request.headers.get("accept", ""))
    if geojson and many:
        raise QueryError("GeoJSON is of one text: ask for each by itself.", "texts")
    await charge(request, sum(map(names_in, items)))
    allowance = allowance_of(request, settings)
    numbers = range(len(items)) if many else [None]
    items = [await _styled(request, services, item, desk, number) for number, item in zip(numbers, items, strict=True)]
    asked = [
        lookup(gazetteer, services.encoders.of(gazetteer, item.writing), item, allowance, geojson=geojson, desk=desk)
        for item in items
    ]
    entries = [one[0] for one in await services.cache.answers(asked, allowance)]
    headers = {"Vary": "Accept", **revision_of(desk)}
    answers, told = services.encoders.of(gazetteer), b"" if desk is None else desk.field()
    if many:
        bodies = [_of_list(item, one, number) for number, (item, one) in enumerate(zip(items, entries, strict=True))]
        return PiecesResponse(listed(answers, items, bodies, told), headers)
    if (refused := entries[0].error) is not None:
        raise refused
    answer = whole(answers, items[0], entries[0].body, told)
    return Response(answer, 200, headers, GEOJSON) if geojson else json_response(answer, headers)


async def _styled(
    request: Request, services: Services, item: TextItem, desk: AskedDesk | None, number: int | None
) -> TextItem:
    """A text with the style that it is shown and checked by; in a list, one whose style there is not says so.

    Raises:
        QueryError: there is no style of that name, and the text is the only one.
    """
    if item.error is not None:
        return item
    try:
        return styled(item, desk, await asked_writing(request, services, item.options.display))
    except QueryError as error:
        if number is None:
            raise
        return replace(item, error=placed(error, number))


def _read(
    body: bytes, kind: str, shared: dict[str, Any], most: int, read_style: StyleReader
) -> tuple[list[TextItem], bool, MemoryChoice]:
    try:
        sent = read_body_of(body, kind)
        choice = read_memory_choice(shared | sent if isinstance(sent, dict) else shared)
        return *read_texts(sent, shared, most, read_style), choice
    except QueryError as error:
        raise of_parameters(error, shared) from None


def _of_list(item: TextItem, entry: Entry, number: int) -> bytes:
    """The fields of the answer to one text of many."""
    return refusal(item, entry.error and placed(entry.error, number)) or entry.body
