"""String tables: sorting, finding, storing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.index.strings import StringTable, build_strings

TEXTS = st.lists(st.text(alphabet="ab \x00é\ud800", max_size=20))


def in_order(texts: list[str]) -> list[str]:
    """The distinct texts as the table sorts them."""
    return sorted(
        set(texts), key=lambda text: (len(text.encode(errors="surrogatepass")), text.encode("utf-8", "surrogatepass"))
    )


@settings(deadline=None)
@given(TEXTS)
def test_a_table_holds_each_string_once_in_order(texts: list[str]) -> None:
    table, ids = build_strings(texts)
    assert [table.text(id) for id in range(len(table))] == in_order(texts)
    assert [table.text(int(id)) for id in ids] == texts


@settings(deadline=None)
@given(TEXTS, st.text(alphabet="ab ", max_size=21))
def test_find_gives_the_id_or_minus_one(texts: list[str], asked: str) -> None:
    table, ids = build_strings(texts)
    assert [table.find(text) for text in texts] == ids.tolist()
    assert table.find_many([*texts, asked]).tolist() == [*ids.tolist(), table.find(asked)]
    expected = in_order(texts).index(asked) if asked in texts else -1
    assert table.find(asked) == expected


def test_many_strings_of_one_length_are_found() -> None:
    texts = [f"{number * 7919 % 10007:05d} street" for number in range(10007)]
    table, ids = build_strings(texts)
    assert len(table) == 10007
    assert table.find_many(texts).tolist() == ids.tolist()
    assert table.find(b"00001 street") == 1
    assert table.find("99999 street") == -1


def test_an_unknown_id_is_refused() -> None:
    table, _ = build_strings(["a"])
    with pytest.raises(IndexError):
        table.text(1)
    with pytest.raises(IndexError):
        table.text(-1)


def test_a_table_comes_back_from_its_arrays() -> None:
    table, _ = build_strings(["lviv", "kyiv", "odesa"])
    again = StringTable.from_arrays({"other": table.heap, **table.arrays("names_")}, "names_")
    assert [again.text(id) for id in range(len(again))] == ["kyiv", "lviv", "odesa"]
    assert again.find("odesa") == 2
