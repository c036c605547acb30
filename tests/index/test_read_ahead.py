"""What every answer needs is read ahead."""

import os
from pathlib import Path

import pytest

from gazetteer.index import read_ahead
from gazetteer.index.format import ARRAYS
from gazetteer.index.store import open_store


def test_the_arrays_are_of_the_format() -> None:
    assert set(read_ahead.HOT) <= set(ARRAYS)


def test_the_hot_are_asked_for_in_order_until_memory_is_full(tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, asked = open_store(tiny_dir), list[str]()
    files = {os.stat(store.path / f"{name}.npy").st_ino: name for name in read_ahead.HOT}
    wish = lambda descriptor, *_rest: asked.append(files[os.fstat(descriptor).st_ino])  # noqa: E731
    monkeypatch.setattr(os, "posix_fadvise", wish, raising=False)
    thread = read_ahead.read_ahead(store)
    assert thread is not None
    thread.join()
    assert asked == list(read_ahead.HOT)
    monkeypatch.setattr(read_ahead, "SHARE", 0)
    thread = read_ahead.read_ahead(store)
    assert thread is not None
    thread.join()
    assert asked == list(read_ahead.HOT)


def test_a_system_without_such_wishes_opens_too(tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "posix_fadvise", raising=False)
    assert read_ahead.read_ahead(open_store(tiny_dir)) is None
