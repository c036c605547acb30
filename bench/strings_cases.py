"""Cases of strings as people write them: read from a file, asked, judged.

Two formats are read. That of `tests/cases/*.tsv` has a heading (its README.md says what the columns mean). The other
has none: name, context (JSON, fields of `/v1/resolve`), wanted, verdict, parted by tabs, under `# kind: x` lines.
`wanted` is a GeoNames id or several, a verdict, `not:match`, or `not:` and an id. Rows that begin `#M ` are for a
gazetteer built from GeoNames' dump.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer, Near, Place, Query, Resolution, Verdict
from gazetteer.errors import GazetteerError
from gazetteer.matching.distance import distance_km

TWIN_KM = 50.0
MIRROR = "#M "
COMMENT = "# "  # "#Kyiv" is a name
KIND = "# kind:"
HEADING = "query\tcontext\t"
VERDICTS = {verdict.value: verdict for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is the right answer.

    Args:
        ids: places of which one stands first; none where no place is right.
        verdict: the verdict, where only one is right.
        no_match_of: places that must not stand first, whatever the verdict, unless it is `no_match`.
        unmatched: whether any match is wrong.
    """

    ids: tuple[int, ...] = ()
    verdict: Verdict | None = None
    no_match_of: tuple[int, ...] = ()
    unmatched: bool = False


