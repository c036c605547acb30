"""Style lists: what is read of a good one, and of a bad one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.annotation.style import MOST_BYTES, MOST_ENTRIES, MOST_REMARKS, by_place, read_style
from gazetteer.errors import QueryError
from gazetteer.model import StyleEntry

HEADING = "geonames id,spelling,lang,also accepted,never,note\n"


def test_a_csv_with_a_heading() -> None:
    style = read_style(HEADING + "703448,Kyiv,en,,Kiev|Kyyiv,since 2019\n713174,Bakhmut,,Bahmut,,\n")
    assert style.remarks == ()
    assert style.entries == (
        StyleEntry(703448, "Kyiv", "en", (), ("Kiev", "Kyyiv"), "since 2019"),
        StyleEntry(713174, "Bakhmut", "", ("Bahmut",)),
    )


@pytest.mark.parametrize(
    "text",
    [
        "703448,Kyiv,en",
        "703448;Kyiv;en",
        "703448\tKyiv\ten\r\n",
        "\ufeffspelling,id,lang\nKyiv,703448,en-GB",
        "# ours\n\nGeoNames_ID , Spelling , Language\n 703448 , Kyiv , EN \n",
        '[[place]]\nid = 703448\nspelling = "Kyiv"\nlang = "en"\n',
        'title = "World"\n[[place]]\n"geonames id" = "703448"\nspelling = "Kyiv"\nlang = "en"\n',
    ],
)
def test_the_ways_to_write_one_entry(text: str) -> None:
    for data in (text, text.encode()):
        style = read_style(data)
        assert style.entries == (StyleEntry(703448, "Kyiv", "en"),)
        assert style.remarks == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,Kyiv", "no GeoNames id"),
        ("-5,Kyiv", "no GeoNames id"),
        ("0,Kyiv", "no GeoNames id"),
        ("99999999999999999999,Kyiv", "no GeoNames id"),
        ("٣,Kyiv", "no GeoNames id"),
        ("703448,", "missing"),
        ("703448", "missing"),
        ("703448,...", "missing"),
        ("703448," + "K" * 300, "longer"),
        ("703448,Kyiv,not a tag", "no language tag"),
        ("703448,Kyiv,,," + "|".join(["Kiev"] * 60), "further spellings"),
        ('703448,"Kyiv', "quotation mark"),
        ("77,Nowhere", "holds no place 77"),
    ],
)
def test_a_broken_row_is_remarked_with_its_line_and_the_rest_is_read(row: str, said: str) -> None:
    style = read_style(f"id,spelling,lang,also,never\n{row}\n713174,Bakhmut\n", {703448, 713174}.__contains__)
    assert [entry.id for entry in style.entries] == [713174]
    assert [(remark.line, said in remark.message) for remark in style.remarks] == [(2, True)]


def test_two_spellings_for_one_place() -> None:
    style = read_style("703448,Kyiv\n703448,Kiev\n703448,Kiew,de\n703448,Kyiv\n")
    assert by_place(style)[703448, ""].spelling == "Kyiv"
    assert by_place(style)[703448, "de"].spelling == "Kiew"
    assert [(remark.line, "line 1" in remark.message) for remark in style.remarks] == [(2, True)]


def test_a_spelling_that_is_never_to_be_written() -> None:
    style = read_style("703448,Kyiv,,,Kyiv|Kiev\n")
    assert style.entries[0].never == ("Kiev",)
    assert len(style.remarks) == 1


def test_a_broken_table_of_toml_costs_no_other() -> None:
    tables = ['id = 1\nspelling = "A"', "id = = 2\n", 'id = 3\nspelling = ["B"]', 'id=4\nspelling="D"']
    text = "".join(f"[[place]]\n{table}\n" for table in tables)
    style = read_style(text)
    assert [entry.id for entry in style.entries] == [1, 4]
    assert [remark.line for remark in style.remarks] == [4, 7]


@pytest.mark.parametrize("text", ["", "\n\n", "a,b,c\n1,2,3", "name\nKyiv", "\0\0\0", '"', "[[place", "[[place]]" * 50])
def test_what_is_no_list_gives_no_entries(text: str) -> None:
    assert read_style(text).entries == ()


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", "1,\ud800", b"x" * (MOST_BYTES + 1)])
def test_what_cannot_be_read_at_all(data: bytes | str) -> None:
    with pytest.raises(QueryError):
        read_style(data)


def test_a_long_list_is_cut_and_remarks_are_few() -> None:
    assert len(read_style("".join(f"{n},Name\n" for n in range(1, MOST_ENTRIES + 10))).entries) == MOST_ENTRIES
    assert len(read_style("id,spelling\n" + "x,y\n" * 1_000).remarks) == MOST_REMARKS


def test_deep_nesting_is_a_remark() -> None:
    style = read_style(f"[[place]]\nid = {'[' * 100_000}\n[[place]]\nid = 4\nspelling = 'D'\n")
    assert [entry.id for entry in style.entries] == [4]
    assert len(style.remarks) == 1


@given(st.text(max_size=400) | st.binary(max_size=400))
def test_nothing_else_is_raised(data: str | bytes) -> None:
    try:
        style = read_style(data)
    except QueryError:
        return
    assert all(entry.spelling and entry.id > 0 for entry in style.entries)


@given(
    st.lists(
        st.tuples(
            st.integers(1, 2**30), st.text("abcАБВ \"'|,;", min_size=1, max_size=12), st.sampled_from(["", "en"])
        ),
        max_size=12,
    )
)
def test_csv_of_any_rows(rows: list[tuple[int, str, str]]) -> None:
    text = "id,spelling,lang\n" + "".join(
        f'{id},"{name.replace(chr(34), chr(34) * 2)}",{lang}\n' for id, name, lang in rows
    )
    for entry in read_style(text).entries:
        assert (entry.id, entry.lang) in {(id, lang) for id, _, lang in rows}
