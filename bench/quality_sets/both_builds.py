"""The same sets asked of a gazetteer built from GeoNames, and what that gives beside the embedded one.

Asked are the cases whose place both have; what is made so that no place bears it, only where none of GeoNames' does.
The answers are held against the embedded gazetteer's places, to which those that GeoNames answered with are added: the
unit of a city that only GeoNames lists is the city there too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import isnan
from pathlib import Path

from bench.quality_sets.asked import answer_of, resolutions, withheld_gazetteer
from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of
from bench.quality_sets.measures import Judged, calibration_error, given, judge, lost, precision, recall
from bench.quality_sets.withheld import WithheldSource, Withholding
from gazetteer import Gazetteer
from gazetteer.errors import UnknownPlace
from gazetteer.model import BuildInfo, Resolution
from gazetteer.sources.geonames.choice import Choice
from gazetteer.sources.geonames.source import GeoNames
from gazetteer.sources.records import PlaceRecord

DOWNLOADS = "downloads"
POINT = 0.01 + 1e-9
"""How much worse a set may come out: right places, or names of nothing called a match."""
AS_WRITTEN = "CLDR"
"""How the names of the sets begin whose spellings are people's, not made for the bench."""
HEAD = "## On a build of GeoNames"
NOTES = """\
The same cases, first on the embedded gazetteer, then on `{build}` ({places:,} places, {names:,} names). Left out of
{cases:,} are {lacking:,} whose place it lacks, and {borne:,} names of nothing, slips and spellings held back that
another place in it bears: drawn are only such as none bears. What is held back is held back from both; a spelling
*unseen* by the embedded gazetteer GeoNames may know. *Worse*: more than a point fewer right places, or more names of
nothing called a match."""

Pair = tuple[Judged, Judged]
Measure = Callable[[Sequence[Judged]], float]
MEASURES: dict[str, Measure] = {
    "R@1": lambda part: recall(part).value,
    "precision": lambda part: precision(part).value if _mean_places(part) else float("nan"),
    "given": lambda part: given(part).value,
    "lost": lambda part: lost(part).value,
    "ECE": calibration_error,
}


@dataclass(frozen=True, slots=True)
class BothBuilds:
    """Answers of both builds.

    Args:
        info: of the GeoNames build.
        pairs: answers to one case, the embedded gazetteer's first.
        lacking: how many cases are about a place that the GeoNames build lacks.
        borne: how many were drawn as what no other place bears, and one of the GeoNames build does.
    """

    info: BuildInfo
    pairs: list[Pair]
    lacking: int
    borne: int


def on_both(
    folder: Path, corpus: Corpus, plan: Withholding, known: Sequence[Judged], unknown: Sequence[Judged]
) -> BothBuilds:
    """Ask a GeoNames build what the embedded gazetteer was asked.

    Args:
        folder: the build's data directory, with its downloads; the one without what is held back is kept there too.
        corpus: the embedded gazetteer's places and names.
        plan: what was held back.
        known: the embedded gazetteer's answers.
        unknown: those that it gave without what was held back.

    Raises:
        SourceError: the downloads are not there.
    """
    gazetteer = Gazetteer.open(folder)
    both = _asked(gazetteer, corpus, known, _unborne)
    if unknown:
        choice = Choice.read(gazetteer.about.get("countries", ()), gazetteer.about.get("classes", ()))
        source = WithheldSource(GeoNames(folder / DOWNLOADS, choice), plan)
        lacking = withheld_gazetteer(folder, gazetteer.info.build, source)
        more = _asked(lacking, corpus, unknown, lambda _case, _corpus: True)
        both = BothBuilds(both.info, both.pairs + more.pairs, both.lacking + more.lacking, both.borne + more.borne)
    return both


