"""The Latin forms that a text may stand for."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from babel import localedata
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import At, each_row
from table_lines import rows_of

from gazetteer.text import fold
from gazetteer.translit import han, scripts
from gazetteer.translit.readings import KEY_LIMIT, LATIN_LIMIT, READING_LIMIT, readings

ALPHABET = set("abcdefghijklmnopqrstuvwxyz0123456789 ")
ROWS = [
    At(stands, tuple(None if cell == "-" else cell for cell in row))
    for stands, row in rows_of(Path(__file__).with_name("readings.tsv"))
]
NAMES = [row for _, row in ROWS]

# One or two letters each of many scripts, marks, joiners and bidirectional controls: what makes runs change often.
MIXED = "aßøжѓїͅґΩԵგبیאךकি्বਕகాಕമරกเ็ລເကြ်្កཀྲ가ᄀ각かーカ東市አᏣᐃᠮ𞤀ߊꕙꆈ𑄇𑄴\u0301\u0323\u200d\u202e \u0e31'-7٣\ud800"


def keys(text: str, lang: str | None = None, country: str | None = None) -> list[str]:
    return [reading.key for reading in readings(text, lang, country)]


@each_row(("text", "lang", "country", "key", "name", "assumed"), ROWS)
def test_best_reading(
    text: str, lang: str | None, country: str | None, key: str, name: str, assumed: str | None
) -> None:
    best = readings(text, lang, country)[0]
    assert (best.key, best.scheme, best.lang) == (key, name, assumed)
    assert fold(best.latin) == key


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("München", ["munchen", "muenchen"]),
        ("Ålesund", ["alesund", "aalesund"]),
        ("Гродна", ["grodna", "hrodna"]),
        ("موسكو", ["musku", "mosko"]),
        ("Ηράκλειο", ["iraklio", "irakleio"]),
        ("바흐무트", ["bahmut", "baheumuteu"]),
        ("수원시", ["suwon", "suwonsi"]),
        ("バフムート", ["bafumuto", "bafmut"]),
        ("北京市", ["beijing", "beijingshi"]),
        ("กระบี่", ["krabi"]),
        ("ירושלים", ["yroshlim", "yrwslym"]),
    ],
)
def test_further_readings(text: str, more: list[str]) -> None:
    assert keys(text) == more


@each_row("text", [row[0] for row in NAMES if row[0]])
@pytest.mark.parametrize(("lang", "country"), [("de", None), ("xx", "ZZ"), (None, "UA"), ("uk-UA", "JP")])
def test_hints_add_readings_and_take_none_away(text: str, lang: str | None, country: str | None) -> None:
    plain = keys(text)
    assert set(keys(text, lang, country)) >= set(plain[: READING_LIMIT - 1])


def test_country_of_japan_keeps_the_reading_that_a_bare_query_gets() -> None:
    assert keys("東京")[0] in keys("東京", country="JP")


def test_japanese_by_dictionary() -> None:
    pytest.importorskip("cutlet")
    assert han.has_dictionary()
    for hints in ({"country": "JP"}, {"lang": "ja"}, {"lang": "ja-JP"}):
        best = readings("大阪市", **hints)[0]
        assert (best.key, best.lang) == ("osaka", "ja")
    assert keys("東京タワー")[0].startswith("tokyo")


def test_japanese_without_dictionary_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(han, "_romaji", lambda: None)
    assert not han.has_dictionary()
    assert keys("大阪市", "ja", "JP") == ["daban", "dabanshi"]


CLDR_LOCALES = """am ar as be bn bo ccp chr cs el fa ff_Adlm gu he hi hy ii ja ka km kn ko ks ku lo mai ml mn mni mr my
    ne nqo or pa ps sat sd si sr sv syr ta te th ti tt ug uk ur uz_Cyrl vai yi zgh zh zh_Hant"""


@each_row("locale", CLDR_LOCALES.split())
def test_names_of_cldr_are_read(locale: str) -> None:
    zones = localedata.load(locale).get("time_zones", {}).values()
    cities = [zone["city"] for zone in zones if "city" in zone]
    assert cities
    assert [city for city in cities if not keys(city)] == []


def test_thread_safe() -> None:
    texts = [row[0] for row in NAMES if row[0]] * 5
    alone = [readings(text) for text in texts]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(readings, texts)) == alone
    finally:
        sys.setswitchinterval(interval)


def check(text: str, lang: str | None = None, country: str | None = None) -> None:
    found = readings(text, lang, country)
    assert len(found) <= READING_LIMIT
    assert len({reading.key for reading in found}) == len(found)
    for reading in found:
        assert 0 < len(reading.key) <= KEY_LIMIT
        assert len(reading.latin) <= LATIN_LIMIT
        assert set(reading.key) <= ALPHABET
        assert fold(reading.key) == reading.key == reading.key.strip()


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text(text: str) -> None:
    check(text)


@given(st.text(st.sampled_from(MIXED), max_size=200), st.sampled_from([None, "uk", "ja", "zz", ""]))
def test_mixed_scripts(text: str, lang: str | None) -> None:
    check(text, lang, "JP")


@each_row("char", sorted(set(MIXED) | set("ﷺ㍿ก힣ཀ北្")))
def test_long_runs(char: str) -> None:
    check(char * 200)
    check(("a" + char) * 100)


@pytest.mark.parametrize(
    ("text", "script", "name"),
    [
        ("Київ", "Cyrl", "Cyrillic"),
        ("ひらがな", "Kana", "Katakana"),
        ("東京タワー", "Jpan", "Japanese"),
        ("東京", "Hani", "Han"),
        ("Київ ii", "Cyrl", "Cyrillic"),
        ("𑄇𑄖𑄴", "Cakm", "Chakma"),
        ("ᐃᖃᓗᐃᑦ", "Cans", "Canadian Aboriginal"),
    ],
)
def test_script(text: str, script: str, name: str) -> None:
    assert scripts.script_of(text) == script
    assert scripts.script_name(script) == name


def test_script_of_no_letters() -> None:
    assert scripts.script_of("12 - 7") is None


def test_unknown_script_is_named_by_its_code() -> None:
    assert scripts.script_name("nonsense") == "nonsense"


@pytest.mark.parametrize(
    ("text", "latin"), [("Łódź", True), ("Paris 7", True), ("12", True), ("Київ ii", False), ("東京", False)]
)
def test_is_latin(text: str, latin: bool) -> None:
    assert scripts.is_latin(text) is latin


def test_runs() -> None:
    assert scripts.runs("«Київ» City, 東京タワー 1") == [
        ("Cyrl", "«Київ» "),
        ("Latn", "City, "),
        ("Jpan", "東京タワー 1"),
    ]
    assert scripts.runs("12") == [("Zyyy", "12")]


@given(st.text(st.sampled_from(MIXED)))
def test_runs_join_to_the_text(text: str) -> None:
    assert "".join(part for _, part in scripts.runs(text)) == text


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("الإمارات", "الامارات"),
        ("ألمانيا", "المانيا"),
        ("السّعوديّة", "السعودية"),
        ("سورية", "سوريه"),
        ("بئر السبع", "بير السبع"),
        ("أيرلندا الشمالية", "ايرلندا الشماليه"),
        ("کرکوک", "كركوك"),
    ],
)
def test_arabic_without_its_signs_has_a_key_of_the_full_spelling(written: str, typed: str) -> None:
    keys = {reading.key for reading in readings(written)}
    assert keys & {reading.key for reading in readings(typed)}


def test_no_reading_of_kurdish_or_uyghur_takes_a_vowel_for_ha() -> None:
    assert not [reading for text in ("ەولێر", "ئۈرۈمچى") for reading in readings(text) if "h" in reading.key[:1]]
