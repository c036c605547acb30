"""The address of the service as its clients see it, which a manifest must name in full."""

from __future__ import annotations

import re

from starlette.requests import Request

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?", re.ASCII)
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]{1,64}){1,8}", re.ASCII)
_FALLBACK = "localhost"


def public_address(request: Request, told: str) -> str:
    """Scheme, host and path before our routes, without a slash at the end.

    The setting goes first, then what a proxy forwards (X-Forwarded-Proto, -Host and -Prefix), then the request itself.

    Args:
        request: a request.
        told: the setting, blank where it is not set.
    """
    if told:
        return told.rstrip("/")
    proto = _first(request, "x-forwarded-proto").lower()
    scheme = proto if proto in ("http", "https") else request.url.scheme
    host = next(
        (one for one in (_first(request, "x-forwarded-host"), request.headers.get("host", "")) if _sound(one)), ""
    )
    prefix = _first(request, "x-forwarded-prefix").rstrip("/")
    path = prefix if _PREFIX.fullmatch(prefix) else request.scope.get("root_path", "").rstrip("/")
    return f"{scheme}://{host}{path}"


def _first(request: Request, header: str) -> str:
    """The first of the values that proxies along the way have put into a header."""
    return request.headers.get(header, "").partition(",")[0].strip()


def _sound(host: str) -> bool:
    return _HOST.fullmatch(host) is not None
