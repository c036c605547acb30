"""Data directories whose build is known to be whole, so that no service tries it in a process of its own first."""

from __future__ import annotations

from pathlib import Path

from gazetteer import current_build, verification


def known_whole(folder: Path) -> Path:
    """Remember of a data directory that its current build is whole; returns the directory."""
    build = str(current_build(folder))
    verification.remember(folder, build, verification.fingerprint(folder, build))
    return folder


def linked(folder: Path, data_dir: Path) -> Path:
    """Make of a folder a data directory with the gazetteer of another; returns the folder."""
    (folder / "current").symlink_to((data_dir / "current").resolve())
    return known_whole(folder)
