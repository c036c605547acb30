"""Names of places in the encodings that files come in: read right, or refused with what to do; never in silence."""

from __future__ import annotations

import codecs
import contextlib
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import each_row

from gazetteer.errors import QueryError, TableError
from gazetteer.tables.encoding import find_encoding

Reconcile = Any

# Towns, as their countries write them.
NAMES = {
    "uk": "Київ Харків Одеса Дніпро Запоріжжя Львів Миколаїв Вінниця Чернігів Їжаківка Полтава Суми Рівне",
    "ru": "Москва Новосибирск Екатеринбург Казань Челябинск Омск Самара Уфа Пермь Воронеж Тюмень Тверь",
    "pl": "Łódź Kraków Wrocław Poznań Gdańsk Białystok Częstochowa Rzeszów Toruń Świdnica Zamość Elbląg",
    "fr": "Orléans Besançon Nîmes Saint-Étienne Angoulême Genève Béziers Châlons Évreux Alençon Sète Mâcon",
    "de": "Köln München Düsseldorf Nürnberg Lübeck Gießen Würzburg Osnabrück Fürth Görlitz Saarbrücken Plön",
    "es": "Málaga León Cádiz Córdoba Medellín Bogotá Mérida Cáceres Logroño Almería Ávila Castellón",
    "el": "Αθήνα Θεσσαλονίκη Πάτρα Ηράκλειο Λάρισα Βόλος Ιωάννινα Τρίκαλα Χαλκίδα Σέρρες Καβάλα",
    "cs": "Plzeň Ústí Zlín Třebíč Kroměříž Děčín Náchod Králové Příbram Břeclav Znojmo Žďár",
    "tr": "İstanbul Şanlıurfa Eskişehir Muğla Çanakkale Kütahya Balıkesir Niğde Çankırı Elazığ",
}
WRITTEN = {
    "uk": "cp1251 koi8_u mac_cyrillic utf-16 utf-16-le utf-16-be utf-8",
    "ru": "cp1251 koi8_r mac_cyrillic cp866 iso8859_5 utf-16",
    "pl": "cp1250 iso8859_2 cp852 utf-16-le",
    "fr": "cp1252 mac_roman cp850 utf-16",
    "de": "cp1252 mac_roman cp850 utf-8-sig",
    "es": "cp1252 mac_roman",
    "el": "cp1253 mac_greek cp737 utf-16-le",
    "cs": "cp1250 cp852",
    "tr": "cp1254",
}


@each_row(("lang", "encoding"), [(lang, one) for lang, all_ in WRITTEN.items() for one in all_.split()])
@each_row("case", [str, str.upper, str.lower])
def test_the_text_is_read_as_it_was_written(lang: str, encoding: str, case: Any) -> None:
    names = [case(name) for name in NAMES[lang].split()]
    if encoding in ("mac_greek", "cp737"):
        names = [unicodedata.normalize("NFC", name) for name in names]
    text = "n;city\n" + "".join(f"{number};{name}\n" for number, name in enumerate(names, 1))
    found = find_encoding(text.encode(encoding, "replace"))
    raw = text.encode(encoding, "replace")[len(found.mark) :]
    assert raw.decode(found.name) == text.encode(encoding, "replace").decode(encoding)


@pytest.mark.parametrize("encoding", ["koi8_u", "mac_cyrillic", "cp1251", "utf-16-le"])
def test_places_are_found_and_the_encoding_said(reconcile: Reconcile, encoding: str) -> None:
    out = reconcile("n;місто\n1;Київ\n2;Харків\n3;Одеса\n".encode(encoding), 2)
    assert out.column("id")[:2] == ["703448", "706483"]
    assert any(encoding.replace("_", "-") in remark.replace("_", "-") for remark in out.task.remarks)


def test_lines_in_utf8_and_another_are_both_read_and_said(reconcile: Reconcile) -> None:
    lines = ["місто;n", "Харків;1", "Одеса;2", "Київ;3"]
    for main, other in (("utf-8", "cp1251"), ("cp1251", "utf-8")):
        raw = b"\n".join(line.encode(other if line.startswith("Київ") else main) for line in lines)
        out = reconcile(raw, 1)
        assert [line.split(b";")[2] for line in out.raw.splitlines()[1:]][2] == b"703448"
        assert any("Line" in remark and "--encoding" in remark for remark in out.task.remarks)
        assert out.raw.splitlines()[3].startswith("Київ;3".encode(other))


def test_lines_in_two_8_bit_encodings_are_refused_with_the_line(reconcile: Reconcile) -> None:
    lines = ["місто", *NAMES["uk"].split()]
    raw = b"\n".join(line.encode("koi8_u" if number == 4 else "cp1251") for number, line in enumerate(lines, 1))
    with pytest.raises(TableError, match=r"Line 4 is koi8_[ur] \('Одеса'\).*others are cp1251.*--encoding"):
        reconcile(raw, 1)
    assert reconcile(raw, 1, encoding="cp1251").column("id")[0] == "703448"


def test_such_a_line_is_found_far_below(reconcile: Reconcile) -> None:
    lines = [name.encode("cp1251") for name in NAMES["uk"].split()] * 300
    lines[3000] = "Одеса".encode("koi8_u")
    with pytest.raises(TableError, match=r"Line 3,002 is koi8_[ur] \('Одеса'\)"):
        reconcile(b"\n".join([b"city", *lines]), 1)


def test_what_no_encoding_explains_is_refused_with_the_line(reconcile: Reconcile) -> None:
    raw = b"city\nParis\n" + bytes(range(0x80, 0x100)) + b"\n" + bytes(range(0xFF, 0x7F, -1)) + b"\n"
    with pytest.raises(TableError, match=r"line 3 .*--encoding"):
        reconcile(raw)


def test_too_few_letters_are_no_guess(reconcile: Reconcile) -> None:
    with pytest.raises(
        TableError, match=r"may be .* or .*, and its letters are too few to say. Give it with --encoding"
    ):
        reconcile("city\nМОСКВА\n".encode("koi8_r"))


def test_doubt_is_said(reconcile: Reconcile) -> None:
    out = reconcile("city\nPlzeň\nČeské Budějovice\n".encode("cp1250"))
    assert any(remark.startswith("Warning: it may be cp1250") and "--encoding" in remark for remark in out.task.remarks)


@pytest.mark.parametrize(
    "name",
    ["hex", "zip", "rot13", "idna", "punycode", "undefined", "base64", "unicode_escape", "utf-7", "cp037", "x" * 99],
)
def test_only_encodings_of_text_can_be_told(reconcile: Reconcile, name: str) -> None:
    with pytest.raises(QueryError, match="give one such as utf-8"):
        reconcile(b"city\nKyiv\n", encoding=name)


def test_in_a_large_file_a_line_that_ends_with_such_a_letter_is_not_utf8() -> None:
    lines = "n;Orlé\nn;Nîmé\nn;Vitré\nn;Fougeré\n".encode("cp1252")
    found = find_encoding((lines * 40_000)[:1_000_000])
    assert found.name == "cp1252"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(TableError):
        codecs.lookup(find_encoding(raw).name)
