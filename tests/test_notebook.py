"""examples/places.ipynb: every cell runs, and gives what stands below it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bench.notebook import NOTEBOOK, cells, run_cell

for needed in ("pandas", "polars", "duckdb", "pyarrow"):
    pytest.importorskip(needed)

CHANGING = re.compile(r"0x[0-9a-f]+|id=\"[^\"]*\"")


@pytest.mark.filterwarnings("ignore")
def test_cells_give_what_is_shown(embedded_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXONYM_DATA_DIR", str(embedded_dir))
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    assert len(notebook["cells"]) == 10
    known: dict[str, Any] = {}
    for number, cell in enumerate(cells(notebook)):
        source = "".join(cell["source"])
        found = run_cell(source, known)
        kept = {kind: "".join(text) for out in cell["outputs"] for kind, text in out["data"].items()}
        assert set(found) == set(kept), source
        if number:  # the first shows the build, which is another one wherever it is built anew
            assert {kind: CHANGING.sub("", text) for kind, text in found.items()} == {
                kind: CHANGING.sub("", text) for kind, text in kept.items()
            }, source
    names = set(known["placed"]["exonym_name"].dropna())
    assert names >= {"Bakhmut", "Kharkiv", "Lviv", "Mariupol", "Kyiv"}
    assert len(known["collection"]["features"]) == len(names)


def test_it_says_whom_to_credit() -> None:
    assert "CC BY 4.0" in NOTEBOOK.read_text(encoding="utf-8")
