"""The data directory, where gazetteers are built and found."""

from __future__ import annotations

import os
from pathlib import Path

from gazetteer.index.store import current_build as build_in

DATA_DIR_VARIABLE = "EXONYM_DATA_DIR"
DEFAULT_DATA_DIR = "data"


def data_directory(data_dir: Path | str | None = None) -> Path:
    """The data directory: as given, or by EXONYM_DATA_DIR, or `data`."""
    return Path(data_dir or os.environ.get(DATA_DIR_VARIABLE) or DEFAULT_DATA_DIR)


def current_build(data_dir: Path | str | None = None) -> str | None:
    """The id of the current build of a data directory, or None where there is none; costs one system call."""
    return build_in(data_directory(data_dir))
