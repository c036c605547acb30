"""A real Spark on this machine: run by `make test-spark`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engines_read import BY, CASES, rows
from tiny import Tiny

from gazetteer import Gazetteer, Options, QueryError, TableError, build, current_build
from gazetteer.archive import pack
from gazetteer.bulk import spark as adapter
from gazetteer.bulk.spark import resolve

pytest.importorskip("pyspark")
pa = pytest.importorskip("pyarrow")

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", f"{ROOT}{os.pathsep}{ROOT / 'tests/support'}")
        settings = {
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": "4",
            "spark.local.dir": str(folder),
            "spark.sql.warehouse.dir": str(folder),
            "spark.driver.memory": "1g",
        }
        builder = SparkSession.builder.master("local[2,4]").appName("exonym")
        for key, value in settings.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


@pytest.mark.parametrize("case", [case for case in CASES if case != "views"])  # Spark has no such columns
@pytest.mark.parametrize("distinct", [True, False])
def test_rows_are_those_of_one_process(spark: Any, tiny: Gazetteer, tiny_dir: Path, case: str, distinct: bool) -> None:
    table = CASES[case]
    frame = spark.createDataFrame(table).repartition(8)
    found = resolve(frame, BY, str(tiny_dir), distinct=distinct)
    wanted = tiny.resolve_table(table, BY, workers=1)
    assert found.columns == wanted.column_names
    assert rows(found.toArrow()) == rows(wanted)


@pytest.fixture(scope="module")
def many() -> Any:
    names = ["Bakhmout", "Kyiv", None, "Paris", "Odessa", "Springfeld", "Zzyzzqx", "Köln", ""]
    lands = ["UA", None, "US", "Atlantis"]
    count = 5_000
    data = {
        "n": list(range(count)),
        "city": [names[number * 7 % len(names)] for number in range(count)],
        "land": [lands[number % len(lands)] for number in range(count)],
    }
    return pa.table(data)


@pytest.mark.parametrize("partitions", [1, 4, 16, 200])
@pytest.mark.parametrize("distinct", [True, False])
def test_partitions_change_nothing(
    spark: Any, tiny: Gazetteer, tiny_dir: Path, many: Any, partitions: int, distinct: bool
) -> None:
    wanted = rows(tiny.resolve_table(many, BY, workers=1))
    frame = spark.createDataFrame(many).repartition(partitions)
    assert rows(resolve(frame, BY, str(tiny_dir), distinct=distinct).toArrow()) == wanted


def test_few_names_are_shared_out_to_all_tasks(
    spark: Any, tiny: Gazetteer, tiny_dir: Path, many: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_worker = adapter._on_worker

    def marking(resolver: Any) -> Any:
        run = on_worker(resolver)

        def marked(batches: Any) -> Any:
            from pyspark import TaskContext

            task: Any = TaskContext.get()
            for batch in batches:
                (tmp_path / str(task.partitionId())).touch()
                yield from run([batch])

        return marked

    monkeypatch.setattr(adapter, "_on_worker", marking)
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(many, tmp_path / "rows.parquet")
    found = resolve(spark.read.parquet(str(tmp_path / "rows.parquet")), BY, str(tiny_dir))
    assert rows(found.toArrow()) == rows(tiny.resolve_table(many, BY, workers=1))
    assert {one.name for one in tmp_path.iterdir()} == {"rows.parquet", "0", "1", "2", "3"}


def test_an_archive_travels_with_the_job(
    spark: Any, tiny: Gazetteer, tiny_dir: Path, many: Any, tmp_path: Path
) -> None:
    made = pack(tiny_dir, tmp_path / "tiny.tar.gz")
    spark.sparkContext.addArchive(f"{made.path}#exonym")
    found = resolve(spark.createDataFrame(many), BY, "exonym", build=made.build, kernels=True)
    assert rows(found.toArrow()) == rows(tiny.resolve_table(many, BY, workers=1))


def test_another_build_on_a_worker_names_both(spark: Any, tiny_dir: Path, many: Any, tmp_path: Path) -> None:
    build(Tiny({713174: "Zweitbau"}), tmp_path)
    ours, theirs = current_build(tiny_dir), current_build(tmp_path)
    found = resolve(spark.createDataFrame(many), BY, str(tmp_path), build=str(ours))
    with pytest.raises(Exception, match=f"holds the build {theirs}, and {ours} is wanted"):
        found.toArrow()


def test_the_rows_are_those_of_a_file_that_is_reconciled(
    spark: Any, tiny: Gazetteer, tiny_dir: Path, many: Any, tmp_path: Path
) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(many, tmp_path / "rows.parquet", row_group_size=700)
    tiny.reconcile(tmp_path / "rows.parquet", tmp_path / "placed.parquet", BY, workers=1)
    found = resolve(spark.read.parquet(str(tmp_path / "rows.parquet")), BY, str(tiny_dir))
    assert rows(found.toArrow()) == rows(pq.read_table(tmp_path / "placed.parquet"))


@pytest.mark.parametrize("distinct", [True, False])
def test_a_column_that_is_no_text_fails_by_its_name_before_any_row(spark: Any, tiny_dir: Path, distinct: bool) -> None:
    frame = spark.createDataFrame(pa.table({"city": [["a"], ["b"]], "land": ["UA", "FR"]}))
    with pytest.raises(TableError, match="'city' holds list"):
        resolve(frame, BY, str(tiny_dir), distinct=distinct)


@pytest.mark.parametrize("distinct", [True, False])
def test_a_worker_that_is_killed_changes_nothing(
    spark: Any, tiny: Gazetteer, tiny_dir: Path, many: Any, tmp_path: Path, distinct: bool
) -> None:
    mark = tmp_path / "killed"

    def killed_once(batches: Any) -> Any:
        for batch in batches:
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield batch

    frame = spark.createDataFrame(many).repartition(4)
    frame = frame.mapInArrow(killed_once, frame.schema)
    found = rows(resolve(frame, BY, str(tiny_dir), distinct=distinct).toArrow())
    assert mark.exists()
    assert found == rows(tiny.resolve_table(many, BY, workers=1))


def test_what_cannot_be_asked_is_said_before_any_row(spark: Any, tiny_dir: Path) -> None:
    frame = spark.createDataFrame(CASES["as it is"])
    for distinct in (True, False):
        with pytest.raises(QueryError, match="There are 1 'city', 2 'land', 3 'n'"):
            resolve(frame, "stadt", str(tiny_dir), distinct=distinct)
    with pytest.raises(QueryError, match="joint"):
        resolve(frame, BY, str(tiny_dir), Options(joint=True))


def test_the_example_of_the_page_runs(spark: Any, embedded_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs/bulk.md").read_text(encoding="utf-8")
    example = page.partition("```python spark\n")[2].partition("```")[0].replace('"/data/exonym"', "PATH")
    assert "PATH" in example
    known: dict[str, Any] = {"spark": spark, "PATH": str(embedded_dir.absolute())}
    exec(compile(example, "docs/bulk.md", "exec"), known)
    assert {row["city"]: row["exonym_id"] for row in known["placed"].collect()} == {"Bakhmout": 713174, None: None}
