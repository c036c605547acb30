"""The OpenAPI page. The routes read raw requests, so what they take is declared from `service.fields`.

Clients are generated from the page. Generators send a default of a parameter with every request, and take a field of a
body that has one for required. So nothing that is asked has a default in its schema: its description tells it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from gazetteer.model import Mode
from gazetteer.offsets import UNITS
from service import fields
from service.fields import Field, FieldKind
from service.schema import Feature, FeatureCollection, errors

REFERENCE = "#/components/schemas/{model}"
ERROR = REFERENCE.format(model="ErrorAnswer")
REFUSALS = (401, 429, 503)
BODY_REFUSALS = (408, 413)
RESOLVE_BODY = "ResolveRequest"
ANNOTATE_BODY = "AnnotateRequest"
TEXT_BODY = "TextBody"
TEXT: dict[str, Any] = {"type": "string"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
NULL: dict[str, Any] = {"type": "null"}
WHOLE: dict[str, Any] = {"type": "integer"}
NUMBER: dict[str, Any] = {"type": "number"}
LISTS = (FieldKind.COUNTRIES, FieldKind.CODES, FieldKind.COLUMNS)
BY_REFERENCE: tuple[type[BaseModel], ...] = (Feature, FeatureCollection)  # the models of answers that are no JSON
PLACE_ID: dict[str, Any] = {"anyOf": [WHOLE, {"type": "string", "pattern": "^Q[0-9]+$"}]}

IN_URL: dict[FieldKind, dict[str, Any]] = {
    FieldKind.TEXT: TEXT,
    FieldKind.TAG: TEXT,
    FieldKind.DAY: TEXT | {"format": "date"},
    FieldKind.COUNTRIES: TEXTS,
    FieldKind.CODES: TEXTS,
    FieldKind.COLUMNS: TEXTS,
    FieldKind.WHOLE: WHOLE,
    FieldKind.NUMBER: NUMBER,
    FieldKind.FLAG: {"type": "boolean"},
    FieldKind.MODE: TEXT | {"enum": list(get_args(Mode))},
    FieldKind.UNIT: TEXT | {"enum": list(UNITS)},
    FieldKind.ID: TEXT,
    FieldKind.AREA: TEXT,
    FieldKind.PLACE: PLACE_ID,
}
IN_BODY: dict[FieldKind, dict[str, Any]] = IN_URL | {
    FieldKind.COUNTRIES: {"anyOf": [TEXT, TEXTS]},
    FieldKind.ID: {"anyOf": [TEXT, WHOLE, NUMBER]},
    FieldKind.AREA: {"anyOf": [TEXT, WHOLE]},
}


def parameters_of(taken: Iterable[Field], path: tuple[str, ...] = ()) -> dict[str, Any]:
    """Fields as the parameters of a route: those named in `path` are part of its path."""
    return {
        "parameters": [
            {
                "name": field.name,
                "in": "path" if field.name in path else "query",
                "required": field.required,
                "description": _doc(field),
                "schema": IN_URL[field.kind] | _bounds(field),
            }
            for field in taken
        ]
    }


def parameters_of_model(model: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model as the parameters of a GET route."""
    schema = model.model_json_schema()
    required = schema.get("required", ())
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": name in required,
                "description": _with_default(field.pop("description"), field.pop("default", None)),
                "schema": _without_null(field),
            }
            for name, field in schema["properties"].items()
        ]
    }


def body_of(model: str) -> dict[str, Any]:
    """One of `BODIES` as the JSON body of a POST route."""
    schema = {"$ref": REFERENCE.format(model=model)}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def object_body(required: tuple[str, ...], **properties: dict[str, Any]) -> dict[str, Any]:
    """A JSON object as the body of a route."""
    schema = {"type": "object", "required": list(required), "properties": properties}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def texts_of(model: str) -> dict[str, Any]:
    """A text as the body of a POST route: by itself, or in one of `BODIES`."""
    body = body_of(model)
    body["requestBody"]["content"] |= {kind: {"schema": TEXT} for kind in ("text/plain", "text/html")}
    return body


