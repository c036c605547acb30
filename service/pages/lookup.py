"""GET /: which place does a spelling mean? With `q` the answer, ready to be read without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import orjson
from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from gazetteer import Gazetteer
from gazetteer.errors import ExonymError, UnknownPlace
from gazetteer.model import inward
from service.batch import joined, lookup
from service.desks import asked_desk
from service.errors import Unauthorized, headers_of, status_of
from service.http import JSON, json_response, parameters
from service.pages.frame import page
from service.pages.own_desk import own_desk
from service.pages.told import LIMIT, Hint, ShownAnswer, spellings, told
from service.pages.words import InterfaceWords, words_for
from service.parameters import parameter_error, read_parameters
from service.queries import MemoryChoice, QueryItem
from service.services import Services, ServicesDep, allowance_of

router = APIRouter(include_in_schema=False)

CONTEXT = ("country", "within", "lat", "lon", "km", "lang", "date", "classes")
"""What may be said beside the name; the fields of GET /v1/resolve."""
TRIES = ("Bakhmout", "Артемівськ", "باخموت", "Kiev", "Springfield", "Zzyzzqx")
CLASSES = (("P", "towns and villages"), ("A", "countries and regions"), ("H", "waters"), ("T", "mountains and islands"))
MOST_SHOWN = 1000  # characters of a parameter that a form repeats
ROUTES = ("/v1/resolve", "/v1/suggest", "/v1/annotate", "/v1/jobs", "/v1/places/{id}", "/v1/reverse", "/openapi.json")


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was found, and for the scripts the same as the API gives it."""

    told: ShownAnswer
    answer: dict[str, Any]
    place: dict[str, Any] | None


@router.get("/")
async def home(request: Request, services: ServicesDep) -> Response:
    """The field, and below it the answer to what the address asks; by `Accept: application/json` what there is."""
    accept = request.headers.get("accept", "")
    if JSON in accept and "text/html" not in accept:
        index = {"name": "Exonym", "version": version("exonym"), "documentation": "/docs", "routes": ROUTES}
        return json_response(orjson.dumps(index), {"Vary": "Accept"})
    words = words_for(request)
    given = dict.fromkeys(("q", *CONTEXT), "")
    given |= {name: value[:MOST_SHOWN] for name, value in parameters(request) if name in given}
    values: dict[str, Any] = {
        "given": given,
        "tries": TRIES,
        "classes": CLASSES,
        "found": None,
        "error": "",
        "data": "",
    }
    values |= {"spellings": (), "link": _linking(request)}
    status, headers, found = 200, dict[str, str](), None
    if given["q"].strip():
        try:
            found = await _find(request, services, words)
        except ExonymError as error:
            status, headers = status_of(error), headers_of(error)
            values["error"] = _said(error, words)
    if found is not None:
        values |= {"found": found.told, "spellings": spellings(found.place, words) if found.place else ()}
        labels = _labels(services.gazetteer.take(), given, words)
        values["data"] = _data({"answer": found.answer, "place": found.place, "labels": labels})
    return page(request, services, "lookup.html", values, status=status, headers=headers)


async def _find(request: Request, services: Services, words: InterfaceWords) -> LookedUp:
    """The answer to what the address asks.

    Raises:
        ExonymError: it cannot be read, or not be answered now.
    """
    if services.settings.require_key and not request.scope["state"].get("key_id"):
        raise Unauthorized("A key is needed to ask.")
    gazetteer = services.gazetteer.take()
    encoders = services.encoders.of(gazetteer)
    pairs = [(name, value) for name, value in parameters(request) if name in ("q", *CONTEXT)]
    query, choices = read_parameters([*pairs, ("limit", str(LIMIT)), ("display", words.lang)])
    asked = QueryItem(query.id, query)
    allowed = allowance_of(request, services.settings)
    own = own_desk(request, services)
    desk = await asked_desk(request, services, MemoryChoice(own.id)) if own is not None and own.in_force else None
    results = await services.cache.one(lookup(gazetteer, encoders, asked, choices, desk), allowed)
    if (error := results[0].error) is not None:
        raise parameter_error(error)
    full = orjson.loads(b"".join(joined(encoders, (asked,), results, desk)))
    answer = full["results"][0] | {"gazetteer": full["gazetteer"]}
    place = None
    if answer["verdict"] == "match" and answer["candidates"]:
        key = inward(str(answer["candidates"][0]["id"]))
        assert key is not None
        place = orjson.loads(encoders.place(gazetteer.place(key, words.lang), gazetteer.names(key)))
    return LookedUp(told(answer, words, own.title if own else ""), answer, place)


def _labels(gazetteer: Gazetteer, given: dict[str, str], words: InterfaceWords) -> dict[str, str]:
    """What areas are called that the address has by their ids."""
    key = inward(given["within"])
    try:
        return {} if key is None else {"within": gazetteer.place(key, words.lang).name}
    except UnknownPlace:
        return {}


def _said(error: ExonymError, words: InterfaceWords) -> str:
    status = status_of(error)
    if status == 401:
        return words.t("A key is needed to ask.")
    if status == 429:
        return words.t("Too many questions at once.")
    return words.t("The service is busy.") if status == 503 else str(error)


def _linking(request: Request) -> Any:
    """Makes the address of the same question with an area more."""
    asked = request.url

    def link(hint: Hint) -> str:
        return "?" + asked.include_query_params(**{hint.parameter: hint.value}).query

    return link


def _data(value: dict[str, Any]) -> Markup:
    """JSON that may stand in a page: nothing in it begins a tag."""
    return Markup(orjson.dumps(value).decode().replace("<", "\\u003c"))
