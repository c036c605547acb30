"""HTML is annotated as the text that its reader reads."""

from __future__ import annotations

import html

import pytest

from gazetteer import AnnotateOptions, Gazetteer, QueryError
from gazetteer.model import TEXT_LIMIT

# An article of our own, with what HTML has for letters.
ARTICLE = """Fighting near Bakhmut & Soledar goes on

Russian troops shelled the city of Bakhmut, in Ukraine's Donetsk region, on Monday – “day & night”, 😀 residents say.

In L'Aquila, Italy, and in Paris <France> nobody had heard of it; in New York, United States,
and in Kyiv they had.
"""
EMBEDDED = AnnotateOptions(lang="en")


@pytest.mark.parametrize(
    "source",
    [
        html.escape(ARTICLE),
        f"<pre>{html.escape(ARTICLE)}</pre>",
        f"<html><body>{html.escape(ARTICLE)}</body></html>",
        "".join(f"<p class='Paris'>{html.escape(part)}</p><!-- Rome -->" for part in ARTICLE.split("\n\n")),
        ARTICLE.replace("&", "&#38;").replace("<", "&#x3c;").replace("B", "<b>B</b>").replace("Y", "&#89;"),
    ],
    ids=["escaped", "pre", "body", "paragraphs", "entities and tags"],
)
def test_a_text_and_the_same_as_html_have_the_same_places(embedded: Gazetteer, source: str) -> None:
    plain = embedded.annotate(ARTICLE, EMBEDDED)
    assert len(plain.mentions) > 5
    marked = embedded.annotate_html(source, EMBEDDED)
    assert [(one.text, one.name, one.kind) for one in marked.mentions] == [
        (one.text, one.name, one.kind) for one in plain.mentions
    ]
    assert [one.resolution.candidates[:1] for one in marked.mentions] == [
        one.resolution.candidates[:1] for one in plain.mentions
    ]
    ends = [0, *(place for one in marked.mentions for place in (one.start, one.end)), len(source)]
    assert ends == sorted(ends)
    for one in marked.mentions:
        assert html.unescape(source[one.start : one.end]).replace("<b>", "").replace("</b>", "") == one.text


def test_nothing_is_nothing(embedded: Gazetteer) -> None:
    for source in ("", "<p>", "<script>Kyiv, Ukraine</script>", "<a title='Kyiv, Ukraine'>"):
        assert embedded.annotate_html(source, EMBEDDED).mentions == ()


def test_what_is_not_text_is_refused(embedded: Gazetteer) -> None:
    with pytest.raises(QueryError):
        embedded.annotate_html("Kyiv \ud83d")
    with pytest.raises(QueryError):
        embedded.annotate_html("<" * (TEXT_LIMIT + 1))
