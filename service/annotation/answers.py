"""Annotations as JSON bytes and as GeoJSON, field by field as docs/http.md describes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from gazetteer.errors import ExonymError
from gazetteer.model import Annotation, Finding, Mention, outward
from gazetteer.offsets import converted
from service.allowance import Allowance
from service.annotation.request import TextItem
from service.answers import DEGREES_DIGITS, SCORE_DIGITS, Answers, place_fields
from service.desk.answers import decided_fields
from service.errors import fields_of


def json_fields(answers: Answers, item: TextItem, annotation: Annotation, room: Allowance | None = None) -> bytes:
    """The fields of an annotation after its id, without the closing brace.

    Args:
        answers: the encoder of the gazetteer that answered.
        item: what was asked.
        annotation: its answer.
        room: how many bytes there may be; None for any number.

    Raises:
        TooLarge: there are more.
    """
    bounds = bounds_of(item, annotation.mentions)
    display = item.options.display
    places: list[bytes] = []
    kept: dict[int, bytes] = {}  # by answer: mentions of one spelling share it
    for mention, (start, end) in zip(annotation.mentions, bounds, strict=True):
        key = id(mention.resolution)
        if key not in kept:
            kept[key] = _candidates(answers, mention, display)
        places.append(_place(mention, start, end, kept[key]))
        if room is not None:
            room.answer(len(places[-1]))
    toponyms = [
        {
            "id": outward(one.id),
            "name": one.name,
            "lat": round(one.lat, DEGREES_DIGITS),
            "lon": round(one.lon, DEGREES_DIGITS),
            "mentions": one.mentions,
        }
        | answers.written(one.id)
        for one in annotation.toponyms
    ]
    head = {"lang": annotation.lang, "lang_guessed": annotation.lang_guessed}
    tail: dict[str, Any] = {"findings": _findings(item, annotation), "toponyms": toponyms}
    if item.options.style is not None:
        tail["style_remarks"] = [{"line": one.line, "message": one.message} for one in item.options.style.remarks]
    return b"".join(
        (b",", orjson.dumps(head)[1:-1], b',"places":[', b",".join(places), b"],", orjson.dumps(tail)[1:-1])
    )


def _findings(item: TextItem, annotation: Annotation) -> list[dict[str, Any]]:
    """What a desk should look at again, in the units asked for."""
    found = annotation.findings
    return [
        {
            "rule": one.rule,
            "start": start,
            "end": end,
            "text": one.text,
            "message": one.message,
            "replacement": one.replacement,
            "place": None if one.place is None else outward(one.place),
        }
        for one, (start, end) in zip(found, bounds_of(item, found), strict=True)
    ]


def refused_fields(error: ExonymError) -> bytes:
    """The same of a text that cannot be annotated."""
    nothing: dict[str, Any] = {"lang": None, "lang_guessed": False, "places": [], "findings": [], "toponyms": []}
    return b"," + orjson.dumps(nothing | {"error": fields_of(error)})[1:-1]


def geojson_fields(item: TextItem, annotation: Annotation) -> bytes:
    """The places of a text as the fields of a FeatureCollection (RFC 7946) after its id, without the closing brace."""
    bounds = bounds_of(item, annotation.mentions)
    features = []
    for one in annotation.toponyms:
        first = annotation.mentions[one.mentions[0]]
        properties = place_fields(first.resolution.candidates[0].place)
        lat, lon = properties.pop("lat"), properties.pop("lon")
        properties["mentions"] = [
            _mention_fields(annotation.mentions[number], *bounds[number])
            | {"score": round(annotation.mentions[number].resolution.candidates[0].score, SCORE_DIGITS)}
            for number in one.mentions
        ]
        geometry = {"type": "Point", "coordinates": [lon, lat]}
        features.append({"type": "Feature", "id": properties["id"], "geometry": geometry, "properties": properties})
    fields = {
        "type": "FeatureCollection",
        "features": features,
        "lang": annotation.lang,
        "lang_guessed": annotation.lang_guessed,
    }
    return b"," + orjson.dumps(fields)[1:-1]


def whole(answers: Answers, item: TextItem, fields: bytes, more: bytes = b"") -> bytes:
    """What is answered to a request of one text, with further fields, each after a comma."""
    return answers.closed(_with_id(item, fields) + more)


def listed(answers: Answers, items: list[TextItem], fields: list[bytes], more: bytes = b"") -> list[bytes]:
    """What is answered to a request of many, in pieces, with further fields, each after a comma."""
    out = [b'{"results":[']
    for number, (item, one) in enumerate(zip(items, fields, strict=True)):
        out += (b"," if number else b"", _with_id(item, one), b"}")
    return [*out, answers.closed(b"]" + more)]


def _with_id(item: TextItem, fields: bytes) -> bytes:
    return b'{"id":' + orjson.dumps(item.id) + fields


def bounds_of(item: TextItem, stretches: Sequence[Mention | Finding]) -> list[tuple[int, int]]:
    """Where mentions or findings begin and end, in the units asked for."""
    starts = converted(item.source, [one.start for one in stretches], item.unit)
    ends = converted(item.source, [one.end for one in stretches], item.unit)
    return list(zip(starts, ends, strict=True))


def _mention_fields(mention: Mention, start: int, end: int) -> dict[str, Any]:
    return {
        "start": start,
        "end": end,
        "text": mention.text,
        "kind": mention.kind,
        "probability": round(mention.probability, SCORE_DIGITS),
        "name": mention.name,
    }


def _candidates(answers: Answers, mention: Mention, display: str | None) -> bytes:
    """The candidates of a mention, with what else in the text speaks for the first."""
    candidates = answers.candidates(mention.resolution, display)
    support = [mention.support] + [None] * len(candidates)
    return b",".join(
        one[:-1] + b',"support":' + orjson.dumps(why) + b"}" for one, why in zip(candidates, support, strict=False)
    )


def _place(mention: Mention, start: int, end: int, candidates: bytes) -> bytes:
    resolution = mention.resolution
    head = _mention_fields(mention, start, end) | {"verdict": resolution.verdict}
    tail: dict[str, Any] = {"none": round(resolution.none, SCORE_DIGITS), "hint": resolution.hint}
    tail["findings"] = list(mention.findings)
    if resolution.decided is not None:
        tail["decided"] = decided_fields(resolution.decided)
    return b"".join((orjson.dumps(head)[:-1], b',"candidates":[', candidates, b"],", orjson.dumps(tail)[1:]))
