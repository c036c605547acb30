"""Texts that nobody wrote: what is no text, what is too much, letters that upset offsets. Each ends, and is sound."""

from __future__ import annotations

import html
import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from row_by_row import each_row

from gazetteer import AnnotateOptions, Annotation, Gazetteer
from gazetteer.model import TEXT_LIMIT
from gazetteer.offsets import UNITS, converted

KYIV, BAKHMUT = 703448, 713174
EN = AnnotateOptions(lang="en")
SECONDS = 60  # of a processor; what is quadratic takes hours
SIZES = [25_000, *(pytest.param(size, marks=pytest.mark.slow) for size in (200_000, TEXT_LIMIT))]
ENCODINGS = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "byte": ("utf-8", 1)}


def check(text: str, annotation: Annotation) -> None:
    """Mentions are in order and inside, do not overlap, and come back in each unit."""
    ends = 0
    for one in annotation.mentions:
        assert ends <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        ends = one.end
    for unit in UNITS:
        encoding, width = ENCODINGS[unit]
        raw = text.encode(encoding)
        starts = converted(text, [one.start for one in annotation.mentions], unit)
        stops = converted(text, [one.end for one in annotation.mentions], unit)
        for one, start, end in zip(annotation.mentions, starts, stops, strict=True):
            assert raw[start * width : end * width].decode(encoding) == one.text


def ids(annotation: Annotation) -> list[int | None]:
    return [one.resolution.candidates[0].place.id if one.resolution.candidates else None for one in annotation.mentions]


SIGNS = {
    "emoji": "😀👩‍👩‍👧‍👦🇺🇦 Fighting near {}, Ukraine.",
    "NUL": "\0Fighting\0near\0{}\0, Ukraine.",
    "override": "\u202eFighting near \u202d{}\u202c, Ukraine.\u202c",
    "isolates": "\u2067Fighting near \u2066{}\u2069, Ukraine\u2069.",
    "marks": "Fighting near \u200f{}\u200e, Ukraine.",
    "BOM": "\ufeffFighting near {}, Ukraine.",
    "CRLF": "Fighting\r\nnear {}\r\n, Ukraine.\r\n",
    "blanks": "Fighting\u00a0near\u2003{}\u3000, Ukraine.",
    "separators": "Fighting near\u2028{}\u2029, Ukraine.",
    "combining": "Fi\u0301ghtin\u0328g n\u0308ear {}, Ukraine." + "\u0301" * 50,
    "private use": "\ue000 \U000f0000 Fighting near {}, Ukraine. \uffff \ufffe",
    "replacement": "\ufffd\ufffdFighting near {}, Ukraine.",
    "controls": "\x1b[2JFighting near\x07 {}\x9b, Ukraine.",
    "flag": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f Fighting near {}, Ukraine.",
}


@each_row("name", SIGNS)
def test_odd_signs_around_a_name(embedded: Gazetteer, name: str) -> None:
    text = SIGNS[name].format("Bakhmut")
    answer = embedded.annotate(text, EN)
    check(text, answer)
    assert BAKHMUT in ids(answer), [one.text for one in answer.mentions]


@pytest.mark.parametrize("name", ["Bakh\u00admut", "Bakh\u200dmut", "\u202bBakhmut\u202c", "B\u2060akhmut"])
def test_a_name_with_signs_that_are_not_seen(embedded: Gazetteer, name: str) -> None:
    text = f"😀 Fighting near {name}, Ukraine."
    answer = embedded.annotate(text, EN)
    check(text, answer)
    assert BAKHMUT in ids(answer)


def test_letters_with_marks_of_their_own_are_not_put_together(embedded: Gazetteer) -> None:
    text = "Es regnet in Mu\u0308nchen und Ko\u0308ln."
    answer = embedded.annotate(text, AnnotateOptions(lang="de"))
    check(text, answer)
    assert [one.text for one in answer.mentions] == ["Mu\u0308nchen", "Ko\u0308ln"]


def noise(seed: int, count: int) -> str:
    """Control characters and letters of all scripts."""
    draw = np.random.default_rng(seed)
    letters = np.where(draw.random(count) < 0.5, draw.integers(0x20, size=count), draw.integers(0x100, 0xD800, count))
    return letters.astype("<u4").tobytes().decode("utf-32-le")


