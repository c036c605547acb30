"""The tables of orthographies: every rule is well formed, is at work in its example, and is there once."""

import re
import tomllib
import unicodedata
from importlib.resources import files

import pytest
from row_by_row import each_row

from gazetteer.translit.sound import CODES, ORTHOGRAPHIES, orthographies_for_country, orthographies_for_lang, sound

TABLES = tomllib.loads(files("gazetteer.translit").joinpath("orthographies.toml").read_text(encoding="utf-8"))
RULES = [(name, *line.split()) for name, table in TABLES.items() for line in table["rules"].strip().splitlines()]


def test_there_is_a_table_for_each_orthography() -> None:
    assert sorted(TABLES) == sorted(("common", *ORTHOGRAPHIES))


@each_row(("name", "spelling", "heard", "example"), RULES)
def test_a_rule_has_codes_and_an_example(name: str, spelling: str, heard: str, example: str) -> None:
    assert heard == "-" or set(heard.encode()) <= set(CODES)
    letters = re.sub(r"\[[^]]*\]", "", unicodedata.normalize("NFC", spelling))
    text = unicodedata.normalize("NFC", example.lower())
    if TABLES[name].get("plain"):
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    assert letters in text


@each_row("name", TABLES)
def test_no_spelling_has_two_rules(name: str) -> None:
    spellings = [line.split()[0] for line in TABLES[name]["rules"].strip().splitlines()]
    assert len(spellings) == len(set(spellings))


@each_row("name", ORTHOGRAPHIES)
def test_codes_find_their_table(name: str) -> None:
    table = TABLES[name]
    assert all(name in orthographies_for_country(code) for code in table.get("countries", "").split())
    assert all(name in orthographies_for_lang(code) for code in table.get("languages", "").split())


@pytest.mark.parametrize(
    ("orthography", "spelling", "key"),
    [
        ("pl", "Ciechanów", b"CeXanuv"),
        ("it", "Sciacca", b"Saka"),
        ("es", "Guernica", b"gernika"),
        ("de", "Stuttgart", b"Stutgart"),
        ("fr", "Bourgeois", b"burZva"),
        ("en", "Scherbakov", b"Serbakov"),
        ("cs", "Carycyn", b"TariTin"),
        ("vi", "Nguyên", b"nuien"),
        ("zh-loan", "luósīfú", b"losf"),
        ("he", "wwylnh", b"vilna"),
    ],
)
def test_longest_spelling_own_rules_and_surroundings_decide(orthography: str, spelling: str, key: bytes) -> None:
    assert sound(spelling, orthography) == key
