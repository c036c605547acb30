"""From what is wanted to a list of candidates, in the form that both versions share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from gazetteer import Gazetteer, Memory
from gazetteer.errors import QueryError, UnknownPlace
from gazetteer.model import Candidate, How, Options, Place, Query, Resolution, Verdict
from service.desk.memories import AskedDesk
from service.reconcile.query import PlaceQuery, ReconQuery, as_place_query
from service.reconcile.types import kind_of, types_of

FULL_SCORE = 100.0
SCORE_DIGITS = 2
VALUE_DIGITS = 4
_SAME_LETTERS = (How.EXACT, How.FOLDED)


class Resolved(NamedTuple):
    """What became of a query, and whether something of it had to be left out."""

    resolution: Resolution
    left_out: bool


class QueryAnswer(NamedTuple):
    """The candidates for one query.

    Args:
        rows: the candidates, the best first; at most the first is marked as a match, and only where our verdict is one.
        verdict: the verdict; empty where there was nothing to look for.
        how: how the first candidate matched; empty where there is none, or it was asked for by its id.
    """

    rows: list[dict[str, Any]]
    verdict: str = ""
    how: str = ""


def answer(
    gazetteer: Gazetteer, wanted: ReconQuery | None, display: str | None, desk: AskedDesk | None = None
) -> QueryAnswer:
    """The candidates for one query of a batch.

    Args:
        gazetteer: answers.
        wanted: what is wanted; None for a query that could not be read, which has no candidates.
        display: language of names.
        desk: the desk whose decisions count.
    """
    if wanted is None:
        return QueryAnswer([])
    if found := _identified(gazetteer, wanted, display):
        return QueryAnswer(found, Verdict.MATCH if wanted.certain else Verdict.AMBIGUOUS)
    posed = as_place_query(wanted, gazetteer)
    if posed is None:
        return QueryAnswer([])
    memory = None if desk is None else desk.memory
    resolved = _resolve(gazetteer, posed.query, posed.strict, display, memory)
    if desk is not None and (decided := desk.noted(resolved.resolution).decided) is not None and decided.applied:
        return _decided(posed, resolved)
    typed = _resolve(gazetteer, posed.query, True, display) if _is_of_other_type(posed, resolved) else None
    answered = _shown(posed, resolved, typed)
    if answered.rows and answered.rows[0]["match"] and _names_several(gazetteer, posed, resolved, display):
        answered.rows[0]["match"] = False
    return answered


def describe(place: Place, matched: str | None = None) -> str:
    """What a place is and where, in a line that tells it from its namesakes; and by which name it was found."""
    where = [area.name for area in (place.admin2, place.admin1) if area is not None and area.id != place.id]
    if place.country_name and not place.feature_code.startswith("PCL"):
        where.append(place.country_name)
    text = f"{kind_of(place)} in {', '.join(dict.fromkeys(where))}" if where else kind_of(place)
    return f"{text} · {matched}" if matched else text


def _resolve(
    gazetteer: Gazetteer, query: Query, strict: bool, display: str | None, memory: Memory | None = None
) -> Resolved:
    """Resolve a query.

    A country that cannot be read as one is tried as an area ("Scotland"), and what cannot be read at all is left out,
    rather than leave the row without an answer.
    """
    options = Options(strict=strict, display=display)
    left_out = False
    while True:
        try:
            return Resolved(gazetteer.resolve(query, options, memory=memory), left_out)
        except QueryError as error:
            less = _without(query, error.where)
            if less is None:
                return Resolved(Resolution(query, None, error=error), left_out)
        left_out = left_out or less.within == query.within or not less.within
        query = less


def _without(query: Query, where: str) -> Query | None:
    """The query without the field that could not be read; None where it needs that field."""
    if where == "country" and query.country:
        return replace(query, country=(), within=query.within or query.country[0])
    if where == "within" and query.within:
        return replace(query, within=None)
    return None


def _is_of_other_type(posed: PlaceQuery, resolved: Resolved) -> bool:
    """Whether the best candidate is not of the wanted type, so that it is asked once more for that type alone.

    Whoever picks a type for a column of regions means the regions, although most of their capitals are named alike; the
    library counts a city and the region named after it as one answer, and does not mind which comes first.
    """
    found = resolved.resolution.candidates
    return not posed.strict and bool(found) and not _is_wanted(found[0], posed.query)


def _names_several(gazetteer: Gazetteer, posed: PlaceQuery, resolved: Resolved, display: str | None) -> bool:
    """Whether the string names several places: where a filter may have hidden some, it is asked without."""
    read = resolved.resolution.read
    if posed.strict and read is not None and read.areas:
        resolved = _resolve(gazetteer, posed.query, False, display)
    return bool(resolved.resolution.parts)


def _shown(posed: PlaceQuery, resolved: Resolved, typed: Resolved | None) -> QueryAnswer:
    resolution, left_out = resolved
    scored = [(candidate, candidate.score) for candidate in resolution.candidates]
    if typed is not None and typed.resolution.verdict is Verdict.MATCH:
        resolution, left_out = typed
        scored = _type_first(resolution.candidates, scored)[: posed.query.limit]
    rows = [_candidate(candidate, score) for candidate, score in scored]
    if not rows:
        return QueryAnswer(rows, resolution.verdict or "")
    # The hint of a match says that something given was not used: then it is for a person to decide.
    sure = resolution.verdict is Verdict.MATCH and resolution.hint is None and not posed.unread and not left_out
    rows[0]["match"] = sure and _is_wanted(scored[0][0], posed.query)
    if resolution.read is not None and scored[0][0] is resolution.candidates[0]:
        rows[0]["description"] += f" · read as {resolution.read.text}"
    return QueryAnswer(rows, resolution.verdict or "", scored[0][0].matched.how)


def _decided(posed: PlaceQuery, resolved: Resolved) -> QueryAnswer:
    """The one candidate that a desk decided for, as a match; none where it decided that no place is meant."""
    shown = _shown(posed, resolved, None)
    for row in shown.rows[:1]:
        row["match"] = True
        row["features"].append({"id": "decided", "name": "Decided by the desk", "value": True})
    return shown._replace(rows=shown.rows[:1])


def _type_first(typed: Sequence[Candidate], others: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Candidates of the wanted type with their scores, the others with what is left of the probability."""
    left = max(1.0 - sum(candidate.score for candidate in typed), 0.0)
    ids = {candidate.place.id for candidate in typed}
    rest = [(candidate, score * left) for candidate, score in others if candidate.place.id not in ids]
    return sorted([*((candidate, candidate.score) for candidate in typed), *rest], key=lambda one: -one[1])


