"""Dask needs no adapter: a gazetteer travels, and resolves frames."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from engines_read import BY, CASES, rows

from gazetteer import Gazetteer

pa = pytest.importorskip("pyarrow")
pandas = pytest.importorskip("pandas")

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def dataframe() -> Any:
    """Dask's frames, which take a while to load."""
    return pytest.importorskip("dask.dataframe")


@pytest.mark.parametrize("case", [case for case in CASES if case not in ("numbers", "bytes")])
@pytest.mark.parametrize("partitions", [1, 3])
def test_rows_are_those_of_one_process(tiny: Gazetteer, dataframe: Any, case: str, partitions: int) -> None:
    given = CASES[case].to_pandas()
    frame = dataframe.from_pandas(given, npartitions=partitions)
    meta = tiny.resolve_frame(frame._meta, BY)
    found = frame.map_partitions(tiny.resolve_frame, BY, workers=1, meta=meta).compute()
    assert list(found.index) == list(given.index)
    assert rows(pa.Table.from_pandas(found, preserve_index=False)) == rows(
        tiny.resolve_table(CASES[case], BY, workers=1)
    )


@pytest.mark.usefixtures("dataframe")
def test_the_example_of_the_page_runs(embedded: Gazetteer) -> None:
    page = (ROOT / "docs/bulk.md").read_text(encoding="utf-8")
    example = page.partition("```python dask\n")[2].partition("```")[0]
    known: dict[str, Any] = {"gazetteer": embedded, "pandas": pandas}
    exec(compile(example, "docs/bulk.md", "exec"), known)
    assert list(known["placed"]["exonym_name"])[:2] == ["Bakhmut", "Kyiv"]
