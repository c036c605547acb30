"""Signing in on our own page with a key, and short tokens for pages of others."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetteer.errors import QueryError
from service import fields
from service.callers import CAPABILITIES, COOKIE, TOKEN
from service.errors import OtherSite, Unauthorized, Unreadable, WrongDesk
from service.http import json_response, read_body, read_json
from service.keys import KEY
from service.openapi import object_body
from service.schema import errors
from service.schema.sign_in import SignedIn, TokenAnswer
from service.services import Services, ServicesDep
from service.text import is_sound, moment

router = APIRouter(tags=["keys"])

SESSION_SECONDS = 12 * 3600
BODY_BYTES = 5_000
MINUTES = 15
MOST_MINUTES = 60
MOST_ORIGIN = 200
NO_STORE = {"Cache-Control": "no-store"}
FORM = "application/x-www-form-urlencoded"

_KEY_BODY = object_body(("key",), key={"type": "string", "description": "The key."})
_TOKEN_BODY = object_body(
    ("origin", "may"),
    origin={"type": "string", "description": "Of the pages that may send it: `https://cms.example.org`."},
    minutes={"type": "integer", "minimum": 1, "maximum": MOST_MINUTES, "description": f"Default: {MINUTES}."},
    may={"type": "array", "minItems": 1, "items": {"enum": list(CAPABILITIES)}, "description": "What it allows."},
    who={"anyOf": [{"type": "string", "maxLength": fields.WHO_LIMIT}, {"type": "null"}], "description": "Who has it."},
    desk={"anyOf": [{"type": "string", "maxLength": fields.WHO_LIMIT}, {"type": "null"}], "description": "Their desk."},
)


@router.get(
    "/sign-in",
    operation_id="signed_in",
    summary="Who is signed in",
    responses={200: {"model": SignedIn}},
)
async def signed_in(request: Request, services: ServicesDep) -> Response:
    """Whether a key is needed here, and whose is given."""
    return _state(request, services)


@router.post(
    "/sign-in",
    operation_id="sign_in",
    summary="Sign in with a key",
    responses={200: {"model": SignedIn}, **errors(400, 401, 403)},
    openapi_extra=_KEY_BODY,
)
async def sign_in(request: Request, services: ServicesDep) -> Response:
    """Answers with a cookie that counts for 12 hours, and only where a page of this service sends it.

    Raises:
        Unauthorized: the key does not hold.
        OtherSite: a page of another site asks.
    """
    if not services.credentials.is_own_page(request.scope):
        raise OtherSite("Only a page of this service may sign somebody in.")
    key = services.keys.check(await _given_key(request))
    if key is None:
        raise Unauthorized("This key does not hold: it is unknown or was revoked.")
    value = services.credentials.sessions.sign({"key": key.id}, SESSION_SECONDS)
    said = {"required": services.settings.require_key, "name": key.name, "expires": _until(SESSION_SECONDS)}
    answer = json_response(orjson.dumps(said), dict(NO_STORE))
    _set_cookie(answer, request, services, value, SESSION_SECONDS)
    return answer


@router.delete("/sign-in", operation_id="sign_out", status_code=204, summary="Sign out", responses=errors(403))
async def sign_out(request: Request, services: ServicesDep) -> Response:
    """Takes the cookie away."""
    answer = Response(status_code=204, headers=NO_STORE)
    _set_cookie(answer, request, services, "", 0)
    return answer


@router.post(
    "/v1/tokens",
    operation_id="create_token",
    summary="A short token for pages of another origin",
    responses={200: {"model": TokenAnswer}, **errors(400, 401, 403)},
    openapi_extra=_TOKEN_BODY,
)
async def create_token(request: Request, services: ServicesDep) -> Response:
    """For a CMS whose pages ask this service themselves: the key stays with the CMS.

    Raises:
        Unauthorized: no key that holds was given; a token is none.
        WrongDesk: the desk is not the key's.
    """
    caller = services.credentials.caller(request.scope)
    if caller.key is None or caller.by == "token":
        raise Unauthorized("A token is made with a key: send it as `Authorization: Bearer KEY` or `X-API-Key: KEY`.")
    body = read_json(await read_body(request, BODY_BYTES))
    if not isinstance(body, dict):
        raise Unreadable(
            'Send a JSON object, for example {"origin": "https://cms.example.org", "may": ["resolve"]}.', ""
        )
    minutes = body.get("minutes")
    minutes = MINUTES if minutes is None else minutes
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= MOST_MINUTES:
        raise QueryError(f"minutes must be a whole number from 1 to {MOST_MINUTES}.", "minutes")
    desk = _name(body, "desk")
    if desk and desk != caller.key.desk:
        raise WrongDesk(f"The desk {desk} is not this key's: `exonym keys add NAME --desk {desk}` makes one that is.")
    said = {
        "key": caller.key.id,
        "origin": _origin(body.get("origin")),
        "may": _may(body.get("may")),
        "who": _name(body, "who") or caller.person,
        "desk": desk,
    }
    token = TOKEN + services.credentials.tokens.sign(said, 60 * minutes)
    return json_response(orjson.dumps({"token": token, "expires": _until(60 * minutes)}), dict(NO_STORE))


def _state(request: Request, services: Services) -> Response:
    caller = services.credentials.caller(request.scope)
    said = {"required": services.settings.require_key, "name": caller.name or None, "expires": None}
    return json_response(orjson.dumps(said), dict(NO_STORE))


async def _given_key(request: Request) -> str:
    body = await read_body(request, BODY_BYTES)
    if request.headers.get("content-type", "").startswith(FORM):
        given: Any = dict(parse_qsl(body.decode("utf-8", "replace"))).get("key")
    else:
        sent = read_json(body)
        given = sent.get("key") if isinstance(sent, dict) else None
    if not isinstance(given, str):
        raise Unreadable('Send the key, for example {"key": "exo_…"}.', "key")
    return given.strip() if KEY.fullmatch(given.strip()) else ""


def _set_cookie(answer: Response, request: Request, services: Services, value: str, seconds: int) -> None:
    secure = request.url.scheme == "https" or services.settings.public_url.lower().startswith("https:")
    answer.set_cookie(COOKIE, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict")


def _origin(value: object) -> str:
    """An origin as browsers send it."""
    text = value.strip().lower() if isinstance(value, str) and len(value) <= MOST_ORIGIN else ""
    try:
        parts = urlsplit(text)
        told = parts.port  # raises where it is none
    except ValueError:
        parts, told = urlsplit(""), None
    usual = {"http": 80, "https": 443}
    whole = text in (f"{parts.scheme}://{parts.netloc}", f"{parts.scheme}://{parts.netloc}/")
    if parts.scheme not in usual or not parts.hostname or "@" in parts.netloc or not whole or not text.isascii():
        raise QueryError("origin must be that of the pages, for example https://cms.example.org.", "origin")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if told in (None, usual[parts.scheme]) else f":{told}")


def _may(value: object) -> list[str]:
    given: list[object] = value if isinstance(value, list) else []
    known = sorted({one for one in given if isinstance(one, str) and one in CAPABILITIES})
    if not known or len(given) > len(CAPABILITIES) or not all(one in known for one in given):
        raise QueryError(f"may must list what the token allows, of {', '.join(CAPABILITIES)}.", "may")
    return known


def _name(body: dict[str, Any], field: str) -> str:
    value = body.get(field)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > fields.WHO_LIMIT or not is_sound(value):
        raise QueryError(f"{field} must be a name of at most {fields.WHO_LIMIT} characters.", field)
    return value.strip()


def _until(seconds: int) -> str:
    return moment(time.time() + seconds)
