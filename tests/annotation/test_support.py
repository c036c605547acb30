"""What in a text speaks for a place, in words."""

from __future__ import annotations

import time

import pytest

from gazetteer import AnnotateOptions, Gazetteer

OPTIONS = AnnotateOptions(lang="en", demonyms=False)


@pytest.mark.parametrize(
    ("text", "name", "support"),
    [
        ("It hit the town of Shevchenkove in the Kharkiv region.", "Shevchenkove", "Kharkiv Oblast, which contains it"),
        ("Kramatorsk and Soledar were shelled.", "Soledar", "Kramatorsk, which is in Donetsk Oblast too"),
        ("Lviv and Odesa were calm.", "Odesa", "Lviv, which is in Ukraine too"),
        ("Fighting went on in Bakhmut, Ukraine.", "Bakhmut", "Ukraine, which contains it"),
        ("Fighting went on in Bakhmut, Ukraine.", "Ukraine", "Bakhmut, which lies in it"),
        ("He went to Paris, Texas, by train.", "Paris", "Texas, which contains it"),
        ("Lyon and Kyoto are old.", "Lyon", None),
        ("Kyiv and Kyiv and Kiev.", "Kyiv", None),
    ],
)  # fmt: skip
def test_what_speaks_for_a_place(embedded: Gazetteer, text: str, name: str, support: str | None) -> None:
    mentions = [one for one in embedded.annotate(text, OPTIONS).mentions if one.text == name]
    assert mentions, text
    assert [one.support for one in mentions] == [support and f"named with {support}"] * len(mentions)


def test_it_is_in_the_language_of_the_answer(embedded: Gazetteer) -> None:
    options = AnnotateOptions(lang="en", display="fr")
    munich = embedded.annotate("Munich is in Germany.", options).mentions[0]
    assert munich.support == "named with Allemagne, which contains it"


def test_one_spelling_has_one_reason(embedded: Gazetteer) -> None:
    text = "Shevchenkove was hit. It is in the Kharkiv region. In Shevchenkove, Oleh said, all are safe."
    said = {one.support for one in embedded.annotate(text, OPTIONS).mentions if one.text == "Shevchenkove"}
    assert said == {"named with Kharkiv Oblast, which contains it"}


def test_many_mentions_cost_little(embedded: Gazetteer) -> None:
    from gazetteer.annotation.support import supported

    text = "Bakhmut, Soledar, Kramatorsk, Lviv, Kyiv, Ukraine. " * 20
    mentions = embedded.annotate(text, OPTIONS).mentions * 500
    began = time.process_time()
    supported(mentions)
    assert time.process_time() - began < 10
