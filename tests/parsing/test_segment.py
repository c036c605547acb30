"""Strings cut into parts, and what is taken off their ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import each_row

from gazetteer.parsing.postcode import ends_without_numbers
from gazetteer.parsing.segment import PARTS, segment


@each_row(
    ("text", "parts"),
    [
        ("Kyiv", ["Kyiv"]),
        ("Kyiv, Ukraine.", ["Kyiv", "Ukraine"]),
        ("Germany > Bavaria > Munich", ["Germany", "Bavaria", "Munich"]),
        ("Kyiv - Lviv", ["Kyiv", "Lviv"]),
        ("Kyiv–Lviv", ["Kyiv", "Lviv"]),
        ("Baden-Baden", ["Baden-Baden"]),
        ("Paris/France", ["Paris", "France"]),
        ("City|Country", ["City", "Country"]),
        ("UKR_Kyiv", ["UKR Kyiv"]),
        ("東京都、日本", ["東京都", "日本"]),
        ("حلب، سوريا", ["حلب", "سوريا"]),
        ("दिल्ली।", ["दिल्ली"]),
        ("أين حلب؟", ["أين حلب"]),
        ("Springfield (IL) [US]", ["Springfield", "IL", "US"]),
        ("Springfield (IL", ["Springfield", "IL"]),
        ("((((Kyiv))))", ["Kyiv"]),
        ("#Kyiv", ["Kyiv"]),
        ("Kyiv?", ["Kyiv"]),
        ("Kyiv 🇺🇦", ["Kyiv", "UA"]),
        ("Czech Rep.", ["Czech Rep."]),
        (",,,,,,", []),
        ("KYIV, Ukraine (AP) —", ["KYIV", "Ukraine"]),
        ("LONDON, Nov. 5 (Reuters) -", ["LONDON"]),
        ("75001 Paris", ["Paris"]),
        ("New York, NY 10001", ["New York", "NY"]),
        ("Lviv (formerly Lwów)", ["Lviv", "Lwów"]),
        ("Springfield (PA)", ["Springfield", "PA"]),
    ],
)
def test_parts(text: str, parts: list[str]) -> None:
    assert [part.text for part in segment(text) if part.text] == parts


@pytest.mark.parametrize(
    ("text", "left", "numbers", "country"),
    [
        ("75001 Paris", "Paris", ("75001",), None),
        ("Paris 75001", "Paris", ("75001",), None),
        ("Paris 16e", "Paris", ("16e",), None),
        ("D-10117 Berlin", "Berlin", ("D-10117",), "DE"),
        ("London SW1A 1AA", "London", ("SW1A 1AA",), "GB"),
        ("1012 AB Amsterdam", "Amsterdam", ("1012 AB",), "NL"),
        ("00-001 Warszawa", "Warszawa", ("00-001",), "PL"),
        ("Toronto M5V 2T6", "Toronto", ("M5V 2T6",), "CA"),
        ("110 00 Praha 1", "Praha", ("110 00", "1"), None),
        ("Lyon Cedex 03", "Lyon", ("Cedex 03",), None),
        ("Sydney NSW 2000", "Sydney NSW", ("2000",), None),
        ("Zone5", "Zone5", (), None),
        ("10117", "", ("10117",), None),
    ],
)
def test_numbers_at_the_ends(text: str, left: str, numbers: tuple[str, ...], country: str | None) -> None:
    found = ends_without_numbers(text)
    assert (found.text, found.numbers, found.country) == (left, numbers, country)


def test_nothing_of_a_part_vanishes_unsaid() -> None:
    (part,) = segment("75001 Paris")
    assert part.aside == ("75001",)


@given(st.text(max_size=200))
def test_any_text_is_cut(text: str) -> None:
    parts = segment(text)
    assert len(parts) <= PARTS
    assert all(part.whole.strip() for part in parts)


def test_digits_cost_no_more_than_their_length() -> None:
    assert len(segment("75001 " * 33)) <= PARTS
    assert [part.aside for part in segment("9" * 200)] == [("9" * 200,)]
