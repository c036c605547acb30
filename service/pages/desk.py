"""GET /desk/{desk}: what a desk decided, how it writes, what is contested. The browser asks the API for all of it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from service.pages.frame import page
from service.pages.own_desk import own_desk
from service.services import Services, ServicesDep

router = APIRouter(include_in_schema=False)


@router.get("/desk")
async def any_desk(request: Request, services: ServicesDep) -> Response:
    """To the reader's own desk."""
    own = own_desk(request, services)
    if own is None:
        return _refused(request, services)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"desk/{own.id}{query}", 303)


@router.get("/desk/{desk}")
async def desk(request: Request, services: ServicesDep) -> Response:
    """The view of a desk, where it is the reader's own."""
    own = own_desk(request, services)
    if own is None or own.id != request.path_params["desk"]:
        return _refused(request, services)
    return page(request, services, "desk.html", {"title": own.title, "refused": False})


def _refused(request: Request, services: Services) -> Response:
    return page(request, services, "desk.html", {"title": "", "refused": True}, status=403)
