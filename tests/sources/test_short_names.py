"""Short names of countries: ICU's, and those of the table."""

from __future__ import annotations

import unicodedata

import pycountry
import pytest

from gazetteer.sources.short_names import icu_country_names, listed_names
from gazetteer.text import native_key


@pytest.fixture(scope="module")
def icu_names() -> set[tuple[str, str, str]]:
    return set(icu_country_names())


@pytest.mark.parametrize(
    ("code", "lang", "text"),
    [
        ("GB", "ru", "Британия"),
        ("PS", "fa", "فلسطین"),
        ("PS", "de", "Palästina"),
        ("CZ", "en", "Czech Republic"),
        ("CI", "ja", "象牙海岸"),
        ("HK", "en", "Hong Kong"),
    ],
)
def test_icu_has_names_that_babel_leaves_out(
    icu_names: set[tuple[str, str, str]], code: str, lang: str, text: str
) -> None:
    assert (code, lang, text) in icu_names


def test_initials_of_icu_are_left_out(icu_names: set[tuple[str, str, str]]) -> None:
    assert not {("GB", "cs", "GB"), ("GB", "br", "RU"), ("GB", "fr", "R.-U."), ("US", "es", "EE. UU.")} & icu_names


def test_the_table_is_of_places_that_there_are() -> None:
    countries = {country.alpha_2 for country in pycountry.countries} | {"XK"}
    units = {unit.code for unit in pycountry.subdivisions}
    for listed in listed_names():
        assert listed.code in countries | units, listed
        assert all((listed.source, listed.lang, native_key(listed.text))), listed
        assert unicodedata.is_normalized("NFC", listed.text), listed


def test_initials_are_not_of_this_table() -> None:
    assert not {listed for listed in listed_names() if listed.text.isupper() and len(listed.text) <= 5}


def test_a_name_stands_in_the_table_once() -> None:
    met = [(listed.code, native_key(listed.text)) for listed in listed_names()]
    assert sorted(met) == sorted(set(met))
