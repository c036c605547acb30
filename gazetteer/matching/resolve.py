"""One query, end to end: what it may mean, the probabilities, the verdict, and the words for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from gazetteer.errors import QueryError
from gazetteer.guard import safely
from gazetteer.index.index import Index
from gazetteer.matching.choice import Chosen, Judged, judge
from gazetteer.matching.consider import Considered, InterpretedQuery, consider
from gazetteer.matching.distance import distance_km
from gazetteer.matching.explain import explain
from gazetteer.matching.forms import FormKind
from gazetteer.matching.joint import support_jointly
from gazetteer.matching.parts import list_hint, may_name_several, names_several
from gazetteer.matching.said import point_meant, say_read
from gazetteer.matching.searches import Searches
from gazetteer.matching.trace import trace_choice
from gazetteer.matching.verdict import Outcome, decide
from gazetteer.matching.weights import Weights, weights
from gazetteer.model import Candidate, Options, Query, Resolution, Trace, Verdict

LIST_SIGNS = frozenset(";|；｜")  # what parts the entries of a list rather than a town and its area
PARTS = 12  # of a list that are resolved
PART_SEARCHES = 16  # searches by likeness for all of them together


def resolve(index: Index, query: Query, options: Options) -> Resolution:
    """Say which place a query means.

    Raises:
        QueryError: the query cannot be read.
    """
    return _answer(index, consider(index, query, options), options)


def resolve_jointly(
    index: Index,
    queries: Sequence[Query],
    options: Options,
    refuse: Callable[[], QueryError | None] = lambda: None,
    weighing: Weights | None = None,
    sentences: Sequence[Sequence[int]] = (),
    decided: Mapping[int, int] | None = None,
) -> list[Resolution]:
    """Say which places queries mean that were made together; one that cannot be read has its `error` set.

    Args:
        index: the opened index.
        queries: the queries.
        options: what holds for all of them.
        refuse: asked before each, and again before the parts of a list; an error is that query's, which is then left.
        weighing: what the support of the others weighs; by default as the weights that ship have it.
        sentences: the numbers of the queries that one sentence names, for each sentence, where they come from a text.
        decided: by the number of a query, the row of the place that it means beyond doubt: it supports the others as
            such, and its own answer stays what the gazetteer says.
    """
    out = [Resolution(query, None) for query in queries]
    considered: dict[int, Considered] = {}
    for number, query in enumerate(queries):
        if (error := refuse()) is not None:
            out[number] = Resolution(query, None, error=error)
            continue
        made = safely(partial(consider, index, query, options), _refused(query))
        if isinstance(made, Resolution):
            out[number] = made
        else:
            considered[number] = made
    sure = decided or {}
    alone = [one.choices.certain(sure[n]) if n in sure else one.choices for n, one in considered.items()]
    at = {number: position for position, number in enumerate(considered)}
    named = [[at[number] for number in sentence if number in at] for sentence in sentences]
    together = safely(partial(support_jointly, index, alone, weighing or weights(), named), lambda _: alone)
    for (number, one), supported in zip(considered.items(), together, strict=True):
        choices = one.choices if number in sure else supported
        if one.parsed.parts and (error := refuse()) is not None:  # its parts are looked for only now
            out[number] = Resolution(one.query, None, error=error)
            continue
        raised = replace(one, choices=choices)
        out[number] = safely(partial(_answer, index, raised, options), _refused(one.query))
    return out


def _refused(query: Query) -> Callable[[QueryError], Resolution]:
    return lambda error: Resolution(query, None, error=error)


def _answer(index: Index, considered: Considered, options: Options) -> Resolution:
    query = considered.query
    judged = judge(index, considered.choices, weights(), query.limit)
    first = considered.first
    decision = _decision(index, first, judged, options)
    candidates = tuple(_candidate(index, considered, first, chosen, options.display) for chosen in judged.chosen)
    resolution = Resolution(
        query,
        decision.verdict,
        candidates,
        judged.none,
        decision.hint,
        read=say_read(index, considered),
        trace=_trace(index, considered) if options.explain else None,
        point=point_meant(considered, candidates[0].place) if candidates else None,
    )
    parts = considered.parsed.parts
    written = bool(judged.chosen) and judged.chosen[0].form == FormKind.WHOLE and judged.chosen[0].string == 1.0
    sure = decision.verdict is Verdict.MATCH and not first.said.unread and written
    if not parts or (sure and LIST_SIGNS.isdisjoint(considered.parsed.text)):
        return resolution
    return _with_parts(index, resolution, parts, options)


def _trace(index: Index, considered: Considered) -> Trace:
    """How the answer came about, with what the other queries of a joint request say."""
    return trace_choice(index, considered.parsed.interpretations, considered.choices, weights())


def _decision(index: Index, line: InterpretedQuery, judged: Judged, options: Options) -> Outcome:
    def nearest(chosen: Chosen) -> str:
        place = index.places.place(chosen.place, options.display)
        return f"{place.name}, {place.country_name}" if place.country_name else place.name

    return decide(judged, line.context, weights(), line.question.name, line.question.foreign, nearest)


def _with_parts(index: Index, resolution: Resolution, parts: Sequence[str], options: Options) -> Resolution:
    """The answer to a string that names several places: ambiguous, and the answer to each; else as it is."""
    searches = Searches(PART_SEARCHES)
    total, parts = len(parts), parts[:PARTS]
    answers: dict[str, Resolution] = {}
    found: list[Resolution] = []
    for part in parts:
        if part not in answers:
            query = replace(resolution.query, name=part)
            answers[part] = safely(partial(_alone, index, query, options, searches), _refused(query))
        found.append(answers[part])
        if not may_name_several(found, len(parts)):
            return resolution
    if not names_several(found):
        return resolution
    return replace(
        resolution,
        verdict=Verdict.AMBIGUOUS,
        hint=list_hint(total, len(found)),
        read=None,
        point=None,
        parts=tuple(found),
    )


def _alone(index: Index, query: Query, options: Options, searches: Searches) -> Resolution:
    """The answer to one part of a list, which is no list itself; all of them share their searches by likeness."""
    considered = consider(index, query, options, searches=searches)
    return _answer(index, replace(considered, parsed=replace(considered.parsed, parts=())), options)


def _candidate(
    index: Index, considered: Considered, first: InterpretedQuery, chosen: Chosen, display: str | None
) -> Candidate:
    line = considered.lines[chosen.interpretation]
    place = index.places.place(chosen.place, display)
    near = line.context.near
    away = None if near is None else round(distance_km(near.lat, near.lon, place.lat, place.lon), 3)
    matched = explain(index, line.question, chosen)
    if line.question.name != first.question.name:
        # `read` says how the first candidate is read.
        matched = replace(matched, detail=f"{matched.detail}; read as {line.question.name}")
    return Candidate(place, chosen.probability, matched, away)
