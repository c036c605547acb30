"""Version 0.2 at /reconcile/desk/world, which knows what the desk decided; /reconcile/desk/world/fr in French."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.routing import APIRoute

from service.reconcile import v02
from service.reconcile.manifest import ROOT

PREFIX = f"{ROOT}/desk/{{desk}}"


def _routes() -> APIRouter:
    """Each route of version 0.2 at the address of a desk; those with a language last, as it may be any word."""
    router = APIRouter()
    own = [route for route in v02.router.routes if isinstance(route, APIRoute)]
    for route in sorted(own, key=lambda route: "{lang}" in route.path):
        path = PREFIX + route.path.removeprefix(ROOT)
        router.add_api_route(path, route.endpoint, methods=list(route.methods or ()), include_in_schema=False)
    return router


router = _routes()
