"""What a service might answer that wants to harm who reads it: markup in the place of every word."""

from __future__ import annotations

import json
from typing import Any

MARKUP = '"><img src=x onerror="window.harmed=1"><script>window.harmed=1</script>'
HARMED = "() => window.harmed"
TEXT = "Kyiv and Paris."


def _place(id: int) -> dict[str, Any]:
    above = {"code": MARKUP, "name": MARKUP, "id": 1, "iso": MARKUP}
    said = {"from": MARKUP, "to": MARKUP, "lang": MARKUP, "year": 2000, "note": MARKUP}
    claimed = {"id": MARKUP, "title": MARKUP, "note": MARKUP, "as_of": MARKUP}
    names = dict.fromkeys(("uri", "name", "name_lang", "country", "country_name", "continent", "support"), MARKUP)
    where = {"id": id, "lat": 1.0, "lon": 2.0, "admin1": above, "admin2": above, "own": False, "population": 1}
    matched = {"name": MARKUP, "lang": MARKUP, "how": MARKUP, "detail": MARKUP, "similarity": 1.0}
    more = {"feature": {"class": "P", "code": MARKUP}, "matched": matched, "score": 0.5}
    return names | where | more | {"renamed": [said], "contested": [claimed]}


def answer(text: str) -> bytes:
    """What is answered to everything: an annotation of a text that names Kyiv, and, not settled, Paris."""
    at = {name: (text.index(name), text.index(name) + len(name), name) for name in ("Kyiv", "Paris")}

    def where(name: str) -> dict[str, Any]:
        start, end, found = at[name]
        return {"start": start, "end": end, "text": found}

    mention = {"kind": "place", "probability": 0.9, "none": 0.1, "hint": MARKUP, "findings": [0]}
    places = [
        where("Kyiv") | mention | {"name": "Kyiv", "verdict": "match", "candidates": [_place(5)]},
        where("Paris") | mention | {"name": MARKUP, "verdict": "ambiguous", "candidates": [_place(6), _place(7)]},
    ]
    finding = where("Kyiv") | {"rule": MARKUP, "message": MARKUP, "replacement": MARKUP}
    desk = {"id": "world", "title": MARKUP}
    told = {"places": places, "findings": [finding], "lang": MARKUP, "desks": [desk], "text": MARKUP, "written": MARKUP}
    return json.dumps(told | {"suggestions": [_place(8) | {"matched": MARKUP}]}).encode()
