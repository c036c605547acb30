"""Interpretations: which letters are the name, which the areas."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known import known
from row_by_row import each_row

from gazetteer.parsing.interpret import INTERPRETATIONS, interpret
from gazetteer.parsing.interpretation import Parsed, Size, Way
from gazetteer.parsing.segment import PARTS

WORLD = known(
    "Kyiv=Київ|Lviv=Lwów|Paris|Houston|Texas|The Hague|Hague|North Little Rock|River Falls|Aleppo|Springfield|"
    "Bakhmut=Artemivsk|New York|London|Tokyo|市川市|Troy|San Francisco|Ukraine|"
    "Bosnia and Herzegovina|Herzegovina|Bosnia",
    areas="Texas|IL|WI|AR|N.C.|千葉県|TX",
    countries="Ukraine|Poland|France|USA|Syria",
)


def read(text: str, lang: str | None = None) -> Parsed:
    return interpret(text, WORLD, lang)


@each_row(
    ("text", "name", "areas", "way"),
    [
        ("Kyiv, Ukraine", "Kyiv", ("Ukraine",), Way.AREAS_AFTER),
        ("Ukraine, Kyiv", "Kyiv", ("Ukraine",), Way.AREAS_BEFORE),
        ("USA/Texas/Houston", "Houston", ("Texas", "USA"), Way.AREAS_BEFORE),
        ("USA, Houston, Texas", "Houston", ("Texas", "USA"), Way.AREAS_AROUND),
        ("Hague, The", "The Hague", (), Way.TURNED),
        ("Hague (The)", "The Hague", (), Way.TURNED),
        ("N. Little Rock, AR", "North Little Rock", ("AR",), Way.EXPANDED),
        ("River Falls WI", "River Falls", ("WI",), Way.UNMARKED),
        ("river falls wi", "river falls", ("wi",), Way.UNMARKED),
        ("Houston TX USA", "Houston", ("TX", "USA"), Way.UNMARKED),
        ("千葉県市川市", "市川市", ("千葉県",), Way.JOINED),
        ("75001 Paris", "Paris", (), Way.NUMBER),
        ("KYIV (Reuters)", "KYIV", (), Way.REMARK),
        ("TROY, N.C. (AP)", "TROY", ("N.C.",), Way.AREAS_AFTER),
        ("30 km N of Aleppo, Syria", "Aleppo", ("Syria",), Way.RELATION),
        ("г. Київ", "Київ", (), Way.SETTLEMENT),
        ("г Київ", "Київ", (), Way.SETTLEMENT),
        ("SF Bay Area", "San Francisco", ("US-CA",), Way.SHORT_NAME),
    ],
)
def test_way(text: str, name: str, areas: tuple[str, ...], way: Way) -> None:
    assert any((one.name, one.areas) == (name, areas) and way in one.ways for one in read(text).interpretations), read(
        text
    ).interpretations


def test_a_plain_name_has_one_reading() -> None:
    (one,) = read("Kyiv").interpretations
    assert (one.name, one.areas, one.ways, one.cost) == ("Kyiv", (), (), 0)


def test_a_second_name_of_the_same_place() -> None:
    first = read("Bakhmut (Artemivsk)").interpretations[0]
    assert (first.name, first.alias) == ("Bakhmut", "Artemivsk")


def test_a_word_for_a_village_says_so() -> None:
    assert any(one.size is Size.VILLAGE for one in read("с. Київ").interpretations)


def test_what_is_unknown_in_brackets_is_set_aside_and_costs() -> None:
    (one,) = read("Kyiv (blah blah)").interpretations[:1]
    assert (one.name, one.set_aside) == ("Kyiv", ("blah blah",))
    assert one.unexplained > 0
    assert one.cost > 0


def test_an_unmarked_area_does_not_drop_the_whole() -> None:
    names = [one.name for one in read("Rivr Paris").interpretations]
    assert "Rivr Paris" in names


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("New York; London; Tokyo", ("New York", "London", "Tokyo")),
        ("Kyiv - Lviv", ("Kyiv", "Lviv")),
        ("Kyiv and Lviv", ("Kyiv", "Lviv")),
        ("Paris, France; London, UK", ("Paris, France", "London, UK")),
        ("Paris, France, London", ("Paris, France", "London")),
        ("Bosnia and Herzegovina", ()),
        ("Kyiv, Ukraine", ()),
        ("Kyiv", ()),
    ],
)
def test_lists(text: str, parts: tuple[str, ...]) -> None:
    assert read(text).parts == parts


@settings(max_examples=300)
@given(st.text(max_size=200))
def test_any_text_has_an_interpretation(text: str) -> None:
    parsed = read(text)
    assert 1 <= len(parsed.interpretations) <= INTERPRETATIONS
    assert len(parsed.parts) <= PARTS


@given(
    st.lists(st.sampled_from(["Kyiv", "Texas", ",", ";", "(", ")", "75001", "near", "г.", "IL", " ", "-"]), max_size=60)
)
def test_any_mixture_is_bounded(pieces: list[str]) -> None:
    parsed = read(" ".join(pieces))
    assert 1 <= len(parsed.interpretations) <= INTERPRETATIONS


def test_forty_separators_and_twelve_places() -> None:
    assert read("," * 40 + "Kyiv" + ";" * 40).interpretations[0].name == "Kyiv"
    many = read(", ".join(["Kyiv", "Lviv", "Paris"] * 4))
    assert len(many.parts) == 12
    assert len(read(", ".join(["Kyiv", "Lviv"] * 30)).parts) <= PARTS
