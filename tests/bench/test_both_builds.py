"""What the quality bench says of a GeoNames build beside the embedded one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from tiny import Tiny

from bench.quality_sets.both_builds import BothBuilds, is_worse, on_both, section, with_places
from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, read_corpus
from bench.quality_sets.measures import Judged
from bench.quality_sets.withheld import Withholding
from gazetteer import Gazetteer, build
from gazetteer.model import Query, Verdict
from gazetteer.sources.records import PlaceRecord, Progress, no_progress

KRAMATORSK, BERLIN, KRAMATORSK_UNIT, HAMLET, LACKING = 704508, 2950159, 41, 42, 43
NOTHING = Withholding({}, frozenset())


class Wider(Tiny):
    """The tiny gazetteer with a unit around Kramatorsk, and a hamlet called Kvitky."""

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        yield from super().places(progress)
        yield PlaceRecord(
            KRAMATORSK_UNIT, "Kramatorsk", 48.74, 37.55, "UA", "UA.05", feature_class="A", feature_code="ADM3"
        )
        yield PlaceRecord(HAMLET, "Kvitky", 52.0, 13.0, "DE")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(Tiny())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wider")
    build(Wider(), path)
    return path


def judged(name: str, place: int | None, verdict: Verdict = Verdict.MATCH, rank: int | None = 0) -> Judged:
    return Judged(Case("nothing" if place is None else "set", Query(name), place), rank, verdict, 0.9)


def test_only_what_both_builds_have_is_compared(corpus: Corpus, folder: Path) -> None:
    embedded = [
        judged("Kramatorsk", KRAMATORSK),
        judged("Atlantis", LACKING),
        judged("Kvitky", None, Verdict.NO_MATCH, None),
        judged("Kvitky", BERLIN, Verdict.NO_MATCH, None),
        Judged(Case("CLDR cities", Query("Kvitky"), BERLIN), None, Verdict.NO_MATCH, 0.1),
        judged("Qwxzplm", None, Verdict.NO_MATCH, None),
    ]
    both = on_both(folder, corpus, NOTHING, embedded, [])
    assert [one.case.query.name for one, _ in both.pairs] == ["Kramatorsk", "Kvitky", "Qwxzplm"]
    assert (both.lacking, both.borne) == (1, 2)
    assert all(other.top == one.top for one, other in both.pairs)


def test_a_unit_that_only_geonames_lists_is_its_city(corpus: Corpus, folder: Path) -> None:
    gazetteer = Gazetteer.open(folder)
    answer = gazetteer.resolve(Query("Kramatorsk"))
    assert {KRAMATORSK, KRAMATORSK_UNIT} <= {candidate.place.id for candidate in answer.candidates}
    wider = with_places(corpus, gazetteer, [answer])
    case = Case("set", Query("Kramatorsk"), KRAMATORSK)
    assert case.right(wider, KRAMATORSK_UNIT)
    assert not case.right(corpus, KRAMATORSK_UNIT)
    assert KRAMATORSK_UNIT not in corpus.places


@pytest.mark.parametrize(
    ("place", "embedded", "geonames", "worse"),
    [
        (BERLIN, 100, 99, False),
        (BERLIN, 100, 98, True),
        (BERLIN, 98, 100, False),
        (None, 0, 1, False),
        (None, 0, 2, True),
        (None, 2, 0, False),
    ],
)
def test_a_set_is_worse_from_more_than_a_point(place: int | None, embedded: int, geonames: int, worse: bool) -> None:
    def part(hits: int) -> list[Judged]:
        missed = [judged("x", place, Verdict.NO_MATCH, None)] * (100 - hits)
        return [judged("x", place, rank=None if place is None else 0)] * hits + missed

    assert is_worse(part(embedded), part(geonames)) == worse


def test_the_section_has_a_line_a_set(corpus: Corpus, folder: Path) -> None:
    info = Gazetteer.open(folder).info
    right, wrong = judged("Berlin", BERLIN), judged("Berlin", BERLIN, rank=1)
    nothing = judged("Qwxzplm", None, Verdict.NO_MATCH, None)
    said = section(BothBuilds(info, [(right, wrong), (nothing, nothing)], 3, 4))
    assert "| set | 1 | 1.000 | 0.000 | 1.000 | 0.000 | 1.000 | 1.000 | 0.000 | – | 0.100 | 0.900 | worse |" in said
    assert "| nothing | 1 | – | – | – | – | 0.000 | 0.000 | – | – |" in said
    assert "Left out of\n9 are 3 whose place it lacks, and 4 names" in said
