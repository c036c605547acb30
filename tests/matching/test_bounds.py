"""What a query says beside its name has a length, in the library."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gazetteer import Gazetteer, Options, Query
from gazetteer.errors import QueryError

LONG = "e" * 200_000
QUERIES = {
    "country": Query("Bakhmut", country=(LONG,)),
    "within": Query("Bakhmut", within=LONG),
    "classes": Query("Bakhmut", classes=(LONG,)),
    "codes": Query("Bakhmut", codes=(LONG,)),
    "lang": Query("Bakhmut", lang=LONG),
}


@pytest.mark.parametrize("field", QUERIES)
def test_a_text_beside_the_name_has_a_length(tiny: Gazetteer, field: str) -> None:
    with pytest.raises(QueryError) as refused:
        tiny.resolve(QUERIES[field])
    assert refused.value.where == field
    assert len(str(refused.value)) < 200


def test_a_display_has_a_length(tiny: Gazetteer) -> None:
    with pytest.raises(QueryError, match="display"):
        tiny.resolve("Bakhmut", Options(display=LONG))


@pytest.mark.parametrize("limit", [1.0, 2.5, float("nan"), "3", None, (1,), b"1", Decimal("NaN"), 0, -1, 101, 10**30])
def test_a_limit_is_a_whole_number(tiny: Gazetteer, limit: Any) -> None:
    with pytest.raises(QueryError) as refused:
        tiny.resolve(Query("Bakhmut", limit=limit))
    assert refused.value.where == "limit"
