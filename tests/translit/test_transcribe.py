"""Transcription through its public face: what is asked for, how capitals and strange letters fare."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import each_row

from gazetteer.errors import QueryError
from gazetteer.translit.scheme import Scheme, languages
from gazetteer.translit.transcribe import language_of, schemes, transcribe, transcriptions

LANGUAGES = ("uk", "ru", "be", "bg", "sr", "mk", "el", "ka", "hy", "ar", "he")
TARGETS = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "cs", "hu", "ro", "sv", "fi", "tr", "hr")

# No row writes more characters for one than this.
LONGEST_FOR_ONE_LETTER = 16

LETTERS = "".join(
    chr(code) for low, high in ((0x370, 0x58F), (0x5D0, 0x6FF), (0x10A0, 0x10FF)) for code in range(low, high)
)
NAMES = st.one_of(st.text(max_size=30), st.text(alphabet=LETTERS + " -'’", max_size=30))


@each_row(("source", "target"), product(LANGUAGES, TARGETS))
def test_every_source_is_written_for_every_target(source: str, target: str) -> None:
    assert transcribe("", source, target).scheme.target == target


def test_a_scheme_is_found_by_its_id_or_the_end_of_it() -> None:
    assert transcribe("Бахмут", "uk", scheme="uk-fr") == transcribe("Бахмут", "uk", scheme="fr")
    assert transcribe("Бахмут", "uk", "fr").text == "Bakhmout"
    assert transcribe("Львів", "uk", scheme="iso9").scheme.reversible


@pytest.mark.parametrize(("source", "target"), [("uk-UA", "fr-CA"), ("UK", "FR"), ("uk_UA", "fr_BE")])
def test_regions_and_case_of_a_language_tag_do_not_matter(source: str, target: str) -> None:
    assert transcribe("Бахмут", source, target).scheme.id == "uk-fr"


def test_the_former_code_of_hebrew_is_read() -> None:
    assert transcribe("לוד", "iw", "en").scheme.id == "he-en"


@pytest.mark.parametrize(
    ("arguments", "where", "named"),
    [
        (("xx", "fr", None), "lang", "uk"),
        (("uk", "ja", None), "to", "uk-fr"),
        (("uk", None, "iso843"), "scheme", "uk-iso9"),
        (("uk", "de", "fr"), "scheme", "uk-de"),
        (("uk", None, None), "to", "uk-fr"),
    ],
)
def test_where_no_scheme_fits_the_error_names_those_there_are(
    arguments: tuple[str, str | None, str | None], where: str, named: str
) -> None:
    source, target, scheme = arguments
    with pytest.raises(QueryError, match=named) as raised:
        transcribe("Бахмут", source, target, scheme)
    assert raised.value.where == where


@each_row(
    ("text", "source", "target", "expected"),
    [
        ("Щастя", "uk", "de", "Schtschastja"),
        ("ЩАСТЯ", "uk", "de", "SCHTSCHASTJA"),
        ("щастя", "uk", "de", "schtschastja"),
        ("НОВИЙ Ізюм", "uk", "en", "NOVYI Izium"),
        ("Часів Яр (Донецька область)", "uk", "fr", "Tchassiv Iar (Donetska oblast)"),
        ("Ґеник", "uk", "es", "Guenyk"),
        ("Мар'їнка", "uk", "en", "Marinka"),
        ("Мар’їнка", "uk", "en", "Marinka"),
        ("Мар’янка", "uk", "pl", "Marjanka"),
        ("Чатир-Даг", "uk", "cs", "Čatyr-Dah"),
        ("Бахму́т", "uk", "fr", "Bakhmout"),
        ("Иркутск", "ru", "tr", "İrkutsk"),
        ("ИРКУТСК", "ru", "tr", "İRKUTSK"),
        ("ᲗᲑᲘᲚᲘᲡᲘ", "ka", "en", "TBILISI"),
        ("თბილისი", "ka", "en", "Tbilisi"),
        ("ЉИГ", "sr", "de", "LJIG"),
        ("Bakhmut", "uk", "fr", "Bakhmut"),
        ("Kotovs’k, L'viv", "uk", "fr", "Kotovs’k, L'viv"),
        ("Феодосія", "uk", "fr", "Feodossia"),
        ("東京", "ru", "fr", "東京"),
        ("Бахмут 2 東京", "uk", "fr", "Bakhmout 2 東京"),
    ],
)
def test_capitals_signs_and_other_scripts(text: str, source: str, target: str, expected: str) -> None:
    assert transcribe(text, source, target).text == expected


def test_a_decomposed_text_reads_like_a_composed_one() -> None:
    assert transcribe("Андріи\u0306вка", "uk", "fr") == transcribe("Андрійвка", "uk", "fr")


def test_all_transcriptions_of_a_name_are_those_of_its_schemes() -> None:
    every = transcriptions("Запоріжжя", "uk")
    assert [each.scheme for each in every] == [scheme for scheme in schemes() if scheme.source == "uk"]
    assert all(transcribe("Запоріжжя", "uk", scheme=each.scheme.id) == each for each in every)
    assert transcriptions("Zürich", "de") == ()


@pytest.mark.parametrize("scheme", [scheme for scheme in schemes() if scheme.reversible], ids=lambda scheme: scheme.id)
def test_a_reversible_scheme_writes_no_two_letters_alike(scheme: Scheme) -> None:
    alphabets = {
        "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяʼ",
        "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "be": "абвгґдеёжзійклмнопрстуўфхцчшыьэюяʼ",
        "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
        "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
        "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
        "el": "αβγδεζηθικλμνξοπρστυφχψω",
        "ka": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "hy": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    }
    letters = alphabets[scheme.source]
    middle = "к" if letters[0] == "а" else letters[-2]
    written = [transcribe(middle + letter + middle, scheme.source, scheme=scheme.id).text for letter in letters]
    assert len(set(written)) == len(letters)


@given(text=NAMES)
def test_any_text_is_written_and_stays_bounded(text: str) -> None:
    for language in languages():
        for each in transcriptions.__wrapped__(text, language):
            assert len(each.text) <= LONGEST_FOR_ONE_LETTER * (len(text) + 1)


@given(text=st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=30))
def test_latin_text_passes_unchanged(text: str) -> None:
    for language in languages():
        assert all(each.text == text for each in transcriptions.__wrapped__(text, language))


@each_row(
    ("text", "lang", "expected"),
    [
        ("Запоріжжя", None, "uk"),
        ("Київ", None, "uk"),
        ("Слуцк", None, None),
        ("Бахмут", None, None),
        ("Бахмут", "uk", "uk"),
        ("Бахмут", "uk-UA", "uk"),
        ("Бахмут", "en", None),
        ("Bakhmut", "uk", None),
        ("Магілёў", None, "be"),
        ("Грозный", None, "ru"),
        ("Объячево", None, "ru"),
        ("Љубљана", None, "sr"),
        ("Ќустендил", None, "mk"),
        ("Алматы", "kk", "ru"),
        ("Өскемен", None, None),
        ("Ξάνθη", None, "el"),
        ("თბილისი", None, "ka"),
        ("Երևան", None, "hy"),
        ("الموصل", None, "ar"),
        ("پاکستان", None, None),
        ("חיפה", None, "he"),
        ("東京", None, None),
        ("", None, None),
    ],
)
def test_language_by_letters(text: str, lang: str | None, expected: str | None) -> None:
    assert language_of(text, lang) == expected
