"""What a desk is told to look at again, and what is written instead."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer
from gazetteer.annotation.lint import apply, linted
from gazetteer.annotation.respelling import respelt
from gazetteer.annotation.standing import is_in_title, is_within, quotations
from gazetteer.annotation.style import read_style
from gazetteer.errors import QueryError
from gazetteer.model import AnnotateOptions, Annotation, Finding, Mention, Query

BAKHMUT, KYIV, KHARKIV, PARIS, KOELN = 713174, 703448, 706483, 2988507, 2886242


def annotated(gazetteer: Gazetteer, text: str, options: AnnotateOptions, **base: str) -> Annotation:
    """The annotation of a text whose places stand in [brackets], which are taken away."""
    mentions, plain, at = [], "", 0
    for found in re.finditer(r"\[([^\]]*)\]", text):
        plain += text[at : found.start()]
        name = base.get(found[1], found[1])
        answer = gazetteer.resolve(Query(name, lang=options.lang))
        mentions.append(Mention(len(plain), len(plain) + len(found[1]), found[1], "place", 0.9, name, answer))
        plain += found[1]
        at = found.end()
    plain += text[at:]
    return linted(gazetteer._index, plain, Annotation(options.lang, False, tuple(mentions), ()), options)


def plain(text: str) -> str:
    return text.replace("[", "").replace("]", "")


def said(
    gazetteer: Gazetteer, text: str, lang: str = "en", style: str = "", off: tuple[str, ...] = (), **base: str
) -> list[tuple[str, str, str | None]]:
    options = AnnotateOptions(lang=lang, lint=True, style=read_style(style) if style else None, rules_off=off)
    return [(one.rule, one.text, one.replacement) for one in annotated(gazetteer, text, options, **base).findings]


def test_two_spellings_the_first_is_proposed(tiny: Gazetteer) -> None:
    assert said(tiny, "In [Kyiv] and then [Kiev], again [Kyiv].") == [("two-spellings", "Kiev", "Kyiv")]
    assert said(tiny, "In [Kyiv] and [Kyiv], [Kharkiv].") == []


def test_two_spellings_the_lists_is_proposed(tiny: Gazetteer) -> None:
    found = said(tiny, "In [Kiev] and then [Kyiv].", style=f"{KYIV},Kyiv,,Kiev")
    assert found == [("two-spellings", "Kiev", "Kyiv")]


def test_capitals_are_no_second_spelling_and_are_kept(tiny: Gazetteer) -> None:
    assert said(tiny, "[KYIV], Ukraine. Then [Kyiv].") == []
    assert said(tiny, "[Kyiv]. News from [KIEV]") == [("two-spellings", "KIEV", "KYIV")]


def test_names_in_two_scripts_are_no_two_spellings(tiny: Gazetteer) -> None:
    assert said(tiny, "[Kyiv] ([Київ])") == []


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (f"{KYIV},Kyiv,en,,Kiev", [("off-style", "Kiev", "Kyiv")]),
        (f"{KYIV},Kyiv", [("off-style", "Kiev", "Kyiv")]),
        (f"{KYIV},Kiev", []),
        (f"{KYIV},Kiew,de", []),
        (f"{KYIV},Київ", []),
        (f"{PARIS},Paris", []),
    ],
)
def test_off_style(tiny: Gazetteer, style: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert said(tiny, "It is in [Kiev].", style=style) == expected


def test_what_the_list_says_of_it_is_in_the_message(tiny: Gazetteer) -> None:
    options = AnnotateOptions(lang="en", style=read_style(f"{KYIV},Kyiv,,,Kiev,as the city asks"))
    message = annotated(tiny, "It is in [Kiev].", options).findings[0].message
    assert message == "“Kiev” must not be written: write “Kyiv” (as the city asks)."


def test_historic(tiny: Gazetteer) -> None:
    assert [one[:2] for one in said(tiny, "Бої за [Артемівськ].", "uk")] == [("historic", "Артемівськ")]
    assert said(tiny, "Бої за [Артемівськ].", "uk")[0][2] == "Бахмут"
    assert said(tiny, "Бої за [Бахмут].", "uk") == []


def test_transcription(tiny: Gazetteer) -> None:
    found = said(tiny, "It is in [Bakhmout].")
    assert found == [("transcription", "Bakhmout", "Bakhmut")]
    assert said(tiny, "Ils sont à [Bakhmout].", "fr") == []
    assert said(tiny, "It is in [Bakhmut].") == []
    assert said(tiny, "In [Parigi] and in [Keulen].") == [
        ("transcription", "Parigi", "Paris"),
        ("transcription", "Keulen", "Cologne"),
    ]
    assert said(tiny, "In [Köln].") == []  # its country's own


def test_of_two_spellings_that_of_another_language_is_not_proposed(tiny: Gazetteer) -> None:
    assert said(tiny, "In [Bakhmout], north of [Bakhmut].") == [
        ("transcription", "Bakhmout", "Bakhmut"),
        ("two-spellings", "Bakhmout", "Bakhmut"),
    ]
    off = said(tiny, "In [Bakhmout], north of [Bakhmut].", off=("transcription",))
    assert off == [("two-spellings", "Bakhmout", "Bakhmut")], "the place's own name, where nothing speaks against it"


def test_a_transcription_that_the_gazetteer_lacks(tiny: Gazetteer) -> None:
    found = said(tiny, "The town of [Bakhmoutivka] near [Bakhmut].")
    assert ("transcription", "Bakhmoutivka", None) in found


def test_ambiguous_and_unknown(tiny: Gazetteer) -> None:
    options = AnnotateOptions(lang="en")
    answer = annotated(tiny, "In [Springfield] and [Qwxyz].", options)
    assert [(one.rule, one.text, one.replacement) for one in answer.findings] == [
        ("ambiguous", "Springfield", None),
        ("unknown", "Qwxyz", None),
    ]
    assert "Springfield (" in answer.findings[0].message
    assert [mention.findings for mention in answer.mentions] == [(0,), (1,)]


@pytest.mark.parametrize("rule", ["two-spellings", "off-style", "historic", "transcription", "ambiguous", "unknown"])
def test_each_rule_can_be_turned_off(tiny: Gazetteer, rule: str) -> None:
    text = "[Kyiv], [Kiev], [Bakhmout], [Springfield], [Qwxyz], [Харків] [Kharkov]"
    style = f"{KHARKIV},Kharkiv"
    everything = {one[0] for one in said(tiny, text, style=style)} | {"historic"}
    assert rule in everything
    assert rule not in {one[0] for one in said(tiny, text, style=style, off=(rule,))}


def test_a_rule_that_there_is_not() -> None:
    with pytest.raises(QueryError, match="no rule"):
        AnnotateOptions(rules_off=("spelling",))


def test_quotations_and_titles_are_flagged_and_not_changed(tiny: Gazetteer) -> None:
    text = "In [Kyiv], “we love [Kiev] so”. The [Kiev] Post, Radio [Kiev]; in [Kiev]."
    assert said(tiny, text) == [("two-spellings", "Kiev", None)] * 3 + [("two-spellings", "Kiev", "Kyiv")]


def test_the_word_for_the_kind_stays(tiny: Gazetteer) -> None:
    style = "706482,Charkiv"
    found = said(tiny, "It is in the [Kharkiv Oblast].", style=style)
    assert found == [("off-style", "Kharkiv", "Charkiv")]


@pytest.mark.parametrize(
    ("standing", "old", "new", "lang", "expected"),
    [
        ("Bakhmucie", "Bakhmut", "Bachmut", "pl", "Bachmucie"),
        ("Bachmutu", "Bachmut", "Artemiwsk", "pl", None),
        ("Киева", "Киев", "Київ", "uk", None),
        ("Kiev", "Kiev", "Kyiv", None, "Kyiv"),
        ("KIEV", "Kiev", "Kyiv", "en", "KYIV"),
        ("İZMİR", "İzmir", "Izmir", "en", "IZMIR"),
        ("IZMIR", "Izmir", "İzmir", "tr", "İZMİR"),
        ("Kijowa", "Kijów", "Kiew", "pl", None),
        ("Kiew", "Kiev", "Kyiv", "en", None),
        ("", "", "Kyiv", "en", "Kyiv"),
    ],
)
def test_an_inflected_form_is_made_only_where_both_names_inflect_alike(
    standing: str, old: str, new: str, lang: str | None, expected: str | None
) -> None:
    assert respelt(standing, old, new, lang) == expected


def test_an_inflected_spelling_in_a_text(tiny: Gazetteer) -> None:
    text = "Walki o [Bachmut]. W [Bakhmucie] trwają walki."
    found = said(tiny, text, "pl", style=f"{BAKHMUT},Bachmut", Bakhmucie="Bakhmut")
    assert found == [("off-style", "Bakhmucie", "Bachmucie"), ("two-spellings", "Bakhmucie", "Bachmucie")]


def test_the_day_of_the_text_decides_what_is_historic() -> None:
    from gazetteer.annotation.habits import _is_gone
    from gazetteer.model import Name

    leningrad = Name("Leningrad", "en", historic=True, since="1924-01-26", until="1991")
    assert _is_gone(leningrad, None)
    assert not _is_gone(leningrad, date(1970, 1, 1))
    assert not _is_gone(leningrad, date(1991, 1, 1))
    assert _is_gone(leningrad, date(1992, 1, 1))
    assert not _is_gone(Name("X", until="about 1900"), None)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("a “b” c", ["“b”"]),
        ("a „b“ c «d» »e«", ["„b“", "«d»", "»e«"]),
        ('a "b" c "d', ['"b"']),
        ("the ‘b’ and the dogs’ ‘c", ["‘b’"]),
        ("a “b\n\nc” d", []),
        ("「東京」と", ["「東京」"]),
        ("a “" + "b" * 3_000 + "”", []),
        ("a “b «c» d”", ["“b «c» d”"]),
        ("a “b\n\n“c\n\n“d” e", ["“b", "“c", "“d”"]),
        ("« b\n \n« c »", ["« b", "« c »"]),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    spans = quotations(text)
    assert [text[start:end] for start, end in spans] == quoted
    assert all(is_within(spans, start + 1, end - 1) for start, end in spans)
    assert not is_within(spans, len(text), len(text) + 1)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("near Kiev today", "en", False),
        ("In Kiev today", "en", False),
        ("he said. In Kiev today", "en", False),
        ("he was in Odesa. Kiev is", "en", False),
        ("he saw Gov. Kiev today", "en", True),
        ("the Kiev Post", "en", True),
        ("a Chicken Kiev", "en", True),
        ("Bomben in Kiev Die", "de", False),
        ("Kiev", "en", False),
    ],
)
def test_titles(text: str, lang: str, expected: bool) -> None:
    start = text.index("Kiev")
    assert is_in_title(text, start, start + 4, lang, frozenset()) is expected


def test_applying_takes_the_first_rule_where_two_would_change_one_stretch() -> None:
    findings = [
        Finding("two-spellings", 3, 7, "Kiev", "", "Kiew"),
        Finding("off-style", 3, 7, "Kiev", "", "Kyiv"),
        Finding("off-style", 11, 15, "Kiev", "", None),
        Finding("off-style", 0, 2, "No", "", "Yes"),  # of another text
        Finding("off-style", 90, 95, "Kiev", "", "Kyiv"),
    ]
    assert apply("In Kiev or Kiev", findings) == "In Kyiv or Kiev"
    assert apply("In Kiev", ()) == "In Kiev"


PLACES = [
    "Kyiv",
    "Kiev",
    "KIEV",
    "Kiew",
    "Bakhmut",
    "Bakhmout",
    "Bachmut",
    "Kharkov",
    "Kharkiv",
    "Parigi",
    "Paris",
    "Odessa",
]
PIECES = ["[{}]", "in [{}]", "“[{}] holds”", "The [{}] Post", "[{}], [{}]", "[{}].\n\nIn [{}]"]


@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(PLACES), st.sampled_from(PLACES)), max_size=8),
    st.sampled_from(["", f"{KYIV},Kyiv,,,Kiev", f"{KYIV},Kiev\n{BAKHMUT},Bakhmout,fr\n{KHARKIV},Kharkiv,,Kharkov"]),
    st.sampled_from(["en", "fr", "de", "pl"]),
)
def test_applying_twice_changes_nothing_more(
    tiny: Gazetteer, parts: list[tuple[str, str, str]], style: str, lang: str
) -> None:
    marked = " and ".join(piece.format(one, two) for piece, one, two in parts)
    options = AnnotateOptions(lang=lang, style=read_style(style) if style else None)
    once = apply_marked(tiny, marked, options)
    assert apply_marked(tiny, once, options) == once


def apply_marked(gazetteer: Gazetteer, marked: str, options: AnnotateOptions) -> str:
    """A text with its brackets after what is proposed is done."""
    answer = annotated(gazetteer, marked, options)
    text = plain(marked)
    assert apply(text, answer.findings).count("[") == 0
    chosen = {one.start: one.replacement for one in reversed(answer.findings) if one.replacement}
    names = iter(chosen.get(mention.start, mention.text) for mention in answer.mentions)
    out = re.sub(r"\[[^\]]*\]", lambda _found: f"[{next(names)}]", marked)
    assert plain(out) == apply(text, answer.findings)
    return out
