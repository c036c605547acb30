"""The OpenAPI page. The routes read raw requests, so what they take is declared from the models of `service.schema`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service.schema import Feature, ResolveRequest

REFERENCE = "#/components/schemas/{model}"
DECLARED: tuple[type[BaseModel], ...] = (ResolveRequest, Feature)  # named by reference in `openapi_extra`


def parameters_of(model: type[BaseModel], path: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields of a model as the parameters of a GET route: those named in `path` are part of its path."""
    schema = model.model_json_schema()
    required = schema.get("required", ())
    return {
        "parameters": [
            {
                "name": name,
                "in": "path" if name in path else "query",
                "required": name in path or name in required,
                "description": field.pop("description", ""),
                "schema": field,
            }
            for name, field in schema["properties"].items()
        ]
    }


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """A model as the JSON body of a POST route."""
    schema = {"$ref": REFERENCE.format(model=model.__name__)}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def document(page: dict[str, Any]) -> dict[str, Any]:
    """FastAPI's OpenAPI document, with what our routes declare by reference."""
    _, declared = models_json_schema([(model, "validation") for model in DECLARED], ref_template=REFERENCE)
    schemas = page.setdefault("components", {}).setdefault("schemas", {})
    for name, schema in declared["$defs"].items():
        schemas.setdefault(name, schema)
    return page
