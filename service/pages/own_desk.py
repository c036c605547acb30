"""The desk that a page speaks for: the key's, or without keys the desk `default`, if it is not put aside."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from service.desk.records import DeskRecord
from service.desks import own_seat
from service.services import Services

COOKIE = "exonym-desk"
ASIDE = "off"


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """A desk as pages name it.

    Args:
        id: of the desk.
        title: what it is called.
        role: what the reader may do there.
        fixed: whether answers always heed it, since it is the key's.
        in_force: whether they do now.
    """

    id: str
    title: str
    role: str
    fixed: bool
    in_force: bool


def own_desk(request: Request, services: Services) -> OwnDesk | None:
    """The reader's desk; None where they have none."""
    seat = own_seat(request, services)
    if seat is None:
        return None
    held = services.memories.get(seat.desk)
    record = DeskRecord(seat.desk, f"{seat.desk.capitalize()} desk") if held is None else held.record
    in_force = seat.fixed or request.cookies.get(COOKIE) != ASIDE
    return OwnDesk(seat.desk, record.title, seat.role, seat.fixed, in_force)
