"""What a desk's own style says of a text: first mentions, qualifiers, exceptions, quotations; and former names."""

from __future__ import annotations

from datetime import date

import pytest
from shared import shared_path

from gazetteer import AnnotateOptions, Gazetteer, apply
from gazetteer.annotation.standing import quotations
from gazetteer.house import DatelineRule, HouseStyle, dateline, preset_house
from gazetteer.lexicon.presets import preset, preset_names
from gazetteer.lexicon.renamed import renamed_of
from gazetteer.lexicon.tables import rows
from gazetteer.model import StyleEntry

KYIV, BAKHMUT, KRAMATORSK, LYMAN, CRIMEA = 703448, 713174, 704508, 704204, 703883
AGENCY = HouseStyle(
    "en",
    ("own", "preset:ap", "exonym", "main"),
    (
        StyleEntry(BAKHMUT, "Bakhmut", never=("Bakhmout", "Artemivsk")),
        StyleEntry(LYMAN, "Lyman", never=("Krasnyi Lyman", "Krasny Liman"), first="Lyman (formerly Krasnyi Lyman)"),
        StyleEntry(CRIMEA, "Crimea", qualifier=("annexed", "occupied")),
    ),
    DatelineRule(agency="(Agency)"),
)

# One of each kind, in words of its own.
DRAFT = """Shelling near Lyman

KRAMATORSK, Ukraine (Agency) — Ukrainian troops left the town of Lyman on Sunday and went to the city of Bakhmout.

The road from Bakhmut to Lyman was cut. A column came from Dnipropetrovsk, and trains ran between Kiev and Crimea.

“We lost everything in Bakhmout and in Krasny Liman,” a driver said over a chicken Kiev.
"""


Note = tuple[str, str, str | None]


def notes(gazetteer: Gazetteer, text: str, country: tuple[str, ...] = ()) -> list[Note]:
    options = AnnotateOptions(lang="en", lint=True, style=AGENCY.style, in_quotes=False, country=country)
    return [(one.rule, one.text, one.replacement) for one in gazetteer.annotate(text, options).findings]


def test_a_draft_is_told_of_each_kind(embedded: Gazetteer) -> None:
    found = notes(embedded, DRAFT)
    assert ("off-style", "Bakhmout", "Bakhmut") in found
    assert ("two-spellings", "Bakhmout", "Bakhmut") in found
    assert ("off-style", "Kiev", "Kyiv") in found
    assert ("historic", "Dnipropetrovsk", "Dnipro") in found
    assert ("first-mention", "Lyman", "Lyman (formerly Krasnyi Lyman)") in found
    assert ("qualifier", "Crimea", None) in found
    assert [rule for rule, text, _ in found if text == "KRAMATORSK"] == []
    assert dateline(embedded, KRAMATORSK, AGENCY) == "KRAMATORSK, Ukraine (Agency) —"


def test_what_is_applied_is_not_said_again(embedded: Gazetteer) -> None:
    text = DRAFT
    for _ in range(2):
        options = AnnotateOptions(lang="en", lint=True, style=AGENCY.style, in_quotes=False)
        text = apply(text, embedded.annotate(text, options).findings)
    assert text.count("(formerly Krasnyi Lyman)") == 1
    assert "the town of Lyman (formerly Krasnyi Lyman) on Sunday" in text
    assert "“We lost everything in Bakhmout and in Krasny Liman,” a driver said over a chicken Kiev." in text
    assert {rule for rule, _, replacement in notes(embedded, text) if replacement} == set()