@dataclass(frozen=True, slots=True)
class StringCase:
    """One string with its right answer; `told` is both as the file has them."""

    kind: str
    query: Query
    wanted: Wanted
    told: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of the cases of a kind; `failed` holds each that is not right with what came."""

    right: int = 0
    twins: int = 0
    wrong_matches: int = 0
    failed: list[tuple[StringCase, Resolution]] = field(default_factory=list)


def read_cases(path: Path, mirror: bool = False) -> Iterator[StringCase]:
    """The cases of a file in either format.

    Args:
        path: the file.
        mirror: read the `#M ` rows, and no others.
    """
    lines = path.read_text("utf-8").splitlines()
    if any(line.startswith(HEADING) for line in lines):
        yield from _with_heading(path.stem, lines)
        return
    kind = path.stem
    for line in lines:
        if line.startswith(KIND):
            kind = line.removeprefix(KIND).strip()
        elif line.strip() and line.startswith(MIRROR) == mirror and not line.startswith(COMMENT):
            name, context, wanted, verdict, *_ = [*line.removeprefix(MIRROR).split("\t"), "", "", ""]
            said = f"{wanted} {verdict}".strip()
            yield StringCase(kind, _query(name, json.loads(context or "{}")), _wanted(wanted, verdict.strip()), said)


def judge(gazetteer: Gazetteer, case: StringCase, answer: Resolution) -> tuple[bool, bool]:
    """Whether an answer is right, and whether only as a twin: the unit or the city beside the place that is wanted."""
    first = answer.candidates[0].place if answer.candidates else None
    wanted = case.wanted
    if wanted.unmatched and answer.verdict is Verdict.MATCH:
        return False, False
    if wanted.verdict is not None and answer.verdict is not wanted.verdict:
        return False, False
    if first is not None and answer.verdict is not Verdict.NO_MATCH and _is_any(gazetteer, first, wanted.no_match_of):
        return False, False
    if not wanted.ids or (first is not None and first.id in wanted.ids):
        return answer.verdict is not None, False
    twin = first is not None and _is_any(gazetteer, first, wanted.ids)
    return twin, twin


def run(gazetteer: Gazetteer, cases: Sequence[StringCase]) -> dict[str, Tally]:
    """Ask all cases, and count by kind."""
    tallies: dict[str, Tally] = {}
    answers = gazetteer.resolve_many([case.query for case in cases])
    for case, answer in zip(cases, answers, strict=True):
        right, twin = judge(gazetteer, case, answer)
        before = tallies.get(case.kind, Tally())
        wrong = not right and answer.verdict is Verdict.MATCH
        failed = before.failed if right else [*before.failed, (case, answer)]
        tallies[case.kind] = Tally(before.right + right, before.twins + twin, before.wrong_matches + wrong, failed)
    return tallies


def report(tallies: dict[str, Tally]) -> str:
    """A table by kind, then a line for each failing case."""
    lines = [f"{'kind':<24} {'n':>4} {'right':>5} {'wrong match':>11} {'other':>5}  of the right, twins"]
    for kind, tally in tallies.items():
        lines.append(_row(kind, tally.right, tally.wrong_matches, len(tally.failed), tally.twins))
    all_of = tallies.values()
    right, wrong = sum(tally.right for tally in all_of), sum(tally.wrong_matches for tally in all_of)
    failed, twins = sum(len(tally.failed) for tally in all_of), sum(tally.twins for tally in all_of)
    lines.append(_row("all", right, wrong, failed, twins))
    lines.append(f"{right / max(1, right + failed):.1%} right, {wrong} wrong matches\n")
    lines += [_line(case, answer) for tally in tallies.values() for case, answer in tally.failed]
    return "\n".join(lines)


def _row(kind: str, right: int, wrong: int, failed: int, twins: int) -> str:
    return f"{kind:<24} {right + failed:>4} {right:>5} {wrong:>11} {failed - wrong:>5}  {twins or ''}".rstrip()


def told(answer: Resolution) -> str:
    """An answer in one line."""
    if answer.error is not None:
        return f"an error: {answer.error}"
    came = "nothing"
    if answer.candidates:
        first = answer.candidates[0]
        place = first.place
        where = ".".join(filter(None, (place.country, place.admin1.name if place.admin1 else "")))
        came = f"{place.name} ({place.feature_code} {where}) {place.id} p={first.score:.3f}"
    hint = f" | {answer.hint}" if answer.hint else ""
    return f"{came} none={answer.none:.3f} {answer.verdict}{hint}"


def _line(case: StringCase, answer: Resolution) -> str:
    wrong = "WRONG" if answer.verdict is Verdict.MATCH else "other"
    return f"{wrong} {case.kind}: {case.query.name!r}{_context(case.query)}, wanted {case.told}, got {told(answer)}"


def _context(query: Query) -> str:
    parts = [*query.country, query.within, query.lang, *query.classes, query.near]
    return "".join(f" +{part}" for part in parts if part)


def _is_any(gazetteer: Gazetteer, one: Place, ids: Sequence[int]) -> bool:
    return any(one.id == id or _is_twin(one, gazetteer, id) for id in ids)


def _is_twin(one: Place, gazetteer: Gazetteer, id: int) -> bool:
    try:
        other = gazetteer.place(id)
    except GazetteerError:
        return False
    if one.country != other.country or one.name.casefold() != other.name.casefold():
        return False
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= TWIN_KM


def _query(name: str, context: dict[str, Any]) -> Query:
    fields = dict(context)
    for key in ("country", "classes", "codes"):
        given = fields.get(key, ())
        fields[key] = (given,) if isinstance(given, str) else tuple(given)
    if "near" in fields:
        fields["near"] = Near(**fields["near"])
    return Query(name, **fields)


def _wanted(wanted: str, verdict: str) -> Wanted:
    if wanted == "not:match":
        return Wanted(unmatched=True)
    if wanted.startswith("not:"):
        return Wanted(no_match_of=tuple(int(id) for id in wanted.removeprefix("not:").split(",")))
    if wanted in VERDICTS:
        return Wanted(verdict=VERDICTS[wanted])
    ids = tuple(int(id) for id in wanted.replace(",", " ").replace("|", " ").split())
    return Wanted(ids, VERDICTS[verdict] if verdict else None)


def _with_heading(kind: str, lines: Sequence[str]) -> Iterator[StringCase]:
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith(COMMENT)]
    for name, context, id, expected, *_ in rows[1:]:
        fields: dict[str, Any] = dict(part.split("=", 1) for part in context.split(";") if part)
        if "class" in fields:
            fields["classes"] = fields.pop("class")
        ids = tuple(int(part) for part in id.split())
        said = f"{id} {expected}".strip()
        yield StringCase(kind, _query(name, fields), _by_expected(ids, expected), said)


def _by_expected(ids: tuple[int, ...], expected: str) -> Wanted:
    if expected == "not-match":
        return Wanted(unmatched=True)
    if expected == "not-place":
        return Wanted(no_match_of=ids)
    return Wanted(ids, VERDICTS.get(expected))
