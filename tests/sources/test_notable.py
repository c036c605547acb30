"""The tables of notable places: what is in them, and what becomes of rows that cannot be used."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import SourceError
from gazetteer.model.ids import OWN_IDS, SLUG_IDS, WIKIDATA_IDS, inward, outward, uri_of
from gazetteer.sources.notable.joined import Joined
from gazetteer.sources.notable.matching import Matching
from gazetteer.sources.notable.table import NAME_COLUMNS, PLACE_COLUMNS, Table, id_of, read_table
from gazetteer.sources.records import NameRecord, PlaceRecord

SIBERIA = "Q5428\tQ5428\tSiberia\tL\tRGN\t60\t100\tRU\town\t9\t\t\town\town"
BLACK_SEA = "630673\tQ166\tBlack Sea\tH\tSEA\t43\t34\tUA,TR\tsource\t9\t6640396\t\tne\tPD"
SICILY = "Q1460\tQ1460\tSicily\tT\tISL\t37.6\t14\tIT\ttwin\t7\t\t2523119\tne\tPD"
DANUBE = "Q1653\tQ1653\tDanube\tH\tSTM\t45.2\t29.7\tRO,UA\town\t9\t\t\tne\tPD"
MOST_ENGLISH = 3
"""Places of a kind with different English names that may share a name: more bear a word for what they are."""
NAMES = ("Q5428\tuk\tСибір\t1", "630673\tde\tSchwarzes Meer\t1", "Q1460\tde\tSizilien\t1", "Q1653\tde\tDonau\t1")


def table(folder: Path, places: tuple[str, ...] = (SIBERIA, BLACK_SEA, SICILY, DANUBE), names: object = NAMES) -> Table:
    assert isinstance(names, tuple)
    (folder / "places.tsv").write_text("\n".join(["\t".join(PLACE_COLUMNS), *places]) + "\n", "utf-8")
    (folder / "names.tsv").write_text("\n".join(["\t".join(NAME_COLUMNS), *names]) + "\n", "utf-8")
    return read_table(folder)


def test_the_tables_of_the_package_have_no_bad_row() -> None:
    found = read_table()
    assert found.bad == ()
    assert len(found.places) > 2_400
    assert len(found.names) > 74_000


def test_each_place_of_the_package_has_one_main_name_a_language() -> None:
    mains = [(name.place, name.lang) for name in read_table().names if name.preferred]
    assert len(mains) == len(set(mains))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Q1\tQ1\tBroken", "3 cells"),
        (SIBERIA.replace("60", "91"), "'91' is no number of degrees"),
        (SIBERIA.replace("100", "east"), "'east' is no number of degrees"),
        (SIBERIA.replace("100", "nan"), "'nan' is no number of degrees"),
        (SIBERIA.replace("\t9\t", "\t11\t"), "rank is '11'"),
        (SIBERIA.replace("\t9\t", "\tmuch\t"), "rank is 'much'"),
        (SIBERIA.replace("\tL\t", "\tX\t"), "class is 'X'"),
        (SIBERIA.replace("RGN", "rgn"), "code is 'rgn'"),
        (SIBERIA.replace("RU", "Russia"), "countries has 'Russia'"),
        (SIBERIA.replace("Siberia", " "), "no name"),
        (SIBERIA.replace("Siberia", "S" * 401), "name of 401 letters"),
        (SIBERIA.replace("Q5428", "Q500000000"), "id is 'Q500000000'"),
        (SIBERIA.replace("Q5428", "500005428"), "id is '500005428'"),
        (SIBERIA.replace("Q5428", "Siberia"), "id is 'Siberia'"),
        (SIBERIA.replace("\tQ5428", "\t5428"), "wikidata is '5428'"),
        (SIBERIA.replace("\t9\t\t", "\t9\tten\t"), "'ten' is no GeoNames id"),
        (BLACK_SEA, "id 630673 is that of line 2 too"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_said(row: str, why: str, tmp_path: Path) -> None:
    found = table(tmp_path, (BLACK_SEA, row, DANUBE), NAMES[3:])
    assert [(bad.file, bad.line) for bad in found.bad] == [("places.tsv", 3)]
    assert why in found.bad[0].why
    assert [place.name for place in found.places] == ["Black Sea", "Danube"]


@pytest.mark.parametrize("row", ["Q99\tde\tNirgends\t1", "Q5428\tde", "Q5428\tde\t...\t1", f"Q5428\tde\t{'x' * 401}\t"])
def test_a_name_that_cannot_be_used_is_left_out_and_said(row: str, tmp_path: Path) -> None:
    found = table(tmp_path, names=(NAMES[0], row))
    assert [(bad.file, bad.line) for bad in found.bad] == [("names.tsv", 3)]
    assert [name.text for name in found.names] == ["Сибір"]


@given(st.text(max_size=200))
def test_no_row_raises(row: str) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        row = row.replace("\n", " ")
        found = table(Path(folder), (SIBERIA, row.encode(errors="replace").decode()))
    assert len(found.bad) + len(found.names) >= 1


@pytest.mark.parametrize("file", ["places.tsv", "names.tsv"])
def test_a_missing_or_strange_file_says_what_to_do(file: str, tmp_path: Path) -> None:
    table(tmp_path)
    (tmp_path / file).write_text("id\tcolour\n", "utf-8")
    with pytest.raises(SourceError, match="other columns"):
        read_table(tmp_path)
    (tmp_path / file).write_bytes(b"\xff\xfe")
    with pytest.raises(SourceError, match="not UTF-8"):
        read_table(tmp_path)
    (tmp_path / file).unlink()
    with pytest.raises(SourceError, match="install exonym again"):
        read_table(tmp_path)


@given(st.integers(1, WIKIDATA_IDS - 1))
def test_an_id_of_wikidata_is_written_and_read(number: int) -> None:
    assert inward(f"Q{number}") == WIKIDATA_IDS + number
    assert outward(WIKIDATA_IDS + number) == f"Q{number}"
    assert uri_of(WIKIDATA_IDS + number) == f"https://www.wikidata.org/entity/Q{number}"


@given(st.integers(1, SLUG_IDS - 1) | st.integers(OWN_IDS, 2**31 - 1))
def test_other_ids_stay_numbers(number: int) -> None:
    assert outward(number) == number == inward(str(number))
    assert (uri_of(number) is None) == (number >= OWN_IDS)


@given(st.text())
def test_reading_an_id_never_raises(text: str) -> None:
    found = inward(text)
    assert found is None or 0 <= found < 2**31


@pytest.mark.parametrize("text", ["", "Q", "Q0", "Q500000000", "Q-1", "QQ1", "x-sinai", "2147483648", "١٢", "1" * 5000])
def test_what_is_no_id(text: str) -> None:
    assert inward(text) is None


def test_a_slug_has_a_stable_id_of_its_own_range() -> None:
    assert id_of("x-sinai") == id_of("x-sinai") != id_of("x-darfur")
    assert SLUG_IDS <= (id_of("x-sinai") or 0) < WIKIDATA_IDS


def record(id: int, name: str, code: str, lat: float, lon: float, wikidata: str = "", kind: str = "H") -> PlaceRecord:
    return PlaceRecord(id, name, lat, lon, "RO", feature_class=kind, feature_code=code, wikidata=wikidata)


def joined(
    found: Table, records: list[PlaceRecord], gone: Set[int] = frozenset()
) -> tuple[dict[int, PlaceRecord], Joined]:
    over, matching = Joined(found, gone), Matching(found)
    taken = [over.take(one) for one in records if not matching.hold(one)]
    taken += [*matching.release(over), *over.missing()]
    assert len({one.id for one in taken}) == len(taken)
    return {one.id: one for one in taken}, over


def test_a_record_of_the_same_id_is_told_how_notable_it_is(tmp_path: Path) -> None:
    places, over = joined(table(tmp_path), [record(630673, "Marea Neagră", "SEA", 43.5, 31.2)])
    assert places[630673].notability == 9
    assert places[630673].countries == ("UA", "TR")
    assert places[630673].name == "Marea Neagră"
    assert places[WIKIDATA_IDS + 5428].name == "Siberia"
    assert [(name.place, name.preferred) for name in over.names() if name.text == "Schwarzes Meer"] == [(630673, False)]


def test_a_twin_takes_the_names_and_no_place_is_added(tmp_path: Path) -> None:
    sicily = PlaceRecord(2523119, "Sicily", 37.75, 14.25, "IT", feature_class="A", feature_code="ADM1")
    places, over = joined(table(tmp_path), [sicily])
    assert places[2523119] == sicily
    assert WIKIDATA_IDS + 1460 not in places
    assert [name.place for name in over.names() if name.text == "Sizilien"] == [2523119]


def test_without_the_twin_the_place_is_added(tmp_path: Path) -> None:
    places, _over = joined(table(tmp_path), [])
    assert places[WIKIDATA_IDS + 1460].feature_code == "ISL"


@pytest.mark.parametrize(
    ("records", "wanted"),
    [
        ([record(791630, "Danube", "STM", 45.0, 28.0)], 791630),
        ([record(791630, "Dunărea", "STM", 45.0, 20.0, "Q1653")], 791630),
        ([record(791630, "DONAU", "STM", 45.3, 28.0)], 791630),
        ([record(791630, "Danube", "STM", 45.0, 20.0)], WIKIDATA_IDS + 1653),
        ([record(791630, "Danube", "LK", 45.0, 28.0)], WIKIDATA_IDS + 1653),
        ([record(791630, "Danube", "PPL", 45.0, 28.0, "Q1653", "P")], WIKIDATA_IDS + 1653),
        ([record(1, "Danube", "STM", 45.0, 28.0), record(2, "Danube", "STM", 45.1, 28.0)], WIKIDATA_IDS + 1653),
        ([record(1, "Danube", "STM", 45.2, 29.6), record(2, "Dunărea", "STM", 45.1, 20.0, "Q1653")], 2),
    ],
)
def test_a_record_is_joined_by_its_item_or_by_its_name_and_point(
    records: list[PlaceRecord], wanted: int, tmp_path: Path
) -> None:
    places, _over = joined(table(tmp_path), records)
    assert [id for id, place in places.items() if place.wikidata == "Q1653" and place.notability == 9] == [wanted]
    assert {one.id for one in records} <= places.keys()


def test_of_two_ids_of_one_sea_the_other_counts_where_the_first_is_not_there(tmp_path: Path) -> None:
    places, _over = joined(table(tmp_path), [record(6640396, "Black Sea", "SEA", 43.0, 34.0)])
    assert places[6640396].notability == 9
    assert 630673 not in places


def test_an_id_that_is_deleted_gives_way_to_the_item(tmp_path: Path) -> None:
    places, over = joined(table(tmp_path), [], {630673})
    assert places[WIKIDATA_IDS + 166].name == "Black Sea"
    assert [(bad.line, bad.left_out) for bad in over.bad] == [(3, False)]
    assert "the place is Q166" in over.bad[0].why


def test_a_choice_of_countries_takes_what_lies_in_them(tmp_path: Path) -> None:
    found = table(tmp_path)
    assert [place.name for place in found.of(("UA",), ()).places] == ["Black Sea", "Danube"]
    assert [place.name for place in found.of((), ("L", "T")).places] == ["Siberia", "Sicily"]
    assert {name.text for name in found.of(("RU",), ()).names} == {"Сибір"}


NORTH_SEA = "2960848\tQ1693\tNorth Sea\tH\tSEA\t56\t3\tGB,NL\town\t7\t\t\town\town"
NORTH_LAND = "Q6\tQ6\tNorth\tL\tRGN\t56\t3\tGB\town\t5\t\t\town\town"


@pytest.mark.parametrize(
    ("text", "lang", "anothers"),
    [
        ("North Sea", "", True),
        ("north sea", "en", True),
        ("Nordsee", "de", True),
        ("Nordsee", "nds", False),
        ("North", "en", False),
        ("Black Sea", "en", False),
        ("Pontos", "de", False),
    ],
)
def test_a_main_name_is_no_name_of_another_of_its_kind(text: str, lang: str, anothers: bool, tmp_path: Path) -> None:
    given = f"630673\t{lang or 'und'}\t{text}\t"
    found = table(tmp_path, (BLACK_SEA, NORTH_SEA, NORTH_LAND), ("2960848\tde\tNordsee\t1", given))
    _places, over = joined(found, [record(630673, "Marea Neagră", "SEA", 43.5, 31.2)])
    assert over.is_anothers(NameRecord(630673, text, lang)) == anothers
    assert [name.text for name in over.names() if name.place == 630673] == ([] if anothers else [text])


def test_a_name_that_two_of_a_kind_have_as_their_main_one_is_both_theirs(tmp_path: Path) -> None:
    names = ("2960848\tde\tMeer\t1", "630673\tde\tMeer\t1")
    _places, over = joined(table(tmp_path, (BLACK_SEA, NORTH_SEA), names), [])
    assert {name.place for name in over.names()} == {630673, 2960848}


def test_no_name_of_the_package_describes_several_places_in_one_language() -> None:
    found = read_table()
    places = {place.id: place for place in found.places}
    bearers: dict[tuple[str, str, str], set[str]] = {}
    for name in found.names:
        key = (places[name.place].feature_class, name.lang, name.text.casefold())
        bearers.setdefault(key, set()).add(places[name.place].name)
    assert [key for key, english in bearers.items() if len(english) > MOST_ENGLISH] == []
