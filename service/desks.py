"""Which desk a request speaks for, what it may do there, and what the desk decided: asked before the answer is made.

The desk is that of the parameter `desk`, of the header `Exonym-Desk`, or of the key. Where keys are not required,
whoever sends none speaks for the desk `default`, and may do there what its owner may.
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from starlette.requests import Request

from gazetteer import Memory
from gazetteer.errors import QueryError
from service.callers import key_of
from service.desk.memories import HeldDesk
from service.desk.records import DEFAULT_DESK
from service.errors import WrongDesk
from service.keys import DESK, OWNER, READER, ROLES, Key
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


@dataclass(frozen=True, slots=True)
class AskedDesk:
    """The desk that a request is answered with.

    Args:
        id: of the desk.
        revision: of what it decided.
        memory: what it decided, for the collection and the document that are asked about.
    """

    id: str
    revision: int
    memory: Memory

    def fields(self) -> bytes:
        """It as an answer says it, a field of an object."""
        return b'"desk":' + orjson.dumps({"id": self.id, "revision": self.revision})


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
    named: str = "",
    collection: str | None = None,
    document: str | None = None,
    *,
    lenient: bool = False,
) -> AskedDesk | None:
    """The desk that a request is to be answered with; None where there is none, or it has decided nothing yet.

    Args:
        request: the request.
        services: the parts of the service.
        named: the desk that its parameters name.
        collection: the label that they give.
        document: the document that they name.
        lenient: answer without a desk where it is not the key's own.

    Raises:
        WrongDesk: the desk is not the key's own.
        QueryError: no desk can be called so.
    """
    desk = named or request.headers.get(HEADER, "")
    if not desk:
        own = _own_key(request, services)
        if own is None or own.desk is None:
            return None
        desk = own.desk
    else:
        try:
            seat_at(request, services, desk)
        except WrongDesk:
            if lenient:
                return None
            raise
    await _catch_up(request, services, desk)
    held = services.memories.get(desk)
    return None if held is None else _asked(held, collection, document)


def _asked(held: HeldDesk, collection: str | None, document: str | None) -> AskedDesk:
    memory = held.memory
    if collection or document:
        memory = memory.at(collection or None, held.record.document(document) if document else None)
    return AskedDesk(held.record.id, held.record.revision, memory)


async def _catch_up(request: Request, services: Services, desk: str) -> None:
    """Wait for a revision that the caller has seen, where this worker does not have it yet."""
    told = request.headers.get(REVISION, "")
    if told.isascii() and told.isdecimal() and len(told) <= _REVISION_DIGITS:
        await services.memories.wait_for(desk, int(told))


def own_seat(request: Request, services: Services) -> Seat | None:
    """The seat of whoever asks; None where they have none."""
    key = _own_key(request, services)
    if key is not None and key.desk is not None:
        return Seat(key.desk, key.role, key.name)
    if services.settings.require_key:
        return None
    return Seat(DEFAULT_DESK, OWNER, "" if key is None else key.name)


def _own_key(request: Request, services: Services) -> Key | None:
    given = key_of(request.scope)
    return services.keys.check(given) if given else None
