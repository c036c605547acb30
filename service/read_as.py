"""How a string was read, and the point it means, as the API and the command line show them."""

from __future__ import annotations

from typing import Any

from gazetteer.model import Candidate, Point, Read, Relation, Resolution, outward

SHOWN_DIGITS = 2  # of degrees, for people: a kilometre, less than any doubt of a distance and a direction


def reading_fields(resolution: Resolution) -> dict[str, Any]:
    """The fields `read` and `point` of a result, each only where there is one."""
    fields: dict[str, Any] = {}
    if resolution.read is not None:
        fields["read"] = _read_fields(resolution.read)
    if resolution.point is not None:
        fields["point"] = _point_fields(resolution.point)
    return fields


def reading_line(resolution: Resolution) -> str | None:
    """How the string was read, and the point it means, in a line for people; None where it is a name as it stands."""
    if resolution.read is None:
        return None
    point = resolution.point
    meant = "" if point is None else f" → {_shown(point.lat)}, {_shown(point.lon)} ± {point.km:.0f} km"
    return f"read as: {resolution.read.text}{meant}"


def part_lines(resolution: Resolution) -> list[str]:
    """The answers to the parts of a list, in a line each for a terminal."""
    return [_part_line(part) for part in resolution.parts]


def _part_line(part: Resolution) -> str:
    if part.verdict is None:
        return f"{part.query.name}: {part.error}"
    said = [part.verdict.replace("_", " ")]
    if part.candidates:
        said += _place_words(part.candidates[0])
    return f"{part.query.name}: {', '.join(said)}"


def _place_words(candidate: Candidate) -> list[str]:
    place = candidate.place
    return [word for word in (place.name, place.country) if word]


def _shown(degrees: float) -> str:
    return f"{degrees:.{SHOWN_DIGITS}f}"


def _read_fields(read: Read) -> dict[str, Any]:
    return {
        "name": read.name,
        "areas": [{"text": text, "id": None if id is None else outward(id)} for text, id in read.areas],
        "kind": read.kind,
        "relation": None if read.relation is None else _relation_fields(read.relation),
        "set_aside": read.set_aside,
        "mended": read.mended,
        "aliases": read.aliases,
    }


def _relation_fields(relation: Relation) -> dict[str, Any]:
    return {"kind": relation.kind, "km": relation.km, "bearing": relation.bearing, "text": relation.text}


def _point_fields(point: Point) -> dict[str, Any]:
    return {"lat": point.lat, "lon": point.lon, "km": point.km}
