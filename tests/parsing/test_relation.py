"""Relations: what lies near the place that is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import each_row

from gazetteer.model import Relation
from gazetteer.parsing.relation import relation_of


def found(text: str) -> tuple[Relation, str]:
    """The relation of a text that has one, and what is left of it."""
    read = relation_of(text)
    assert read is not None
    return read


@each_row(
    ("text", "kind", "name"),
    [
        ("near Kyiv", "near", "Kyiv"),
        ("nr. Kyiv", "near", "Kyiv"),
        ("outskirts of Aleppo", "outskirts", "Aleppo"),
        ("Greater Lyon Area", "area", "Lyon"),
        ("Aleppo area", "area", "Aleppo"),
        ("bei München", "near", "München"),
        ("près de Lyon", "near", "Lyon"),
        ("cerca de Madrid", "near", "Madrid"),
        ("под Киевом", "near", "Киевом"),
        ("біля Києва", "near", "Києва"),
        ("окраина Донецка", "outskirts", "Донецка"),
        ("Ankara yakınlarında", "near", "Ankara"),
        ("東京近郊", "near", "東京"),
        ("서울 근처", "near", "서울"),
    ],
)
def test_words(text: str, kind: str, name: str) -> None:
    relation, left = found(text)
    assert (relation.kind, left) == (kind, name)


@pytest.mark.parametrize(
    ("text", "km", "bearing", "name"),
    [
        ("30 km N of Aleppo", 30.0, 0.0, "Aleppo"),
        ("30km north-east of Aleppo", 30.0, 45.0, "Aleppo"),
        ("12 miles south-east of Kharkiv", 19.312, 135.0, "Kharkiv"),
        ("about 5.5 km to the west of Lyon", 5.5, 270.0, "Lyon"),
        ("à 30 km au nord de Lyon", 30.0, 0.0, "Lyon"),
        ("20 km südlich von Berlin", 20.0, 180.0, "Berlin"),
        ("в 10 км к северу от Донецка", 10.0, 0.0, "Донецка"),
        ("10 km from Lyon", 10.0, None, "Lyon"),
        ("north of Kyiv", None, 0.0, "Kyiv"),
    ],
)
def test_distances(text: str, km: float, bearing: float, name: str) -> None:
    relation, left = found(text)
    assert (relation.kind, relation.km, relation.bearing, left) == ("direction", km, bearing, name)


@pytest.mark.parametrize("text", ["Kyiv", "Nearby", "99999999 km N of X", "30 km", "km N of Aleppo", "٣ km N of", ""])
def test_none(text: str) -> None:
    assert relation_of(text) is None


def test_the_point_meant() -> None:
    relation = Relation("direction", "111.2 km N of", 111.2, 0.0)
    point = relation.from_point(36.2, 37.16)
    assert point is not None
    lat, lon = point
    assert lat == pytest.approx(37.2, abs=0.01)
    assert lon == pytest.approx(37.16, abs=0.001)
    assert Relation("near", "near").from_point(36.2, 37.16) is None


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    read = relation_of(text)
    assert read is None or read[1]


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 20_000), st.floats(0, 360))
def test_points_lie_on_the_globe(lat: float, lon: float, km: float, bearing: float) -> None:
    point = Relation("direction", "", km, bearing).from_point(lat, lon)
    assert point is not None
    to, east = point
    assert -90 <= to <= 90
    assert -180 <= east <= 180
