from __future__ import annotations

import pytest
from row_by_row import each_row

from gazetteer import Box, Filter, Gazetteer, Search
from gazetteer.errors import QueryError

PARIS, PARIS_TEXAS, BAKHMUT, KYIV, ODESA = 2988507, 4717560, 713174, 703448, 698740


def ids(gazetteer: Gazetteer, **search: object) -> list[int]:
    return [place.id for place in gazetteer.search(Search(**search)).places]  # type: ignore[arg-type]


@each_row(
    ("search", "first"),
    [
        ({"name": "Paris"}, [PARIS, PARIS_TEXAS]),
        ({"name": "Paris, Texas"}, [PARIS_TEXAS]),
        ({"name": "Paris", "bias": "US"}, [PARIS_TEXAS, PARIS]),
        ({"name": "Paris", "filter": Filter(country=("US",))}, [PARIS_TEXAS]),
        ({"name": "Париж", "by": "equals"}, [PARIS]),
        ({"name": "Bakhm", "by": "starts"}, [BAKHMUT, 9115288]),
        ({"name": "Bakhm", "by": "equals"}, []),
        ({"name": "Bakhm", "by": "any"}, [BAKHMUT, 9115288]),
        ({"name": "Bakhmuut", "by": "equals"}, []),
        ({"name": "Bakhmuut", "by": "equals", "fuzzy": 0.8}, [BAKHMUT]),
        ({"name": "Bakhmuut"}, [BAKHMUT]),
        ({"name": "Bakhmoutt", "by": "starts"}, [BAKHMUT]),
        ({"name": "Zzyzzqx"}, []),
        ({"name": "Odessa", "searched": "uk"}, []),
        ({"name": "Одеса", "searched": "uk"}, [ODESA]),
        ({"name": "Shevchenkove", "filter": Filter(admin=("07",))}, [694137]),
        ({"name": "Springfield", "filter": Filter(population=160_000)}, [4409896]),
        ({"filter": Filter(classes=("A",), country=("UA",))}, [690791, 709716, 706482]),
        ({"filter": Filter(codes=("PPLC",), continent=("AS",))}, [1850147]),
        ({"filter": Filter(codes=("PPLC",), continent=("as",), country=("UA",))}, []),
        ({"filter": Filter(admin=("05",), country=("UA",), classes=("P",))}, [704508, BAKHMUT, 9115288]),
        ({"filter": Filter(admin=("99",))}, []),
    ],
)
def test_what_is_listed(tiny: Gazetteer, search: dict[str, object], first: list[int]) -> None:
    found = ids(tiny, **search)
    assert found[: len(first)] == first
    assert bool(found) == bool(first)


def test_a_box_over_the_date_line(tiny: Gazetteer) -> None:
    over = set(ids(tiny, filter=Filter(box=Box(130, -90, -100, 90), classes=("P",))))
    assert over == {1850147, 5527554}


def test_pages_fit_together(tiny: Gazetteer) -> None:
    for search in ({}, {"name": "Paris"}, {"filter": Filter(classes=("P",))}, {"order": "population"}):
        whole = ids(tiny, **search)
        paged = [id for offset in range(0, len(whole) + 3, 3) for id in ids(tiny, **search, offset=offset, limit=3)]
        assert paged == whole
        assert tiny.search(Search(**search, limit=1)).total == len(whole)


@pytest.mark.parametrize("order", ["population", "elevation"])
def test_other_orders(tiny: Gazetteer, order: str) -> None:
    places = tiny.search(Search("Springfield", order=order)).places  # type: ignore[arg-type]
    values = [getattr(place, order) or 0 for place in places]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("search", "where"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 300}, "name"),
        ({"limit": 1001}, "limit"),
        ({"offset": -1}, "offset"),
        ({"fuzzy": 1.5}, "fuzzy"),
        ({"fuzzy": float("nan")}, "fuzzy"),
        ({"bias": "Ruritania"}, "country"),
        ({"filter": Filter(country=("Ruritania",))}, "country"),
        ({"filter": Filter(classes=("X",))}, "classes"),
        ({"filter": Filter(box=Box(0, 50, 10, 40))}, "south"),
        ({"filter": Filter(box=Box(float("nan"), 40, 10, 50))}, "west"),
        ({"filter": Filter(box=Box(0, 40, 10, 91))}, "north"),
    ],
)
def test_what_cannot_be_read(tiny: Gazetteer, search: dict[str, object], where: str) -> None:
    with pytest.raises(QueryError) as error:
        tiny.search(Search(**search))  # type: ignore[arg-type]
    assert error.value.where == where


def test_countries(tiny: Gazetteer) -> None:
    countries = {country.code: country for country in tiny.countries("de")}
    assert list(countries) == sorted(countries)
    france = countries["FR"]
    assert (france.id, france.name, france.capital, france.continent) == (3017382, "Frankreich", "Paris", "EU")
    assert (france.iso3, france.numeric, france.languages, france.population) == ("FRA", 250, ("fr",), 67_000_000)
    assert tiny.country_boxes["FR"] == Box(2.3488, 48.85341, 2.3488, 48.85341)


def test_the_box_of_a_country_on_both_sides_of_the_date_line(embedded: Gazetteer) -> None:
    fiji = embedded.country_boxes["FJ"]
    assert 176 < fiji.west < 180
    assert -180 < fiji.east < -178
    assert -21 < fiji.south < fiji.north < -12
