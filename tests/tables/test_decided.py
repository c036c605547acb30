"""What was decided since is put into a result as if the table had been reconciled with it; samples are found again."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer
from gazetteer.errors import TableError
from gazetteer.table_jobs import decision, plan_from_json, plan_to_json
from gazetteer.tables.decided import decided_blocks
from gazetteer.tables.review import SAMPLES, Clusters
from gazetteer.tables.samples import SHOWN_COLUMNS, columned, read_sample
from gazetteer.tables.spot import SPOT, Spot

Reconcile = Any

PLACES = {"Springfield": 4951788, "Zzyzz": None, "Odessa": 698740}
TABLES = [
    b"n,city,note\n1,Springfield,\n2,Zzyzz,\n3,Bakhmut,x\n4, springfield ,\n",
    b'\xef\xbb\xbfcity;note\r\n"Springfield";"a;""b"\r\nZzyzz\r\n\r\nKyiv;"two\r\nlines"\r\n'
    b'"Odessa;never closed\r\nOdessa;x',
    "city\tland\nSpringfield\tUS\nÖdessa\t\nZzyzz\tЮ\n".encode("utf-16"),
    "sep=;\r\nмісто;країна\r\nSpringfield;\r\nКиїв;=1+1\r\n".encode("cp1251"),
    b"city,note\nSpringfield,one,two,three\nSpringfield\n,\n-,\nZzyzz,5\n",
    b"city\r\nSpringfield\rZzyzz\rKyiv",
]


def decisions_of(out: Any) -> tuple[dict[str, Any], bytes]:
    """What is decided of the clusters of a table, by their keys; and a review file that says the same."""
    said: dict[str, Any] = {}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["key", "name", "decision"])
    for cluster in out.task.clusters.ordered():
        name = cluster.cells.name.strip().title()
        if name in PLACES:
            said[cluster.key] = PLACES[name]
            writer.writerow([cluster.key, cluster.cells.name, PLACES[name] or "none"])
    return said, text.getvalue().encode()


def put_in(out: Any, text: bytes, said: dict[str, Any], tiny: Gazetteer) -> bytes:
    answers = {key: decision(tiny, place) for key, place in said.items()}
    plan = plan_from_json(plan_to_json(out.task.plan))
    return b"".join(decided_blocks(io.BytesIO(text), io.BytesIO(out.raw), plan, answers.get))


@pytest.mark.parametrize("split", [None, ";", "any"])
@pytest.mark.parametrize("text", TABLES)
def test_the_bytes_are_those_of_a_run_with_the_decisions(
    reconcile: Reconcile, tiny: Gazetteer, text: bytes, split: str | None
) -> None:
    out = reconcile(text, 1 if b"n,city" not in text else "city", split=split)
    said, review = decisions_of(out)
    assert said
    again = reconcile(text, 1 if b"n,city" not in text else "city", split=split, decisions=review)
    assert again.raw != out.raw
    assert put_in(out, text, said, tiny) == again.raw
    assert put_in(out, text, {}, tiny) == out.raw


CELLS = st.sampled_from(
    ["Springfield", "Zzyzz", "Kyiv", "", '"', '"Odessa"', '"a,b"', '"a\nb"', '"open', "x; Odessa", " "]
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4).map(",".join), min_size=1, max_size=8), st.booleans())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_table_is_like(reconcile: Reconcile, tiny: Gazetteer, lines: list[str], split: bool) -> None:
    text = "\n".join(["city,b,c", *lines]).encode()
    out = reconcile(text, 1, header=True, split=";" if split else None)
    said, review = decisions_of(out)
    again = reconcile(text, 1, header=True, split=";" if split else None, decisions=review)
    assert put_in(out, text, said, tiny) == again.raw


def test_the_result_of_another_table_is_refused(reconcile: Reconcile, tiny: Gazetteer) -> None:
    out = reconcile(TABLES[0], "city")
    for other in (TABLES[0].replace(b"3,", b"4,"), TABLES[0] + b"5,Kyiv,\n", b"city\nKyiv\n"):
        with pytest.raises(TableError, match="not that of this table"):
            put_in(out, other, {}, tiny)


@pytest.mark.parametrize("text", TABLES)
def test_samples_are_rows_of_the_table(reconcile: Reconcile, text: bytes) -> None:
    out = reconcile(text, 1 if b"n,city" not in text else "city")
    plan = out.task.plan
    shown = columned(plan)
    (place,) = [place for place, one in enumerate(shown) if one.holds == "name"]
    for cluster in out.task.clusters.ordered():
        assert len(cluster.samples) == min(cluster.rows, SAMPLES)
        for sample in cluster.samples:
            cells = read_sample(io.BytesIO(out.raw), sample, plan, shown)
            assert cells[place].split() == cluster.cells.name.split() or "springfield" in cells[place].lower()
            assert len(cells) == plan.dialect.width


def test_a_row_is_numbered_as_spreadsheets_do(reconcile: Reconcile) -> None:
    out = reconcile(b"city,n\nKyiv,1\n\nSpringfield;Zzyzz,2\nSpringfield,3\n", "city", split=";")
    rows = {one.cells.name: [sample.row for sample in one.samples] for one in out.task.clusters.ordered()}
    assert rows == {"Springfield": [4, 5], "Zzyzz": [4]}


def test_of_many_columns_some_are_shown_and_those_that_count_always(reconcile: Reconcile) -> None:
    titles = [f"c{n}" for n in range(1000)]
    titles[900] = "city"
    row = ["x"] * 1000
    row[900] = "Springfield" + "!" * 5000
    out = reconcile(",".join(titles).encode() + b"\n" + ",".join(row).encode() + b"\n", "city")
    shown = columned(out.task.plan)
    assert len(shown) == SHOWN_COLUMNS
    assert (shown[-1].title, shown[-1].number, shown[-1].holds) == ("city", 901, "name")
    (cluster,) = out.task.clusters.ordered()
    assert read_sample(io.BytesIO(out.raw), cluster.samples[0], out.task.plan, shown)[-1].startswith("Springfield!")


def test_going_on_after_a_break_finds_the_same(reconcile: Reconcile) -> None:
    text = b"city\n" + b"Springfield\nBakhmut\nZzyzz\n" * 3
    whole, first = reconcile(text, "city").task.clusters, Clusters()
    for _ in range(2):
        for entry in whole.drain():
            first.restore(entry)
    assert first.ordered() == whole.ordered()
    assert [one.samples for one in first.spot.ordered()] == [one.samples for one in whole.spot.ordered()]


@given(st.lists(st.integers(0, 500).map(str), max_size=300), st.randoms())
def test_a_spot_check_is_the_same_in_any_order(keys: list[str], random: Any) -> None:
    def spot_of(order: list[str]) -> list[str]:
        spot: Spot[str] = Spot()
        for key in order:
            spot.add(key, key)
        return spot.ordered()

    again = list(keys)
    random.shuffle(again)
    assert spot_of(keys) == spot_of(again) == sorted(set(keys))[:SPOT]
