"""One query, end to end: question, context, retrieval, evidence, probability, verdict."""

from __future__ import annotations

from gazetteer.errors import QueryError
from gazetteer.index.opened import Index
from gazetteer.matching.context import Context, read_context
from gazetteer.matching.distance import distance_km
from gazetteer.matching.explain import explain
from gazetteer.matching.probability import Chosen, Weighed, weigh_candidates
from gazetteer.matching.question import Question, read_question
from gazetteer.matching.retrieve import retrieve
from gazetteer.matching.transcribed import weigh_transcriptions
from gazetteer.matching.verdict import decide
from gazetteer.matching.weights import weights
from gazetteer.model import CANDIDATE_LIMIT, Candidate, Options, Query, Resolution


def resolve(index: Index, query: Query, options: Options) -> Resolution:
    """Say which place a query means.

    Raises:
        QueryError: the query cannot be read.
    """
    if not 1 <= query.limit <= CANDIDATE_LIMIT:
        raise QueryError(f"limit is {query.limit}: give a number from 1 to {CANDIDATE_LIMIT}.", "limit")
    question = read_question(index, query)
    context = read_context(index, question)
    weighed = weigh(index, question, context, options)
    decision = decide(weighed, context, weights())
    candidates = tuple(
        _candidate(index, question, context, chosen, options.display) for chosen in weighed.chosen[: query.limit]
    )
    return Resolution(query, decision.verdict, candidates, weighed.none, decision.hint)


def weigh(index: Index, question: Question, context: Context, options: Options) -> Weighed:
    """Retrieve and weigh the candidates of a question."""
    found = retrieve(index, question, context, options.mode)
    weighed = weigh_candidates(index, question, found, context, weights(), strict=options.strict)
    return weigh_transcriptions(index, question, weighed, weights().transcribed)


def _candidate(index: Index, question: Question, context: Context, chosen: Chosen, display: str | None) -> Candidate:
    place = index.places.place(chosen.place, display)
    near = context.near
    away = None if near is None else round(distance_km(near.lat, near.lon, place.lat, place.lon), 3)
    return Candidate(place, chosen.probability, explain(index, question, chosen), away)
