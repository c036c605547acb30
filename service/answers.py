"""Answers as JSON bytes, field by field as docs/http.md describes them.

One `Answers` serves one build of the gazetteer. What it says about a place is encoded once and kept, since the same
places are asked for again and again; the rest of a candidate (score, reason) is encoded each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from weakref import WeakKeyDictionary, ref

import orjson

from gazetteer import Credit, Gazetteer
from gazetteer.lexicon.contested import contested_of
from gazetteer.lexicon.renamed import renamed_of
from gazetteer.model import (
    Area,
    BuildInfo,
    Candidate,
    Contested,
    Match,
    Name,
    Nearby,
    Place,
    Renamed,
    Resolution,
    Suggestion,
)
from service.cache.entry import Entry
from service.desk.answers import decided_fields
from service.desk.writing import Writing, written_fields
from service.errors import fields_of
from service.read_as import reading_fields
from service.traces import trace_fields

Written = Callable[[int], dict[str, Any]]

STYLES_KEPT = 16  # encoders of one build, by style
PLACES_KEPT = 16_384  # about 600 bytes each
DEGREES_DIGITS = 5  # a metre
SCORE_DIGITS = 4
KM_DIGITS = 1
M_DIGITS = 3  # of kilometres: a metre, where the distance is the question


class Answers:
    """The encoder of one build's answers. Safe to use from many threads."""

    def __init__(self, info: BuildInfo, credits: Iterable[Credit] = (), written: Written | None = None) -> None:
        """The encoder of a build.

        Args:
            info: the build.
            credits: whom to credit.
            written: says how a place is written, as JSON shows it; None where nobody asked.
        """
        self._written = written
        self._info = orjson.dumps(info)
        self._tail = b',"gazetteer":' + self._info + b"}"
        self._credits = orjson.dumps(list(credits))
        self._kept: dict[tuple[int, str | None], bytes] = {}

    def resolutions(
        self,
        resolutions: Sequence[Resolution],
        ids: Sequence[str | int | float | None],
        display: str | None,
        *,
        split: bool = False,
    ) -> bytes:
        """What /v1/resolve answers: a result for each resolution, in their order, with the id it was asked by.

        Args:
            resolutions: the answers.
            ids: by which they were asked.
            display: language of names.
            split: a result for each place of a string that names several.
        """
        owned = [
            (one, resolution.query.name, key)
            for resolution, key in zip(resolutions, ids, strict=True)
            for one in self.answered(resolution, display, split=split)
        ]
        entries, names = [one for one, _, _ in owned], [name for _, name, _ in owned]
        return b"".join(self.results(entries, names, [key for _, _, key in owned]))

    def results(
        self,
        results: Sequence[Entry],
        names: Sequence[str],
        ids: Sequence[str | int | float | None],
        more: bytes = b"",
    ) -> list[bytes]:
        """The same, in pieces, from results that are encoded already, each with the name and the id of its query.

        Args:
            results: the results.
            names: of their queries.
            ids: likewise.
            more: further fields of the answer, each after a comma.
        """
        pieces = [b'{"results":[']
        for number, (result, name, key) in enumerate(zip(results, names, ids, strict=True)):
            named = orjson.dumps({"id": key, "name": name})[:-1]
            pieces += (b"," + named if number else named, result.body)
        return [*pieces, b"]" + more + self._tail]

    def suggestions(self, suggestions: Iterable[Suggestion], display: str | None) -> bytes:
        """What /v1/suggest answers."""
        rows = [self._place(one.place, display) + _suggested(one) for one in suggestions]
        return b'{"suggestions":[' + b",".join(rows) + b"]" + self._tail

    def nearby(self, found: Iterable[Nearby], display: str | None) -> bytes:
        """What /v1/reverse answers."""
        rows = [
            self._place(one.place, display) + b',"distance_km":' + orjson.dumps(round(one.distance_km, M_DIGITS)) + b"}"
            for one in found
        ]
        return b'{"places":[' + b",".join(rows) + b"]" + self._tail

    def place(self, place: Place, names: Iterable[Name]) -> bytes:
        """What /v1/places/{id} answers: the place and all its names."""
        fields = place_fields(place) | {"derived": place.derived, "names": [name_fields(name) for name in names]}
        return orjson.dumps(fields)[:-1] + self._tail

    def feature(self, place: Place, names: Iterable[Name]) -> bytes:
        """The same as a GeoJSON Feature (RFC 7946: longitude first)."""
        properties = place_fields(place) | {"derived": place.derived, "names": [name_fields(name) for name in names]}
        lat, lon = properties.pop("lat"), properties.pop("lon")
        feature = {
            "type": "Feature",
            "id": place.key,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": properties,
        }
        return orjson.dumps(feature)[:-1] + self._tail

    def written(self, id: int) -> dict[str, Any]:
        """The field `written` of a place; nothing where nobody asked how it is written."""
        return {} if self._written is None else {"written": self._written(id)}

    def candidates(self, resolution: Resolution, display: str | None) -> list[bytes]:
        """The candidates of an answer."""
        return [self._candidate(candidate, display) for candidate in resolution.candidates]

    def closed(self, fields: bytes) -> bytes:
        """An object that lacks its closing brace, with the gazetteer that it comes from."""
        return fields + self._tail

    def gazetteer(self) -> bytes:
        """What /v1/gazetteer answers: which build, and whom to credit."""
        return b'{"credits":' + self._credits + self._tail

    def ready(self, redis: str) -> bytes:
        """What /readyz answers. `redis` is off, up or down."""
        return b'{"ready":true,"redis":' + orjson.dumps(redis) + self._tail

    def result(self, resolution: Resolution, display: str | None) -> Entry:
        """One result of /v1/resolve, but for the id and the name that it was asked by: they come from the request.

        Its bytes are the fields after `name`, with the closing brace.
        """
        verdict = resolution.verdict
        how = resolution.candidates[0].matched.how if resolution.candidates else ""
        return Entry(self._fields(resolution, display), (verdict or "", how), resolution.error)

    def answered(self, resolution: Resolution, display: str | None, *, split: bool) -> tuple[Entry, ...]:
        """The result of a query; where that is wanted, one for each place that its string names."""
        if not split or not resolution.parts:
            return (self.result(resolution, display),)
        return tuple(
            _numbered(self.result(part, display), part.query.name, number)
            for number, part in enumerate(resolution.parts, 1)
        )

    def _fields(self, resolution: Resolution, display: str | None) -> bytes:
        """The fields of a result after its name."""
        if resolution.error is None:
            tail: dict[str, Any] = {"none": round(resolution.none, SCORE_DIGITS), "hint": resolution.hint}
        else:
            tail = {"none": None, "hint": None, "error": fields_of(resolution.error)}
        tail |= reading_fields(resolution)
        if resolution.decided is not None:
            tail["decided"] = decided_fields(resolution.decided)
        if resolution.trace is not None:
            tail["explain"] = trace_fields(resolution.trace)
        fields = (
            b',"verdict":',
            orjson.dumps(resolution.verdict),
            b',"candidates":[',
            b",".join(self.candidates(resolution, display)),
            b"],",
            orjson.dumps(tail)[1:-1],
            self._parts(resolution.parts, display),
            b"}",
        )
        return b"".join(fields)

    def _parts(self, parts: Sequence[Resolution], display: str | None) -> bytes:
        """The field of the answers to the parts of a list; nothing where it is none."""
        if not parts:
            return b""
        found = [_named({"name": one.query.name}, self._fields(one, display)) for one in parts]
        return b',"parts":[' + b",".join(found) + b"]"

    def _candidate(self, candidate: Candidate, display: str | None) -> bytes:
        distance = candidate.distance_km
        fields = {
            "score": round(candidate.score, SCORE_DIGITS),
            "matched": match_fields(candidate.matched),
            "distance_km": None if distance is None else round(distance, KM_DIGITS),
        }
        return self._place(candidate.place, display) + b"," + orjson.dumps(fields)[1:]

    def _place(self, place: Place, display: str | None) -> bytes:
        """The fields of a place, without the closing brace. A build, an id and a language fix them all."""
        key = (place.id, display)
        kept = self._kept.get(key)
        if kept is None:
            kept = orjson.dumps(place_fields(place) | self.written(place.id))[:-1]
            if len(self._kept) >= PLACES_KEPT:
                self._kept.clear()
            self._kept[key] = kept
        return kept


