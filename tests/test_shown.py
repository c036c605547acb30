"""What notebooks and maps make of answers: every text escaped, and GeoJSON as RFC 7946 has it."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from gazetteer import Gazetteer, Query, to_geojson

HOSTILE = "<script>alert(1)</script>\"'&amp;"
ALLOWED = {"div", "p", "strong", "table", "thead", "tbody", "tr", "th", "td"}


class Read(HTMLParser):
    """Reads a fragment; notes its elements and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert [pair for pair in attrs if pair != ("dir", "auto")] == []
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data + "\n"


@pytest.mark.parametrize("name", ["Bakhmout", "Springfield", "Zzyzzqx", "", HOSTILE, "Бахмут"])
def test_an_answer_is_a_small_table(tiny: Gazetteer, name: str) -> None:
    answer = tiny.resolve_many([Query(name, country=(HOSTILE,))])[0]
    read = Read(answer._repr_html_())
    assert name in read.text
    assert "CC BY 4.0" in read.text
    assert read.elements.count("tr") == (len(answer.candidates) + 1 if answer.candidates else 0)
    assert answer.error is None or str(answer.error) in read.text


def test_a_place_and_a_gazetteer_are_shown(tiny: Gazetteer) -> None:
    assert "Bakhmut, Donetsk Oblast, Ukraine" in Read(tiny.place(713174)._repr_html_()).text
    shown = Read(tiny._repr_html_()).text
    assert tiny.info.build in shown
    assert all(one.licence in shown for one in tiny.credits)


def test_answers_are_features(tiny: Gazetteer) -> None:
    answers = tiny.resolve_many(["Bakhmout", "Springfield", None, "30 km N of Kharkiv"])
    read = json.loads(to_geojson([*answers, tiny.place(713174)]))
    assert read["type"] == "FeatureCollection"
    assert "GeoNames" in read["credit"]
    match, unsure, missing, beside, place = read["features"]
    assert (match["id"], match["geometry"]) == (713174, {"type": "Point", "coordinates": [37.99886, 48.59419]})
    assert (match["properties"]["query"], match["properties"]["verdict"]) == ("Bakhmout", "match")
    assert (unsure["geometry"], unsure["properties"]["verdict"]) == (None, "ambiguous")
    assert "id" not in unsure
    assert "missing" in missing["properties"]["hint"]
    assert answers[3].point is not None
    assert beside["geometry"]["coordinates"] == [answers[3].point.lon, answers[3].point.lat]
    assert place["properties"]["kind"] == "P.PPL"
