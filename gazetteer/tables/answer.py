"""What is said of one row: the cells that are added to it, and what a person needs to decide it.

Only a match fills the id and the place. Of an ambiguous name the likeliest place stands in the review file, not in the
row: whoever joins by the id column would take it for an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from gazetteer.errors import QueryError
from gazetteer.guard import safely
from gazetteer.index.index import Index
from gazetteer.matching.resolve import resolve
from gazetteer.model import Candidate, How, Options, Place, Query, Resolution, Verdict
from gazetteer.tables.columns import Cells, is_no_name, read_cells

SCORE_DIGITS = 4
REVIEW_CANDIDATES = 5
BY_PERSON = "decided: by a person"
NO_CANDIDATE = "nothing in the gazetteer is like it"


class RowVerdict(StrEnum):
    """What is said of a row: a verdict on its name, or why there is none."""

    MATCH = "match"
    AMBIGUOUS = "ambiguous"
    NO_MATCH = "no_match"
    BLANK = "blank"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a row.

    Args:
        verdict: the verdict; the place's fields are set with `match` alone.
        how: by which likeness and why it matched, or why there is no match.
        id: GeoNames id; with it name, lat, lon (degrees), country (ISO 3166-1 alpha-2), admin1 (its name), feature
            (class and code, `P.PPLC`).
        score: the probability of the likeliest place.
        matched: the name of the place that matched.
        region: GeoNames id of the first-level area.
        read: how the name was read, where it is not plain.
        parts: the answers to the places of one cell that names several.
        hint: what the resolution says of the query: what could not be read, what to add.
        candidates: for a person to choose from: id and label of each, the likeliest first; none with `match`.
    """

    verdict: RowVerdict
    how: str
    id: int | None = None
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    feature: str | None = None
    score: float | None = None
    matched: str | None = None
    region: int | None = None
    read: str | None = None
    parts: str | None = None
    hint: str = ""
    candidates: tuple[tuple[int, str], ...] = ()

    def values(self) -> tuple[object, ...]:
        """The values of the columns that are added, in their order."""
        return (
            self.id,
            self.name,
            self.lat,
            self.lon,
            self.country,
            self.admin1,
            self.feature,
            self.score,
            self.verdict,
            self.matched,
            self.how,
            self.read,
            self.parts,
        )


def answer(index: Index, cells: Cells, options: Options, candidates: int = 1) -> Answer:
    """Resolve the name of one row; whatever cannot be read becomes an answer that says so."""
    if is_no_name(cells.name):
        return Answer(RowVerdict.BLANK, "the name is blank")
    say = _plain if is_no_name(cells.also) else _with_evidence
    return safely(lambda: say(index, cells, options, candidates), refused)


def refused(error: QueryError) -> Answer:
    """The answer that says why a row has none."""
    return Answer(RowVerdict.ERROR, str(error))


def _plain(index: Index, cells: Cells, options: Options, candidates: int) -> Answer:
    return safely(lambda: said_of(resolve(index, read_cells(cells, candidates), options), candidates), refused)


def _with_evidence(index: Index, cells: Cells, options: Options, candidates: int) -> Answer:
    """Resolve a name by what a further name column says: an area around the place, or another name of it.

    Where the row is a match by its name alone, it stays one only if the other is a name of the very place too, or is
    like nothing in the gazetteer, so that it cannot contradict.
    """
    also = cells.also.strip()
    plain = cells._replace(also="")
    inside = _plain(index, plain._replace(within=also), replace(options, strict=True), candidates)
    unread = inside.verdict is RowVerdict.ERROR or also in inside.hint
    if inside.verdict is RowVerdict.MATCH and not unread:
        return inside
    alone = _plain(index, plain, options, candidates)
    if alone.verdict is not RowVerdict.MATCH:
        return inside if inside.verdict is RowVerdict.AMBIGUOUS and not unread else alone
    other = _plain(index, plain._replace(name=also), options, REVIEW_CANDIDATES)
    if alone.id == other.id or alone.id in dict(other.candidates):
        return remarked(alone, f"{also!r} is a name of it too")
    if other.verdict is RowVerdict.ERROR or (other.verdict is RowVerdict.NO_MATCH and not other.candidates):
        return remarked(alone, f"{also!r} could not be read")
    why = f"{also!r} is no area around {alone.name}, nor a name of it"
    label = ", ".join(part for part in (alone.name, alone.admin1, alone.country) if part)
    nearest = ((alone.id, f"{label} ({alone.score:.2f})"),) if candidates > 1 and alone.id is not None else ()
    return Answer(RowVerdict.AMBIGUOUS, why, score=alone.score, candidates=nearest)


