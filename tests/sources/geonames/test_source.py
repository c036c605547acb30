from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from dump_server import DumpServer, dump_server
from source_read import Read, read_dump
from tiny_dump import name_row, place_row, place_table, tiny_dump, zipped

from gazetteer.errors import QueryError, SourceError
from gazetteer.sources.geonames.choice import Choice
from gazetteer.sources.geonames.source import GeoNames

BAKHMUT, VILLAGE, DONETSK_OBLAST, UKRAINE, POLAND = 713174, 9115288, 709716, 690791, 798544


def test_places_and_their_names(found: Read) -> None:
    bakhmut = found.places[BAKHMUT]
    assert (bakhmut.name, bakhmut.admin2, bakhmut.wikidata) == ("Bakhmut", "UA.05.1402", "Q706857")
    names = found.names(BAKHMUT)
    assert set(names) == {"Бахмут", "Артемівськ", "Bakhmout"}
    assert names["Артемівськ"].historic
    assert (names["Артемівськ"].since, names["Артемівськ"].until) == ("1924", "2016")
    assert found.names(6300952)["KBP"].code == "iata"
    assert found.names(706483)["Харків"].lang == "uk"


def test_iso_codes_of_divisions(found: Read) -> None:
    assert found.places[DONETSK_OBLAST].iso == "UA-14"
    assert found.places[BAKHMUT].iso == ""


def test_divisions_that_only_the_tables_list_are_added(found: Read) -> None:
    kyiv = found.places[703446]
    assert (kyiv.feature_code, kyiv.admin1, kyiv.derived) == ("ADM1", "UA.13", True)
    assert found.places[706484].admin2 == "UA.07.6310"
    assert 858787 not in found.places, "a division of a country that was not chosen"


def test_all_countries_are_there_with_names_in_every_language(found: Read) -> None:
    assert not found.places[UKRAINE].derived
    assert (found.places[POLAND].lat, found.places[POLAND].lon) == (52.0, 20.0)  # of the table of countries
    assert found.places[POLAND].lat == pytest.approx(52, abs=2)
    assert "Oekraïne" in found.names(UKRAINE)
    assert "Polen" in found.names(POLAND)
    assert {country.code for country in found.source.countries()} == {"UA", "PL"}


def test_a_choice_of_classes_keeps_the_areas_around(read: Callable[..., Read]) -> None:
    found = read(Choice(("UA",), ("P",)))
    classes = {record.feature_class for record in found.places.values() if record.country == "UA"}
    assert classes == {"P", "A"}
    assert DONETSK_OBLAST in found.places
    assert 709932 not in found.places


def test_everything_is_read_from_the_whole_dump(read: Callable[..., Read], server: DumpServer) -> None:
    assert BAKHMUT in read(Choice()).places
    assert server.statuses("allCountries.zip") == [200]
    assert server.statuses("UA.zip") == []


@pytest.mark.parametrize(
    ("countries", "classes", "sentence"),
    [
        (["XX"], [], "XX is no country"),
        (["UA,Poland"], [], "POLAND is no country"),
        ([], ["Z"], "Z is no feature class"),
        ([], ["AP"], "AP is no feature class"),
    ],
)
def test_an_unknown_choice_is_refused(countries: list[str], classes: list[str], sentence: str) -> None:
    with pytest.raises(QueryError, match=sentence):
        Choice.read(countries, classes)


def test_a_choice_is_read_in_any_case_and_order() -> None:
    assert Choice.read(["pl, ua", "UA"], ["p,a"]) == Choice(("PL", "UA"), ("A", "P"))


def test_broken_rows_are_listed_and_the_others_read(read: Callable[..., Read], server: DumpServer) -> None:
    rows = (
        place_row("1 Nowhere 0 0 P PPL UA 05 - 0 2026-01-01"),
        "\t".join(["of", "12", "columns"] * 4),
        place_row("713174 Twice 48 38 P PPL UA 05 - 0 2026-01-01"),
    )
    latin = place_row("2 K\u00f6ln 50 7 P PPL UA 05 - 0 2026-01-01").encode("latin-1")
    server.files["UA.zip"] = zipped("UA.txt", place_table("\n".join(rows)).encode() + b"\n" + latin + b"\n")
    found = read()
    assert found.places[BAKHMUT].name == "Bakhmut", "the first of two rows holds"
    assert found.places[2].name == "K\ufffdln"
    rejects = found.source.rejects
    assert (rejects.left_out, rejects.mended) == (3, 1)
    assert found.source.about()["left_out"] == 3


