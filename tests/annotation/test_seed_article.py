"""The article that it began with: one town spelt in two ways, and a village that small gazetteers lack."""

from __future__ import annotations

import pytest
from dump_server import dump_server
from shared import shared_path

from gazetteer import AnnotateOptions, Annotation, Gazetteer
from gazetteer.annotation.lint import apply
from gazetteer.maintain import build_geonames
from gazetteer.model import Verdict
from gazetteer.sources.geonames.choice import Choice

# By the article's spelling, the place, and how often it stands there.
PLACES = {
    "Europe": (6255148, 1),
    "Bakhmut": (713174, 6),
    "Bakhmout": (713174, 1),
    "Donetsk region": (709716, 5),
    "Ukraine": (690791, 6),
    "Moscow": (524901, 4),
    "Soledar": (706757, 2),
    "Kharkiv region": (706482, 1),
    "Shevchenkove": (694137, 1),
    "Kramatorsk": (704508, 3),
    "United States": (6252001, 1),
    "France": (3017382, 1),
    "Kyiv": (703448, 1),
    "Germany": (2921044, 1),
}
DEMONYMS = {"Russian", "Ukrainian", "Ukrainians", "German"}
VILLAGE, IN_GEONAMES = "Bakhmoutské", 9115288


@pytest.fixture(scope="module")
def article() -> str:
    return shared_path("samples", "article.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def annotation(embedded: Gazetteer, article: str) -> Annotation:
    return embedded.annotate(article, AnnotateOptions(lint=True))


def test_every_mention_is_found_and_is_the_right_place(annotation: Annotation) -> None:
    found: dict[str, list[int]] = {}
    for one in annotation.mentions:
        if one.kind == "place" and one.text != VILLAGE:
            found.setdefault(one.text, []).append(one.resolution.candidates[0].place.id)
    assert found == {name: [id] * times for name, (id, times) in PLACES.items()}
    assert (annotation.lang, annotation.lang_guessed) == ("en", True)


def test_the_village_is_listed_and_is_not_the_town(annotation: Annotation) -> None:
    assert [one.resolution.verdict for one in annotation.mentions if one.text == VILLAGE] == [Verdict.NO_MATCH] * 2


def test_nothing_else_is_a_place(annotation: Annotation) -> None:
    assert {one.text for one in annotation.mentions if one.kind == "demonym"} == DEMONYMS


def test_the_desk_is_told_of_the_town_and_of_the_village(annotation: Annotation, article: str) -> None:
    found = {(one.rule, one.text, one.replacement) for one in annotation.findings if one.rule != "ambiguous"}
    assert found == {
        ("two-spellings", "Bakhmout", "Bakhmut"),
        ("transcription", "Bakhmout", "Bakhmut"),
        ("transcription", VILLAGE, None),
        ("unknown", VILLAGE, None),
    }
    assert all("French" in one.message for one in annotation.findings if one.rule == "transcription")
    assert apply(article, annotation.findings) == article.replace("Bakhmout,", "Bakhmut,")


def test_the_place_speaks_for_it(annotation: Annotation) -> None:
    support = {one.text: one.support for one in annotation.mentions}
    assert support["Shevchenkove"] == "named with Kharkiv Oblast, which contains it"
    assert support["Kramatorsk"] == "named with Donetsk Oblast, which contains it"


@pytest.fixture(scope="module")
def ukraine(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """A build of GeoNames' dump of one country."""
    mirror, choice = shared_path("geonames-mirror"), Choice(countries=("UA",))
    data_dir = tmp_path_factory.mktemp("ukraine")
    with dump_server() as server:
        for name in choice.files:
            server.files[name] = (mirror / name).read_bytes()
        build_geonames(data_dir, choice, server.url)
    return Gazetteer.open(data_dir)


@pytest.mark.slow
def test_with_all_of_geonames_the_village_is_known(ukraine: Gazetteer, article: str) -> None:
    answer = ukraine.annotate(article, AnnotateOptions(lint=True))
    village = [one.resolution for one in answer.mentions if one.text == VILLAGE]
    assert [(one.verdict, one.candidates[0].place.id) for one in village] == [(Verdict.MATCH, IN_GEONAMES)] * 2
    said = {one.message for one in answer.findings if one.text == VILLAGE and one.rule == "transcription"}
    assert len(said) == 1
    assert "French transcription of Бахмутське" in said.pop()
