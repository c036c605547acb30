from __future__ import annotations

import html
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import each_row

from gazetteer.annotation.markup import read_markup
from gazetteer.errors import QueryError
from gazetteer.model import TEXT_LIMIT

# What is sent, what is read.
READ = [
    ("<p>Paris</p><p>Lyon</p>", "Paris\nLyon\n"),
    ("Paris<br>Lyon<BR/>Nice", "Paris\nLyon\nNice"),
    ("<b>Bakh</b>mut", "Bakhmut"),
    ("Bakh<!-- a > b -->mut", "Bakhmut"),
    ("Bakh<wbr>mut, Cher&shy;kasy", "Bakhmut, Cher\xadkasy"),
    ("L&rsquo;Aquila &amp; &#75;yiv &#x41; &copy2026", "L’Aquila & Kyiv A ©2026"),
    ("AT&T; &nosuch; & &", "AT&T; &nosuch; & &"),
    ("&#0; &#xD800; &#1114112;", "\ufffd \ufffd \ufffd"),
    ("<script>Paris</script>Lyon<style>a{Nice}</style>", "Lyon"),
    ("<script>if (a < b) Paris = '</p>';</SCRIPT >Lyon", "Lyon"),
    ("<code>Paris</code> Lyon <code><code>Rome</code></code>", " Lyon "),
    ("<p title='Paris > Rome' alt=\"<b>\">Lyon", "Lyon"),
    ("<textarea>&lt;Paris <b></textarea>", "<Paris <b>\n"),
    ("<img alt=Paris>Lyon<img>Nice", " Lyon Nice"),
    ("<svg><title>Paris</title></svg>Lyon", "  Lyon"),
    ("<table><tr><td>Paris<td><table><tr><td>Lyon</table></table>", "Paris\nLyon\n"),
    ("<p>Los\nAngeles,\r\nCA\n \nEnd", "Los Angeles,  CA\n \nEnd"),
    ("<pre>Los\nAngeles</pre>a\nb", "Los\nAngeles\na b"),
    ("Los <i>x</i>\nAngeles", "Los x\nAngeles"),
    ("<!DOCTYPE html><?xml a?><![CDATA[x]]>Paris", "Paris"),
    ("<title>Paris &amp; Lyon</title>", "Paris & Lyon\n"),
    # What is broken.
    ("5 < 6 <3 <", "5 < 6 <3 <"),
    ("Paris <b Lyon", "Paris <b Lyon"),
    ("<p class='x>Paris</p>Lyon", "Paris\nLyon"),
    ("<!-- Paris", ""),
    ("<!-->Paris<!--->", "Paris"),
    ("</p></p></ x>Paris", "Paris"),
    ("<code>Paris<p>Lyon", "Lyon"),
    ("<svg>Paris", " Paris"),
    ("<textarea>Paris<p>Lyon", "Paris\nLyon"),
    ("<script>Paris", ""),
    ("", ""),
]


@each_row(("source", "text"), READ)
def test_what_is_read(source: str, text: str) -> None:
    assert read_markup(source).text == text


def test_where_it_stands() -> None:
    source = "<p>In <b>Bakh</b>mut &amp; L&#8217;Aquila"
    markup = read_markup(source)

    def source_of(name: str) -> str:
        start = markup.text.index(name)
        return source[slice(*markup.source(start, start + len(name)))]

    assert source_of("In") == "In"
    assert source_of("Bakhmut") == "Bakh</b>mut"
    assert source_of("&") == "&amp;"
    assert source_of("L’Aquila") == "L&#8217;Aquila"


MARKUP = st.lists(
    st.sampled_from(
        [
            *(
                "<",
                ">",
                "&",
                "'",
                '"',
                "=",
                "/",
                "!",
                "--",
                "-",
                ";",
                "#",
                "x41",
                "amp",
                " ",
                "\n",
                "\r",
                "a",
                "é",
                "😀",
            ),
            *("<p>", "</p>", "<code>", "</code>", "<script>", "</script>", "<pre>", "</pre>", "<svg>", "</svg>"),
            *("<!--", "-->", "<textarea>", "</textarea>", "&amp;", "&#", "&nvlt;", "<img>", "<br"),
        ]
    ),
    max_size=60,
).map("".join)


@given(MARKUP)
def test_any_markup_can_be_read(source: str) -> None:
    markup = read_markup(source)
    before = 0
    for place, char in enumerate(markup.text):
        start, end = markup.source(place, place + 1)
        assert 0 <= start <= end <= len(source)
        assert start >= before or start == end
        before = max(before, start)
        assert end - start != 1 or source[start] == char or (source[start] in "\r\n" and char == " ")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_a_text_is_the_same_as_html(text: str) -> None:
    assert read_markup(html.escape(text)).text == text
    assert read_markup(f"<pre>{html.escape(text)}").text == text


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(QueryError, match="1,000,001"):
        read_markup("<" * (TEXT_LIMIT + 1))


def bombs(many: int) -> dict[str, str]:
    """Markup of many parts, as long as a text may be at a hundred thousand."""
    return {
        "nested": "<div>" * many,
        "nested and closed": "<b>" * many + "</b>" * many,
        "attributes": "<p " + "a='b' " * many + ">",
        "one attribute": "<p a='" + "x" * many * 8,
        "open quotations": "<a ='x>' " * many,
        "open tags": "<a" * many * 4,
        "equals": "<a " + "= " * many * 4,
        "entities": "&lt;" * many * 2,
        "no entities": "&a" * many * 4,
        "digits": "&#" + "0" * many * 8 + ";",
        "signs": "<" * many * 8,
        "comments": "<!-- " * many,
        "code": "<code>" * many + "<p>" * many,
        "closed code": "<code>x</code>" * (many // 2),
        "drawings": "<svg>" * many,
        "half closed": "<svg><svg></svg>" * (many // 2),
        "text areas": "<textarea>" * many,
        "blank lines": "<p>" + "\n \t" * many * 2,
    }


@pytest.mark.parametrize("many", [25_000, pytest.param(100_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", bombs(1))
def test_time_is_linear(name: str, many: int) -> None:
    """What is quadratic takes hours here."""
    source = bombs(many)[name][:TEXT_LIMIT]
    began = time.process_time()
    read_markup(source)
    assert time.process_time() - began < 20 * many / 100_000
