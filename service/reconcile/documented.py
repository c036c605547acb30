"""What the routes of the Reconciliation API take, for the OpenAPI page. Nothing is validated with it."""

from __future__ import annotations

from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 0}
_KNOWN: dict[str, tuple[dict[str, Any], str]] = {
    "prefix": (_TEXT, "What was typed, or an id."),
    "cursor": (_NUMBER, "How many to leave out."),
    "offset": (_NUMBER, "How many to leave out."),
    "limit": (_NUMBER, "How many to give."),
    "type": (_TEXT, "The id of a type, for example P."),
    "lang": (_TEXT, "The language of labels, BCP 47."),
    "queries": (_TEXT, 'JSON: {"q0": {"query": "Bakhmout"}}.'),
    "extend": (_TEXT, 'JSON: {"ids": ["713174"], "properties": [{"id": "population"}]}.'),
    "id": (_TEXT, "GeoNames id."),
}
_QUERY = {"type": "object", "properties": {"conditions": {"type": "array", "items": {"type": "object"}}}}


def takes(*names: str, path: tuple[str, ...] = (), required: tuple[str, ...] = ()) -> dict[str, Any]:
    """The parameters of a GET route, those of `path` among its path, and those that it needs."""
    return {
        "parameters": [
            {
                "name": name,
                "in": "path" if name in path else "query",
                "required": name in path or name in required,
                "description": _KNOWN[name][1],
                "schema": _KNOWN[name][0],
            }
            for name in (*path, *names)
        ]
    }


FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": {"queries": _TEXT, "extend": _TEXT}}
            }
        },
    }
}
BATCH = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["queries"],
                    "properties": {"queries": {"type": "array", "items": _QUERY}},
                }
            }
        },
    }
}
EXTENSION = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["ids", "properties"],
                    "properties": {
                        "ids": {"type": "array", "items": _TEXT},
                        "properties": {"type": "array", "items": {"type": "object", "properties": {"id": _TEXT}}},
                    },
                }
            }
        },
    }
}