LOADS = {
    "one name": "San Juan " * 111_000,
    "one name, commas": "San Juan, " * 100_000,
    "one letter": "a" * TEXT_LIMIT,
    "one capital": "A" * TEXT_LIMIT,
    "capitals": "A " * (TEXT_LIMIT // 2),
    "blanks": " " * TEXT_LIMIT,
    "line ends": "\n" * TEXT_LIMIT,
    "apostrophes": "d'" * (TEXT_LIMIT // 2),
    "hyphens": "-Kyiv" * (TEXT_LIMIT // 5),
    "full stops": "U." * (TEXT_LIMIT // 2),
    "marks": "a" + "\u0301" * (TEXT_LIMIT - 1),
    "emoji": "😀" * TEXT_LIMIT,
    "Han": "北京上海" * (TEXT_LIMIT // 4),
    "Thai": "กรุงเทพ" * (TEXT_LIMIT // 7),
    "NUL": "\0" * TEXT_LIMIT,
    "overrides": "\u202eKyiv " * (TEXT_LIMIT // 6),
    "towns of strangers": "the town of Xyzzyqwert " * 40_000,
    "quotation marks": "“Kyiv" * (TEXT_LIMIT // 5),
    "noise": noise(7, TEXT_LIMIT),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", LOADS)
def test_what_is_large_ends(embedded: Gazetteer, name: str, size: int) -> None:
    text = LOADS[name][:size]
    began = time.process_time()
    answer = embedded.annotate(text, AnnotateOptions(lang="en", lint=True))
    assert time.process_time() - began < SECONDS
    check(text, answer)


@pytest.mark.slow
def test_a_hundred_thousand_distinct_words_in_capitals(embedded: Gazetteer) -> None:
    draw = random.Random(3)
    words = {"".join(draw.choices("aeioubdgklmnrst", k=7)).capitalize() for _ in range(110_000)}
    text = " ".join(sorted(words))[:TEXT_LIMIT]
    began = time.process_time()
    check(text, embedded.annotate(text, AnnotateOptions(lang="en", lint=True)))
    assert time.process_time() - began < SECONDS


def test_findings_of_thousands_of_ambiguous_mentions_cost_little(embedded: Gazetteer) -> None:
    names = ["Springfield", "San José", "Victoria", "Santa Cruz", "Richmond", "Franklin", "Clinton", "Georgetown"]
    text = "".join(f"They went to {names[number % len(names)]} again. " for number in range(4_000))
    plain, linted = EN, AnnotateOptions(lang="en", lint=True)
    embedded.annotate(text, plain)
    began = time.process_time()
    without = embedded.annotate(text, plain)
    between = time.process_time()
    answer = embedded.annotate(text, linted)
    spent = time.process_time() - between
    assert len(without.mentions) >= 3_000
    assert sum(one.rule == "ambiguous" for one in answer.findings) > 1_000
    assert spent < 3 * (between - began) + 3
    assert sum(len(one.message) for one in answer.findings) < 400 * len(answer.findings)


BOMBS = {
    "nested": "<div>" * 100_000 + "Kyiv, Ukraine" + "</div>" * 50_000,
    "flag": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f Fighting near {}, Ukraine.",
    "attributes": "<p " + "a='Kyiv' " * 100_000 + ">Kyiv, Ukraine",
    "entities": "&lt;" * 200_000 + " Kyiv, Ukraine",
    "a name of entities": "&#75;&#121;&#105;&#118;, Ukraine " * 30_000,
    "comments": "<!--" * 200_000,
    "a name in pieces": "<b>K</b><i>y</i>iv, Ukraine " * 30_000,
    "quotations": "<q>Kyiv <blockquote>" * 40_000,
    "signs": "<" * TEXT_LIMIT,
    "NUL": "<p\0>Kyiv\0</p>" * 70_000,
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", BOMBS)
def test_html_that_is_large_ends(embedded: Gazetteer, name: str, size: int) -> None:
    source = BOMBS[name][:size]
    began = time.process_time()
    answer = embedded.annotate_html(source, AnnotateOptions(lang="en", lint=True))
    assert time.process_time() - began < SECONDS
    ends = 0
    for one in answer.mentions:
        assert ends <= one.start < one.end <= len(source)
        ends = one.end


PIECES = (
    *("Kyiv", "Bakhmut, Ukraine", "Paris, Texas", "Russian", "Київ", "北京", "بيروت", "서울에서", "the town of Xyzzyq"),
    *(" ", ", ", ". ", "\n", "\r\n", "“", "”", "😀", "e\u0301", "\u200f", "\u00ad", "\0", "’s", "<", "&amp;", "\u202e"),
)
TEXTS = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=20
).map("".join)


@settings(max_examples=80)
@given(TEXTS)
def test_any_text_is_answered_in_order_inside_and_comes_back_in_every_unit(embedded: Gazetteer, text: str) -> None:
    check(text, embedded.annotate(text, AnnotateOptions(lint=True)))


@settings(max_examples=80)
@given(TEXTS)
def test_a_line_end_behind_the_text_changes_nothing(embedded: Gazetteer, text: str) -> None:
    once, more = (embedded.annotate(one, EN) for one in (text, f"{text}\n"))
    assert [(one.start, one.end, one.kind) for one in more.mentions] == [
        (one.start, one.end, one.kind) for one in once.mentions
    ]
    assert ids(more) == ids(once)


@settings(max_examples=80)
@given(TEXTS)
def test_a_text_and_the_same_as_html_mean_the_same(embedded: Gazetteer, text: str) -> None:
    once, marked = embedded.annotate(text, EN), embedded.annotate_html(html.escape(text), EN)
    assert [(one.text, one.kind) for one in marked.mentions] == [(one.text, one.kind) for one in once.mentions]
    assert ids(marked) == ids(once)
    source = html.escape(text)
    assert [html.unescape(source[one.start : one.end]) for one in marked.mentions] == [
        one.text for one in once.mentions
    ]
