from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import Tiny

from gazetteer import Gazetteer, build
from gazetteer.errors import SourceError
from gazetteer.model.ids import IDS_END, OWN_IDS
from gazetteer.sources.overlay import COLUMNS, Overlaid, Overlay, read_overlay
from gazetteer.sources.records import Dated

HEADER = "id,name,lang,kind,since,until,lat,lon,country,admin1,class,code,population\n"
HOUSE = HEADER + (
    "713174,Bachmut-Stadt,de,preferred,,,,,,,,,\n"
    "713174,Artjomowsk,de,historic colloquial,1924,2016,,,,,,,\n"
    "1000000007,Pressehaus,,,,,48.5,38.0,UA,UA.05,S,BLDG,\n"
    "1000000007,Maison de la presse,fr,,,,,,,,,,\n"
    ",Sperrzone,,,,,48.6,38.1,UA,UA.05,L,,\n"
)


def read(tmp_path: Path, text: str | bytes) -> Overlay:
    path = tmp_path / "house.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_overlay(path)


def test_names_and_places(tmp_path: Path) -> None:
    overlay = read(tmp_path, HOUSE)
    assert overlay.bad == ()
    assert [(name.place, name.text, name.lang) for name in overlay.names] == [
        (713174, "Bachmut-Stadt", "de"),
        (713174, "Artjomowsk", "de"),
        (1000000007, "Maison de la presse", "fr"),
    ]
    former = overlay.names[1]
    assert (former.historic, former.colloquial, former.preferred) == (True, True, False)
    assert (former.since, former.until, former.own) == ("1924", "2016", True)
    house, zone = overlay.places
    assert (house.id, house.feature_class, house.feature_code, house.admin1) == (1000000007, "S", "BLDG", "UA.05")
    assert house.own
    assert OWN_IDS <= zone.id < IDS_END


def test_a_place_without_an_id_has_the_same_in_every_build(tmp_path: Path) -> None:
    ids = [read(tmp_path, "name,lat,lon\n" + rows).places[-1].id for rows in ("A,1,2\n", "B,3,4\nA,1,2\n")]
    assert ids[0] == ids[1]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("713174,,de,,,,,,,,,,", "no name"),
        ("713174,1234,de,,,,,,,,,,", "no name"),
        ("713174," + "B" * 401 + ",,,,,,,,,,,", "401 letters"),
        (",Nowhere,,,,,,,,,,,", "which place"),
        ("x,Name,,,,,,,,,,,", "give a GeoNames id"),
        ("-5,Name,,,,,,,,,,,", "give a GeoNames id"),
        ("99999999999,Name,,,,,,,,,,,", "give a GeoNames id"),
        ("713174,Name,,,,,48,38,,,,,", "ids of your own begin at 1000000000"),
        (",Name,,,,,48,,,,,,", "which place"),
        ("1000000001,Name,,,,,48,,,,,,", "give degrees"),
        (",Name,,,,,north,38,,,,,", "give degrees"),
        (",Name,,,,,91,38,,,,,", "out of range"),
        (",Name,,,,,nan,38,,,,,", "out of range"),
        (",Name,,,,,48,38,,,X,,", "give a letter"),
        (",Name,,,,,48,38,Ukraine,,,,", "alpha-2"),
        (",Name,,,,,48,38,PL,UA.05,,,", "in the country of the row"),
        (",Name,,,,,48,38,,,,,many", "whole number"),
        ("713174,Name,,nice,,,,,,,,,", "preferred, short, colloquial, historic"),
        ("713174,Name,,,,,,,,,,,,,,", "more fields"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_read(tmp_path: Path, row: str, why: str) -> None:
    overlay = read(tmp_path, f"{HEADER}{row}\n713174,Good,,,,,,,,,,,\n")
    assert [bad.line for bad in overlay.bad] == [2]
    assert why in overlay.bad[0].why
    assert [name.text for name in overlay.names] == ["Good"]


def test_a_point_twice_for_one_id_is_told(tmp_path: Path) -> None:
    overlay = read(tmp_path, "id,name,lat,lon\n1000000001,One,1,1\n1000000001,Two,2,2\n")
    assert "has a point already" in overlay.bad[0].why
    assert [place.name for place in overlay.places] == ["One"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "name columns of"),
        ("id,lang\n1,de\n", "no column `name`"),
        ("id,name,name\n", "or one twice"),
        ("id,name,colour\n", "unknown columns"),
        (HEADER.encode("utf-16"), "not UTF-8"),
        (b"id,name\n1,K\xf6ln\n", "Line 2"),
        ('id,name\n1,"' + "x" * 200_000 + '"\n', "no CSV from line"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence):
        read(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_overlay(tmp_path / "none.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(max_size=200))
def test_any_file_is_read_or_refused(tmp_path: Path, text: str) -> None:
    rows = ",".join(COLUMNS) + "\n" + text
    try:
        overlay = read(tmp_path, rows.encode(errors="replace"))
    except SourceError:
        return
    assert all(name.own for name in overlay.names)


def test_it_is_in_the_gazetteer(tmp_path: Path) -> None:
    source = Overlaid(Tiny(), read(tmp_path, HOUSE + "bad,row,,,,,,,,,,,\n"))
    assert isinstance(source, Dated)
    build(source, tmp_path / "data")
    gazetteer = Gazetteer.open(tmp_path / "data")
    found = gazetteer.resolve("Maison de la presse").candidates[0]
    assert (found.place.id, found.place.own, found.matched.name.own) == (1000000007, True, True)
    assert gazetteer.resolve("Bachmut-Stadt").candidates[0].place.id == 713174
    assert not gazetteer.place(713174).own
    assert gazetteer.about["overlay"]["places"] == 2
    assert gazetteer.about["overlay"]["left_out"] == 1


# What str.splitlines() breaks at, and CSV does not.
OTHER_BREAKS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@given(
    st.lists(st.text("ab" + OTHER_BREAKS, min_size=1, max_size=6).filter(lambda text: "a" in text), min_size=1),
    st.sampled_from(("\n", "\r\n", "\r")),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_row_ends_at_the_end_of_a_line_and_nowhere_else(tmp_path: Path, names: list[str], end: str) -> None:
    overlay = read(tmp_path, end.join(["id,name", *(f"713174,{name}" for name in names)]))
    assert overlay.bad == ()
    assert [name.text for name in overlay.names] == [name.strip() for name in names]
