"""A gazetteer of two places, for which the search is compiled while the real one is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer import Gazetteer, rehearsal
from gazetteer.index.build.builder import build
from gazetteer.index.store import open_store
from gazetteer.rehearsal import TwoPlaces, rehearsing
from gazetteer.warming import kernel_types


def test_its_arrays_are_of_the_types_of_any_other(embedded: Gazetteer, tmp_path: Path) -> None:
    build(TwoPlaces(), tmp_path)
    assert kernel_types(open_store(tmp_path).arrays) == kernel_types(embedded._index.store.arrays)
    assert Gazetteer.open(tmp_path).resolve("Bakhmut").candidates[0].place.id == 713174


@pytest.mark.parametrize("kept", [True, False])
def test_the_search_is_compiled_where_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, kept: bool) -> None:
    compiled: list[Path] = []
    monkeypatch.setattr(rehearsal, "is_anything_kept", lambda: kept)
    monkeypatch.setattr(rehearsal, "compile_ahead", lambda folder, _build: compiled.append(folder))
    with rehearsing():
        pass
    assert len(compiled) == (0 if kept else 1)
