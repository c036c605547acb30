"""Names taken apart: generic words, modifiers, connectors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import each_row
from table_lines import lexicon_rows

from gazetteer.lexicon.generic import canonical, concepts, phrase

KINDS = list(lexicon_rows("words/kinds.tsv"))
MODIFIERS = list(lexicon_rows("words/modifiers.tsv"))


@each_row("row", KINDS)
def test_kind_of_the_table(row: dict[str, str]) -> None:
    lang = row["langs"].split()[0]
    found = phrase(row["example"], lang)
    assert found.core == row["core"]
    assert found.kinds >= set(row["codes"].split())
    assert found.generic


@each_row("row", MODIFIERS)
def test_modifier_of_the_table(row: dict[str, str]) -> None:
    assert row["concept"] in phrase(row["example"]).modifiers


@each_row(
    ("text", "core", "kinds"),
    [
        ("Донецької області", "Донецької", {"A.ADM1"}),
        ("oblast doniecki", "doniecki", {"A.ADM1"}),
        ("w obwodzie donieckim", "donieckim", {"A.ADM1"}),
        ("région de Kharkiv", "Kharkiv", {"A.ADM1", "L.RGN"}),
        ("Kharkivska oblast", "Kharkivska", {"A.ADM1"}),
        ("Donetsk region", "Donetsk", {"A.ADM1", "L.RGN"}),
        ("Харківська обл.", "Харківська", {"A.ADM1"}),
        ("р-н Бахмутський", "Бахмутський", {"A.ADM2"}),
        ("г.Москва", "Москва", {"P"}),
        ("смт Новотроїцьке", "Новотроїцьке", {"P"}),
        ("Bakhmut (city)", "Bakhmut", {"P"}),
        ("Kansas City", "Kansas", {"P"}),
        ("Ciudad de México", "México", {"P"}),
        ("Île d'Oléron", "Oléron", {"T.ISL"}),
        ("l'île d'Oléron", "Oléron", {"T.ISL"}),
        ("杭州市", "杭州", {"P", "A.ADM2"}),
    ],
)
def test_core_and_kinds(text: str, core: str, kinds: frozenset[str]) -> None:
    found = phrase(text)
    assert (found.core, found.kinds & kinds) == (core, kinds)


@each_row(
    "text",
    [
        "Kharkiv",
        "Ho Man Tin",
        "Vĩnh Long",
        "Бахмут",
        "City",
        "La Paz",
        "Г Москва",
        "成都",
        "京都",
        "대구",
        "New York",
        "St. Gallen",
        "Stadtlohn",
        "d'Arc",
    ],
)
def test_names_without_generic_words_stay_whole(text: str) -> None:
    found = phrase(text)
    assert (found.core, found.kinds, found.generic) == (text, frozenset(), ())


def test_kinds_are_those_of_the_language_named() -> None:
    assert phrase("Stadt Wien", "de").kinds == {"P"}
    assert phrase("oblast Kharkiv").kinds == {"A.ADM1"}


@pytest.mark.parametrize(
    ("text", "modifiers"),
    [
        ("New York", {"new"}),
        ("Нью-Йорк", {"new"}),
        ("Nowy Sącz", {"new"}),
        ("St.-Denis", {"saint"}),
        ("Άγιος Νικόλαος", {"saint"}),
        ("Нижний Новгород", {"lower"}),
        ("Upper Saint Clair", {"upper", "saint"}),
        ("York", set()),
        ("Nova", set()),
    ],
)
def test_modifiers(text: str, modifiers: frozenset[str]) -> None:
    assert phrase(text).modifiers == modifiers


def test_connectors_are_weak() -> None:
    assert phrase("Stratford upon Avon").weak == ("upon",)
    assert phrase("Rio de la Plata").weak == ("de", "la")


def test_equivalents_share_a_canonical_key() -> None:
    assert canonical("sankt gallen") == canonical("saint gallen") == canonical("st gallen")
    assert canonical("new york") == canonical("nueva york")
    assert canonical("new york") != canonical("old york")
    assert canonical("nova") == "nova"
    assert concepts("nueva york") == concepts("new york") == {"new"}


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(["city", "of", "de", "д.", "New", "市", "'", ".", "обл", "Île", "d'"]), max_size=9
        ).map(" ".join),
    )
)
def test_any_text_can_be_taken_apart(text: str) -> None:
    found = phrase(text)
    assert found.core in text
    assert bool(found.core) == bool(text)
    assert all(word in text for word in found.generic)
    assert bool(found.generic) or not found.kinds