def is_known(index: Index, text: str) -> bool:
    """Whether a text is, letter for letter or but for marks, the name of a place."""
    found = safely(lambda: resolve(index, Query(text, limit=1), Options(mode="fast")).candidates, lambda _: ())
    return bool(found) and found[0].matched.how in (How.EXACT, How.FOLDED)


def decided(place: Place) -> Answer:
    """The answer where a person decided which place is meant."""
    return _of_place(place, BY_PERSON, 1.0, None)


def decided_none() -> Answer:
    """The answer where a person decided that no place is meant."""
    return Answer(RowVerdict.NO_MATCH, f"{BY_PERSON}, no place of the gazetteer")


def said_of(resolution: Resolution, listed: int) -> Answer:
    """What a resolution says of a row.

    Args:
        resolution: the resolution.
        listed: how many candidates to list where a person must decide.
    """
    best = resolution.candidates[0] if resolution.candidates else None
    hint = resolution.hint or ""
    if resolution.verdict is Verdict.MATCH and best is not None:
        why = best.matched.detail
        why = why if best.matched.how is How.DECIDED else f"{best.matched.how}: {why}"
        how = "; ".join(filter(None, (why, hint)))
        said = _of_place(best.place, how, best.score, best.matched.name.text)
    else:
        verdict = RowVerdict.AMBIGUOUS if resolution.verdict is Verdict.AMBIGUOUS else RowVerdict.NO_MATCH
        score = None if best is None else round(best.score, SCORE_DIGITS)
        labels = tuple((one.place.id, _label(one)) for one in resolution.candidates) if listed > 1 else ()
        said = Answer(verdict, hint or _why_not(best), score=score, candidates=labels)
    read = resolution.read.text if resolution.read else None
    return replace(said, read=read, parts=_parts(resolution.parts) or None, hint=hint)


def _parts(parts: Sequence[Resolution]) -> str:
    """`New York=5128581; Tokyo=?`: the id of each part that is a match."""
    said = []
    for part in parts:
        matched = part.verdict is Verdict.MATCH and part.candidates
        said.append(f"{part.query.name}={part.candidates[0].place.key if matched else '?'}")
    return "; ".join(said)


def _why_not(best: Candidate | None) -> str:
    return NO_CANDIDATE if best is None else f"nothing is like enough; the nearest is {best.place.name}"


def _of_place(place: Place, how: str, score: float, matched: str | None) -> Answer:
    return Answer(
        verdict=RowVerdict.MATCH,
        how=how,
        id=place.id,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        country=place.country,
        admin1=place.admin1.name if place.admin1 else None,
        feature=f"{place.feature_class}.{place.feature_code}",
        score=round(score, SCORE_DIGITS),
        matched=matched,
        region=place.admin1.id if place.admin1 else None,
    )


def _label(candidate: Candidate) -> str:
    place = candidate.place
    parts = (place.name, place.admin1.name if place.admin1 else None, place.country_name, place.feature_code)
    return f"{', '.join(dict.fromkeys(part for part in parts if part))} ({candidate.score:.2f})"


def remarked(answer: Answer, remark: str) -> Answer:
    """The same answer with a remark on how it came about."""
    return replace(answer, how=f"{answer.how}; {remark}")