class Encoders:
    """The encoder of each gazetteer that is open."""

    def __init__(self) -> None:
        self._encoders: WeakKeyDictionary[Gazetteer, Answers] = WeakKeyDictionary()
        self._styled: WeakKeyDictionary[Gazetteer, dict[str, Answers]] = WeakKeyDictionary()

    def of(self, gazetteer: Gazetteer, writing: Writing | None = None) -> Answers:
        """The encoder of a gazetteer's answers, each place with how it is written where a writing is given."""
        if writing is None:
            found = self._encoders.get(gazetteer)
            if found is None:
                found = self._encoders.setdefault(gazetteer, Answers(gazetteer.info, gazetteer.credits))
            return found
        kept = self._styled.setdefault(gazetteer, {})
        styled = kept.get(writing.key)
        if styled is None:
            styled = styled_answers(gazetteer, writing)
            if len(kept) >= STYLES_KEPT:
                kept.clear()
            kept[writing.key] = styled
        return styled


def styled_answers(gazetteer: Gazetteer, writing: Writing) -> Answers:
    """The encoder of a gazetteer's answers, each place with how it is written."""
    reference = ref(gazetteer)  # an encoder that is kept by its gazetteer must not keep it

    def written(id: int) -> dict[str, Any]:
        held = reference()
        assert held is not None, "whoever asks holds it"
        return written_fields(writing.written(held, id))

    return Answers(gazetteer.info, gazetteer.credits, written)


