from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from dump_server import DumpServer
from tiny_dump import DAY, name_row, place_row, place_table, tiny_day, tiny_dump, zipped

from gazetteer.errors import QueryError, SourceError
from gazetteer.sources.geonames import limits
from gazetteer.sources.geonames.choice import Choice
from gazetteer.sources.geonames.daily import FOLDER, days_kept, drop_days, fetch_days, successor
from gazetteer.sources.geonames.download import Downloads
from gazetteer.sources.geonames.source import GeoNames
from gazetteer.sources.records import NameRecord, PlaceRecord

BAKHMUT, VILLAGE, DONETSK_OBLAST, UKRAINE, POLAND = 713174, 9115288, 709716, 690791, 798544


class Read:
    """What a source said."""

    def __init__(self, source: GeoNames) -> None:
        self.source = source
        all_places = list(source.places())
        self.places: dict[int, PlaceRecord] = {record.id: record for record in all_places}
        assert len(self.places) == len(all_places), "an id twice"
        self.all_names = list(source.names())

    def names(self, place: int) -> dict[str, NameRecord]:
        return {name.text: name for name in self.all_names if name.place == place}


@pytest.fixture
def read(server: DumpServer, tmp_path: Path) -> Callable[..., Read]:
    def read(choice: Choice = Choice(("UA",)), until: date | None = None) -> Read:  # noqa: B008
        with Downloads(tmp_path, server.url, pause=0.0) as downloads:
            for name in choice.files:
                downloads.fetch(name)
            source = GeoNames(tmp_path, choice)
            if until:
                fetch_days(downloads, source.dump_day, until)
            return Read(source)

    return read


def test_places_and_their_names(read: Callable[..., Read]) -> None:
    found = read()
    bakhmut = found.places[BAKHMUT]
    assert (bakhmut.name, bakhmut.admin2, bakhmut.wikidata) == ("Bakhmut", "UA.05.1402", "Q706857")
    names = found.names(BAKHMUT)
    assert set(names) == {"Бахмут", "Артемівськ", "Bakhmout"}
    assert names["Артемівськ"].historic
    assert (names["Артемівськ"].since, names["Артемівськ"].until) == ("1924", "2016")
    assert found.names(6300952)["KBP"].code == "iata"
    assert found.names(706483)["Харків"].lang == "uk"


def test_iso_codes_of_divisions(read: Callable[..., Read]) -> None:
    found = read()
    assert found.places[DONETSK_OBLAST].iso == "UA-14"
    assert found.places[BAKHMUT].iso == ""


def test_divisions_that_only_the_tables_list_are_added(read: Callable[..., Read]) -> None:
    found = read()
    kyiv = found.places[703446]
    assert (kyiv.feature_code, kyiv.admin1, kyiv.derived) == ("ADM1", "UA.13", True)
    assert found.places[706484].admin2 == "UA.07.6310"
    assert 858787 not in found.places, "a division of a country that was not chosen"


def test_all_countries_are_there_with_names_in_every_language(read: Callable[..., Read]) -> None:
    found = read()
    assert not found.places[UKRAINE].derived
    assert found.places[POLAND].derived
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


def test_credits_name_geonames_and_the_day(read: Callable[..., Read]) -> None:
    first = read().source.credits()[0]
    assert (first.licence, first.version) == ("CC BY 4.0", "dump of 2026-11-22")
    assert "geonames.org" in first.credit


NEW_VILLAGE = place_row("20000001 Nove 48.1 37.9 P PPL UA 05 - 12 2026-11-21")
RENAMED = place_row("713174 Bakhmut-Nova 48.6 38.0 P PPLA2 UA 05 1402 80500 2026-11-21")
STALE = place_row("713174 Stale 48.6 38.0 P PPLA2 UA 05 1402 80500 2020-01-01")


@pytest.fixture
def day(server: DumpServer) -> Callable[..., None]:
    def day(day: str = DAY, **texts: str) -> None:
        server.files |= tiny_day(day, **{kind: f"{text}\n" if text else "" for kind, text in texts.items()})

    return day


def test_a_day_is_laid_over_the_dump(read: Callable[..., Read], day: Callable[..., None]) -> None:
    day(
        places=f"{RENAMED}\n{NEW_VILLAGE}",
        deleted="694137\tShevchenkove\tduplicate of 694152",
        names="4\t713174\tfr\tBakhmut-en-Donbass\n100\t20000001\tuk\tНове\n101\t20000001\twkdt\tQ5",
        deleted_names="3\t713174\tАртемівськ\tremoved",
    )
    found = read(until=date(2026, 11, 21))
    assert found.places[BAKHMUT].name == "Bakhmut-Nova"
    assert found.places[20000001].wikidata == "Q5"
    assert 694137 not in found.places
    assert [(one.id, one.successor) for one in found.source.deleted()] == [(694137, 694152)]
    assert set(found.names(BAKHMUT)) == {"Бахмут", "Bakhmut-en-Donbass"}
    assert found.names(20000001)["Нове"].lang == "uk"
    assert found.source.about()["updated"] == DAY