def test_of_quotations_something_is_said_only_where_that_is_asked(embedded: Gazetteer) -> None:
    spans = quotations(DRAFT)
    asking = AnnotateOptions(lang="en", lint=True, style=AGENCY.style)
    quoted = [
        one
        for one in embedded.annotate(DRAFT, asking).findings
        if any(start <= one.start < end for start, end in spans)
    ]
    assert {one.replacement for one in quoted} == {None}
    assert "Bakhmout" in {one.text for one in quoted}
    silent = AnnotateOptions(lang="en", lint=True, style=AGENCY.style, in_quotes=False)
    for one in embedded.annotate(DRAFT, silent).findings:
        assert not any(start <= one.start < end for start, end in spans)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("He ate chicken Kiev in Kiev.", [("off-style", "Kiev", "Kyiv")]),
        ("He ate chicken Kiev in Kyiv.", []),
        ("They sailed to Russian-annexed Crimea.", []),
        ("They left Lyman (formerly Krasnyi Lyman). Lyman was empty.", []),
        ("Lyman is in the Donetsk region.", [("first-mention", "Lyman", "Lyman (formerly Krasnyi Lyman)")]),
        ("“They left Lyman”, he wrote.", []),
    ],
)
def test_expressions_that_stay_as_they_are(embedded: Gazetteer, text: str, said: list[Note]) -> None:
    found = [one for one in notes(embedded, text, country=("UA",)) if one[0] not in ("ambiguous", "unknown")]
    assert found == said


@pytest.mark.parametrize(
    ("lang", "text", "former"),
    [
        ("en", "Fighting went on near Artemivsk in Ukraine.", "Artemivsk"),
        ("de", "Die Kämpfe bei Dnipropetrowsk gingen weiter.", "Dnipropetrowsk"),
        ("uk", "Бої точилися біля Артемівська.", "Артемівська"),
        ("en", "She flew from Bombay to Delhi.", "Bombay"),
        ("fr", "Elle est allée de Bombay à Delhi.", None),  # French calls it so to this day
        ("en", "Fighting went on near Bakhmut in Ukraine.", None),
    ],
)
def test_a_former_name_as_a_present_one(embedded: Gazetteer, lang: str, text: str, former: str | None) -> None:
    found = embedded.annotate(text, AnnotateOptions(lang=lang, lint=True)).findings
    assert [one.text for one in found if one.rule == "historic"] == ([former] if former else [])


def test_a_text_of_that_time_may_call_it_so(embedded: Gazetteer) -> None:
    text = "She flew from Bombay to Delhi."
    for day, said in ((date(1985, 4, 1), False), (date(2020, 4, 1), True)):
        found = embedded.annotate(text, AnnotateOptions(lang="en", lint=True, date=day)).findings
        assert any(one.rule == "historic" for one in found) is said


def test_the_renamed_have_ids_languages_years_and_sources(embedded: Gazetteer) -> None:
    seen = set()
    for row in rows("renamed.tsv"):
        until = int(row["until"])
        assert row["source"]
        assert row["former"] != row["now"]
        assert 1900 < until <= date.today().year
        assert not row["since"] or int(row["since"]) < until
        assert (row["id"], row["lang"], row["former"]) not in seen
        seen.add((row["id"], row["lang"], row["former"]))
        assert embedded.place(int(row["id"])).id == int(row["id"])
    assert renamed_of(BAKHMUT)[0].note == "Called Artemivsk from 1924 to 2016, Bakhmut since."
    assert renamed_of(KYIV) == ()


def test_presets_say_who_announced_what_and_when(embedded: Gazetteer) -> None:
    assert "ap" in preset_names()
    for name in preset_names():
        house = preset_house(name)
        assert house is not None
        for one in preset(name) or ():
            assert one.source
            assert date.fromisoformat(one.since) < date.today()
            assert embedded.place(one.id).id == one.id
            assert one.spelling not in one.never
    assert preset_house("nobody") is None


@pytest.fixture(scope="module")
def article() -> str:
    return shared_path("samples", "article.txt").read_text("utf-8")


def test_the_article_under_the_style_of_an_agency(embedded: Gazetteer, article: str) -> None:
    options = AnnotateOptions(lint=True, style=AGENCY.style, in_quotes=False)
    found = embedded.annotate(article, options).findings
    said = {(one.rule, one.text, one.replacement) for one in found}
    assert ("off-style", "Bakhmout", "Bakhmut") in said
    assert ("two-spellings", "Bakhmout", "Bakhmut") in said
    assert ("transcription", "Bakhmoutské", None) in said
    spans = quotations(article)
    assert not [one for one in found if any(start <= one.start < end for start, end in spans)]
    assert dateline(embedded, KRAMATORSK, AGENCY) == "KRAMATORSK, Ukraine (Agency) —"
