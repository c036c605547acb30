"""The names of one real article, as a newsroom would ask them: without a word on which country they are in."""

import csv

import pytest
from shared import shared_path

from gazetteer import Gazetteer
from gazetteer.errors import UnknownPlace
from gazetteer.model import Query, Verdict

NEEDS_CONTEXT = {"Shevchenkove": "Kharkiv region"}
BY_ITS_NAME_A_PLACE = {
    "Russia": 2017370,  # the article has it only as an adjective
    "Kremlin": 7289610,  # in the article it is as often the government
}


def test_each_name_is_its_place_or_no_match(embedded: Gazetteer) -> None:
    with shared_path("samples", "article-places.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    assert rows
    for row in rows:
        name, wanted = row["surface"], row["geonameid"]
        answer = embedded.resolve(Query(name))
        if name in BY_ITS_NAME_A_PLACE:
            wanted = str(BY_ITS_NAME_A_PLACE[name])
        if not wanted or not holds(embedded, int(wanted)):
            assert answer.verdict != Verdict.MATCH, name
        elif name in NEEDS_CONTEXT:
            assert answer.verdict == Verdict.AMBIGUOUS, name
            within = embedded.resolve(Query(name, within=NEEDS_CONTEXT[name]))
            assert (within.verdict, within.candidates[0].place.id) == (Verdict.MATCH, int(wanted)), name
        else:
            assert (answer.verdict, answer.candidates[0].place.id) == (Verdict.MATCH, int(wanted)), name


def holds(gazetteer: Gazetteer, place: int) -> bool:
    try:
        gazetteer.place(place)
    except UnknownPlace:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Ssu-p'ing", "Wade–Giles spelling of Siping, the place's main name"),
        ("w Krakowie", "an inflected form of Kraków, the place's main name"),
        ("Москвою", "an inflected form of Москва, a name of the place"),
    ],
)
def test_explanations_of_habits(embedded: Gazetteer, name: str, says: str) -> None:
    assert embedded.resolve(Query(name)).candidates[0].matched.detail == says
