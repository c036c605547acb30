"""The recipes of docs/bulk.md for engines that need no adapter: Polars, Ray, Postgres."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from engines_read import BY, CASES, rows

from bench.peers_postgres import postgres_bin, server
from gazetteer import Columns, Gazetteer
from gazetteer.bulk import Resolver

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/bulk.md").read_text(encoding="utf-8")
TABLE = CASES["as it is"]


def example(kind: str) -> str:
    """The example of an engine on the page."""
    found = re.search(rf"^```{kind}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert found, kind
    return found[1]


@pytest.mark.parametrize("case", [case for case in CASES if case not in ("titles taken", "bytes")])
def test_polars(tiny: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    polars = pytest.importorskip("polars")
    monkeypatch.chdir(tmp_path)
    table = pa.concat_tables([CASES[case]] * 3)
    pq.write_table(table, "rows.parquet")
    exec(example("python polars"), {"polars": polars, "gazetteer": tiny, "Columns": Columns})
    wanted = tiny.resolve_table(table, BY, workers=1)
    assert rows(pq.read_table("placed.parquet")) == rows(wanted)


def test_polars_keeps_the_order(tiny: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    polars = pytest.importorskip("polars")
    monkeypatch.chdir(tmp_path)
    numbers = range(400_000)  # with fewer it is one thread's, and their order by chance
    cities = [("Kyiv", "Bakhmout", "Lviv", None)[number * 7 % 11 % 4] for number in numbers]
    frame = polars.DataFrame({"n": numbers, "city": cities, "land": ["UA"] * len(numbers)})
    frame.write_parquet("rows.parquet")
    exec(example("python polars"), {"polars": polars, "gazetteer": tiny, "Columns": Columns})
    placed = polars.read_parquet("placed.parquet")
    assert placed["n"].to_list() == list(numbers)
    assert placed["city"].to_list() == cities


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
def test_ray(tiny: Gazetteer, tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray")
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests/support")))
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")  # else it writes a token into the home
    environment = {"env_vars": {"PYTHONPATH": paths}}
    try:
        ray.init(num_cpus=4, include_dashboard=False, runtime_env=environment, log_to_driver=False)
    except Exception as error:  # it gives its own agents 15 s, whatever else the machine does
        if "timed out during startup" not in str(error):
            raise
        pytest.skip("Ray did not start: this machine is too busy for it")
    try:
        known: dict[str, Any] = {"pyarrow": pa, "Resolver": Resolver, "Columns": Columns, "table": TABLE}
        exec(example("python ray").replace("/data/exonym", str(tiny_dir)), known)
        found = pa.concat_tables(ray.get(known["placed"].to_arrow_refs()))
    finally:
        ray.shutdown()
    assert rows(found) == rows(tiny.resolve_table(TABLE, BY, workers=1))


def test_postgres(tiny: Gazetteer, tiny_dir: Path) -> None:
    programs = postgres_bin()
    if programs is None:
        pytest.skip("no PostgreSQL is installed")
    with server(programs) as psql:
        psql("create table reports (city text, land text, n int)")
        lines = [",".join("" if one is None else f'"{one}"' for one in row.values()) for row in TABLE.to_pylist()]
        psql("copy reports from stdin (format csv)", "\n".join(lines))
        told = {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PGHOST": psql("show unix_socket_directories").splitlines()[2].strip(),
            "PGUSER": "bench",
            "PGDATABASE": "postgres",
            "EXONYM_DATA_DIR": str(tiny_dir.absolute()),
        }
        script = f'set -euo pipefail\nexonym() {{ "{sys.executable}" -m service.cli "$@"; }}\n{example("sh postgres")}'
        done = subprocess.run(["bash", "-c", script], env={**os.environ, **told}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        found = psql("copy (select n, exonym_id, exonym_verdict from placed_reports order by n) to stdout (format csv)")
    wanted = tiny.resolve_table(TABLE, BY, workers=1).to_pylist()
    assert found.splitlines() == [f"{row['n']},{row['exonym_id'] or ''},{row['exonym_verdict']}" for row in wanted]
