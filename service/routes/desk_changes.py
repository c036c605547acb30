"""What the routes of desks share: a change in a desk's name, and the answer that tells its revision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gazetteer import Decision
from gazetteer.errors import QueryError
from gazetteer.memory.checks import checked
from gazetteer.model import SOMEBODY
from service.desk.answers import ref
from service.desk.reading import read_via
from service.desk.records import Author
from service.desk.writer import Writer
from service.desks import REVISION, Seat
from service.errors import Unreadable
from service.http import JSON, read_body, read_json
from service.services import Services

T = TypeVar("T")


def parts_of(*parts: dict[str, Any]) -> dict[str, Any]:
    """Parts of a route's description together, parameters one after the other."""
    listed = [one for part in parts for one in part.get("parameters", ())]
    others = {name: value for part in parts for name, value in part.items() if name != "parameters"}
    return others | {"parameters": listed}


async def read_sent(request: Request, services: Services) -> object:
    """The JSON that a request carries."""
    return read_json(await read_body(request, services.settings.max_body))


def as_object(given: object) -> dict[str, Any]:
    """What was sent, where it is an object.

    Raises:
        Unreadable: it is none.
    """
    if not isinstance(given, dict):
        raise Unreadable("Send a JSON object.", "")
    return given


async def change_desk(services: Services, seat: Seat, given: object, work: Callable[[Writer], T]) -> T:
    """Change a desk, and see the change in this worker at once."""
    author = Author(seat.person or SOMEBODY, read_via(given))
    if isinstance(given, dict) and isinstance(given.get("by"), str):
        author = replace(author, person=checked(Decision("x", None, by=given["by"])).by)
    result = await run_in_threadpool(services.desks.change, seat.desk, author, work)
    await run_in_threadpool(services.memories.refresh)
    return result


def answered(services: Services, seat: Seat, fields: dict[str, Any], status: int = 200) -> Response:
    """An answer with the desk and its revision, which the header `Exonym-Revision` tells as well."""
    held = services.memories.get(seat.desk)
    told = ref(None if held is None else held.record, seat.desk)
    return Response(orjson.dumps(fields | {"desk": told}), status, {REVISION: str(told["revision"])}, JSON)


def within(value: int, field: str, most: float | None) -> int:
    """A number from 1 to the most that may be.

    Raises:
        QueryError: it is outside.
    """
    if not 1 <= value <= int(most or 0):
        raise QueryError(f"{field} is {value}: give a number from 1 to {int(most or 0)}.", field)
    return value
