"""One query, end to end: question, context, retrieval, evidence, probability, verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from gazetteer.errors import QueryError
from gazetteer.index.opened import Index
from gazetteer.index.store import Array
from gazetteer.matching.areas import AREA_CLASSES
from gazetteer.matching.choice import ChoiceSet, Chosen, gather, judge
from gazetteer.matching.context import Context, read_context
from gazetteer.matching.distance import distance_km
from gazetteer.matching.explain import explain
from gazetteer.matching.features import Row
from gazetteer.matching.joint import support_jointly
from gazetteer.matching.question import Question, read_question
from gazetteer.matching.retrieve import retrieve
from gazetteer.matching.scored import score_candidates
from gazetteer.matching.transcribed import weigh_transcriptions
from gazetteer.matching.verdict import decide
from gazetteer.matching.weights import Weights, weights
from gazetteer.model import CANDIDATE_LIMIT, Candidate, Options, Query, Resolution

AREAS_ALIKE = 8  # areas that a phrase may stand for which names none: the place's name decides among them
LEAST_ALIKE = 0.02  # how probable each must be


@dataclass(frozen=True, slots=True)
class Considered:
    """A query with all that was made of it on the way to its answer."""

    query: Query
    question: Question
    context: Context
    choices: ChoiceSet


def resolve(index: Index, query: Query, options: Options) -> Resolution:
    """Say which place a query means.

    Raises:
        QueryError: the query cannot be read.
    """
    return _answer(index, consider(index, query, options), options)


def resolve_jointly(index: Index, queries: Sequence[Query], options: Options) -> list[Resolution]:
    """Say which places queries mean that were made together; one that cannot be read has its `error` set."""
    out = [Resolution(query, None) for query in queries]
    considered: dict[int, Considered] = {}
    for number, query in enumerate(queries):
        try:
            considered[number] = consider(index, query, options)
        except QueryError as error:
            out[number] = replace(out[number], error=error)
    together = support_jointly(index, [one.choices for one in considered.values()], weights())
    for (number, one), choices in zip(considered.items(), together, strict=True):
        out[number] = _answer(index, replace(one, choices=choices), options)
    return out


def consider(index: Index, query: Query, options: Options, weighing: Weights | None = None) -> Considered:
    """Read a query, retrieve and weigh its candidates.

    Args:
        index: the opened index.
        query: what was asked.
        options: what holds for its request.
        weighing: the weights; by default those that ship.

    Raises:
        QueryError: the query cannot be read.
    """
    if not 1 <= query.limit <= CANDIDATE_LIMIT:
        raise QueryError(f"limit is {query.limit}: give a number from 1 to {CANDIDATE_LIMIT}.", "limit")
    weighing = weighing or weights()
    alike = partial(_areas_alike, index, weighing)
    question = read_question(index, query, alike)
    context = read_context(index, question, alike)
    found = retrieve(index, question, context, options.mode)
    choices = gather([score_candidates(index, question, found, context, weighing, strict=options.strict)])
    return Considered(query, question, context, weigh_transcriptions(index, [question], choices, weighing))


def _areas_alike(index: Index, weighing: Weights, text: str) -> Array:
    """The areas that a phrase may mean, resolved as any name is; empty where it can be none."""
    query = Query(text, classes=AREA_CLASSES, limit=AREAS_ALIKE)
    try:
        choices = consider(index, query, Options(strict=True), weighing).choices
    except QueryError:
        return np.zeros(0, np.int32)
    likely = choices.probabilities(weighing)[0][:AREAS_ALIKE] >= LEAST_ALIKE
    return choices.rows[:AREAS_ALIKE, Row.PLACE][likely].astype(np.int32)


def _answer(index: Index, considered: Considered, options: Options) -> Resolution:
    query, question = considered.query, considered.question
    judged = judge(index, considered.choices, weights(), query.limit)

    def nearest(chosen: Chosen) -> str:
        place = index.places.place(chosen.place, options.display)
        return f"{place.name}, {place.country_name}" if place.country_name else place.name

    decision = decide(judged, considered.context, weights(), question.name, nearest)
    candidates = tuple(_candidate(index, considered, chosen, options.display) for chosen in judged.chosen)
    return Resolution(query, decision.verdict, candidates, judged.none, decision.hint)


def _candidate(index: Index, considered: Considered, chosen: Chosen, display: str | None) -> Candidate:
    place = index.places.place(chosen.place, display)
    near = considered.context.near
    away = None if near is None else round(distance_km(near.lat, near.lon, place.lat, place.lon), 3)
    return Candidate(place, chosen.probability, explain(index, considered.question, chosen), away)