def test_names_that_only_a_places_own_row_has_count_too(read: Callable[..., Read], server: DumpServer) -> None:
    server.files |= tiny_dump(
        place_row("5 Village 48 38 P PPL UA 05 - 0 2026-01-01", "Selo,Село,VLG,Village,https://v.example")
        + "\n"
        + place_row("6 Other 48 38 P PPL UA 05 - 0 2026-01-01", "Reste,Інше,https://v.example,8450A")
        + "\n",
        "90\t6\tuk\tІнше\n91\t6\tpost\t8450A\n",
    )
    found = read()
    assert {(name.text, name.lang) for name in found.names(5).values()} == {("Selo", ""), ("Село", ""), ("VLG", "abbr")}
    assert {(name.text, name.lang) for name in found.names(6).values()} == {("Інше", "uk"), ("Reste", "")}


LANGUAGES = [
    "uk",
    "ru",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "sv",
    "no",
    "da",
    "fi",
    "et",
    "lv",
    "lt",
    "pl",
    "cs",
    "sk",
    "hu",
    "ro",
]


@pytest.mark.parametrize(
    ("people", "code", "item", "languages", "expected"),
    [
        (0, "P PPL", "", LANGUAGES, {"uk", ""}),
        (0, "P PPL", "", LANGUAGES[1:], {*LANGUAGES[1:], ""}),
        (500, "P PPL", "", LANGUAGES, {*LANGUAGES, ""}),
        (0, "H LK", "", LANGUAGES, {*LANGUAGES, ""}),
        (0, "P PPL", "Q5", LANGUAGES, {*LANGUAGES, ""}),
    ],
    ids=["hamlet", "few languages", "people", "a lake", "an item of its own"],
)
def test_a_hamlet_has_not_the_names_of_the_article_that_is_titled_so(
    read: Callable[..., Read],
    server: DumpServer,
    people: int,
    code: str,
    item: str,
    languages: list[str],
    expected: set[str],
) -> None:
    """Mars in Ukraine keeps its Ukrainian name, and what it is called without a language."""
    words = {"uk": "Марс", "ru": "Планета"}
    rows = [f"{number} 7 {lang} {words.get(lang, 'Planeta')} - - -" for number, lang in enumerate(languages, 100)]
    rows += ["99 7 - Marsove - - -", *([f"98 7 wkdt {item} - - -"] if item else [])]
    place = place_row(f"7 Mars 48 38 {code} UA 05 - {people} 2026-01-01")
    server.files |= tiny_dump(place, "".join(f"{name_row(row)}\n".replace("\t-\t", "\t\t") for row in rows))
    found = read()
    assert {name.lang for name in found.all_names if name.place == 7} == expected
    turned_down = len(languages) + 1 - len(expected)
    assert found.source.about()["clashes"]["hamlets"]["names"] == turned_down


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"UA\.zip is not there"):
        list(GeoNames(tmp_path, Choice(("UA",))).places())


def test_credits_name_geonames_and_the_day(found: Read) -> None:
    first = found.source.credits()[0]
    assert (first.licence, first.version) == ("CC BY 4.0", "dump of 2026-11-22")
    assert "geonames.org" in first.credit


def test_of_two_divisions_with_one_code_the_listed_one_has_it(read: Callable[..., Read], server: DumpServer) -> None:
    # As a county of Taiwan is: of the first level by its row, of the second by the table of codes.
    county = place_row("706484 Kharkiv_Raion 49.9 36.2 A ADM1 UA 07 6310 90000 2023-08-01")
    server.files["UA.zip"] = zipped("UA.txt", place_table(f"{county}\n"))
    found = read()
    assert [found.places[id].listed for id in (706484, 706482, 11153142)] == [False, True, True]
    assert found.places[706484].admin1 == found.places[706483].admin1 == "UA.07"


