"""Which decision of a memory counts for a query, and what the answer is then.

Those that decide go before the gazetteer, the narrowest first; each yields to what the query says outright. Those that
prefer are the last word on an ambiguity in which their place is a candidate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from gazetteer.errors import UnknownPlace
from gazetteer.index.index import Index
from gazetteer.matching.bounds import check_bounds
from gazetteer.matching.distance import distance_km
from gazetteer.memory.memory import Memory
from gazetteer.memory.setting import Asked, read_asked
from gazetteer.model import (
    Candidate,
    Decided,
    Decision,
    How,
    Match,
    Name,
    Options,
    Otherwise,
    Place,
    Query,
    Resolution,
    Strength,
    Verdict,
)

PREFERRED_AMONG = 20  # candidates of an ambiguity, of which a preferred one may be any
STALE = "the gazetteer no longer has its place"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a memory says of a query.

    Args:
        decision: what decides; None where nothing does.
        row: of the place that it decides for; None where it is none.
        preferred: what breaks an ambiguity.
        yielded: the first decision that held and does not count, and why.
    """

    decision: Decision | None = None
    row: int | None = None
    preferred: Decision | None = None
    yielded: Decided | None = None


def rule(index: Index, memory: Memory, query: Query, options: Options) -> Ruling | None:
    """What a memory says of a query; None where it has nothing to say.

    Raises:
        QueryError: the query cannot be read.
    """
    found = memory.find(query.name)
    if not found:
        return None
    check_bounds(query, options)
    asked = read_asked(index, query, memory)
    if options.strict and asked.told.unread:
        return None  # an error, for the gazetteer to say
    ruling = _first(index, found, asked)
    return None if ruling == Ruling() else ruling


def _first(index: Index, found: Iterable[Decision], asked: Asked) -> Ruling:
    preferred: Decision | None = None
    yielded: Decided | None = None
    for one in found:
        if not asked.setting.meets(one.when):
            continue
        row, why_not = _row(index, one, asked)
        if why_not is not None:
            yielded = yielded or Decided(one, applied=False, why_not=why_not)
        elif one.strength is Strength.DECIDES:
            return Ruling(one, row, preferred, yielded)
        else:
            preferred = preferred or one
    return Ruling(None, None, preferred, yielded)


def _row(index: Index, decision: Decision, asked: Asked) -> tuple[int | None, str | None]:
    """The row of a decision's place, and why the decision does not count, where it does not."""
    if decision.place is None:
        return None, None
    try:
        row = index.places.row(decision.place)
    except UnknownPlace:
        return None, STALE
    excluded = asked.excludes(index, row)
    return row, None if excluded is None else f"the query says {excluded}"


def answer_decided(index: Index, memory: Memory, ruling: Ruling, query: Query, options: Options) -> Resolution:
    """The answer where a decision decides; the gazetteer is not asked."""
    assert ruling.decision is not None
    detail = say(ruling.decision, memory)
    decided = Decided(ruling.decision)
    if ruling.row is None:
        return Resolution(query, Verdict.NO_MATCH, none=1.0, hint=f"{detail}: no place is meant", decided=decided)
    place = index.places.place(ruling.row, options.display)
    first = Candidate(place, 1.0, _match(ruling.decision, detail), _away(query, place))
    return Resolution(query, Verdict.MATCH, (first,), 0.0, decided=decided)


def explained(answer: Resolution, alone: Resolution) -> Resolution:
    """A decided answer with what the gazetteer alone says: its candidates after the one decided, with nothing left."""
    if answer.decided is None:
        return answer
    held = {candidate.place.id for candidate in answer.candidates}
    others = [replace(one, score=0.0) for one in alone.candidates if one.place.id not in held]
    candidates = (*answer.candidates, *others)[: answer.query.limit]
    decided = replace(answer.decided, otherwise=_otherwise(alone))
    return replace(answer, candidates=candidates, trace=alone.trace, read=alone.read, decided=decided)


def settle(memory: Memory, ruling: Ruling, query: Query, resolution: Resolution, *, explain: bool) -> Resolution:
    """The gazetteer's answer where no decision decides: an ambiguity broken, or a remark on what yielded.

    Args:
        memory: the memory.
        ruling: what it says.
        query: what was asked.
        resolution: the gazetteer's answer, with up to `PREFERRED_AMONG` candidates where a place is preferred.
        explain: whether to say what the gazetteer alone says.
    """
    cut = replace(resolution, query=query, candidates=resolution.candidates[: query.limit])
    if ruling.preferred is None or resolution.verdict is not Verdict.AMBIGUOUS or resolution.parts:
        return cut if ruling.yielded is None else replace(cut, decided=ruling.yielded)
    wanted = ruling.preferred.place
    chosen = next((one for one in resolution.candidates if one.place.id == wanted), None)
    if chosen is None:
        why_not = "its place is not among what the name may mean here"
        return replace(cut, decided=ruling.yielded or Decided(ruling.preferred, applied=False, why_not=why_not))
    detail = f"{say(ruling.preferred, memory, 'preferred')}, where several places fit"
    first = replace(chosen, score=1.0, matched=replace(chosen.matched, how=How.DECIDED, detail=detail))
    others = [replace(one, score=0.0) for one in resolution.candidates if one.place.id != wanted]
    decided = Decided(ruling.preferred, otherwise=_otherwise(resolution) if explain else None)
    candidates = (first, *others)[: query.limit]
    return replace(cut, verdict=Verdict.MATCH, candidates=candidates, none=0.0, hint=None, decided=decided)


def asked_of_gazetteer(ruling: Ruling, query: Query) -> Query:
    """The query as the gazetteer is asked it: with enough candidates for a preferred one to be among them."""
    if ruling.preferred is None or query.limit >= PREFERRED_AMONG:
        return query
    return replace(query, limit=PREFERRED_AMONG)


def say(decision: Decision, memory: Memory, what: str = "decided") -> str:
    """A sentence on who decided, for whom and when."""
    title = memory.title_of(decision)
    said = f"{what} by {decision.by}" + (f" for {title}" if title else "")
    return f"{said}, {day}" if (day := _day(decision.at)) else said


def _day(at: str) -> str:
    try:
        found = date.fromisoformat(at[:10])
    except ValueError:
        return ""
    return f"{found.day} {found:%B %Y}"


def _match(decision: Decision, detail: str) -> Match:
    return Match(Name(decision.name), How.DECIDED, detail, 1.0)


def _away(query: Query, place: Place) -> float | None:
    near = query.near
    return None if near is None else round(distance_km(near.lat, near.lon, place.lat, place.lon), 3)


def _otherwise(alone: Resolution) -> Otherwise:
    first = alone.candidates[0] if alone.candidates else None
    return Otherwise(alone.verdict, None if first is None else first.place.id, None if first is None else first.score)
