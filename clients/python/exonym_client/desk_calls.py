"""What is asked of desks, each call as a plain HTTP request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exonym_client.answers import Json
from exonym_client.requests import Call, params_of, quoted

DESKS = Call("GET", "/v1/desks")
CONTESTED = Call("GET", "/v1/contested")
DEFAULT_DESK = "default"  # of whoever sends no key


def read_own_desk(answer: Json) -> str:
    """The desk of whoever asks, of those that they may ask."""
    desks = answer["desks"]
    return str(desks[0]["id"]) if desks else DEFAULT_DESK


def _object(value: Json) -> Any:
    """A mapping as JSON has it; of all else the service says that it is none."""
    return dict(value) if isinstance(value, Mapping) else value


def desk_call(desk: str, what: str = "", long: bool = False, **params: Any) -> Call:
    """GET /v1/desks/{desk}, or what belongs to it."""
    return Call("GET", f"/v1/desks/{quoted(desk, 'desk')}{what}", params_of(**params), long=long)


def decide_call(desk: str, name: str, place: int | str | None, **more: Any) -> Call:
    """POST /v1/desks/{desk}/decisions."""
    given = {field: value for field, value in more.items() if value is not None}
    return Call("POST", f"/v1/desks/{quoted(desk, 'desk')}/decisions", json={"name": name, "place": place, **given})


def change_call(desk: str, id: str, version: int, changes: Json) -> Call:
    """PATCH /v1/desks/{desk}/decisions/{id}."""
    path = f"/v1/desks/{quoted(desk, 'desk')}/decisions/{quoted(id, 'id')}"
    return Call("PATCH", path, json=_object(changes), headers=(("If-Match", f'"{version}"'),))


def forget_call(desk: str, id: str) -> Call:
    """DELETE /v1/desks/{desk}/decisions/{id}."""
    return Call("DELETE", f"/v1/desks/{quoted(desk, 'desk')}/decisions/{quoted(id, 'id')}")


def restore_call(desk: str, id: str) -> Call:
    """POST /v1/desks/{desk}/decisions/{id}/restore."""
    return Call("POST", f"/v1/desks/{quoted(desk, 'desk')}/decisions/{quoted(id, 'id')}/restore")


def decisions_call(desk: str, q: str | None, limit: int | None) -> Call:
    """GET /v1/desks/{desk}/decisions."""
    return desk_call(desk, "/decisions", q=q, limit=limit)


def put_desk_call(desk: str, title: str | None, lang: str | None) -> Call:
    """PUT /v1/desks/{desk}."""
    given = {"title": title, "lang": lang}
    told = {field: value for field, value in given.items() if value is not None}
    return Call("PUT", f"/v1/desks/{quoted(desk, 'desk')}", json=told)


def put_style_call(desk: str, style: Json) -> Call:
    """PUT /v1/desks/{desk}/style."""
    return Call("PUT", f"/v1/desks/{quoted(desk, 'desk')}/style", json=_object(style))


def dateline_call(desk: str, place: int | str, date: str | None) -> Call:
    """GET /v1/dateline."""
    return Call("GET", "/v1/dateline", params_of(place=place, desk=desk, date=date))


def import_call(desk: str, file: bytes, dry_run: bool) -> Call:
    """POST /v1/desks/{desk}/import."""
    told = (("Content-Type", "text/csv"),)
    path = f"/v1/desks/{quoted(desk, 'desk')}/import"
    return Call("POST", path, params_of(dry_run=dry_run), headers=told, content=file, long=True)


def forget_person_call(desk: str, name: str) -> Call:
    """POST /v1/desks/{desk}/people/{name}/forget."""
    return Call("POST", f"/v1/desks/{quoted(desk, 'desk')}/people/{quoted(name, 'name')}/forget")
