"""What is said of a name: in which language, of which days, whose; and that no reason names a language nobody reads."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pytest
from row_by_row import each_row
from tiny import Tiny

from gazetteer import Gazetteer, Query, build
from gazetteer.lexicon.tongues import language_name, local_languages, most_read, readers
from gazetteer.matching.naming import what_name
from gazetteer.sources.records import NameRecord, Progress, no_progress

MANY = 15_000  # people
SAMPLE = 8_000  # names with a language, and as many without
LANGUAGE = re.compile(r"\bin ([A-Z][\w ]*?)(?= and |;|,| \(|$)|\bthe ([A-Z][\w ]*?) name|form of the (.*?) name")
KYIV, KHARKIV, BAKHMUT, COLOGNE, TOKYO, PARIS = 703448, 706483, 713174, 2886242, 1850147, 2988507


class Tongues(Tiny):
    """The tiny source with more languages to its names."""

    def names(self, progress: Progress = no_progress) -> Iterable[NameRecord]:
        yield from super().names(progress)
        for lang in ("en", "fr", "es", "ak", "ceb"):
            yield NameRecord(KYIV, "Kiev", lang)
        yield NameRecord(KYIV, "Киев", "ru")
        yield NameRecord(KYIV, "Κίεβο")
        yield NameRecord(KYIV, "Kyjiv", "ak")
        yield NameRecord(KYIV, "Kiova", "ak")
        yield NameRecord(KYIV, "Kiova", "ceb")
        yield NameRecord(KYIV, "Kijev", "ang")
        yield NameRecord(KYIV, "Kijev", "zzz")
        yield NameRecord(KHARKIV, "Харьков", "ru")
        yield NameRecord(KHARKIV, "Kharkov", "en")
        yield NameRecord(BAKHMUT, "Артёмовск", "ru", historic=True, until="2016")
        yield NameRecord(BAKHMUT, "Artemivsk", "en", historic=True, until="2016")
        yield NameRecord(BAKHMUT, "Artemivsk", "en-CA")
        yield NameRecord(BAKHMUT, "Artemivsk", "ceb")
        yield NameRecord(COLOGNE, "Köln", "de")
        yield NameRecord(COLOGNE, "Colonia", "es")
        yield NameRecord(COLOGNE, "Colonia", "it")


@pytest.fixture(scope="module")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """That gazetteer, opened."""
    path = tmp_path_factory.mktemp("tongues")
    build(Tongues(), path)
    return Gazetteer.open(path)


@each_row(
    ("text", "lang", "place", "detail"),
    [
        ("Kiev", None, KYIV, "a name of the place in English and 4 more languages"),
        ("Kiev", "fr", KYIV, "a name of the place in French and 4 more languages"),
        ("Kiev", "ak", KYIV, "a name of the place in Akan and 4 more languages"),
        ("Київ", None, KYIV, "a name of the place in Ukrainian"),
        ("Киев", None, KYIV, "the Russian name; Kyiv is the official one"),
        ("キーウ", None, KYIV, "a name of the place in Japanese"),
        ("Κίεβο", None, KYIV, "a name of the place in Greek"),
        ("Kyjiv", None, KYIV, "a name of the place in another language; Kyiv is the official one"),
        ("Kyjiv", "ak", KYIV, "the Akan name; Kyiv is the official one"),
        ("Kiova", None, KYIV, "a name of the place in 2 languages; Kyiv is the official one"),
        ("Kijev", None, KYIV, "a name of the place in another language; Kyiv is the official one"),
        ("Kharkov", None, KHARKIV, "a form of the Russian name; Kharkiv is the official one"),
        ("Артёмовск", None, BAKHMUT, "a former name of the place in Russian (until 2016)"),
        ("Artemivsk", None, BAKHMUT, "a former name of the place in English (until 2016)"),
        ("Keulen", None, COLOGNE, "the Dutch name; Köln is the official one"),
        ("Cologne", None, COLOGNE, "a name of the place in English"),
        ("Colonia", None, COLOGNE, "a name of the place in Spanish and one more language; Köln is the official one"),
        ("colonia", None, COLOGNE,
         "Colonia, a name of the place in Spanish and one more language, but for capitals, accents or punctuation; "
         "Köln is the official one"),
        ("Köln", None, COLOGNE, "the place's main name"),
        ("東京", None, TOKYO, "a name of the place in Japanese"),
        ("Parigi", None, PARIS, "the Italian name; Paris is the official one"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_name(tongues: Gazetteer, text: str, lang: str | None, place: int, detail: str) -> None:
    candidates = tongues.resolve(Query(text, lang=lang, limit=20)).candidates
    assert next(one.matched.detail for one in candidates if one.place.id == place) == detail


@pytest.mark.parametrize("lang", [None, "lo"])
def test_only_languages_that_are_read_are_named(embedded: Gazetteer, lang: str | None) -> None:
    index = embedded._index
    known = {language_name(one) for one in (*readers(), *([lang] if lang else []))}
    columns = index.columns
    large = index.store.arrays["place_population"][columns.name_place] > MANY
    draw, said = np.random.default_rng(13), set[str]()
    for names in (large & (columns.name_lang > 0), large & (columns.name_lang == 0)):
        numbers = np.flatnonzero(names)
        for number in draw.choice(numbers, min(SAMPLE, len(numbers)), replace=False).tolist():
            sentence = what_name(index, number, lang).what
            said.update(filter(None, (part for found in LANGUAGE.findall(sentence) for part in found)))
    assert len(said) > 30
    assert said <= known


def test_fifty_languages_are_read_most() -> None:
    assert len(readers()) == 50
    assert all(language_name(lang) for lang in readers())
    assert most_read({"uk", "en", "ak"}) == "en"
    assert most_read({"ak", "ang"}) is None


@pytest.mark.parametrize(
    ("country", "listed", "local"),
    [
        ("UA", ("uk", "ru-UA", "rom", "pl", "hu"), {"uk"}),
        ("PL", ("pl",), {"pl"}),
        ("FI", ("fi-FI", "sv-FI", "smn"), {"fi", "sv"}),
        ("ES", ("es-ES", "ca", "gl", "eu", "oc"), {"es", "ca", "gl", "eu", "oc"}),
        ("ZZ", ("eo",), {"eo"}),
    ],
)
def test_a_countrys_own_languages(country: str, listed: tuple[str, ...], local: set[str]) -> None:
    assert local_languages(country, listed) == local
