"""Names in plain spelling, and which of a place's names is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from row_by_row import each_row
from table_lines import rows_of
from tiny import Tiny

from gazetteer import Gazetteer, build
from gazetteer.index.records.plain import country_script, plain
from gazetteer.sources.records import NameRecord, Progress, no_progress

CASES = list(rows_of(Path(__file__).with_name("plain.tsv")))
DISPLAYS = ("en", "fr", "de", "uk", "es")
MANY = 15_000  # people
SAMPLE = 8_000  # places, of 52,000

# Letters with marks that no such language is written with, and marks that stand for a letter.
MARKED = set("āēīōūȳḥḩḫẖḏḑḍḳḵḷḻṃṅṇṉṛṟṣşṭţṯẓẕźżăĕĭŏŭġǧ")
HALF_RINGS = re.compile("[`´ʹʺʻʼʾʿ′″‘]")
SOFT = re.compile(r"[bcdfghjklmnpqrstvwxz]['’](?!s\b)", re.IGNORECASE)  # a soft sign, an ejective or an aspirate
ELISION = re.compile(r"\b[dl]['’](?=[aeiouyàâéèêëîïôöü])", re.IGNORECASE)


@each_row(("name", "country", "languages", "display", "filed", "shown"), CASES)
def test_a_name_is_shown_plain(name: str, country: str, languages: str, display: str, filed: str, shown: str) -> None:
    assert plain(name, display, country, tuple(languages.split(",")), filed == "yes") == shown


@given(st.text(max_size=40))
@example("q" * 20)
@example("湖, 湖, ")
def test_any_text_may_be_given_for_a_language(display: str) -> None:
    assert plain("Kostiantynivka", display, "UA", ("uk",), filed=True) == "Kostiantynivka"
    assert plain("Kiselëvsk", "x" * 20, "RU", ("ru",), filed=True) == "Kiselevsk"
    assert plain("Tōkyō", display, "JP", ("ja",), filed=True) in {"Tokyo", "Tōkyō"}


@given(st.text(max_size=40), st.sampled_from(DISPLAYS), st.sampled_from([("UA", ("uk",)), ("IN", ("hi",)), ("", ())]))
def test_plain_is_plain_already(text: str, display: str, land: tuple[str, tuple[str, ...]]) -> None:
    once = plain(text, display, *land, filed=False)
    assert plain(once, display, *land, filed=False) == once


def test_no_sign_is_shown_of_any_large_place(embedded: Gazetteer) -> None:
    places = embedded._index.places
    large = np.flatnonzero(embedded._index.store.arrays["place_population"] > MANY)
    faults = []
    for row in np.random.default_rng(13).choice(large, min(SAMPLE, len(large)), replace=False).tolist():
        country, languages = places._land(row)
        if not languages or country_script(country, languages) == "Latn":
            continue  # spelt so by the people who live there
        for display in DISPLAYS:
            name = places.display_name(row, display)[0]
            if signs(name, display, country_script(country, languages)):
                faults.append((display, country, name))
    assert not faults


def signs(name: str, display: str, script: str) -> bool:
    """Whether a name holds a sign of transliteration for readers of a language."""
    if display == "uk" and re.search("[а-яіїєґ]", name, re.IGNORECASE):
        return "\u0301" in name  # the stress; the apostrophe is a letter of Ukrainian
    marked = MARKED | (set("ë") if script == "Cyrl" else set())
    soft = script in {"Cyrl", "Geor", "Armn", "Ethi", "Kore"} and SOFT.search(ELISION.sub("", name))
    return bool(marked & set(name.lower()) or HALF_RINGS.search(name) or soft)


class Named(Tiny):
    """The tiny source with names as GeoNames has them, preferred ones among them."""

    def names(self, progress: Progress = no_progress) -> Iterable[NameRecord]:
        yield from super().names(progress)
        yield NameRecord(704508, "Kramators'k", "en", preferred=True)
        yield NameRecord(704508, "Kramatorsk", "en")
        yield NameRecord(713174, "Artëmovsk", "en", preferred=True)
        yield NameRecord(713174, "Артёмовск", "ru")
        yield NameRecord(694137, "Шевченкове", "uk")
        yield NameRecord(694137, "Шевченково", "ru")
        yield NameRecord(694137, "Shevchenkovo", "en", preferred=True)
        yield NameRecord(703448, "Kiev", "en", historic=True)
        yield NameRecord(703448, "Mother of Cities", "en", colloquial=True)
        yield NameRecord(698740, "Odesa", "en")
        yield NameRecord(698740, "Odessa", "en")
        yield NameRecord(709716, "Donetsk Oblast", "en")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """That gazetteer, opened."""
    path = tmp_path_factory.mktemp("named")
    build(Named(), path)
    return Gazetteer.open(path)


@pytest.mark.parametrize(
    ("place", "display", "shown"),
    [
        (704508, "en", "Kramatorsk"),
        (713174, "en", "Bakhmut"),  # not a transcription from Russian
        (694137, "en", "Shevchenkove"),
        (703448, "en", "Kyiv"),  # neither the former name nor the colloquial one
        (698740, "en", "Odesa"),  # English by use before English by alphabet
        (709716, "en", "Donetsk Oblast"),
        (2886242, "en", "Cologne"),
        (2886242, "fr", "Köln"),
        (704508, "uk", "Краматорськ"),
    ],
)
def test_the_name_in_use_is_shown(named: Gazetteer, place: int, display: str, shown: str) -> None:
    assert named.place(place, display).name == shown
