"""Countries as data sets write them, by letters alone."""

import pycountry
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import each_row
from table_lines import lexicon_rows

from gazetteer.lexicon.abbreviations import expansions, turned
from gazetteer.lexicon.blanks import blank
from gazetteer.lexicon.countries import LANGUAGES, country_named
from gazetteer.lexicon.disputed import areas_also_of
from gazetteer.lexicon.divisions import division_codes
from gazetteer.lexicon.tables import rows

TABLE = list(lexicon_rows("countries.tsv"))

WRITTEN = {
    # ISO 3166-1, turned
    "Korea, Republic of": "KR", "Congo, the Democratic Republic of the": "CD", "Iran, Islamic Republic of": "IR",
    "Taiwan, Province of China": "TW", "Moldova, Republic of": "MD", "Tanzania, United Rep. of": "TZ",
    "Bolivia (Plurinational State of)": "BO", "Palestine, State of": "PS", "Guinea, Equatorial": "GQ",
    # World Bank
    "Congo, Dem. Rep.": "CD", "Congo, Rep.": "CG", "Venezuela, RB": "VE", "Egypt, Arab Rep.": "EG", "Yemen, Rep.": "YE",
    "Gambia, The": "GM", "Bahamas, The": "BS", "Korea, Dem. People's Rep.": "KP", "Korea, Rep.": "KR", "Lao PDR": "LA",
    "Macedonia, FYR": "MK", "West Bank and Gaza": "PS", "Hong Kong SAR, China": "HK", "Macao SAR, China": "MO",
    "Micronesia, Fed. Sts.": "FM", "St. Kitts and Nevis": "KN", "Iran, Islamic Rep.": "IR", "Kyrgyz Republic": "KG",
    "Slovak Republic": "SK", "St. Vincent and the Grenadines": "VC", "Virgin Islands (U.S.)": "VI",
    # Natural Earth
    "Czech Rep.": "CZ", "Bosnia and Herz.": "BA", "Eq. Guinea": "GQ", "W. Sahara": "EH", "St. Vin. and Gren.": "VC",
    "Dem. Rep. Congo": "CD", "Central African Rep.": "CF", "S. Sudan": "SS", "Fr. Polynesia": "PF", "Faeroe Is.": "FO",
    "Solomon Is.": "SB", "N. Mariana Is.": "MP", "U.S. Virgin Is.": "VI", "Br. Indian Ocean Ter.": "IO",
    "Heard I. and McDonald Is.": "HM", "S. Geo. and the Is.": "GS", "Wallis and Futuna Is.": "WF",
    "Dominican Rep.": "DO",
    # United Nations
    "China, Hong Kong SAR": "HK", "United Republic of Tanzania": "TZ", "Syrian Arab Republic": "SY",
    "Lao People's Dem. Rep.": "LA", "Netherlands (Kingdom of the)": "NL", "Republic of Korea": "KR",
    # abbreviated and cut in other ways
    "S Korea": "KR", "Korea (North)": "KP", "Sudan, Southern": "SS", "Papua N. Guinea": "PG", "C. Afr. Rep.": "CF",
    "Russian Fed.": "RU", "S. Arabia": "SA", "Switz.": "CH", "Rep. of Ireland": "IE", "Antigua & Barb.": "AG",
    "Rep. Dominicana": "DO", "Trinidad & Tobago": "TT", "Brunei Dar.": "BN", "Sao Tome and Prin.": "ST",
    # customary letters
    "UK": "GB", "U.K.": "GB", "USA": "US", "U.S.": "US", "U. S. A.": "US", "UAE": "AE", "EE. UU.": "US", "EE.UU.": "US",
    "RDC": "CD", "DRC": "CD", "DPRK": "KP", "ROK": "KR", "PRC": "CN", "CAR": "CF", "BiH": "BA", "EL": "GR", "GER": "DE",
    "SUI": "CH", "NED": "NL", "DEN": "DK", "CRO": "HR", "ОАЭ": "AE", "США": "US", "РФ": "RU", "ФРГ": "DE", "КНР": "CN",
    "ДРК": "CD", "ЮАР": "ZA",
    # former names
    "Swaziland": "SZ", "Burma": "MM", "Zaire": "CD", "East Timor": "TL", "Cape Verde": "CV", "Ivory Coast": "CI",
    "Ceylon": "LK", "Upper Volta": "BF", "Czechia": "CZ", "Macedonia": "MK", "Turkey": "TR", "Türkiye": "TR",
}  # fmt: skip
PARTS = {
    "Scotland": "GB-SCT", "Wales": "GB-WLS", "England": "GB-ENG", "Northern Ireland": "GB-NIR", "N. Ireland": "GB-NIR",
    "SCO": "GB-SCT",
}  # fmt: skip
NO_COUNTRY = (
    "", "nan", "Atlantis", "N.C.", "S.A.", "D.C.", "N.M.", "P.R.", "Southern Africa", "Korea", "Virgin Islands",
    "Mass.", "Mich.", "Colo.", "Calif.", "North Carolina", "N. Carolina", "W. Virginia", "S. Australia",
    "New South Wales", "usa", "State of Georgia", "St. Louis", "Rep.", "Is.", "the", ",", "Congo, Poland", "Austr.",
)  # fmt: skip
BLANK = (
    "", " ", "nan", "NaN", "NULL", "null", "None", "-", "--", "–", "n/a", "N/A", "#N/A", "unknown", "?", "???", "<NA>",
    "(null)", "…", "\\N", "неизвестно", "inconnu", "k.A.", "desconocido",
)  # fmt: skip


