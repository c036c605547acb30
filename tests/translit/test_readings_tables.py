"""The tables and rule files behind the readings are whole."""

import icu
import pytest
from row_by_row import each_row

from gazetteer.translit import icu as transliterators
from gazetteer.translit import tables
from gazetteer.translit.romanizers import romanizer

ROWS = [tuple(row) for row in tables.rows("readings.tsv")]
USED = {part for row in ROWS for part in row[2].split(" | ")} | {
    part for row in tables.rows("respelt.tsv") for part in row[4].split(" | ")
}


def test_listed_ids_are_icus() -> None:
    assert set(icu.Transliterator.getAvailableIDs()) >= transliterators.IDS


@each_row("name", sorted(transliterators.rule_files()))
def test_rule_file_compiles_and_is_used(name: str) -> None:
    assert transliterators.transliterate(name, "1 2") == "1 2"
    assert name in USED


@pytest.mark.parametrize("identifier", ["Klingon-Latin", "Any-Null", "../readings", ""])
def test_unknown_transliterators_are_refused(identifier: str) -> None:
    with pytest.raises(KeyError, match="no known transliterator"):
        transliterators.transliterate(identifier, "x")
    with pytest.raises(KeyError, match="no romanizer"):
        romanizer(identifier)


@each_row(("script", "lang", "scheme", "name"), ROWS)
def test_row(script: str, lang: str, scheme: str, name: str) -> None:
    assert romanizer(scheme)("Paris 7").strip() != "" or "dictionary" in name
    assert len([row for row in ROWS if (row[0], row[1], row[2]) == (script, lang, scheme)]) == 1


def test_languages_have_letters_and_readings_of_a_known_script() -> None:
    scripts = {row[0] for row in ROWS}
    for script, lang, countries, letters in tables.rows("alphabets.tsv"):
        assert script in scripts
        assert lang
        assert all(len(country) == 2 for country in countries.split(",")) or countries == "-"
        assert letters == tables.ANY or (letters == letters.lower() and len(set(letters)) == len(letters))


@pytest.mark.parametrize("script", ["Xsux", "Goth", "Zzzz", "nonsense"])
def test_scripts_without_rows_have_the_fallback(script: str) -> None:
    assert [name for name, _, _ in tables.steps("x", script, None, None)] == ["anyascii"]
