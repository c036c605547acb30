"""Compiled kernels are kept while their sources stay as they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import gazetteer
from gazetteer.index.jit import digest, kernel_sources


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package's Python sources."""
    package = tmp_path_factory.mktemp("package") / "gazetteer"
    here = Path(gazetteer.__file__).parent
    for source in here.rglob("*.py"):
        copy = package / source.relative_to(here)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    return package


@pytest.mark.parametrize(
    ("module", "matters"),
    [
        ("matching/weighing.py", True),
        ("matching/features.py", True),  # columns that kernels write
        ("matching/forms.py", True),
        ("index/values.py", True),
        ("translit/confusions.py", True),  # a kernel without our decorators
        ("matching/resolve.py", False),
        ("matching/question.py", False),
        ("matching/choice.py", False),
        ("matching/verdict.py", False),
    ],
)
def test_what_kernels_are_made_of(sources: Path, module: str, matters: bool) -> None:
    before = digest(sources)
    with (sources / module).open("a", encoding="utf-8") as source:
        source.write("\nCHANGED = 1\n")
    assert (digest(sources) != before) is matters


def test_every_source_is_there(sources: Path) -> None:
    assert all(source.is_file() for source in kernel_sources(sources))