def _suggested(one: Suggestion) -> bytes:
    """The fields of a suggestion after its place's, with the closing brace."""
    fields: dict[str, Any] = {"matched": one.matched}
    if one.decided is not None:
        fields["decided"] = decided_fields(one.decided)
    return b"," + orjson.dumps(fields)[1:]


def _named(fields: dict[str, Any], body: bytes) -> bytes:
    """An object of some fields and those of a body."""
    return orjson.dumps(fields)[:-1] + body


def _numbered(result: Entry, name: str, number: int) -> Entry:
    """The result of a part of a split query. That it cannot be read is said in it, and no error of its query."""
    told = orjson.dumps({"part": number, "part_name": name})
    return result._replace(body=b"," + told[1:-1] + result.body, error=None, part=number)


def place_fields(place: Place) -> dict[str, Any]:
    """A place as the API shows it among candidates."""
    fields: dict[str, Any] = {
        "id": place.key,
        "uri": place.uri,
        "name": place.name,
        "name_lang": place.name_lang,
        "lat": round(place.lat, DEGREES_DIGITS),
        "lon": round(place.lon, DEGREES_DIGITS),
        "country": place.country,
        "country_name": place.country_name,
        "admin1": area_fields(place.admin1),
        "admin2": area_fields(place.admin2),
        "admin3": area_fields(place.admin3),
        "admin4": area_fields(place.admin4),
        "continent": place.continent,
        "feature": {"class": place.feature_class, "code": place.feature_code},
        "population": place.population,
        "elevation": place.elevation,
        "timezone": place.timezone,
        "wikidata": place.wikidata,
        "own": place.own,
    }
    if notes := contested_of(place):
        fields["contested"] = [_note_fields(one) for one in notes]
    if former := renamed_of(place.id):
        fields["renamed"] = [_renamed_fields(one) for one in former]
    return fields


def _renamed_fields(one: Renamed) -> dict[str, Any]:
    return {"from": one.former, "to": one.now, "lang": one.lang, "year": one.until, "note": one.note}


def _note_fields(entry: Contested) -> dict[str, Any]:
    return {"id": entry.id, "title": entry.title, "note": entry.note, "as_of": entry.as_of.isoformat()}


def area_fields(area: Area | None) -> dict[str, Any] | None:
    """An administrative division as the API shows it."""
    return None if area is None else {"code": area.code, "name": area.name, "id": area.id, "iso": area.iso}


def name_fields(name: Name) -> dict[str, Any]:
    """One name of a place, with its flags."""
    return {
        "name": name.text,
        "lang": name.lang,
        "preferred": name.preferred,
        "short": name.short,
        "colloquial": name.colloquial,
        "historic": name.historic,
        "from": name.since,
        "to": name.until,
        "code": name.code,
        "own": name.own,
    }


def match_fields(match: Match) -> dict[str, Any]:
    """Why a candidate matched."""
    name = match.name
    return {
        "name": name.text,
        "lang": name.lang,
        "historic": name.historic,
        "from": name.since,
        "to": name.until,
        "code": name.code,
        "own": name.own,
        "how": match.how,
        "detail": match.detail,
        "similarity": round(match.similarity, SCORE_DIGITS),
    }
