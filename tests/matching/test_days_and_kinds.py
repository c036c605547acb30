"""Names as of a day, codes, words for kinds of place, and names to show: what the dump of GeoNames brings."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from tiny import Tiny

from gazetteer import Gazetteer, Query, build
from gazetteer.index.records.display_names import fits, transcribed
from gazetteer.index.records.years import EVER, NEVER, first_day, last_day
from gazetteer.model import Verdict
from gazetteer.sources.records import NameRecord, PlaceRecord, Progress, no_progress

BAKHMUT, KYPUCHE, LAKE, AIRPORT = 713174, 713175, 3059850, 6299623


class Dated(Tiny):
    """The tiny gazetteer with a renamed town, its old namesake, a lake and an airport."""

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        yield from super().places(progress)
        yield PlaceRecord(KYPUCHE, "Kypuche", 48.44, 38.73, "UA", population=7000)
        yield PlaceRecord(LAKE, "Balaton", 46.83, 17.73, "DE", feature_class="H", feature_code="LK")
        yield PlaceRecord(
            AIRPORT, "Kyiv International Airport", 50.4, 30.45, "UA", feature_class="S", feature_code="AIRP"
        )

    def names(self, progress: Progress = no_progress) -> Iterable[NameRecord]:
        yield from super().names(progress)
        yield NameRecord(BAKHMUT, "Artemsk", "en", historic=True, since="1924", until="2016")
        yield NameRecord(KYPUCHE, "Artemsk", "ru")
        yield NameRecord(KYPUCHE, "Кипуче", "uk")
        yield NameRecord(KYPUCHE, "Kypuche faux", "ja")
        yield NameRecord(AIRPORT, "IEV", code="iata")


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path = tmp_path_factory.mktemp("dated")
    build(Dated(), path)
    return Gazetteer.open(Path(path))


def first(gazetteer: Gazetteer, query: Query) -> int:
    return gazetteer.resolve(query).candidates[0].place.id


def test_a_name_is_that_of_the_place_that_bore_it_on_the_day(dated: Gazetteer) -> None:
    assert first(dated, Query("Artemsk", date=date(1985, 4, 1))) == BAKHMUT
    assert first(dated, Query("Artemsk", date=date(2020, 4, 1))) == KYPUCHE
    matched = dated.resolve(Query("Artemsk", date=date(1985, 4, 1))).candidates[0].matched
    assert (matched.name.historic, matched.name.since, matched.name.until) == (True, "1924", "2016")


def test_a_code_in_capitals_is_the_airport(dated: Gazetteer) -> None:
    assert first(dated, Query("IEV")) == AIRPORT


def test_a_word_for_a_lake_means_no_town(dated: Gazetteer) -> None:
    assert first(dated, Query("Lake Balaton")) == LAKE
    assert dated.resolve(Query("Lake Kharkiv")).verdict != Verdict.MATCH


def test_names_to_show(dated: Gazetteer) -> None:
    assert (dated.place(KYPUCHE, "uk").name, dated.place(KYPUCHE, "uk").name_lang) == ("Кипуче", "uk")
    shown = dated.place(KYPUCHE, "fr")
    assert (shown.name, shown.name_lang) == ("Kypoutche", "fr-t-uk")
    assert dated.place(KYPUCHE, "ja").name == "Kypuche"  # Latin letters under Japanese are filed wrongly


@pytest.mark.parametrize(
    ("text", "lang", "fit"),
    [
        ("Київ", "uk", True),
        ("Kyjiw", "uk", False),
        ("東京", "ja", True),
        ("トウキョウ", "ja", True),
        ("Beograd", "sr", True),
    ],
)
def test_the_script_of_a_language(text: str, lang: str, fit: bool) -> None:
    assert fits(text, lang) is fit


def test_what_no_table_transcribes_is_left() -> None:
    assert transcribed("東京", "ja", "fr") is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1924", 1924_01_01, 1924_12_31),
        ("1924-02", 1924_02_01, 1924_02_31),
        ("20160204", 2016_02_04, 2016_02_04),
        ("", EVER, NEVER),
        ("long ago", EVER, NEVER),
    ],
)
def test_days_of_texts(text: str, start: int, end: int) -> None:
    assert (first_day(text), last_day(text)) == (start, end)
