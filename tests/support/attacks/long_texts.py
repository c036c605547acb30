"""Texts that are far too long, in every field that takes one."""

from __future__ import annotations

from collections import Counter

import httpx

from service import fields
from service.fields import Field, FieldKind

TEXTS = (
    FieldKind.TEXT,
    FieldKind.TAG,
    FieldKind.DAY,
    FieldKind.COUNTRIES,
    FieldKind.CODES,
    FieldKind.COLUMNS,
    FieldKind.ID,
    FieldKind.AREA,
)
NEEDED = {"q": "Bakhmut", "prefix": "Bakh", "text": "Бахмут", "lat": "48.6", "lon": "38"}
ROUTES: dict[str, tuple[Field, ...]] = {
    "/v1/resolve": fields.RESOLVE,
    "/v1/reverse": fields.REVERSE,
    "/v1/suggest": fields.SUGGEST,
    "/v1/transliterate": fields.TRANSLITERATE,
    "/v1/places/706483": fields.PLACE[1:],
}
IN_URL = [(path, field) for path, known in ROUTES.items() for field in known if field.kind in TEXTS]
IN_QUERY = [field for field in fields.QUERY if field.kind in TEXTS]


def needed(path: str) -> dict[str, str]:
    """The parameters without which a path is not answered."""
    return {name: value for name, value in NEEDED.items() if name in {one.name for one in ROUTES[path]}}


def send_long_texts(client: httpx.Client, in_url: int = 20_000, in_body: int = 900_000) -> tuple[Counter[str], int]:
    """Send one for each field; the statuses, and the bytes of the longest answer."""
    answers = [client.get(path, params=needed(path) | {field.name: "e" * in_url}, timeout=60) for path, field in IN_URL]
    for field in IN_QUERY:
        text: object = "e" * in_body
        odd = {"name": "Bakhmut"} | {
            field.name: [text] if field.kind in (FieldKind.COUNTRIES, FieldKind.CODES) else text
        }
        answers.append(client.post("/v1/resolve", json={"queries": [odd]}, timeout=60))
    for field in fields.TABLE:
        params = {"name": "town"} | {field.name: "e" * in_url}
        answers.append(client.post("/v1/reconcile/csv", params=params, content=b"town\nBakhmut\n", timeout=60))
    return Counter(str(answer.status_code) for answer in answers), max(len(answer.content) for answer in answers)
