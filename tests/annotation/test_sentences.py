"""What one sentence names belongs together more than what one text names."""

from __future__ import annotations

import pytest

from gazetteer import AnnotateOptions, Gazetteer, Verdict
from gazetteer.annotation.mentions import Span, sentences_of

FAR = "Talks went on in Kyiv, Lviv and Odesa. Officials of Poltava and Sumy took part, those of Dnipro did not."


def spans(text: str, *names: str) -> list[Span]:
    return [Span(0, 0, text.index(name), text.index(name) + len(name), 1.0, name, name) for name in names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyiv and Lviv. Odesa.", [["Kyiv", "Lviv"], ["Odesa"]]),
        ("From Kyiv (“near Lviv.”) to Odesa", [["Kyiv", "Lviv"], ["Odesa"]]),
        ("Kyiv、Lviv。Odesa", [["Kyiv", "Lviv"], ["Odesa"]]),
        ("Kyiv, 3.5 km from Lviv\nand Odesa", [["Kyiv", "Lviv", "Odesa"]]),
    ],
)
def test_where_a_sentence_ends(text: str, expected: list[list[str]]) -> None:
    named = [[span.name for span in sentence] for sentence in sentences_of(text, spans(text, "Kyiv", "Lviv", "Odesa"))]
    assert named == expected


@pytest.mark.parametrize(
    ("sentence", "name", "id"),
    [
        ("In the Kharkiv region a missile hit a market in the town of Shevchenkove.", "Shevchenkove", 694137),
        ("Police in Illinois said that a train stopped in Springfield.", "Springfield", 4250542),
    ],
)
def test_the_area_of_the_same_sentence_decides(embedded: Gazetteer, sentence: str, name: str, id: int) -> None:
    annotation = embedded.annotate(f"{FAR} {sentence}", AnnotateOptions(lang="en"))
    (mention,) = [one for one in annotation.mentions if one.text == name]
    assert mention.resolution.candidates[0].place.id == id
    assert mention.resolution.verdict is Verdict.MATCH


def test_a_continent_lies_in_no_country_behind_a_comma(embedded: Gazetteer) -> None:
    annotation = embedded.annotate("Он уехал в Европу, Америку и Африку.", AnnotateOptions(lang="ru"))
    assert annotation.mentions[0].resolution.candidates[0].place.id == 6255148


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They left the town of Zelenopolske. Ministers in Kyiv said so.", "Zelenopolske"),
        ("They left the town of Zelenopolske! Ministers in Kyiv said so.", "Zelenopolske"),
        ("They left the town of St. Zelenopolske. In Kyiv it rained.", "St. Zelenopolske"),
    ],
)
def test_an_unknown_name_ends_with_its_sentence(embedded: Gazetteer, text: str, name: str) -> None:
    assert [one.text for one in embedded.annotate(text, AnnotateOptions(lang="en")).mentions] == [name, "Kyiv"]
