"""What the requests of both versions have in common: numbers and languages among their parameters, ids to extend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.errors import QueryError
from gazetteer.numbers import whole_number
from service.errors import TooLarge, Unreadable
from service.http import JSON, parameters, read_json
from service.keys import DESK
from service.queries import MemoryChoice
from service.reconcile.extend import PropertyRequest, read_property
from service.reconcile.properties import is_language
from service.reconcile.query import as_text
from service.text import scrub

BATCH_SIZE = 100  # what we ask clients to send; a request may carry as many as EXONYM_MAX_QUERIES allows
MOST_PROPERTIES = 100
MOST_SKIPPED = 10_000
MOST_CELLS = 100_000  # values of one answer
MANY = 100  # values that a property of many counts for
MOST_WHOLE = 10**9 - 1  # beyond it a number is taken for none
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Extension:
    """Which properties to fetch for which places."""

    ids: tuple[str, ...]
    properties: tuple[PropertyRequest, ...]


def language_of(request: Request, *, header: bool = False) -> str | None:
    """The language of labels: in the path, as the parameter `lang`, or (if wanted) by Accept-Language.

    Raises:
        HTTPException: 404, where the path names something that cannot be a language.
    """
    path = request.path_params.get("lang")
    if path is not None and not is_language(path):
        raise HTTPException(404)
    given = path or dict(parameters(request)).get("lang", "")
    if not given and header:
        given = request.headers.get("accept-language", "").partition(",")[0].partition(";")[0].strip()
    return given if is_language(given) else None


def desk_in_path(request: Request) -> MemoryChoice:
    """The desk that the path names, as in /reconcile/desk/world.

    Raises:
        HTTPException: 404, where nothing can be called so.
    """
    desk = request.path_params.get("desk", "")
    if desk and DESK.fullmatch(desk) is None:
        raise HTTPException(404)
    return MemoryChoice(desk)


def whole(given: str | None, default: int, most: int) -> int:
    """A whole number among the parameters, from 0 to `most`; the default where it is none."""
    number = whole_number(given or "", MOST_WHOLE)
    return default if number is None else min(number, most)


def json_of(text: str | bytes, what: str) -> object:
    """What a JSON text stands for.

    Raises:
        Unreadable: it is not JSON; the message says what was.
    """
    try:
        return read_json(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    except Unreadable as error:
        raise Unreadable(str(error).replace("The body", what, 1), what if what.isidentifier() else "") from None


def check_size(count: int, most: int) -> None:
    """Refuse a batch that is larger than any client sends by itself.

    Raises:
        TooLarge: there are more queries than one request may carry.
    """
    if count > most:
        raise TooLarge(f"{count:,} queries in one batch: send at most {most:,}; {BATCH_SIZE} at a time do best.")


def read_extension(given: object, most: int) -> Extension:
    """What to extend. What is no id stays in the answer, with no values.

    Raises:
        QueryError: it is not an object with lists of ids and properties.
        TooLarge: there are more ids, or properties, than one request may carry.
    """
    if not isinstance(given, dict) or not all(isinstance(given.get(field), list) for field in ("ids", "properties")):
        raise QueryError('Give "ids" and "properties", both lists.', "extend")
    check_size(len(given["ids"]), most)
    if len(given["properties"]) > MOST_PROPERTIES:
        raise TooLarge(f"{len(given['properties'])} properties at once: ask for at most {MOST_PROPERTIES}.")
    asked = [as_text(one.get("id")) for one in given["properties"] if isinstance(one, Mapping)]
    values = sum(MANY if one == "names" else 1 for one in asked) * len(given["ids"])
    if values > MOST_CELLS:
        raise TooLarge("These are too many values for one answer: ask for fewer ids or properties at a time.")
    ids = dict.fromkeys(scrub(text) for one in given["ids"] if (text := _id(one)) is not None)
    properties = [
        read_property(scrub(id), one.get("settings"))
        for one in given["properties"]
        if isinstance(one, Mapping) and (id := as_text(one.get("id"))) is not None
    ]
    return Extension(tuple(ids), tuple(properties))


def _id(given: object) -> str | None:
    return given if isinstance(given, str) else as_text(given)


def in_language(body: bytes, lang: str | None, *, header: bool = False) -> Response:
    """Ready bytes of JSON, and which language their labels are in; `header` where Accept-Language could tell it."""
    headers = {"Content-Language": lang or DEFAULT_LANGUAGE}
    return Response(body, 200, headers | {"Vary": "Accept-Language"} if header else headers, JSON)
