from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from tiny import Tiny

from gazetteer import Columns, Gazetteer, NoGazetteer, Options, QueryError, TableError, build, current_build
from gazetteer.bulk import SCHEMA, Resolver
from gazetteer.bulk import opened as opening
from gazetteer.table_jobs import TableRequest, job_spec_for
from gazetteer.tables.columns import ADDED

pa = pytest.importorskip("pyarrow")
cloudpickle = pytest.importorskip("cloudpickle")

BY = Columns("city", country="land")
ROOT = Path(__file__).parents[2]
DATA = {"city": ["Bakhmout", None, "Odessa", "Odessa", "", "Zzyzzqx"], "land": ["UA", "UA", "US", None, "UA", None]}
CASES: dict[str, Any] = {
    "as it is": pa.table(DATA),
    "all missing": pa.table({"city": pa.array([None] * 3, pa.string()), "land": pa.array([None] * 3, pa.string())}),
    "nothing but missing": pa.table({"city": pa.nulls(2), "land": pa.nulls(2)}),
    "dictionaries": pa.table({name: pa.array(values).dictionary_encode() for name, values in DATA.items()}),
    "views": pa.table({name: pa.array(values, pa.string_view()) for name, values in DATA.items()}),
    "numbers": pa.table({"city": [2025, None], "land": ["UA", None]}),
    "titles taken": pa.table({**DATA, "exonym_id": [1, 2, 3, 4, 5, 6]}),
    "no rows": pa.table({"city": pa.array([], pa.string()), "land": pa.array([], pa.string())}),
}


@pytest.fixture(scope="module")
def resolver(tiny_dir: Path) -> Resolver:
    return Resolver(str(tiny_dir), BY)


@pytest.mark.parametrize("case", CASES)
def test_the_rows_are_those_of_one_process(tiny: Gazetteer, resolver: Resolver, case: str) -> None:
    table = CASES[case]
    wanted = tiny.resolve_table(table, BY, workers=1)
    batches = [piece for row in range(table.num_rows) for piece in table.slice(row, 1).to_batches()]
    assert resolver.schema(table.schema) == wanted.schema
    assert pa.Table.from_batches(resolver(batches), wanted.schema).to_pylist() == wanted.to_pylist()


def test_of_nothing_comes_nothing(resolver: Resolver, tiny: Gazetteer) -> None:
    assert list(resolver(iter(()))) == []
    assert resolver.distinct(iter(())) is None
    assert tiny.resolve_table(iter(()), "city").read_all() == SCHEMA.empty_table()
    assert tiny.resolve_table(iter(()), "city", Options(joint=True)) == SCHEMA.empty_table()
    assert tuple(SCHEMA.names) == ADDED


@pytest.mark.parametrize("case", [case for case in CASES if case != "no rows"])
def test_distinct_rows_are_as_many_as_there_are(resolver: Resolver, case: str) -> None:
    table = CASES[case]
    found = resolver.distinct(table.to_batches() * 3)
    assert found is not None
    rows = [tuple(row.values()) for row in found.to_pylist()]
    assert found.column_names == ["city", "land"] == list(resolver.used(table.schema))
    assert len(set(rows)) == len(rows)
    assert set(rows) == {tuple(row.values()) for row in table.select(["city", "land"]).to_pylist()}


