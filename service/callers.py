"""Who asks: the key that a request gives, and whose requests and jobs are counted together."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.types import Scope

from service.addresses import client_of, group
from service.keys import Key

# For clients that cannot send headers: OpenRefine, and those of GeoNames, whose parameter `username` is.
KEY_PARAMETERS = ("key", "username")
BEARER = b"bearer "
KEY_BYTES = 200
OF_KEY = "key-"  # what is a key's begins so


def key_of(scope: Scope) -> str:
    """The key that a request gives: as a bearer token, as `X-API-Key`, or as a parameter; empty where it gives none."""
    for name, value in scope["headers"]:
        if name == b"x-api-key":
            return _text(value)
        if name == b"authorization" and value[: len(BEARER)].lower() == BEARER:
            return _text(value[len(BEARER) :].strip())
    query: bytes = scope["query_string"]
    if b"key=" in query or b"username=" in query:
        for parameter, text in parse_qsl(query.decode("latin-1")):
            if parameter in KEY_PARAMETERS:
                return text[:KEY_BYTES]
    return ""


def who(scope: Scope, key: Key | None) -> str:
    """Whose requests are counted together: those of a key, or of an address (of IPv6, of a /64)."""
    if key is not None:
        return f"{OF_KEY}{key.id}"
    return f"address-{group(client_of(scope)) or 'unknown'}"


def _text(value: bytes) -> str:
    return value[:KEY_BYTES].decode("latin-1")
