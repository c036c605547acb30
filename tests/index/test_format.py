"""The format of an index: what a build may write, and what is refused when it is opened."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

import numpy as np
import pytest

from bench.format_page import PAGE, page
from gazetteer import Gazetteer
from gazetteer.errors import CorruptIndex
from gazetteer.index.evidence_columns import EvidenceColumns
from gazetteer.index.format import ARRAYS, GROUPS
from gazetteer.index.search.begins import Ordered
from gazetteer.index.search.letter_columns import COLUMNS, LETTER_COLUMNS
from gazetteer.index.search.search_arrays import SearchArrays
from gazetteer.index.search.spatial import WORDS
from gazetteer.index.store import BuildWriter, open_store

ROOMS = Path(__file__).parents[2] / "gazetteer" / "index"


@pytest.fixture
def copy(tiny_dir: Path, tmp_path: Path) -> Path:
    """A copy of the tiny gazetteer, to be altered."""
    target = tmp_path / "copy"
    shutil.copytree(tiny_dir, target, symlinks=True)
    return target


def _alter(folder: Path, name: str, change: Callable[[np.ndarray[Any, Any]], np.ndarray[Any, Any]]) -> None:
    """Write an array anew, as a build of another version would have."""
    file = folder / "current" / f"{name}.npy"
    np.save(file, change(np.load(file)))
    manifest = folder / "current" / "manifest.json"
    facts = json.loads(manifest.read_text("utf-8"))
    facts["files"][name]["bytes"] = file.stat().st_size
    manifest.write_text(json.dumps(facts), "utf-8")


def test_a_build_is_all_that_is_declared(tiny_dir: Path) -> None:
    assert set(open_store(tiny_dir).arrays) == set(ARRAYS)


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("place_lat", lambda array: array.astype(np.float64), "place_lat is of float64 and should be of int32"),
        ("place_fame", lambda array: array[:-1], r"place_fame has \d+ entries and should have \d+ \(places\)"),
        ("key_first_name", lambda array: array[1:], r"key_first_name has \d+ entries .* \(keys \+ 1\)"),
        ("key_fuzzy_column", lambda array: array[1:], r"key_fuzzy_column has .* \(key blocks \* 356\)"),
        ("spatial_point", lambda array: array[:, :2], "spatial_point has the shape"),
        ("name_lang", lambda array: array[0], "name_lang has the shape"),
        ("name_heap", lambda array: array[:-1], r"name_offset ends with \d+ and should with \d+ \(name bytes\)"),
        (
            "long_word_keys",
            lambda array: np.zeros(len(array) + 1, np.uint8),
            r"long_word_bucket ends with \d+ and should with \d+",
        ),
        ("long_word_bucket", lambda array: array[1:], "gazetteer has .*do not fit"),
        ("place_id", lambda array: array[:0], "has .* entries and should have 0"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(
    copy: Path, name: str, change: Callable[[Any], Any], reason: str
) -> None:
    _alter(copy, name, change)
    with pytest.raises(CorruptIndex, match=f"{reason}.*exonym build"):
        Gazetteer.open(copy)


def test_what_is_missing_is_named(copy: Path) -> None:
    manifest = copy / "current" / "manifest.json"
    facts = json.loads(manifest.read_text("utf-8"))
    del facts["files"]["key_tie"]
    manifest.write_text(json.dumps(facts), "utf-8")
    with pytest.raises(CorruptIndex, match=r"key_tie is missing.*exonym build"):
        Gazetteer.open(copy)


@pytest.mark.parametrize(
    ("name", "array", "reason"),
    [
        ("place_colour", np.zeros(3, np.int32), "place_colour is not in the format"),
        ("place_lat", np.zeros(3), "place_lat is of float64"),
        ("spatial_box", np.zeros((3, 4), np.int32), "spatial_box has the shape"),
    ],
)
def test_no_builder_writes_anything_else(tmp_path: Path, name: str, array: np.ndarray[Any, Any], reason: str) -> None:
    writer = BuildWriter(tmp_path)
    with pytest.raises(ValueError, match=reason):
        writer.add(name, array)
    writer.abandon()


def test_no_builder_leaves_an_array_out(tmp_path: Path) -> None:
    writer = BuildWriter(tmp_path)
    writer.add("place_id", np.zeros(3, np.int64))
    with pytest.raises(ValueError, match="place_lat is missing"):
        writer.publish({})
    writer.abandon()


def _kind(declared: Any) -> type[np.generic]:
    """The type of an array's numbers: the last thing that its declaration says, however deep numpy hides it."""
    return _kind(get_args(declared)[-1]) if get_args(declared) else declared


@pytest.mark.parametrize(
    ("tuples", "names"),
    [
        (EvidenceColumns, "{}"),
        (Ordered, "native_{}"),
        (SearchArrays, "key_{}"),
        (SearchArrays, "broad_{}"),
    ],
)
def test_kernels_are_given_the_types_of_the_format(tuples: type[NamedTuple], names: str) -> None:
    for field, declared in get_type_hints(tuples).items():
        if names == "broad_{}" and field in ("bucket", "neighbours"):
            continue  # sounds have no lists of neighbours
        name = next(one for one in (names.format(field), names.format(f"fuzzy_{field}"), field) if one in ARRAYS)
        assert np.dtype(_kind(declared)).name == ARRAYS[name].dtype, name


def test_sizes_that_are_told_in_numbers() -> None:
    assert ARRAYS["key_fuzzy_column"].length == f"key blocks * {COLUMNS}"
    assert ARRAYS["key_fuzzy_holders"].length == str(LETTER_COLUMNS)
    assert ARRAYS["spatial_what"].columns == WORDS


def test_each_is_declared_once_with_a_writer_that_is_there() -> None:
    assert len(ARRAYS) == sum(len(group.arrays) for group in GROUPS)
    assert [one.name for one in ARRAYS.values() if not (ROOMS / one.writer).is_file()] == []


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m bench.format_page`"
