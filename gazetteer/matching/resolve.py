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
from gazetteer.matching.context import Context, read_context
from gazetteer.matching.distance import distance_km
from gazetteer.matching.explain import explain
from gazetteer.matching.joint import JOINT_CANDIDATES, weigh_jointly
from gazetteer.matching.probability import Chosen, Weighed, weigh_candidates
from gazetteer.matching.question import Question, read_question
from gazetteer.matching.retrieve import retrieve
from gazetteer.matching.transcribed import LEAST_LISTED, weigh_transcriptions
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
    weighed: Weighed


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
    together = weigh_jointly(index, [one.weighed for one in considered.values()], weights())
    for (number, one), weighed in zip(considered.items(), together, strict=True):
        out[number] = _answer(index, replace(one, weighed=weighed), options)
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
    context = read_context(index, question, alike, strict=options.strict)
    found = retrieve(index, question, context, options.mode)
    listed = max(query.limit, JOINT_CANDIDATES if options.joint else LEAST_LISTED)
    weighed = weigh_candidates(index, question, found, context, weighing, listed, strict=options.strict)
    return Considered(query, question, context, weigh_transcriptions(index, question, weighed, weighing.transcribed))


def _areas_alike(index: Index, weighing: Weights, text: str) -> Array:
    """The areas that a phrase may mean, resolved as any name is; empty where it can be none."""
    query = Query(text, classes=AREA_CLASSES, limit=AREAS_ALIKE)
    try:
        found = consider(index, query, Options(strict=True), weighing).weighed.chosen
    except QueryError:
        return np.zeros(0, np.int32)
    return np.array([one.place for one in found if one.probability >= LEAST_ALIKE], np.int32)


def _answer(index: Index, considered: Considered, options: Options) -> Resolution:
    query, weighed = considered.query, considered.weighed
    decision = decide(weighed, considered.context, weights())
    candidates = tuple(
        _candidate(index, considered, chosen, options.display) for chosen in weighed.chosen[: query.limit]
    )
    return Resolution(query, decision.verdict, candidates, weighed.none, decision.hint)


def _candidate(index: Index, considered: Considered, chosen: Chosen, display: str | None) -> Candidate:
    place = index.places.place(chosen.place, display)
    near = considered.context.near
    away = None if near is None else round(distance_km(near.lat, near.lon, place.lat, place.lon), 3)
    return Candidate(place, chosen.probability, explain(index, considered.question, chosen), away)