def test_many_distinct_rows_are_gathered_piece_by_piece(resolver: Resolver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gazetteer.bulk.resolver.MERGE_ROWS", 2)
    found = resolver.distinct(CASES["as it is"].to_batches(max_chunksize=1) * 2)
    assert found is not None
    assert found.num_rows == len(DATA["city"])


def test_what_cannot_be_asked_is_said(resolver: Resolver, tiny_dir: Path) -> None:
    with pytest.raises(QueryError, match="resolve_table"):
        Resolver(str(tiny_dir), BY, Options(joint=True))
    with pytest.raises(QueryError, match="There are 1 'x'"):
        resolver.schema(pa.schema([("x", pa.string())]))
    odd = pa.record_batch({"city": pa.array([{"a": [1]}]), "land": ["UA"]})
    with pytest.raises(TableError, match="'city' holds struct"):
        list(resolver([odd]))
    with pytest.raises(TableError, match="'city' holds struct"):
        resolver.schema(odd.schema)
    with pytest.raises(TableError, match="must be text or numbers"):
        resolver.distinct([odd])


@pytest.mark.parametrize("library", [pickle, cloudpickle])
def test_it_travels_light(library: Any, resolver: Resolver, tiny: Gazetteer, tiny_dir: Path) -> None:
    long = Resolver(
        "/".join(["a long folder"] * 20), Columns(("one", "two"), "land", "region", "y", "x"), build="b" * 16
    )
    for one in (resolver, long, BY, Options()):
        raw = library.dumps(one)
        assert len(raw) < 1_000
        assert pickle.loads(raw) == one
    assert len(library.dumps(tiny)) < 1_000
    back = pickle.loads(library.dumps(tiny))
    assert back.info == tiny.info
    assert back.resolve("Bakhmout") == tiny.resolve("Bakhmout")
    name = "Bakhmout"
    assert pickle.loads(cloudpickle.dumps(lambda: tiny.resolve(name)))() == tiny.resolve(name)


def first_id(one: Resolver | Gazetteer) -> int | None:
    """What a spawned process finds, by whichever of the two was sent there."""
    if isinstance(one, Resolver):
        [out] = one([pa.record_batch({"city": ["Bakhmout"], "land": ["UA"]})])
        return int(out["exonym_id"][0].as_py())
    return one.resolve("Bakhmout").candidates[0].place.id


def test_another_process_opens_them(resolver: Resolver, tiny: Gazetteer) -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert list(pool.map(first_id, (resolver, tiny))) == [713174, 713174]


ELSEWHERE = """
import os, pickle, signal, sys, pyarrow as pa
resolver, batches = pickle.load(sys.stdin.buffer)
for one in resolver(batches):
    with pa.ipc.new_stream(sys.stdout.buffer, one.schema) as sink: sink.write(one)
    sys.stdout.flush()
    if sys.argv[1] == "killed": os.kill(os.getpid(), signal.SIGKILL)
"""


def test_another_process_gives_the_same_and_one_that_is_killed_leaves_nothing(
    resolver: Resolver, tiny_dir: Path, tmp_path: Path
) -> None:
    batches = [pa.record_batch({"city": ["Bakhmout", name], "land": ["UA", None]}) for name in ("Kyiv", "Paris")]
    before = sorted(tiny_dir.rglob("*"))
    told = {**os.environ, "TMPDIR": str(tmp_path)}

    def run(how: str) -> tuple[int, list[Any]]:
        command, given = [sys.executable, "-c", ELSEWHERE, how], pickle.dumps((resolver, batches))
        done = subprocess.run(command, input=given, capture_output=True, cwd=ROOT, env=told)
        stream, found = io.BytesIO(done.stdout), []
        while stream.tell() < len(done.stdout):
            found += pa.ipc.open_stream(stream).read_all().to_batches()
        return done.returncode, found

    killed, whole = run("killed"), run("whole")
    assert (killed[0], whole[0]) == (-signal.SIGKILL, 0)
    assert whole[1] == list(resolver(batches))
    assert killed[1] == whole[1][:1]
    assert sorted(tiny_dir.rglob("*")) == before
    assert list(tmp_path.iterdir()) == []


def test_context_that_was_not_used_is_said_and_a_row_that_cannot_be_read_is_an_error_of_its_own(
    resolver: Resolver,
) -> None:
    batch = pa.record_batch(
        {"city": pa.array([b"Kyiv", b"\xff", b"Bakhmout"], pa.binary()), "land": ["Atlantis", "UA", "UA"]}
    )
    [out] = resolver([batch])
    assert out.column("exonym_verdict").to_pylist() == ["match", "error", "match"]
    how = out.column("exonym_how").to_pylist()
    assert "country was not used" in how[0]
    assert "not utf-8" in how[1]


def test_a_process_opens_a_build_once(resolver: Resolver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_opened", {})
    found: list[Gazetteer] = []
    threads = [threading.Thread(target=lambda: found.append(resolver.open())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len({id(one) for one in found}) == 1


@pytest.fixture(scope="module")
def other_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("other")
    build(Tiny({713174: "Zweitbau"}), folder)
    return folder


def test_another_build_on_the_worker_is_refused(tiny_dir: Path, other_dir: Path, tmp_path: Path) -> None:
    ours, theirs = str(current_build(tiny_dir)), str(current_build(other_dir))
    assert ours != theirs
    batch = pa.record_batch({"city": ["Kyiv"], "land": ["UA"]})
    for path in (other_dir, other_dir / theirs):
        with pytest.raises(NoGazetteer, match=f"holds the build {theirs}, and {ours} is wanted"):
            list(Resolver(str(path), BY, build=ours)([batch]))
    with pytest.raises(NoGazetteer, match=f"the build {ours} is not in .*nowhere"):
        list(Resolver(str(tmp_path / "nowhere"), BY, build=ours)([batch]))


def test_a_build_opens_by_its_own_folder(tiny_dir: Path, tiny: Gazetteer, tmp_path: Path) -> None:
    itself = tiny_dir / str(current_build(tiny_dir))
    assert Gazetteer.open(itself).info == tiny.info
    renamed = tmp_path / "of another name"
    renamed.symlink_to(itself)
    moved = tmp_path / "moved"
    moved.mkdir()
    for file in itself.iterdir():
        (moved / file.name).hardlink_to(file)
    for folder in (renamed, moved):
        opened = Gazetteer.open(folder)
        assert pickle.loads(pickle.dumps(opened)).info == tiny.info
        spec = job_spec_for(opened, TableRequest())  # what a process that helps is told
        assert spec.open().store.manifest["build"] == tiny.info.build


def test_a_data_directory_that_lost_its_link_says_which_builds_there_are(tiny_dir: Path, tmp_path: Path) -> None:
    name = str(current_build(tiny_dir))
    (tmp_path / name).mkdir()
    for file in (tiny_dir / name).iterdir():
        (tmp_path / name / file.name).hardlink_to(file)
    with pytest.raises(NoGazetteer, match=name):
        Gazetteer.open(tmp_path)
    assert Gazetteer.open(tmp_path / name).info.build == name