def test_days_are_applied_in_order(read: Callable[..., Read], day: Callable[..., None]) -> None:
    day("2026-11-21", places=RENAMED, deleted="694137\tShevchenkove\tmistake")
    day("2026-11-22", places=RENAMED.replace("Bakhmut-Nova", "Bakhmut-Third").replace("11-21", "11-22"))
    day("2026-11-23", deleted="713174\tBakhmut\tgone", places=place_row("694137 Back 49 37 P PPL UA 07 - 1 2026-11-23"))
    assert read(until=date(2026, 11, 22)).places[BAKHMUT].name == "Bakhmut-Third"
    last = read(until=date(2026, 11, 23))
    assert BAKHMUT not in last.places
    assert last.places[694137].name == "Back"
    assert [one.id for one in last.source.deleted()] == [BAKHMUT]


def test_a_row_older_than_the_dump_does_not_hold(read: Callable[..., Read], day: Callable[..., None]) -> None:
    day(places=STALE)
    assert read(until=date(2026, 11, 21)).places[BAKHMUT].name == "Bakhmut"


def test_changes_of_what_is_not_there_do_no_harm(read: Callable[..., Read], day: Callable[..., None]) -> None:
    day(
        places=place_row("888 Far 40 -74 P PPL US NY - 5 2026-11-21"),
        deleted="777\tNobody\tremoved\nbroken\n",
        names="99\t777\tuk\tНіхто\n",
        deleted_names="98\t777\tx\ty",
    )
    found = read(until=date(2026, 11, 21))
    assert 888 not in found.places, "of a country that was not chosen"
    assert [one.id for one in found.source.deleted()] == [777]


def test_a_broken_change_leaves_the_row_of_the_dump(read: Callable[..., Read], day: Callable[..., None]) -> None:
    day(places=RENAMED.replace("48.6", "no"))
    found = read(until=date(2026, 11, 21))
    assert found.places[BAKHMUT].name == "Bakhmut"
    assert found.source.rejects.left_out == 1


def test_what_the_server_lacks(server: DumpServer, tmp_path: Path, day: Callable[..., None]) -> None:
    day("2026-11-21")
    with Downloads(tmp_path, server.url, pause=0.0) as downloads:
        fetched = fetch_days(downloads, date(2026, 11, 22), date(2026, 11, 23))
        assert fetched.days == (date(2026, 11, 21),)
        assert fetched.not_yet == (date(2026, 11, 22), date(2026, 11, 23))
        day("2026-11-23")
        with pytest.raises(SourceError, match="no longer has the changes of 2026-11-22"):
            fetch_days(downloads, date(2026, 11, 22), date(2026, 11, 23))
        day("2026-11-22")
        day("2026-11-24")
        del server.files["deletes-2026-11-24.txt"]
        assert fetch_days(downloads, date(2026, 11, 22), date(2026, 11, 24)).not_yet == (date(2026, 11, 24),)


def test_a_dump_too_old_is_not_updated(server: DumpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DAYS_KEPT", 3)
    with Downloads(tmp_path, server.url) as downloads, pytest.raises(SourceError, match="over 3 days old"):
        fetch_days(downloads, date(2026, 11, 22), date(2026, 12, 22))


def test_a_newer_dump_drops_changes_and_keeps_deletions(
    server: DumpServer, tmp_path: Path, day: Callable[..., None]
) -> None:
    day(places=RENAMED, deleted="694137\tShevchenkove\tsee 694152")
    with Downloads(tmp_path, server.url) as downloads:
        fetch_days(downloads, date(2026, 11, 22), date(2026, 11, 21))
        assert days_kept(tmp_path) == [date(2026, 11, 21)]
        drop_days(tmp_path, date(2026, 11, 25))
    assert days_kept(tmp_path) == []
    assert [path.name for path in (tmp_path / FOLDER).glob("*.txt")] == [f"deletes-{DAY}.txt"]


@pytest.mark.parametrize(
    ("comment", "id"),
    [
        ("duplicate of 694152", 694152),
        ("merged into https://www.geonames.org/694152", 694152),
        ("duplicate or removed", None),
        ("duplicate of 1 or 694152 and 694153", None),
        ("see 694137", None),
        ("removed 2026", None),
        ("", None),
    ],
)
def test_the_successor_is_what_the_comment_names(comment: str, id: int | None) -> None:
    assert successor(694137, comment) == id


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


@pytest.fixture
def american(read: Callable[..., Read], server: DumpServer) -> Read:
    names = ("80 4896861 en Illinois p - -", "81 4235193 en Cairo - - -", "82 4235193 iata CAI - - -")
    server.files |= tiny_dump(f"{AMERICAN}\n", "".join(f"{name_row(name)}\n" for name in names))
    return read(Choice())


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


def test_divisions_of_countries_that_were_not_chosen_get_no_names(read: Callable[..., Read]) -> None:
    found = read()
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


def test_an_abbreviation_that_a_day_deleted_does_not_come_back(
    read: Callable[..., Read], server: DumpServer, day: Callable[..., None]
) -> None:
    row = place_row("5 Village 48 38 P PPL UA 05 - 0 2026-01-01", "VLG,Selo")
    server.files |= tiny_dump(f"{row}\n", "90\t5\tabbr\tVLG\n91\t5\tuk\tСело\n")
    assert "VLG" in read().names(5)
    day(deleted_names="90\t5\tVLG\tremoved")
    assert set(read(until=date(2026, 11, 21)).names(5)) == {"Село", "Selo"}
