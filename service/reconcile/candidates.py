"""From a batch of what is wanted to lists of candidates, in the form that both versions share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gazetteer.errors import UnknownPlace
from gazetteer.gazetteer import Gazetteer
from gazetteer.model import Candidate, How, Options, Place, Query, Resolution, Verdict
from service.reconcile.types import kind_of, types_of
from service.reconcile.wanted import Posed, Wanted, pose

FULL_SCORE = 100.0
SCORE_DIGITS = 2
VALUE_DIGITS = 4
_SAME_LETTERS = (How.EXACT, How.FOLDED)

_Resolved = dict[tuple[Query, bool], tuple[Resolution, bool]]


def answer_batch(
    gazetteer: Gazetteer, batch: Sequence[Wanted | None], display: str | None
) -> list[list[dict[str, Any]]]:
    """The candidates for each query of a batch, in their order.

    Args:
        gazetteer: answers.
        batch: what is wanted; None for a query that could not be read, which has no candidates.
        display: language of names.

    Returns:
        For each query its candidates, the best first; at most the first is marked as a match, and only where our
        verdict is one.
    """
    named = [_identified(gazetteer, wanted, display) if wanted is not None else [] for wanted in batch]
    posed = [
        pose(wanted, gazetteer) if wanted is not None and not found else None
        for wanted, found in zip(batch, named, strict=True)
    ]
    asked = [one for one in posed if one is not None]
    resolved = _resolve(gazetteer, asked, display)
    resolved |= _resolve(gazetteer, _of_type(asked, resolved), display)
    out: list[list[dict[str, Any]]] = []
    for found, one in zip(named, posed, strict=True):
        if one is None:
            out.append(found)
        else:
            out.append(_shown(one, resolved))
    return out


def describe(place: Place, matched: str | None = None) -> str:
    """What a place is and where, in a line that tells it from its namesakes; and by which name it was found."""
    where = [area.name for area in (place.admin2, place.admin1) if area is not None and area.id != place.id]
    if place.country_name and not place.feature_code.startswith("PCL"):
        where.append(place.country_name)
    text = f"{kind_of(place)} in {', '.join(dict.fromkeys(where))}" if where else kind_of(place)
    return f"{text} · {matched}" if matched else text


def _resolve(gazetteer: Gazetteer, posed: Sequence[Posed], display: str | None) -> _Resolved:
    """Resolve each distinct query once: all that weigh in one call, all that filter in another.

    A country that cannot be read as one is tried as an area ("Scotland"), and what cannot be read at all is left out,
    rather than leave the row without an answer; with each answer stands whether something was left out.
    """
    resolved: _Resolved = {}
    for strict in (False, True):
        options = Options(strict=strict, display=display)
        asked = {one.query: (one.query, False) for one in posed if one.strict is strict}
        while asked:
            answers = gazetteer.resolve_many([put for put, _left_out in asked.values()], options)
            again: dict[Query, tuple[Query, bool]] = {}
            for (query, (put, left_out)), answer in zip(asked.items(), answers, strict=True):
                less = _without(put, answer.error.where) if answer.error is not None else None
                if less is None:
                    resolved[query, strict] = (answer, left_out)
                else:
                    again[query] = (less, left_out or less.within == put.within or not less.within)
            asked = again
    return resolved


def _without(query: Query, where: str) -> Query | None:
    """The query without the field that could not be read; None where it needs that field."""
    if where == "country" and query.country:
        return replace(query, country=(), within=query.within or query.country[0])
    if where == "within" and query.within:
        return replace(query, within=None)
    return None


def _of_type(posed: Sequence[Posed], resolved: _Resolved) -> list[Posed]:
    """The queries to ask once more, for the wanted type alone: those whose best candidate is of another one.

    Whoever picks a type for a column of regions means the regions, although most of their capitals are named alike; the
    library counts a city and the region named after it as one answer, and does not mind which comes first.
    """
    weighed = [one for one in posed if not one.strict and (one.query.classes or one.query.codes)]
    answers = [(one, resolved[one.query, False][0].candidates) for one in weighed]
    return [replace(one, strict=True) for one, found in answers if found and not _is_wanted(found[0], one.query)]


def _shown(one: Posed, resolved: _Resolved) -> list[dict[str, Any]]:
    resolution, left_out = resolved[one.query, one.strict]
    scored = [(candidate, candidate.score) for candidate in resolution.candidates]
    typed = resolved.get((one.query, True))
    if not one.strict and typed is not None and typed[0].verdict is Verdict.MATCH:
        resolution, left_out = typed
        scored = _type_first(resolution.candidates, scored)[: one.query.limit]
    shown = [_candidate(candidate, score) for candidate, score in scored]
    if shown:
        # The hint of a match says that something given was not used: then it is for a person to decide.
        sure = resolution.verdict is Verdict.MATCH and resolution.hint is None and not one.unread and not left_out
        shown[0]["match"] = sure and _is_wanted(scored[0][0], one.query)
    return shown


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
        "id": str(place.id),
        "name": place.name,
        "description": describe(place, f"{matched.name.text}: {matched.detail}"),
        "score": round(score * FULL_SCORE, SCORE_DIGITS),
        "match": False,
        "type": types_of(place.feature_class, place.feature_code),
        "features": features,
    }


def _identified(gazetteer: Gazetteer, wanted: Wanted, display: str | None) -> list[dict[str, Any]]:
    """The place whose id was given; no match where it is a bare number, which may be a postal code as well."""
    if wanted.place is None:
        return []
    try:
        place = gazetteer.place(wanted.place, display)
    except UnknownPlace:
        return []
    return [
        {
            "id": str(place.id),
            "name": place.name,
            "description": describe(place),
            "score": FULL_SCORE,
            "match": wanted.certain,
            "type": types_of(place.feature_class, place.feature_code),
            "features": [{"id": "identifier", "name": "The place's id", "value": True}],
        }
    ]
