"""Contested places: ids, sources, tone, age; and which places bear the notes."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from row_by_row import each_row

from gazetteer import Gazetteer, Query
from gazetteer.errors import UnknownPlace
from gazetteer.lexicon.contested import contested, contested_of
from gazetteer.model import Contested

YOUNG = timedelta(days=2 * 365)
# Words that take a side, or that nobody needs to say who holds and who claims a place.
TONE = (
    r"illegal\w*|so-called|self-styled|puppet|separatis\w*|rebel\w*|terroris\w*|regime|liberat\w*|brutal\w*|invad\w*|"
    r"invasion|aggress\w*|heroic\w*|rightful\w*|historic\w*|ancient|reunif\w*|return\w*|usurp\w*|colon\w*|stolen|sei[sz]\w*|"
    r"temporar\w*|unfortunate\w*|obvious\w*|clearly|of course|notorious\w*|alleged\w*|pretend\w*|breakaway"
)
STATE = re.compile(r"[A-Z]{2}")

each = each_row("entry", contested())


def test_there_are_many_and_each_has_an_id_of_its_own() -> None:
    ids = [entry.id for entry in contested()]
    assert len(ids) >= 30
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z-]{3,60}", id) for id in ids)


@each
def test_two_sources_which_are_older_than_the_note(entry: Contested) -> None:
    assert len({source.title for source in entry.sources}) >= 2
    assert all(len(source.title) > 10 and source.date <= entry.as_of for source in entry.sources)


@each
def test_the_tone_is_even(entry: Contested) -> None:
    assert not re.findall(rf"\b(?:{TONE})\b", entry.note, re.IGNORECASE)
    assert 20 < len(entry.note) <= 400
    assert entry.note.endswith(".")


@each
def test_it_is_not_old(entry: Contested) -> None:
    assert entry.as_of <= date.today() + timedelta(days=1)
    assert date.today() - entry.as_of < YOUNG, "hold the sentence against its sources again"


@each
def test_who_holds_and_claims_it_is_said_in_codes_or_words(entry: Contested) -> None:
    assert all(STATE.fullmatch(one) or " " in one for one in (*entry.held_by, *entry.claimed_by, *entry.countries))
    assert re.fullmatch(r"\d{4}", entry.since)
    assert entry.areas


@each
def test_its_areas_are_in_the_gazetteer(entry: Contested, embedded: Gazetteer) -> None:
    missing = []
    for area in entry.areas:
        try:
            assert entry in contested_of(embedded.place(area))
        except UnknownPlace:
            missing.append(area)
    assert not missing


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Simferopol", "UA", {"crimea"}),
        ("Yalta", "RU", {"crimea"}),
        ("Donetsk", "UA", {"donetsk-oblast"}),
        ("Pristina", "XK", {"kosovo"}),
        ("Taipei", "TW", {"taiwan"}),
        ("Srinagar", "IN", {"jammu-and-kashmir"}),
        ("Laayoune", "EH", {"western-sahara"}),
        ("Kyiv", "UA", set()),
        ("Paris", "FR", set()),
    ],
)
def test_a_place_bears_what_is_contested_around_it(
    embedded: Gazetteer, name: str, country: str, expected: set[str]
) -> None:
    found = embedded.resolve(Query(name, country=(country,))).candidates[0].place
    assert {entry.id for entry in contested_of(found)} == expected
