"""The table of demonyms: what its paradigms give, and that it can be read."""

from __future__ import annotations

import pycountry
import pytest
from row_by_row import each_row

from gazetteer.lexicon.demonyms import demonyms, languages
from gazetteer.lexicon.tables import rows

FORMS = [
    ("en", "germans", "DE"), ("en", "new zealander", "NZ"), ("fr", "ukrainiennes", "UA"), ("fr", "francaises", "FR"),
    ("de", "deutschen", "DE"), ("de", "spanierin", "ES"), ("de", "russe", "RU"), ("es", "alemanas", "DE"),
    ("it", "turchi", "TR"), ("pt", "alemaes", "DE"), ("nl", "italianen", "IT"), ("sv", "svenskarna", "SE"),
    ("sv", "italienska", "IT"), ("pl", "ukrainscy", "UA"), ("pl", "ukraincow", "UA"), ("cs", "nemecti", "DE"),
    ("cs", "americanu", "US"), ("ru", "украинского", "UA"), ("ru", "австралийцев", "AU"), ("ru", "россиян", "RU"),
    ("uk", "українців", "UA"), ("uk", "в єтнамські", "VN"), ("uk", "австралійці", "AU"),
]  # fmt: skip


@each_row(("lang", "form", "code"), FORMS)
def test_a_form_is_of_its_country(lang: str, form: str, code: str) -> None:
    assert demonyms(lang)[tuple(form.split())].code == code


@pytest.mark.parametrize(
    ("lang", "name"),
    [("es", "argentina"), ("es", "china"), ("fr", "suisse"), ("pl", "polska"), ("it", "svizzera"), ("pt", "siria")],
)
def test_what_is_a_country_with_a_capital_counts_in_small_letters_only(lang: str, name: str) -> None:
    assert demonyms(lang)[(name,)].small


@pytest.mark.parametrize(("lang", "name"), [("de", "polen"), ("de", "schweden"), ("nl", "zweden"), ("nl", "polen")])
def test_a_plural_that_is_the_country_is_left_out(lang: str, name: str) -> None:
    assert (name,) not in demonyms(lang)


def test_no_form_is_the_name_of_a_country_with_a_capital() -> None:
    for lang in languages():
        for keys, demonym in demonyms(lang).items():
            assert keys != ("ukraine",)
            assert not (demonym.capital and demonym.small)


def test_the_countries_are_in_each_language() -> None:
    known = {one.alpha_2 for one in pycountry.countries} | {"XK"}
    for lang in languages():
        codes = {demonym.code for demonym in demonyms(lang).values()} - {""}
        assert codes <= known
        assert len(codes) >= 165, lang


def test_an_entry_stands_once() -> None:
    codes = [row["code"] for row in rows("demonyms.tsv")]
    assert len(codes) == len(set(codes))


def test_a_language_that_is_not_known_has_none() -> None:
    assert demonyms("xx") == {}
    assert demonyms("en-GB") is demonyms("en")
    assert ("germans",) in demonyms(None)
    assert ("русские",) in demonyms(None)
