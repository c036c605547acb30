"""Which desk a request speaks for, what it may do there, and what the desk decided: asked before the answer is made.

The desk is that of the parameter `desk`, of the header `Exonym-Desk`, or of the key. Where keys are not required,
whoever sends none speaks for the desk `default`: as its owner on the machine itself, elsewhere as a reader.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.types import Scope

from gazetteer.errors import QueryError
from service.addresses import is_local, is_loopback
from service.desk.memories import AskedDesk
from service.desk.records import DEFAULT_DESK
from service.desk.writing import Writing, of_desk, of_preset, style_named
from service.errors import WrongDesk
from service.jobs.receive import Received
from service.keys import DESK, OWNER, READER, ROLES, Key
from service.queries import MemoryChoice, RequestOptions
from service.services import Services
from service.settings import Settings

HEADER = "exonym-desk"
REVISION = "Exonym-Revision"
_REVISION_DIGITS = 15
_AWAITED = "exonym.awaited"  # in the scope of a request: the desks whose revision was waited for


@dataclass(frozen=True, slots=True)
class Seat:
    """Who asks, for which desk.

    Args:
        desk: its id.
        role: what may be done there.
        person: the name of who asks; empty where it is not known.
        signed: whether a proxy or a token vouches for that name, so that a request cannot give another.
        fixed: whether the desk is the key's, so that every answer heeds it.
        keyless: whether they sent no key.
    """

    desk: str
    role: str
    person: str = ""
    signed: bool = False
    fixed: bool = False
    keyless: bool = False

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
    if not found.may(role) and found.keyless:
        raise WrongDesk(
            "Without a key nobody decides here but on the machine itself: send a key of the desk, or set "
            "EXONYM_OPEN_DESK."
        )
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


async def asked_writing(request: Request, services: Services, display: str | None) -> Writing | None:
    """How places are to be written; None where `display` asks for no style.

    The style of the desk of that name, where it is the caller's; else what a house of that name has announced.

    Raises:
        QueryError: there is no style of that name.
    """
    name = style_named(display)
    if name is None:
        return None
    try:
        desk = seat_at(request, services, name).desk
    except (WrongDesk, QueryError):
        return of_preset(name)
    await _catch_up(request, services, desk)
    held = services.memories.get(desk)
    return of_preset(name) if held is None else of_desk(desk, held.record.revision, held.house)


async def asked_style(
    request: Request, services: Services, choices: RequestOptions
) -> tuple[RequestOptions, Writing | None]:
    """What a request chooses, with names in the language of the style that it asks for, and that style."""
    writing = await asked_writing(request, services, choices.options.display)
    if writing is None:
        return choices, None
    return replace(choices, options=writing.options(choices.options), style=writing.key), writing


async def styled_table(request: Request, services: Services, received: Received) -> tuple[Received, Writing | None]:
    """A table with names in the language of the style that it asks for, and that style.

    Raises:
        QueryError: there is no style of that name.
    """
    options = received.asked.options
    writing = await asked_writing(request, services, options.display)
    if writing is None:
        return received, None
    return replace(received, asked=replace(received.asked, options=writing.options(options))), writing


def revision_of(desk: AskedDesk | None) -> dict[str, str]:
    """The header that tells at which revision a desk has answered, and that nobody else is to be given that answer."""
    return {} if desk is None else {REVISION: str(desk.revision), "Cache-Control": "private"}


async def _catch_up(request: Request, services: Services, desk: str) -> None:
    """Wait for a revision that the caller has seen, where this worker does not have it yet; once for a request."""
    told = request.headers.get(REVISION, "")
    awaited: set[str] = request.scope.setdefault(_AWAITED, set())
    if desk in awaited:
        return
    awaited.add(desk)
    if told.isascii() and told.isdecimal() and len(told) <= _REVISION_DIGITS:
        await services.memories.wait_for(desk, int(told))


def own_seat(request: Request, services: Services) -> Seat | None:
    """The seat of whoever asks; None where they have none."""
    caller = services.credentials.caller(request.scope)
    key = caller.key
    if key is not None and key.desk is not None:
        return Seat(key.desk, key.role, caller.name, bool(caller.person), fixed=True)
    if services.settings.require_key:
        return None
    role = OWNER if may_decide_unnamed(services.settings, request.scope) else READER
    return Seat(DEFAULT_DESK, role, caller.name, bool(caller.person), keyless=True)


def may_decide_unnamed(settings: Settings, scope: Scope) -> bool:
    """Whether whoever sends no key decides for the desk `default`: on this machine alone, if nothing else is set."""
    return settings.open_desk or (is_loopback(settings.host) and is_local(scope))


def _own_key(request: Request, services: Services) -> Key | None:
    return services.credentials.caller(request.scope).key
