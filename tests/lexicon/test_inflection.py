"""The nominative of a place name as it stands in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import each_row

from gazetteer.lexicon.inflection import LIMIT, nominatives

FIRST_FEW = 4

CASES = [
    ("в Бахмуті", None, "Бахмут"),
    ("Бахмута", None, "Бахмут"),
    ("Краматорську", None, "Краматорськ"),
    ("w Bachmucie", None, "Bachmut"),
    ("Москвою", None, "Москва"),
    ("Kijowa", None, "Kijów"),
    ("Pariisissa", None, "Pariisi"),
    ("İstanbul'da", None, "İstanbul"),
    ("İstanbul’dan", "tr", "İstanbul"),
    ("Ankara'dan", None, "Ankara"),
    ("у Києві", None, "Київ"),
    ("КИЄВІ", "uk", "КИЇВ"),
    ("v Kyjevě", None, "Kyjev"),
    ("in Kharkiv", "en", "Kharkiv"),
    ("à Odessa", "fr", "Odessa"),
    ("d'Odessa", "fr", "Odessa"),
    ("Helsingissä", None, "Helsinki"),
    ("Lahdessa", "fi", "Lahti"),
    ("Bécsben", None, "Bécs"),
    ("Budapesten", None, "Budapest"),
    ("Moszkvában", None, "Moszkva"),
    ("بالقاهرة", None, "القاهرة"),
    ("في كييف", None, "كييف"),
    ("στην Αθήνα", None, "Αθήνα"),
    ("από την Αθήνα", None, "Αθήνα"),
    ("კიევში", None, "კიევი"),
    ("Երևանում", None, "Երևան"),
    ("בחרקיב", None, "חרקיב"),
    # several words
    ("у Кривому Розі", None, "Кривий Ріг"),
    ("Нової Каховки", "uk", "Нова Каховка"),
    ("Білої Церкви", "uk", "Біла Церква"),
    ("в Великом Новгороде", "ru", "Великий Новгород"),
    ("в Ростове-на-Дону", None, "Ростов-на-Дону"),
    ("в Івано-Франківську", None, "Івано-Франківськ"),
    ("в Нью-Йорке", "ru", "Нью-Йорк"),
    ("w Nowym Jorku", None, "Nowy Jork"),
    ("w Zielonej Górze", "pl", "Zielona Góra"),
    ("we Frankfurcie nad Menem", "pl", "Frankfurt nad Menem"),
    ("w Białymstoku", None, "Białystok"),
    ("v Českých Budějovicích", "cs", "České Budějovice"),
    ("v Banskej Bystrici", "sk", "Banská Bystrica"),
    ("v Novem mestu", "sl", "Novo mesto"),
    ("u Novom Sadu", "sr", "Novi Sad"),
    # adjectives in the names of areas
    ("Донецької області", None, "Донецька область"),
    ("Донецької", None, "Донецька"),
    ("Донецької", None, "Донецьк"),
    ("Київської", "uk", "Київ"),
    ("doniecki", None, "Donieck"),
    ("donieckim", "pl", "Donieck"),
    ("Kharkivska", "en", "Kharkiv"),
    ("Kharkivska", None, "Kharkiv"),
    ("Запорізької", "uk", "Запоріжжя"),
    ("Московской", "ru", "Москва"),
    ("Мінскай", "be", "Мінск"),
]


@each_row(("text", "lang", "nominative"), CASES)
def test_nominative_is_among_the_first_few(text: str, lang: str | None, nominative: str) -> None:
    assert nominative in [n.text for n in nominatives(text, lang)[:FIRST_FEW]]


def test_rule_says_what_was_undone() -> None:
    best = nominatives("Бахмуті", "uk")[0]
    assert (best.text, best.lang, best.kind) == ("Бахмут", "uk", "noun")
    assert best.rule == "uk locative -і"


def test_adjective_is_marked() -> None:
    kinds = {n.text: n.kind for n in nominatives("Донецької", "uk")}
    assert kinds["Донецька"] == "adjective"


def test_language_named_outweighs_languages_tried() -> None:
    named = {n.text: n.weight for n in nominatives("Kijowa", "pl")}
    tried = {n.text: n.weight for n in nominatives("Kijowa")}
    assert named["Kijów"] > tried["Kijów"]


def test_language_of_another_script_is_disregarded() -> None:
    assert nominatives("Бахмуті", "en") == nominatives("Бахмуті")


@pytest.mark.parametrize("lang", ["mk", "sr-Latn", "uk-UA", "nb", "zxx", ""])
def test_regional_and_related_and_unknown_tags_are_taken(lang: str | None) -> None:
    assert len(nominatives("Beogradu", lang)) <= LIMIT


def test_capital_preposition_may_be_part_of_the_name() -> None:
    texts = [n.text for n in nominatives("Na Borovinkách", "cs")]
    assert any(text.startswith("Na ") for text in texts)


def test_scripts_without_tables_give_nothing() -> None:
    assert nominatives("東京") == ()
    assert nominatives("") == ()
    assert nominatives("123") == ()


names = st.text(alphabet=st.sampled_from("абвеіїйьскяЮaeiouyskwłżĄİ'’- бb่ौ"), max_size=30)


@given(st.one_of(st.text(max_size=220), names), st.sampled_from([None, "uk", "pl", "tr", "fi", "ar", "en", "??"]))
def test_any_text_gives_a_bounded_answer_without_itself(text: str, lang: str | None) -> None:
    found = nominatives(text, lang)
    assert len(found) <= LIMIT
    assert text not in {n.text for n in found}
    assert len({n.text for n in found}) == len(found)
    assert all(n.text and 0 < n.weight <= 1 for n in found)
    assert [n.weight for n in found] == sorted((n.weight for n in found), reverse=True)
