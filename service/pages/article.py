"""GET /article: which places does a text name? The text is written in the browser; the page has nothing of it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from service.pages.frame import page
from service.services import ServicesDep

router = APIRouter(include_in_schema=False)


@router.get("/article")
async def article(request: Request, services: ServicesDep) -> Response:
    """A field for a text, and beside it what it says of places."""
    return page(request, services, "article.html", {})
