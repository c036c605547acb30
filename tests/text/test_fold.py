"""The keys of spellings: in Latin letters, and in their own script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import each_row

from gazetteer.text import fold, native_key, tokens

ALPHABET = set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@each_row(
    ("latin", "key"),
    [
        ("BAKHMUT", "bakhmut"),
        ("Kramators'k", "kramatorsk"),
        ("Kramatorsʹk", "kramatorsk"),
        ("L’viv", "lviv"),
        ("ʻEwa Beach", "ewa beach"),
        ("Saint-Denis", "saint denis"),
        ("St. John's, N.L.", "st johns n l"),
        ("Łódź", "lodz"),
        ("Đà Nẵng", "da nang"),
        ("Tromsø", "tromso"),
        ("Diyarbakır", "diyarbakir"),
        ("İstanbul", "istanbul"),
        ("Straße", "strasse"),
        ("Ærøskøbing", "aeroskobing"),
        ("Þórshöfn", "thorshofn"),
        ("Sa\u0303o Paulo", "sao paulo"),
        ("ａｂｃ　１", "abc 1"),
        ("Paris 😀", "paris"),
        ("№ 5 / ٣", "5 3"),
        ("…", ""),
        ("", ""),
    ],
)
def test_fold(latin: str, key: str) -> None:
    assert fold(latin) == key


@each_row(
    ("one", "other"),
    [
        ("Куп’янськ", "куп'янськ"),
        ("Орёл", "орел"),
        ("Москва́", "МОСКВА"),
        ("Нью-Йорк", "нью йорк"),
        ("Πειραιάς", "ΠΕΙΡΑΙΑΣ"),
        ("إسطنبول", "اسطنبول"),
        ("كرمانشاه", "کرمانشاه"),
        ("مكّة", "مكه"),
        ("الـقـدس", "القدس"),
        ("ﺍﻟﻘﺎﻫﺮﺓ", "القاهرة"),
        ("ירוּשָׁלַיִם", "ירושלים"),
        ("क़स्बा", "कस्बा"),
        ("廣州", "广州"),
        ("つくば", "ツクバ"),
        ("ｶﾞﾝ", "ガン"),
        ("서울", "\u1109\u1165\u110b\u116e\u11af"),
        ("٣ مايو", "3 مايو"),
        ("Łódź", "lodz"),
    ],
)
def test_native_keys_are_equal(one: str, other: str) -> None:
    assert native_key(one) == native_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Київ", "Киів"), ("Мой", "Мои"), ("हिसार", "हसार"), ("が", "か"), ("กา", "กำ"), ("북한", "부칸"), ("ך", "כ")],
)
def test_native_keys_differ(one: str, other: str) -> None:
    assert native_key(one) != native_key(other)


def test_tokens() -> None:
    assert tokens(fold("Villeneuve-d'Ascq (Nord)")) == ["villeneuve", "dascq", "nord"]
    assert tokens("") == []


@given(st.text(st.characters(codec=None)))
def test_fold_is_total_and_idempotent(text: str) -> None:
    key = fold(text)
    assert set(key) <= ALPHABET
    assert key == " ".join(key.split())
    assert fold(key) == key


@given(st.text())
def test_native_key_is_total_and_idempotent(text: str) -> None:
    key = native_key(text)
    assert key == " ".join(key.split())
    assert native_key(key) == key


@given(st.text(st.sampled_from("aZ09 -'éŁß")))
def test_native_key_of_latin_is_its_fold(text: str) -> None:
    assert native_key(text) == fold(text)
