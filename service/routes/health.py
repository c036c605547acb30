"""GET /healthz: the process runs. GET /readyz: it can answer. GET /metrics: how it is."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from service.http import json_response
from service.schema import ReadyAnswer, errors
from service.services import ServicesDep

router = APIRouter(tags=["health"])


@router.get("/healthz", operation_id="healthz", summary="The process runs")
async def healthz(_request: Request) -> Response:
    """Always 200 while the process runs."""
    return json_response(b'{"status":"ok"}')


@router.get(
    "/readyz",
    operation_id="readyz",
    summary="A gazetteer is open",
    responses={200: {"model": ReadyAnswer}, **errors(503)},
)
async def readyz(_request: Request, services: ServicesDep) -> Response:
    """200 once the gazetteer is open and warm; otherwise 503 with a sentence that says what to run.

    `redis` is `off`, `up` or `down`. Without Redis the service answers all the same, so `down` is no reason for a 503.
    """
    tier = services.redis
    redis = "off" if tier is None else "up" if tier.up else "down"
    return json_response(services.encoders.of(services.gazetteer.take()).ready(redis))


@router.get(
    "/metrics",
    operation_id="metrics",
    summary="Metrics for Prometheus",
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    response_class=PlainTextResponse,
)
async def metrics(_request: Request, services: ServicesDep) -> Response:
    """Metrics of all workers, in Prometheus' text format."""
    page = await run_in_threadpool(services.metrics.page)
    return Response(page, 200, media_type=CONTENT_TYPE_PLAIN_0_0_4)
