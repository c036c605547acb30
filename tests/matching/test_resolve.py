"""Resolving one name: the promises of the first page, on the embedded gazetteer."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from row_by_row import each_row

from gazetteer import Gazetteer, How, Near, Options, Query, Verdict
from gazetteer.errors import QueryError, UnknownPlace

BAKHMUT = 713174
KRAMATORSK = 704508

MATCHES = [
    *(
        (Query(name), BAKHMUT)
        for name in (
            "Bakhmut", "Bakhmout", "Bachmut", "Bahmut", "Bachmoet", "Bajmut", "Бахмут", "Артемівськ", "Артемовск",
            "Artyomovsk", "バフムート", "바흐무트", "Bakhmut, Ukraine", "bakhmut (donetsk oblast)", "BAKHMUT",
        )
    ),
    (Query("Bakhmutt", country=("UA",)), BAKHMUT),
    *((Query(name), KRAMATORSK) for name in ("Краматорськ", "Kramators'k")),
    *((Query(name), 690791) for name in ("Ukraine", "Україна", "烏克蘭", "Oekraïne")),
    (Query("Paris"), 2988507),
]  # fmt: skip

TOPS = [
    (Query("Kramatorsque"), KRAMATORSK),
    (Query("Paris, TX"), 4717560),
    (Query("Paris", within="Texas"), 4717560),
    (Query("Paris", within="4736286"), 4717560),
    (Query("Paris", near=Near(33.6, -95.5, 50)), 4717560),
    (Query("San José", country=("CR",)), 3621849),
    (Query("Odessa"), 698740),
    (Query("Odessa", country=("US",)), 5527554),
    (Query("Odessa", country=("Сполучені Штати",)), 5527554),
    (Query("Odessa", country=("840",)), 5527554),
]


@each_row(("query", "place"), MATCHES)
def test_is_a_match(embedded: Gazetteer, query: Query, place: int) -> None:
    answer = embedded.resolve(query)
    assert (answer.candidates[0].place.id, answer.verdict) == (place, Verdict.MATCH)


@pytest.mark.parametrize(("query", "place"), TOPS, ids=lambda value: getattr(value, "name", None))
def test_is_on_top(embedded: Gazetteer, query: Query, place: int) -> None:
    assert embedded.resolve(query).candidates[0].place.id == place


def test_a_village_that_is_not_there_is_no_confident_town(embedded: Gazetteer) -> None:
    assert embedded.resolve("Bakhmoutské").verdict != Verdict.MATCH


def test_a_shared_name_is_ambiguous_and_says_what_helps(embedded: Gazetteer) -> None:
    answer = embedded.resolve(Query("Springfield", limit=50))
    assert answer.verdict == Verdict.AMBIGUOUS
    assert answer.hint is not None
    assert "country" in answer.hint
    assert len([c for c in answer.candidates if c.place.name == "Springfield"]) > 20


def test_nothing_is_no_match(embedded: Gazetteer) -> None:
    assert embedded.resolve("Xyzzyqwert").verdict == Verdict.NO_MATCH


@pytest.mark.parametrize("name", ["Springfield", "Bakhmout", "Xyzzyqwert", "Bahmutt", "Київ"])
def test_probabilities_and_none_sum_to_one(embedded: Gazetteer, name: str) -> None:
    answer = embedded.resolve(Query(name, limit=100))
    scores = [candidate.score for candidate in answer.candidates]
    assert sum(scores) + answer.none == pytest.approx(1)
    assert scores == sorted(scores, reverse=True)


def test_strict_leaves_out_what_disagrees(embedded: Gazetteer) -> None:
    answer = embedded.resolve(Query("Paris", country=("US",), limit=100), Options(strict=True))
    assert {candidate.place.country for candidate in answer.candidates} == {"US"}
    answer = embedded.resolve(Query("Luxembourg", classes=("P",), limit=100), Options(strict=True))
    assert {candidate.place.feature_class for candidate in answer.candidates} == {"P"}


def test_near_gives_distances(embedded: Gazetteer) -> None:
    top = embedded.resolve(Query("Bakhmut", near=Near(48.594, 37.999))).candidates[0]
    assert top.distance_km == pytest.approx(0.07, abs=0.05)


def test_display_language(embedded: Gazetteer) -> None:
    place = embedded.place(BAKHMUT, "fr")
    assert place.country_name == "Ukraine"
    assert embedded.place(690791, "de").name == "Ukraine"
    assert embedded.place(690791, "uk").name == "Україна"
    assert embedded.place(690791, "uk").name_lang == "uk"


def test_explanations(embedded: Gazetteer) -> None:
    def matched(name: str) -> tuple[How, str]:
        match = embedded.resolve(name).candidates[0].matched
        return match.how, match.name.text

    assert matched("Bakhmout") == (How.EXACT, "Bakhmout")
    assert matched("BAKHMUT") == (How.FOLDED, "Bakhmut")
    assert matched("Kramatorskk")[0] in (How.SOUND, How.FUZZY)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        (Query(""), "name"),
        (Query("   "), "name"),
        (Query("x" * 201), "name"),
        (Query("\ud800"), "name"),
        (Query("🙂🙃"), "name"),
        (Query("?!…"), "name"),
        (Query("\u200f\u200e"), "name"),
        (Query("Paris", classes=("X",)), "classes"),
        (Query("Paris", limit=0), "limit"),
    ],
)
def test_bad_queries_say_where(tiny: Gazetteer, query: Query, where: str) -> None:
    with pytest.raises(QueryError) as raised:
        tiny.resolve(query)
    assert raised.value.where == where
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize("lat", [91.0, -90.1, float("nan")])
def test_points_off_the_globe(lat: float) -> None:
    with pytest.raises(QueryError, match="lat"):
        Near(lat, 0)


def test_an_unknown_region_is_said_and_not_fatal(tiny: Gazetteer) -> None:
    answer = tiny.resolve(Query("Kharkiv", within="Qqqqq"))
    assert answer.candidates[0].place.id == 706483
    assert answer.hint is not None
    assert "Qqqqq" in answer.hint


def test_one_bad_query_fails_alone(tiny: Gazetteer) -> None:
    good, bad, other = tiny.resolve_many([Query("Bakhmout", id="a"), Query("", id="b"), Query("Київ", id="c")])
    assert good.candidates[0].place.id == BAKHMUT
    assert bad.verdict is None
    assert bad.error is not None
    assert other.candidates[0].place.id == 703448
    assert [good.query.id, bad.query.id, other.query.id] == ["a", "b", "c"]


def test_unknown_place(tiny: Gazetteer) -> None:
    for place in (1, -5, 10**30):
        with pytest.raises(UnknownPlace):
            tiny.place(place)


NAMES = ["Bakhmout", "Bahmutt", "Київ", "Odesa", "Springfeild", "Xyzzy", "Kramators'k", "東京", "Paris, TX", "san jose"]


def _answers(path: Path) -> list[tuple[int, float]]:
    gazetteer = Gazetteer.open(path)
    answers = (gazetteer.resolve(name) for name in NAMES * 5)
    return [(c.place.id, c.score) for answer in answers for c in answer.candidates]


def test_threads_and_processes_give_the_answers_of_one(tiny_dir: Path) -> None:
    alone = _answers(tiny_dir)
    gazetteer = Gazetteer.open(tiny_dir)
    with ThreadPoolExecutor(8) as pool:
        threads = [pool.submit(lambda: [gazetteer.resolve(name) for name in NAMES * 5]) for _ in range(8)]
        for thread in threads:
            assert [(c.place.id, c.score) for answer in thread.result() for c in answer.candidates] == alone
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        assert list(processes.map(_answers, [tiny_dir, tiny_dir])) == [alone, alone]


def test_many_keep_their_order(tiny: Gazetteer) -> None:
    names = NAMES * 40
    answers = tiny.resolve_many([Query(name, id=str(number)) for number, name in enumerate(names)])
    assert [answer.query.id for answer in answers] == [str(number) for number in range(len(names))]
    assert [a.candidates for a in answers] == [tiny.resolve(name).candidates for name in names]
