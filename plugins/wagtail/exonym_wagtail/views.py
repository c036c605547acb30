"""What editors' browsers ask, below the admin: each route takes what is listed, and asks the service."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from .desks import desk
from .parameters import MOST_BODY, taken
from .service import BYTES, JSON, Answer, ask, failed

PERMISSION = "wagtailadmin.access_admin"
SAYING = ("POST", "PATCH")  # methods of which the body counts
VERSION = re.compile(r'"\d{1,9}"')  # what If-Match may be
MOST_NAME = 100  # letters of who decided

View = Callable[..., HttpResponse]


def proxied(*methods: str) -> Callable[[Callable[..., Answer]], View]:
    """A view of what a function answers, for those who may write; with a token against forgery where it changes."""

    def decorate(answer: Callable[..., Answer]) -> View:
        @never_cache
        @csrf_protect
        @wraps(answer)
        def view(request: HttpRequest, **told: Any) -> HttpResponse:
            return _sent(_answered(request, methods, answer, told))

        return view

    return decorate


def _answered(request: HttpRequest, methods: tuple[str, ...], answer: Callable[..., Answer], told: Any) -> Answer:
    if not request.user.has_perm(PERMISSION):
        return failed(403, "forbidden", _("You may not ask here."))
    if request.method not in methods:
        return failed(405, "method", _("Ask otherwise."))
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = MOST_BODY + 1
    if length > MOST_BODY:
        return failed(413, "too_large", _("This is more than one request may carry."))
    if request.method in SAYING and request.content_type != JSON:  # Django has read what is a form already
        return failed(415, "not_json", _("Ask in JSON."))
    return answer(request, **told)


def _sent(answer: Answer) -> HttpResponse:
    headers = {"X-Content-Type-Options": "nosniff", **answer.headers}
    return HttpResponse(answer.body, status=answer.status, content_type=answer.type, headers=headers)


@proxied("GET")
def suggest(request: HttpRequest) -> Answer:
    """Places while a name is typed."""
    return ask("GET", "/v1/suggest", taken("suggest", request.GET))


@proxied("GET")
def place(request: HttpRequest, id: int) -> Answer:
    """One place."""
    return ask("GET", f"/v1/places/{id}", taken("place", request.GET))


@proxied("GET")
def dateline(request: HttpRequest) -> Answer:
    """How the desk begins a story."""
    return ask("GET", "/v1/dateline", taken("dateline", request.GET))


@proxied("GET")
def desks(request: HttpRequest) -> Answer:
    """The desk of the key, whose decisions count."""
    return Answer(200, json.dumps({"desk": desk()}).encode())


@proxied("POST")
def annotate(request: HttpRequest) -> Answer:
    """The places of a text."""
    return ask("POST", "/v1/annotate", body=taken("annotate", _json(request)))


@proxied("POST", "PATCH", "DELETE")
def decisions(request: HttpRequest, id: str = "") -> Answer:
    """What the desk decides, changes or forgets, in the name of who is signed in."""
    found = desk()
    if not found:
        return failed(409, "no_desk", _("The key of this site is for no desk."))
    if (request.method == "POST") == bool(id):
        return failed(405, "method", _("Ask otherwise."))
    path = f"/v1/desks/{found['id']}/decisions" + (f"/{id}" if id else "")
    version = request.headers.get("If-Match", "")
    headers = {"If-Match": version} if VERSION.fullmatch(version) else {}
    if request.method == "DELETE":
        return ask("DELETE", path, headers=headers)
    sent = _json(request)
    said = taken("decide", sent)
    if "place" not in said and sent.get("place", "") is not None:
        return failed(400, "bad_query", _("Say which place is meant."))
    by = (request.user.get_full_name() or request.user.get_username())[:MOST_NAME]
    return ask(request.method, path, body={"place": None, **said, "by": by, "via": "cms"}, headers=headers)


@proxied("GET")
def base(request: HttpRequest) -> Answer:
    """Land and borders of the map."""
    return _drawn("/v1/map/base", taken("base", request.GET))


@proxied("GET")
def dots(_request: HttpRequest, z: str, x: str, y: str) -> Answer:
    """Places of a part of the map."""
    return _drawn(f"/v1/map/dots/{z}/{x}/{y}", {})


def _drawn(path: str, query: dict[str, Any]) -> Answer:
    """A part of the map. What is drawn for the first time takes longer than it may: it is to be asked for again."""
    answer = ask("GET", path, query)
    if answer.status == 504:
        return Answer(503, answer.body, {"Retry-After": "3"})
    return replace(answer, type=BYTES) if answer.status == 200 else answer


def _json(request: HttpRequest) -> dict[str, Any]:
    """What a request says; nothing where it is no object."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}
