"""Annotations as JSON bytes and as GeoJSON, field by field as docs/http.md describes them."""

from __future__ import annotations

from typing import Any

import orjson

from gazetteer.errors import ExonymError
from gazetteer.model import Annotation, Mention, outward
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
    bounds = bounds_of(item, annotation)
    display = item.options.display
    places: list[bytes] = []
    for mention, (start, end) in zip(annotation.mentions, bounds, strict=True):
        places.append(_place(answers, mention, start, end, display))
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
        for one in annotation.toponyms
    ]
    head = {"lang": annotation.lang, "lang_guessed": annotation.lang_guessed}
    tail = {"findings": _findings(item, annotation), "toponyms": toponyms}
    return b"".join(
        (b",", orjson.dumps(head)[1:-1], b',"places":[', b",".join(places), b"],", orjson.dumps(tail)[1:-1])
    )


def _findings(item: TextItem, annotation: Annotation) -> list[dict[str, Any]]:
    """What a desk should look at again, in the units asked for."""
    found = annotation.findings
    starts = converted(item.source, [one.start for one in found], item.unit)
    ends = converted(item.source, [one.end for one in found], item.unit)
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
        for one, start, end in zip(found, starts, ends, strict=True)
    ]


def refused_fields(error: ExonymError) -> bytes:
    """The same of a text that cannot be annotated."""
    nothing: dict[str, Any] = {"lang": None, "lang_guessed": False, "places": [], "findings": [], "toponyms": []}
    return b"," + orjson.dumps(nothing | {"error": fields_of(error)})[1:-1]


def geojson_fields(item: TextItem, annotation: Annotation) -> bytes:
    """The places of a text as the fields of a FeatureCollection (RFC 7946) after its id, without the closing brace."""
    bounds = bounds_of(item, annotation)
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


def bounds_of(item: TextItem, annotation: Annotation) -> list[tuple[int, int]]:
    """Where the mentions begin and end, in the units asked for."""
    starts = converted(item.source, [mention.start for mention in annotation.mentions], item.unit)
    ends = converted(item.source, [mention.end for mention in annotation.mentions], item.unit)
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


def _place(answers: Answers, mention: Mention, start: int, end: int, display: str | None) -> bytes:
    resolution = mention.resolution
    candidates = answers.candidates(resolution, display)
    support = [mention.support] + [None] * len(candidates)  # it speaks for the first
    supported = [
        one[:-1] + b',"support":' + orjson.dumps(why) + b"}" for one, why in zip(candidates, support, strict=False)
    ]
    head = _mention_fields(mention, start, end) | {"verdict": resolution.verdict}
    tail: dict[str, Any] = {"none": round(resolution.none, SCORE_DIGITS), "hint": resolution.hint}
    tail["findings"] = list(mention.findings)
    if resolution.decided is not None:
        tail["decided"] = decided_fields(resolution.decided)
    return b"".join((orjson.dumps(head)[:-1], b',"candidates":[', b",".join(supported), b"],", orjson.dumps(tail)[1:]))
