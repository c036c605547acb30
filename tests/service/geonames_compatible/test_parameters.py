"""The parameters that the OpenAPI page lists are those that are read, and no others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from gazetteer import Gazetteer
from service.geonames import answers
from service.geonames.parameters import CITIES
from service.geonames.schema import (
    ChildrenParameters,
    Cities,
    CountryInfoParameters,
    GetParameters,
    HierarchyParameters,
    NearbyParameters,
    SearchParameters,
)

# Read before the answer is made; and what is so whatever is said.
NOT_OF_THE_ANSWER = {"username", "callback", "isNameRequired"}
REFUSED = {"hierarchy"}


class Recorded(dict[str, list[str]]):
    """Parameters that say which of them were looked for."""

    def __init__(self, given: dict[str, str]) -> None:
        super().__init__({name: [value] for name, value in given.items()})
        self.read: set[str] = set()

    def __contains__(self, name: object) -> bool:
        self.read.add(str(name))
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().get(name, default)


@pytest.mark.parametrize(
    ("answer", "documented", "given"),
    [
        (answers.search, SearchParameters, {"country": "UA"}),
        (answers.get, GetParameters, {"geonameId": "713174"}),
        (answers.nearest, NearbyParameters, {"lat": "48.6", "lng": "38"}),
        (answers.nearest_place_name, NearbyParameters, {"lat": "48.6", "lng": "38"}),
        (answers.hierarchy, HierarchyParameters, {"geonameId": "713174"}),
        (answers.children, ChildrenParameters, {"geonameId": "690791"}),
        (answers.country_info, CountryInfoParameters, {}),
    ],
)
def test_what_is_documented_is_what_is_read(
    tiny: Gazetteer, answer: Callable[..., object], documented: type[BaseModel], given: dict[str, str]
) -> None:
    recorded = Recorded(given)
    answer(tiny, recorded)
    assert recorded.read - REFUSED == set(documented.model_fields) - NOT_OF_THE_ANSWER


def test_the_sizes_of_cities_are_documented() -> None:
    assert get_args(Cities) == ("", *CITIES)