def test_a_sea_has_not_the_main_name_of_another(read: Callable[..., Read], server: DumpServer) -> None:
    azov = place_row("713066 Sea_of_Azov 46.0 36.6 H SEA UA 00 - 0 2023-08-01", "Black Sea,Maeotis")
    server.files["UA.zip"] = zipped("UA.txt", place_table(f"{azov}\n"))
    names = read().names(713066)
    assert "Maeotis" in names
    assert "Black Sea" not in names


# A state that the catalogues know, and a town in it with abbreviations of its own row.
CAIRO, ILLINOIS = 4235193, 4896861
AMERICAN = "\n".join(
    (
        place_row("4896861 Illinois 41.5 -88.2 A ADM1 US IL - 0 2026-05-16"),
        place_row("4235193 Cairo 37.0 -89.2 P PPL US IL 003 1700 2026-05-16", "CRO,CAI,Cairo,Ville du Caire"),
    )
)


@pytest.fixture(scope="module")
def american(tmp_path_factory: pytest.TempPathFactory) -> Read:
    names = ("80 4896861 en Illinois p - -", "81 4235193 en Cairo - - -", "82 4235193 iata CAI - - -")
    with dump_server() as server:
        server.files |= tiny_dump(f"{AMERICAN}\n", "".join(f"{name_row(name)}\n" for name in names))
        return read_dump(server, tmp_path_factory.mktemp("american"), Choice())


@pytest.mark.parametrize("text", ["IL", "Ill."])
def test_codes_and_customary_abbreviations_name_divisions(american: Read, text: str) -> None:
    assert american.names(ILLINOIS)[text].lang == "abbr"


def test_catalogues_name_divisions_by_language(american: Read) -> None:
    found = {(name.text, name.lang) for name in american.names(ILLINOIS).values()}
    assert ("Іллінойс", "uk") in found


def test_a_name_that_the_dump_lists_with_its_language_does_not_come_without(american: Read) -> None:
    spelt = [name for name in american.all_names if (name.place, name.text) == (ILLINOIS, "Illinois")]
    assert spelt[0].preferred
    assert all(name.lang for name in spelt)


def test_divisions_of_countries_that_were_not_chosen_get_no_names(found: Read) -> None:
    assert found.names(DONETSK_OBLAST)
    assert {name.place for name in found.all_names} <= found.places.keys()


def test_abbreviations_of_an_own_row_are_taken_where_the_names_lack_them(american: Read) -> None:
    found = {name.text: (name.lang, name.code) for name in american.names(CAIRO).values()}
    assert found["CRO"] == ("abbr", "")
    assert found["CAI"] == ("", "iata"), "an airport's code stays one"
    assert found["Ville du Caire"] == ("", "")


def test_a_name_that_the_catalogues_have_by_language_does_not_come_without(
    read: Callable[..., Read], server: DumpServer
) -> None:
    server.files |= tiny_dump(
        place_row("4896861 Illinois 41.5 -88.2 A ADM1 US IL - 0 2026-05-16", "Іллінойс,Illinoisko")
    )
    found = [(name.text, name.lang) for name in read(Choice()).all_names if name.place == ILLINOIS]
    assert ("Іллінойс", "uk") in found
    assert ("Іллінойс", "") not in found
    assert ("Illinoisko", "") in found


@pytest.mark.parametrize(
    ("row", "listed", "code"),
    [
        ("4235193 Carbondale 37.7 -89.2 P PPL US IL - 1700 2026-05-16", "US.IL.077", "US.IL.077"),
        ("4235193 Carbondale 37.7 -89.2 P PPL US IL 031 1700 2026-05-16", "US.IL.077", "US.IL.031"),
        ("4235193 Carbondale 37.7 -89.2 P PPL US IL - 1700 2026-05-16", "US.IL.031", ""),
        ("4235193 Carbondale 37.7 -89.2 P PPL US MO - 1700 2026-05-16", "US.IL.077", ""),
    ],
    ids=["none", "its own", "not in the table", "in another state"],
)
def test_a_town_without_a_second_level_code_has_the_known_one(
    read: Callable[..., Read], server: DumpServer, row: str, listed: str, code: str
) -> None:
    server.files |= tiny_dump(f"{place_row(row)}\n")
    server.files["admin2Codes.txt"] = f"{listed}\tCounty\tCounty\t4233000\n".encode()
    assert read(Choice()).places[CAIRO].admin2 == code
