from __future__ import annotations

import logging
import resource
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.tables.delimited import Fault
from gazetteer.tables.spill_cache import SpillCache

MANY = 5_000
VALUE = "x" * 4_000

keys = st.one_of(st.tuples(st.binary(max_size=2), st.binary(max_size=2)), st.builds(Fault, st.text(max_size=2)))


@given(st.integers(1, 4), st.lists(st.one_of(st.tuples(keys, st.integers()), st.lists(keys, max_size=4)), max_size=60))
def test_it_keeps_what_a_dict_keeps(recent: int, steps: list[tuple[object, int] | list[object]]) -> None:
    kept: SpillCache[object, int] = SpillCache(recent)
    wanted: dict[object, int] = {}
    for step in steps:
        if isinstance(step, list):
            assert kept.get(step) == {key: wanted[key] for key in step if key in wanted}
        elif step[0] not in wanted:
            wanted[step[0]] = step[1]
            kept.put(*step)


def test_what_leaves_memory_is_read_from_the_file_which_is_not_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    kept: SpillCache[int, str] = SpillCache(10)
    for key in range(MANY):
        kept.put(key, f"{key} {VALUE}")
    assert kept.get(range(0, MANY, 7)) == {key: f"{key} {VALUE}" for key in range(0, MANY, 7)}
    assert not list(tmp_path.iterdir())


def test_where_no_file_can_be_written_what_is_in_memory_is_kept(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gazetteer.tables.spill_cache.PAGES_KB", 100)
    kept: SpillCache[int, str] = SpillCache(10)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))  # as a full disk: no file grows beyond that
    try:
        with caplog.at_level(logging.WARNING):
            for key in range(MANY):
                kept.put(key, VALUE)
            found = kept.get(range(MANY))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert found.keys() >= set(range(MANY - 10, MANY))
    assert len(found) < MANY
    assert "some names are asked again" in caplog.text
