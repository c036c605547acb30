"""The data directory, where gazetteers are built and found."""

from __future__ import annotations

import os
from pathlib import Path

from gazetteer.errors import NoGazetteer
from gazetteer.index.store import MANIFEST, kept_builds
from gazetteer.index.store import current_build as build_in

DATA_DIR_VARIABLE = "EXONYM_DATA_DIR"
DEFAULT_DATA_DIR = "data"


def data_directory(data_dir: Path | str | None = None) -> Path:
    """The data directory: as given, or by EXONYM_DATA_DIR, or `data`."""
    return Path(data_dir or os.environ.get(DATA_DIR_VARIABLE) or DEFAULT_DATA_DIR)


def current_build(data_dir: Path | str | None = None) -> str | None:
    """The id of the current build of a data directory, or None where there is none; costs one system call."""
    return build_in(data_directory(data_dir))


def find_build(data_dir: Path | str | None = None, build: str | None = None) -> tuple[Path, str]:
    """Where a build is: the folder that holds it, and its name there.

    Args:
        data_dir: a data directory, or the folder of a build itself; by default as `data_directory` has it.
        build: the name of a build in the data directory; by default the current one.

    Raises:
        NoGazetteer: nothing is built there, or nothing says which of its builds is the current one.
    """
    folder = data_directory(data_dir)
    if build is None and (folder / MANIFEST).is_file():
        itself = folder.resolve()
        return itself.parent, itself.name
    build = build or build_in(folder)
    if build is not None:
        return folder, build
    found = kept_builds(folder)
    if found:
        raise NoGazetteer(
            f"{folder} has lost the link to its current build: give the folder of one, {folder / found[0]}."
        )
    raise NoGazetteer(f"There is no gazetteer in {folder}. Run `exonym build --data-dir {folder}` first.")
