from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engines_read import BY, CASES, rows

from gazetteer import Gazetteer, NoGazetteer, Options, QueryError
from gazetteer.tables.columns import ADDED

duckdb = pytest.importorskip("duckdb")


@pytest.fixture
def connection(tiny_dir: Path) -> Iterator[Any]:
    from gazetteer.bulk.duckdb import register

    with duckdb.connect() as connection:
        register(connection, str(tiny_dir))
        yield connection


@pytest.mark.parametrize("case", [case for case in CASES if case not in ("titles taken", "bytes")])
@pytest.mark.parametrize("distinct", [False, True])
def test_rows_are_those_of_one_process(tiny: Gazetteer, connection: Any, case: str, distinct: bool) -> None:
    connection.register("given", CASES[case])
    ask = "select given.*, unnest(exonym(city, land)) from given"
    if distinct:
        ask = """
            with answers as (select city, land, exonym(city, land) said from (select distinct city, land from given))
            select given.*, unnest(said) from given join answers
            on given.city is not distinct from answers.city and given.land is not distinct from answers.land
        """
    found = connection.sql(ask).to_arrow_table()
    assert rows(found) == rows(tiny.resolve_table(CASES[case], BY, workers=1))


def test_one_two_or_three_values(connection: Any) -> None:
    def ids(ask: str) -> list[Any]:
        return [row[0] for row in connection.sql(ask).fetchall()]

    assert ids("select exonym('Bakhmout').exonym_id") == [713174]
    assert ids("select exonym('Shevchenkove', 'UA', 'Kharkiv Oblast').exonym_id") == [694137]
    assert ids("select exonym('Shevchenkove', NULL, i).exonym_id from (values ('Kharkiv Oblast')) t(i)") == [694137]
    assert ids("select exonym(NULL, NULL).exonym_verdict") == ["blank"]
    assert list(ids("select exonym('Kyiv')")[0]) == list(ADDED)
    assert ids("select count(exonym('Kyiv', 'UA').exonym_id) from range(5000)") == [5000]
    for wrong in ("exonym()", "exonym('a', 'b', 'c', 'd')"):
        with pytest.raises(duckdb.Error, match=r"given 4 values|No function matches"):
            connection.sql(f"select {wrong}").fetchall()


def test_registered_again_it_is_the_last_that_answers(tiny_dir: Path, connection: Any, tmp_path: Path) -> None:
    from gazetteer.bulk.duckdb import register

    ask = "select exonym('Bakhmout').exonym_name"
    assert connection.sql(ask).fetchall() == [("Bakhmut",)]
    register(connection, str(tiny_dir), Options(display="uk"))
    assert connection.sql(ask).fetchall() == [("Бахмут",)]
    with pytest.raises(NoGazetteer):
        register(connection, str(tmp_path))
    assert connection.sql(ask).fetchall() == [("Бахмут",)], "what cannot be registered replaces nothing"


def test_what_cannot_be_registered_is_said(tiny_dir: Path, tmp_path: Path) -> None:
    from gazetteer.bulk.duckdb import register

    with duckdb.connect() as connection:
        with pytest.raises(NoGazetteer):
            register(connection, str(tmp_path))
        with pytest.raises(QueryError, match="joint"):
            register(connection, str(tiny_dir), Options(joint=True))
        register(connection, str(tiny_dir), function="place_of")
        assert connection.sql("select place_of('Bakhmout').exonym_name").fetchall() == [("Bakhmut",)]
