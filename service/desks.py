"""Which desk a request speaks for, what it may do there, and what the desk decided: asked before the answer is made.

The desk is that of the parameter `desk`, of the header `Exonym-Desk`, or of the key. Where keys are not required,
whoever sends none speaks for the desk `default`, and may do there what its owner may.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from gazetteer.errors import QueryError
from service.desk.memories import AskedDesk
from service.desk.records import DEFAULT_DESK
from service.errors import WrongDesk
from service.keys import DESK, OWNER, READER, ROLES, Key
from service.queries import MemoryChoice
from service.services import Services

HEADER = "exonym-desk"
REVISION = "Exonym-Revision"
_REVISION_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Seat:
    """Who asks, for which desk.

    Args:
        desk: its id.
        role: what may be done there.
        person: the name of who asks; empty where it is not known.
    """

    desk: str
    role: str
    person: str = ""

    def may(self, role: str) -> bool:
        """Whether what takes a role may be done."""
        return ROLES.index(self.role) >= ROLES.index(role)


def seat_at(request: Request, services: Services, desk: str, role: str = READER) -> Seat:
    """Who asks for a desk that is named, where they may do what takes a role.

    Raises:
        WrongDesk: the desk is not theirs, or they may not do that.
        QueryError: no desk can be called so.
    """
    if DESK.fullmatch(desk) is None:
        raise QueryError("A desk is called by small letters a to z, digits and hyphens, at most 40.", "desk")
    found = own_seat(request, services)
    if found is None or found.desk != desk:
        raise WrongDesk(f"The desk {desk} is not this key's: `exonym keys add NAME --desk {desk}` makes one that is.")
    if not found.may(role):
        raise WrongDesk(f"This key may not do that on the desk {desk}: it takes the role {role}.")
    return found


async def asked_desk(
    request: Request,
    services: Services,
    choice: MemoryChoice = MemoryChoice(),  # noqa: B008 - it is frozen
    *,
    lenient: bool = False,
) -> AskedDesk | None:
    """The desk that a request is to be answered with; None where there is none.

    Args:
        request: the request.
        services: the parts of the service.
        choice: the desk, the label and the document that its parameters name.
        lenient: answer without a desk where it is not the key's own.

    Raises:
        WrongDesk: the desk is not the key's own.
        QueryError: no desk can be called so.
    """
    desk = choice.desk or request.headers.get(HEADER, "")
    if not desk:
        own = _own_key(request, services)
        if own is None or own.desk is None:
            return None
        desk = own.desk
    else:
        try:
            seat_at(request, services, desk)
        except (WrongDesk, QueryError):
            if lenient:
                return None
            raise
    await _catch_up(request, services, desk)
    return services.memories.asked(desk, choice.collection, choice.document)


def revision_of(desk: AskedDesk | None) -> dict[str, str]:
    """The header that tells at which revision a desk has answered."""
    return {} if desk is None else {REVISION: str(desk.revision)}


async def _catch_up(request: Request, services: Services, desk: str) -> None:
    """Wait for a revision that the caller has seen, where this worker does not have it yet."""
    told = request.headers.get(REVISION, "")
    if told.isascii() and told.isdecimal() and len(told) <= _REVISION_DIGITS:
        await services.memories.wait_for(desk, int(told))


def own_seat(request: Request, services: Services) -> Seat | None:
    """The seat of whoever asks; None where they have none."""
    caller = services.credentials.caller(request.scope)
    key = caller.key
    if key is not None and key.desk is not None:
        return Seat(key.desk, key.role, caller.person or key.name)
    if services.settings.require_key:
        return None
    return Seat(DEFAULT_DESK, OWNER, caller.person or ("" if key is None else key.name))


def _own_key(request: Request, services: Services) -> Key | None:
    return services.credentials.caller(request.scope).key