def document(page: dict[str, Any]) -> dict[str, Any]:
    """FastAPI's OpenAPI document, with what our routes declare by reference."""
    _, declared = models_json_schema(
        [(Feature, "validation"), (FeatureCollection, "validation")], ref_template=REFERENCE
    )
    schemas = page.setdefault("components", {}).setdefault("schemas", {})
    for name, schema in (declared["$defs"] | BODIES).items():
        schemas.setdefault(name, schema)
    for schema in schemas.values():
        for field in schema.get("properties", {}).values():
            if field.get("default", "") is None:  # what an answer may lack has no default
                del field["default"]
    for operation in (one for methods in page.get("paths", {}).values() for one in methods.values()):
        _add_refusals(operation)
    return page


def _add_refusals(operation: dict[str, Any]) -> None:
    """Say of a route that answers errors as ours are what is answered before it is reached."""
    answers = operation["responses"]
    if ERROR not in str(answers) or "health" in operation.get("tags", ()):
        return
    for status, told in errors(*REFUSALS, *(BODY_REFUSALS if "requestBody" in operation else ())).items():
        content = {"application/json": {"schema": {"$ref": ERROR}}}
        answers.setdefault(str(status), {"description": told["description"], "content": content})


def _object(doc: str, taken: Iterable[Field], **more: dict[str, Any]) -> dict[str, Any]:
    """A JSON object with some fields; null is the same as not given."""
    known = tuple(taken)
    properties = {field.name: _in_body(field) for field in known} | more
    required = [field.name for field in known if field.required]
    return {"type": "object", "description": doc, "properties": properties, "required": required}


def _in_body(field: Field) -> dict[str, Any]:
    schema = IN_BODY[field.kind] | _bounds(field)
    if not field.required and field.kind is not FieldKind.FLAG:
        schema = {"anyOf": [*schema.get("anyOf", [schema]), NULL]}
    return schema | {"description": _doc(field)}


def _bounds(field: Field) -> dict[str, Any]:
    if field.kind in (FieldKind.WHOLE, FieldKind.NUMBER):
        return {name: most for name, most in (("minimum", field.least), ("maximum", field.most)) if most is not None}
    length = {} if field.most is None or field.kind in LISTS else {"maxLength": int(field.most)}
    return {"minLength": 1} | length if field.required and field.kind is FieldKind.TEXT else length


def _doc(field: Field) -> str:
    return _with_default(field.doc, field.default)


def _with_default(doc: str, default: object) -> str:
    """A description that tells the default; false, blank and none go without saying."""
    if default is True:
        return f"{doc} Default: `true`."
    return f"{doc} Default: {default:g}." if _is_number(default) else f"{doc} Default: `{default}`." if default else doc


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter, which cannot be null in a URL."""
    kinds = [one for one in schema.get("anyOf", ()) if one != NULL]
    if len(kinds) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**rest, **kinds[0]}


_NEAR: dict[str, Any] = {"anyOf": [{"$ref": REFERENCE.format(model="NearPoint")}, NULL]}
_TEXT_FIELDS = (fields.TEXT, fields.HTML, *fields.ANNOTATE)
_TEXT_NEAR = _NEAR | {"description": "A point that the text is about, or is read near."}

BODIES: dict[str, dict[str, Any]] = {
    "NearPoint": _object("A point that the place is thought to be near.", fields.NEAR),
    "QueryBody": _object(
        "One name, and what is known of it.",
        fields.QUERY,
        near=_NEAR | {"description": "A point that the place is thought to be near."},
    )
    | {"example": {"name": "Bakhmout", "lang": "fr", "country": "UA"}},
    RESOLVE_BODY: _object(
        "Names to resolve, and what holds for all of them.",
        fields.OPTIONS,
        queries={
            "type": "array",
            "items": {"$ref": REFERENCE.format(model="QueryBody")},
            "description": "What is asked.",
        },
    )
    | {"required": ["queries"]},
    TEXT_BODY: _object("One text, or one page of HTML, and what is known of it.", _TEXT_FIELDS, near=_TEXT_NEAR),
    ANNOTATE_BODY: _object(
        "A text or a page of HTML; or many, and what holds for those of them that do not say otherwise.",
        (*_TEXT_FIELDS, *fields.MEMORY),
        near=_TEXT_NEAR,
        texts={
            "anyOf": [{"type": "array", "items": {"$ref": REFERENCE.format(model=TEXT_BODY)}}, NULL],
            "description": "Many texts at once, instead of one.",
        },
    )
    | {"example": {"text": "Two missiles hit the town of Shevchenkove in the Kharkiv region.", "lang": "en"}},
}
"""The bodies that are declared by reference, by name."""