def _is_wanted(candidate: Candidate, query: Query) -> bool:
    """Whether a candidate is of the kinds that a query asks for; it is where none are asked for."""
    place = candidate.place
    return (not query.classes or place.feature_class in query.classes) and (
        not query.codes or place.feature_code in query.codes
    )


def _candidate(candidate: Candidate, score: float) -> dict[str, Any]:
    place, matched = candidate.place, candidate.matched
    features: list[dict[str, Any]] = [
        {"id": "probability", "name": "Probability", "value": round(score, VALUE_DIGITS)},
        {"id": "name_similarity", "name": "Likeness of the names", "value": round(matched.similarity, VALUE_DIGITS)},
        {"id": "name_exact", "name": "A name of the place, letter by letter", "value": matched.how in _SAME_LETTERS},
        {"id": "name_historic", "name": "A name of the past", "value": matched.name.historic},
        {"id": "population", "name": "Population", "value": place.population},
    ]
    if candidate.distance_km is not None:
        features.append({"id": "distance_km", "name": "Distance in km", "value": round(candidate.distance_km, 1)})
    return {
        "id": str(place.key),
        "name": place.name,
        "description": describe(place, matched.reason),
        "score": round(score * FULL_SCORE, SCORE_DIGITS),
        "match": False,
        "type": types_of(place.feature_class, place.feature_code),
        "features": features,
    }


def _identified(gazetteer: Gazetteer, wanted: ReconQuery, display: str | None) -> list[dict[str, Any]]:
    """The place whose id was given; no match where it is a bare number, which may be a postal code as well."""
    if wanted.place is None:
        return []
    try:
        place = gazetteer.place(wanted.place, display)
    except UnknownPlace:
        return []
    return [
        {
            "id": str(place.key),
            "name": place.name,
            "description": describe(place),
            "score": FULL_SCORE,
            "match": wanted.certain,
            "type": types_of(place.feature_class, place.feature_code),
            "features": [{"id": "identifier", "name": "The place's id", "value": True}],
        }
    ]
