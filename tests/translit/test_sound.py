"""Sound keys: spellings of one place meet at a depth, other places stay apart, and nothing raises."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import At, each_row
from table_lines import rows_of

from gazetteer.translit.sound import (
    CODES,
    DEPTH2,
    DEPTH3,
    GENERAL,
    ORTHOGRAPHIES,
    depth2,
    depth3,
    orthographies_for_country,
    orthographies_for_lang,
    orthographies_for_script,
    sound,
    sounds,
)

HERE = Path(__file__).parent
DEPTHS: dict[int, Callable[[bytes], bytes]] = {1: bytes, 2: depth2, 3: depth3}

orthographies = st.sampled_from(ORTHOGRAPHIES)
# Surrogates are no text; everything else may come in.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
latin = st.text("abcdefghijklmnopqrstuvwxyzáčđéğışñøßüžʻ' -", max_size=30)
keys = st.binary(max_size=30).map(lambda raw: bytes(CODES[byte % len(CODES)] for byte in raw))


def _rows(file: str) -> list[At]:
    return [At(stands, (int(depth), spelt)) for stands, (depth, *spelt) in rows_of(HERE / file)]


def _key(spelt: str, depth: int) -> bytes:
    orthography, _, name = spelt.partition(":")
    return DEPTHS[depth](sound(name, orthography))


@each_row(("depth", "spelt"), _rows("sound_equal.tsv"))
def test_spellings_of_one_name_meet(depth: int, spelt: list[str]) -> None:
    assert len({_key(one, depth) for one in spelt}) == 1, {one: _key(one, depth) for one in spelt}


@each_row(("depth", "spelt"), _rows("sound_differ.tsv"))
def test_other_names_stay_apart(depth: int, spelt: list[str]) -> None:
    assert len({_key(one, depth) for one in spelt}) == len(spelt), {one: _key(one, depth) for one in spelt}


@pytest.mark.parametrize(
    ("country", "expected"),
    [("DE", ("en", "de")), ("be", ("en", "fr", "nl")), ("US", ("en", "eng")), ("JP", ("en",)), ("", ("en",))],
)
def test_a_name_is_keyed_in_english_and_its_countrys_orthographies(country: str, expected: tuple[str, ...]) -> None:
    assert orthographies_for_country(country) == expected


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("de", ("en", "de")),
        ("pt-BR", ("en", "pt")),
        ("sr_Latn", ("en", "cs")),
        ("en", ("en", "eng")),
        (None, GENERAL),
        ("ar", GENERAL),  # Latin letters typed by one who writes Arabic: no habit is known
        ("", GENERAL),
    ],
)
def test_a_query_is_keyed_by_its_language(lang: str | None, expected: tuple[str, ...]) -> None:
    assert orthographies_for_lang(lang) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [("Hang", ("en",)), ("Grek", ("en", "el")), ("Cyrl", ("en", "cs")), ("Hani", ("en", "zh", "zh-loan"))],
)
def test_a_romanized_query_is_keyed_by_its_script(script: str, expected: tuple[str, ...]) -> None:
    assert orthographies_for_script(script) == expected


def test_an_unknown_orthography_is_named() -> None:
    with pytest.raises(ValueError, match="klingon"):
        sound("Kronos", "klingon")


def test_keys_are_distinct_and_never_empty() -> None:
    assert sounds("Roma", ("en", "it", "de")) == (b"roma",)
    assert sounds("123 — 東京", ORTHOGRAPHIES) == ()


@pytest.mark.parametrize("spelt", ["San Marino", "San-Marino", "SANMARINO", "San'marino", "  san marino\u00a0"])
def test_word_boundaries_are_not_heard(spelt: str) -> None:
    assert sound(spelt, "en") == b"sanmarino"


def test_composed_and_decomposed_letters_sound_alike() -> None:
    assert sound("Kramators\u030ck", "cs") == sound("Kramatoršk", "cs") == b"kramatorSk"


@given(texts, orthographies)
def test_any_text_has_a_key_of_codes(text: str, orthography: str) -> None:
    key = sound(text, orthography)
    assert set(key) <= set(CODES)
    assert all(a != b for a, b in pairwise(key))
    assert key == sound(text, orthography)


@given(latin, orthographies)
def test_case_is_not_heard(text: str, orthography: str) -> None:
    # ß and ı have no capital of their own.
    kept = text.replace("ß", "").replace("ı", "")
    assert sound(kept.upper(), orthography) == sound(kept, orthography)


@given(keys)
def test_deeper_keys_follow_from_the_maps(key: bytes) -> None:
    def squeezed(raw: bytes) -> bytes:
        return bytes(byte for at, byte in enumerate(raw) if at == 0 or byte != raw[at - 1])

    mapped = bytes(DEPTH3[byte] for byte in key)
    assert depth2(key) == squeezed(bytes(DEPTH2[byte] for byte in key))
    assert depth3(key) == squeezed(bytes(byte for at, byte in enumerate(mapped) if at == 0 or byte != ord("a")))
    assert set(depth2(key) + depth3(key)) <= set(b"abcdefghijklmnopqrstuvwxyz")


@given(keys, keys)
def test_what_is_equal_stays_equal_deeper(first: bytes, second: bytes) -> None:
    assert depth2(depth2(first)) == depth2(first)
    if depth2(first) == depth2(second):
        assert depth3(first) == depth3(second)


def test_depth_maps_leave_other_bytes_alone() -> None:
    assert len(DEPTH2) == len(DEPTH3) == 256
    assert all(DEPTH2[byte] == DEPTH3[byte] == byte for byte in range(256) if byte not in CODES)
