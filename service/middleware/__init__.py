"""What stands around every request, from the outside in, each a pure ASGI application around the next.

cors       which pages of other origins may ask: of any the Reconciliation API, and those that are set
proxies    the client's address, from proxies that are trusted
observe    the request's id (identity), headers that all answers have, metrics, the access log, unforeseen errors
admission  how much may be in flight
access     keys and limits
body       bodies that come too slowly
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.middleware import Middleware
from starlette.responses import Response

from gazetteer.errors import ExonymError
from service.middleware.access import Access
from service.middleware.admission import Admission
from service.middleware.body import SlowBodies
from service.middleware.cors import OpenToAll, cors
from service.middleware.observe import Observe
from service.middleware.proxies import trusted
from service.services import Services


def middlewares(services: Services, refusal: Callable[[str, ExonymError], Response]) -> list[Middleware]:
    """Those that the settings ask for, the outermost first; `refusal` answers whom they do not let through."""
    settings, keys, limits, names = services.settings, services.keys, services.limits, services.name_limits
    stack = [Middleware(OpenToAll), *trusted(settings.trusted_proxies)]
    stack.append(Middleware(Observe, metrics=services.metrics, settings=settings))
    stack += cors(settings.cors_origins)
    stack.append(Middleware(Admission, max_in_flight=settings.max_in_flight, max_wait=settings.max_wait))
    if settings.require_key or limits is not None or names is not None:
        required = settings.require_key
        stack.append(Middleware(Access, keys=keys, required=required, limits=limits, names=names, refusal=refusal))
    stack.append(Middleware(SlowBodies))
    return stack
