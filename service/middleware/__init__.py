"""What stands around every request, from the outside in, each a pure ASGI application around the next.

cors       which pages of other origins may ask: of any the Reconciliation API, and those that are set
proxies    what proxies forward (the client's address, the scheme), from those that are trusted
observe    the request's id (identity), headers that all answers have, metrics, the access log, unforeseen errors
sites      the names that the service answers to; pages of other sites change nothing
admission  how much may be in flight, in all and of an address, until its answer has been read
access     keys and limits
body       bodies that come too slowly
repeated   answers that are kept whole
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.middleware import Middleware
from starlette.responses import Response

from gazetteer.errors import ExonymError
from service.middleware.access import Access
from service.middleware.admission import Admission
from service.middleware.body import Arriving, SlowBodies
from service.middleware.cors import OpenToAll, cors
from service.middleware.observe import Observe
from service.middleware.proxies import forwarded
from service.middleware.repeated import Repeated
from service.middleware.sites import Sites
from service.services import Services


def middlewares(services: Services, refusal: Callable[[str, ExonymError], Response]) -> list[Middleware]:
    """Those that the settings ask for, the outermost first; `refusal` answers whom they do not let through."""
    settings, limits, names = services.settings, services.limits, services.name_limits
    stack = [Middleware(OpenToAll), *forwarded(services.proxies, settings.user_header)]
    stack.append(Middleware(Observe, metrics=services.metrics, settings=settings))
    stack += cors(settings.cors_origins)
    stack.append(Middleware(Sites, settings=settings, refusal=refusal))
    arriving = Arriving()
    door = services.door
    stack.append(Middleware(Admission, settings=settings, proxies=services.proxies, door=door, arriving=arriving))
    if settings.require_key or limits is not None or names is not None:
        required = settings.require_key
        who = services.credentials
        stack.append(
            Middleware(Access, credentials=who, required=required, limits=limits, names=names, refusal=refusal)
        )
    stack += [Middleware(SlowBodies, arriving=arriving), Middleware(Repeated, services=services)]
    return stack
