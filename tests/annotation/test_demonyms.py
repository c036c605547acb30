"""Demonyms in texts: which words are some, and that names yield to them or they to names."""

from __future__ import annotations

import numpy as np
from row_by_row import each_row

from gazetteer import Gazetteer
from gazetteer.annotation.demonyms import DemonymSpan, beside_names, find_demonyms, hidden, place_of
from gazetteer.annotation.mentions import Span
from gazetteer.annotation.names import NameHits, keys_of
from gazetteer.annotation.words import read_words


def found_in(text: str, lang: str | None) -> list[DemonymSpan]:
    words = read_words(text)
    return find_demonyms(words, keys_of(words), lang)


@each_row(
    ("lang", "text", "expected"),
    [
        ("en", "The German and Canadian envoys met Parisians.", ["German", "Canadian", "Parisians"]),
        ("en", "South Korean and New Zealander crews", ["South Korean", "New Zealander"]),
        ("en", "polish the french door and turkish it", []),
        ("en", "Ukraine's Russian-held Donetsk", ["Russian"]),
        ("fr", "les suisses et la Suisse, l'ukrainienne", ["suisses", "ukrainienne"]),
        ("de", "Der deutsche Minister traf Franzosen aus Polen.", ["deutsche", "Franzosen"]),
        ("es", "La Argentina recibió a una argentina.", ["argentina"]),
        ("pl", "Polska i polscy żołnierze, ukraińskiego Ukraińca", ["polscy", "ukraińskiego", "Ukraińca"]),
        ("ru", "Русские и украинские войска, говорят по-немецки", ["Русские", "украинские", "немецки"]),
        ("uk", "в'єтнамські гості", ["в'єтнамські"]),
        ("da", "Den tyske minister og German", []),
        (None, "Germans, русские", ["Germans", "русские"]),
        ("en", "", []),
        ("en", "РУССКИЕ 123 ...", []),
    ],
)
def test_the_demonyms_of_a_text(lang: str | None, text: str, expected: list[str]) -> None:
    assert [text[one.start : one.end] for one in found_in(text, lang)] == expected


def test_a_demonym_within_a_title_is_less_sure() -> None:
    title, plain = found_in("British Airways and British planes", "en")
    assert title.probability < plain.probability


def test_names_within_a_demonym_are_hidden_and_longer_ones_are_not() -> None:
    words = read_words("South Korean aid to British Columbia")
    found = find_demonyms(words, keys_of(words), "en")
    bounds = [(0, 0), (1, 1), (0, 1), (1, 2), (4, 4), (4, 5), (5, 5)]
    first, last = np.array(bounds, np.int64).T
    nothing = np.zeros(len(bounds))
    hits = NameHits(first, last, nothing > 0, nothing, nothing > 0, np.zeros((len(bounds), 1)), (None,) * len(bounds))
    assert hidden(hits, found).tolist() == [True, True, True, False, True, False, False]
    assert not hidden(hits, []).any()


def test_a_demonym_yields_to_a_name_that_has_its_word() -> None:
    found = found_in("South Korean aid to British Columbia", "en")
    columbia = Span(4, 5, 20, 36, 0.9, "British Columbia", "British Columbia")
    assert [one.demonym.code for one in beside_names(found, [columbia])] == ["KR"]
    assert beside_names(found, []) == found


def test_the_place_of_a_demonym(tiny: Gazetteer) -> None:
    for one in found_in("Ukrainian and Tongan", "en"):
        answer = place_of(tiny._index, one, "Ukrainian", "en", None)
        if one.demonym.code == "UA":
            assert answer is not None
            assert answer.candidates[0].place.country == "UA"
            assert answer.candidates[0].score == 1.0
        else:
            assert answer is None
