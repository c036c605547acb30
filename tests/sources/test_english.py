import pytest

from gazetteer.sources.catalogues import bcp47, turned
from gazetteer.sources.english import english_name, english_names


@pytest.mark.parametrize(
    ("iso", "name", "aliases", "cities", "expected"),
    [
        ("UA-14", "Donetska oblast", ("Donetsk", "Donetsk Oblast"), (), "Donetsk Oblast"),
        ("PL-06", "Lubelskie", ("Lublin Province", "Lublin Voivodeship"), (), "Lublin Voivodeship"),
        ("DE-BY", "Bayern", ("Bavaria", "Free State of Bavaria"), (), "Bavaria"),
        ("CH-ZG", "Zug", ("Canton of Zug", "Kanton Zug"), ("Zug",), "Canton of Zug"),
        ("CH-UR", "Uri", ("Canton of Uri",), (), None),
        ("BR-PI", "Piauí", (), (), None),
        ("IR-06", "Khūzestān", ("The 6th Province", "Khuzestan Province"), (), "Khuzestan Province"),
        ("", "Powiat bieruńsko-lędziński", ("Bieruń-Lędziny County",), (), "Bieruń-Lędziny County"),
    ],
)
def test_english_name(
    iso: str, name: str, aliases: tuple[str, ...], cities: tuple[str, ...], expected: str | None
) -> None:
    assert english_name(iso, name, aliases, lambda city: city in cities) == expected


def test_no_english_name_of_the_table_is_given_to_two_divisions_of_a_country() -> None:
    pairs = [(iso.partition("-")[0], name) for iso, name in english_names().items()]
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Korea, Republic of", "Republic of Korea"),
        ("Congo, The Democratic Republic of the", "The Democratic Republic of the Congo"),
        ("Bosnia and Herzegovina", "Bosnia and Herzegovina"),
        ("Saint Helena, Ascension, Tristan", "Saint Helena, Ascension, Tristan"),
    ],
)
def test_turned(name: str, expected: str) -> None:
    assert turned(name) == expected


@pytest.mark.parametrize(("locale", "tag"), [("pt_BR", "pt-BR"), ("sr@latin", "sr-Latn"), ("uk", "uk")])
def test_bcp47(locale: str, tag: str) -> None:
    assert bcp47(locale) == tag