@each_row(("text", "code"), WRITTEN.items())
def test_country_as_written(text: str, code: str) -> None:
    found = country_named(text)
    assert found is not None
    assert (found.code, found.part) == (code, None)
    assert found.how


@each_row(("text", "part"), PARTS.items())
def test_part_of_a_country(text: str, part: str) -> None:
    found = country_named(text)
    assert found is not None
    assert (found.code, found.part) == (part[:2], part)


@each_row("text", NO_COUNTRY)
def test_what_names_none_or_several(text: str) -> None:
    assert country_named(text) is None


@each_row("row", TABLE)
def test_row_of_the_table_is_found_and_has_a_source(row: dict[str, str]) -> None:
    found = country_named(row["name"], row["lang"] or None)
    assert found is not None
    assert (found.code, found.part or "") == (row["code"], row["part"])
    assert row["source"]


@pytest.mark.parametrize(("text", "lang", "code"), [("RPC", "fr", "CN"), ("ПАР", "uk", "ZA"), ("EAU", "es-MX", "AE")])
def test_abbreviation_of_one_language(text: str, lang: str, code: str) -> None:
    assert country_named(text) is None
    found = country_named(text, lang)
    assert found is not None
    assert found.code == code


@each_row("text", BLANK)
def test_blank(text: str) -> None:
    assert blank(text)


@pytest.mark.parametrize("text", ["NA", "na", "UA", "No", "Nan Province", "X", "48.6", "Null Island"])
def test_not_blank(text: str) -> None:
    assert not blank(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Pa.", "US-PA"), ("Calif.", "US-CA"), ("N.C.", "US-NC"), ("D.C.", "US-DC"), ("Ont.", "CA-ON"), ("NSW", "AU-NSW")],
)
def test_abbreviation_of_a_division(text: str, code: str) -> None:
    assert code in division_codes(text)


def test_written_out_and_turned_back() -> None:
    assert "North Carolina" in expansions("N. Carolina")
    assert "South Korea" in expansions("S Korea")
    assert expansions("N.") == expansions("Kharkiv oblast") == ()
    assert turned("Wales, New South") == "New South Wales"
    assert turned("Wales") is turned("a, b, c") is None


def test_every_disputed_area_names_a_country_and_a_source() -> None:
    assert all(row["source"] and len(row["also"]) == 2 for row in rows("disputed.tsv"))
    assert {"UA-43", "UA-14"} <= set(areas_also_of()["RU"])
    assert "TW" in areas_also_of()["CN"]


@given(st.text(max_size=300))
def test_readers_never_raise(text: str) -> None:
    country_named(text)
    blank(text)
    division_codes(text)
    expansions(text)
    turned(text)


@given(
    st.lists(
        st.sampled_from(["Rep.", "Dem.", "of", "St.", "N.", "the", "Congo", "Is.", ",", "U.S.", "é."]), max_size=60
    )
)
def test_any_row_of_abbreviations_is_read_in_bounds(words: list[str]) -> None:
    country_named(" ".join(words))
    assert len(expansions(" ".join(words))) <= 6


def test_the_table_of_names_is_that_of_cldr() -> None:
    written = [Locale.parse(lang).territories for lang in LANGUAGES]
    codes = sorted({country.alpha_2 for country in pycountry.countries} | {"XK"})
    names = {code: list(dict.fromkeys(told[code] for told in written if code in told)) for code in codes}
    table = {row["code"]: row["names"].split("|") for row in rows("country-names.tsv")}
    assert table == {code: told for code, told in names.items() if told}