def section(both: BothBuilds) -> str:
    """The part of the report."""
    by_set: dict[str, list[Pair]] = defaultdict(list)
    for pair in both.pairs:
        by_set[pair[0].case.set].append(pair)
    heads = [f"{measure} {build}" for measure in MEASURES for build in ("embedded", "GeoNames")]
    lines = [["set", "cases", *heads, ""], ["---"] * (len(heads) + 3)]
    lines += [_row(name, pairs) for name, pairs in by_set.items()]
    info = both.info
    notes = NOTES.format(
        build=info.build,
        places=info.places,
        names=info.names,
        cases=both.lacking + both.borne + len(both.pairs),
        lacking=both.lacking,
        borne=both.borne,
    )
    return "\n\n".join([HEAD, "\n".join("| " + " | ".join(line) + " |" for line in lines), notes]) + "\n"


def is_worse(embedded: Sequence[Judged], geonames: Sequence[Judged]) -> bool:
    """Whether a set comes out more than a point worse on GeoNames."""
    if _mean_places(embedded):
        return recall(embedded).value - recall(geonames).value > POINT
    return given(geonames).value - given(embedded).value > POINT


def with_places(corpus: Corpus, gazetteer: Gazetteer, answered: Iterable[Resolution]) -> Corpus:
    """A corpus with the places of the answers that it lacks, and their names."""
    places, names = dict(corpus.places), defaultdict(list, corpus.names)
    for resolution in answered:
        for place in (candidate.place for candidate in resolution.candidates):
            if place.id in places:
                continue
            places[place.id] = PlaceRecord(
                id=place.id,
                name=place.name,
                lat=place.lat,
                lon=place.lon,
                country=place.country or "",
                admin1=place.admin1.code if place.admin1 else "",
                feature_class=place.feature_class,
                feature_code=place.feature_code,
                population=place.population,
            )
            names[place.id] = [name.text for name in gazetteer.names(place.id)]
    return replace(corpus, places=places, names=names)


def _asked(
    gazetteer: Gazetteer, corpus: Corpus, embedded: Sequence[Judged], unborne: Callable[[Case, Corpus], bool]
) -> BothBuilds:
    """Both builds' answers to the cases that mean the same on both.

    Args:
        gazetteer: built from GeoNames.
        corpus: the embedded gazetteer's places and names.
        embedded: its answers.
        unborne: whether a case was drawn as what no other place bears.
    """
    both_have = [one for one in embedded if one.case.place is None or _has(gazetteer, one.case.place)]
    said = resolutions(gazetteer, [one.case for one in both_have])
    wider = with_places(corpus, gazetteer, said)
    pairs = [
        (one, judge(one.case, answer_of(answer), wider))
        for one, answer in zip(both_have, said, strict=True)
        if not (unborne(one.case, corpus) and _is_borne(one.case, answer, wider))
    ]
    return BothBuilds(gazetteer.info, pairs, len(embedded) - len(both_have), len(both_have) - len(pairs))


def _unborne(case: Case, corpus: Corpus) -> bool:
    """Whether a case is made so that no place bears it; CLDR's names are as people write them, whoever bears them."""
    return key_of(case.query.name) not in corpus.bearers and not case.set.startswith(AS_WRITTEN)


def _is_borne(case: Case, answer: Resolution, wider: Corpus) -> bool:
    """Whether another place than is meant, where the query looks for it, bears the very name that is asked."""
    asked, countries = key_of(case.query.name), case.query.country
    return any(
        key_of(candidate.matched.name.text) == asked
        and (not countries or candidate.place.country in countries)
        and not case.right(wider, candidate.place.id)
        for candidate in answer.candidates
    )


def _has(gazetteer: Gazetteer, place: int) -> bool:
    try:
        gazetteer.place(place)
    except UnknownPlace:
        return False
    return True


def _row(name: str, pairs: Sequence[Pair]) -> list[str]:
    embedded, geonames = [one for one, _ in pairs], [other for _, other in pairs]
    cells = [_cell(measure(part)) for measure in MEASURES.values() for part in (embedded, geonames)]
    return [name, str(len(pairs)), *cells, "worse" if is_worse(embedded, geonames) else ""]


def _cell(value: float) -> str:
    return "–" if isnan(value) else f"{value:.3f}"


def _mean_places(part: Sequence[Judged]) -> bool:
    return any(one.case.place is not None for one in part)
