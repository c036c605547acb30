"""GET /healthz: the process runs. GET /readyz: it can answer."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from service.routes.state import json_response, take
from service.schema import ReadyAnswer, errors

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="The process runs")
async def healthz(_request: Request) -> Response:
    """Always 200 while the process runs."""
    return json_response(b'{"status":"ok"}')


@router.get("/readyz", summary="A gazetteer is open", responses={200: {"model": ReadyAnswer}, **errors(503)})
async def readyz(request: Request) -> Response:
    """200 once the gazetteer is open and warm; otherwise 503 with a sentence that says what to run."""
    return json_response(take(request).answers.ready())
