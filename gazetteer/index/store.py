"""The index on disk: one directory a build, flat arrays in .npy files, a manifest, and a link to the current one.

    data/
      3f9c…/manifest.json     format, build id, source, counts, credits, each file's size and SHA-256, its own SHA-256
      3f9c…/<array>.npy       memory-mapped, so all workers share one copy in the page cache
      current -> 3f9c…        swapped atomically; a reader sees the old build or the new one, never half of one

The build id is a hash of the content: the same data gives the same id. A build is on the disk, flushed, before the link
names it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gazetteer.errors import CorruptIndex, NoGazetteer, WrongFormat
from gazetteer.index.checks import Array as Array
from gazetteer.index.checks import fault, type_fault
from gazetteer.index.format import FORMAT
from gazetteer.index.integrity import MANIFEST as MANIFEST
from gazetteer.index.integrity import SEAL, build_id, damage, flush, flush_names, seal, sha256_of
from gazetteer.lock import BuildLock

LINK = "current"
BUILDING = ".building-"
KEPT_BUILDS = 2
_REBUILD = "Run `exonym build` to make it anew."


@dataclass(frozen=True, slots=True)
class Store:
    """One opened build: where it is, its manifest, its arrays (read-only, memory-mapped)."""

    path: Path
    manifest: Mapping[str, Any]
    arrays: Mapping[str, Array]


class BuildWriter:
    """Writes a build beside the others; nothing is visible until `publish`.

    Args:
        data_dir: where builds are kept; made when missing.

    Attributes:
        path: where the arrays are until then, each complete once `add` has returned.

    Raises:
        Busy: another build is being written there.
    """

    def __init__(self, data_dir: Path) -> None:
        self._lock = BuildLock(data_dir)
        self._data_dir = data_dir
        self.path = data_dir / f"{BUILDING}{os.getpid()}"
        for stale in data_dir.glob(f"{BUILDING}*"):  # of builds that were killed: they hold no lock
            shutil.rmtree(stale, ignore_errors=True)
        self.path.mkdir()
        self._files: dict[str, dict[str, Any]] = {}

    def add(self, name: str, array: Array) -> None:
        """Write one array.

        Raises:
            ValueError: the format has no such array, or not of that type.
        """
        wrong = type_fault(name, array)
        if wrong is not None:
            raise ValueError(wrong)
        file = self.path / f"{name}.npy"
        np.save(file, np.ascontiguousarray(array), allow_pickle=False)
        self._files[name] = {"bytes": file.stat().st_size, "sha256": sha256_of(file)}

    def keep(self, arrays: dict[str, Array], *, less: Container[str] = ()) -> None:
        """Write arrays, and have them from the disk from here on: what is not looked at again takes no memory.

        Args:
            arrays: by name; each is replaced by what is mapped.
            less: names of those that are not to be written yet.
        """
        for name in arrays:
            if name not in less:
                self.add(name, arrays[name])
                # Copied where it is written to, so that kernels see one type whether an array is kept or not.
                arrays[name] = np.load(self.path / f"{name}.npy", mmap_mode="c").view(np.ndarray)

    def publish(self, manifest: Mapping[str, Any]) -> str:
        """Finish the build, make it the current one, drop builds older than the last.

        Returns:
            The build's id.

        Raises:
            ValueError: an array of the format was not written, or is not as long as the others want it.
        """
        wrong = fault({name: np.load(self.path / f"{name}.npy", mmap_mode="r") for name in self._files})
        if wrong is not None:
            raise ValueError(wrong)
        whole: dict[str, Any] = {"format": FORMAT, "build": "", **manifest, "files": self._files}
        build = whole["build"] = build_id(whole)
        whole[SEAL] = seal(whole)
        (self.path / MANIFEST).write_text(json.dumps(whole, indent=1, ensure_ascii=False), "utf-8")
        self._put(self._data_dir / build, whole)
        flush(self._data_dir / build)
        flush_names(self._data_dir)
        link = self._data_dir / f".{LINK}-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(build)
        os.replace(link, self._data_dir / LINK)
        flush_names(self._data_dir)
        self._drop_old_builds(build)
        self._lock.release()
        return build

    def abandon(self) -> None:
        """Remove what was written."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.release()

    def _put(self, target: Path, manifest: Mapping[str, Any]) -> None:
        """Put the build at its place; where the same content is there, undamaged, that stays, as it may be in use.

        Its manifest is replaced where it says something else than when it was made, such as of its names' readings.
        """
        aside = self._data_dir / f"{BUILDING}{os.getpid()}-aside"
        if target.exists():
            if not damage(target):
                before = json.loads((target / MANIFEST).read_text("utf-8"))
                if any(manifest[key] != before.get(key) for key in manifest if key not in ("built", SEAL)):
                    with contextlib.suppress(OSError):  # a folder that cannot be written has the content all the same
                        os.replace(self.path / MANIFEST, target / MANIFEST)
                shutil.rmtree(self.path)
                return
            target.rename(aside)  # whoever has its files open keeps them
        self.path.rename(target)
        shutil.rmtree(aside, ignore_errors=True)

    def _drop_old_builds(self, current: str) -> None:
        """Keep the last builds: a reader that still has an older one mapped keeps its pages until it closes."""
        others = [build for build in kept_builds(self._data_dir) if build != current]
        for build in others[KEPT_BUILDS - 1 :]:
            shutil.rmtree(self._data_dir / build, ignore_errors=True)


def current_build(data_dir: Path) -> str | None:
    """The id of the current build, or None where there is none."""
    try:
        return os.readlink(data_dir / LINK)
    except OSError:
        return None


def kept_builds(data_dir: Path) -> tuple[str, ...]:
    """The ids of the builds in a data directory, the newest first."""
    found: list[tuple[float, str]] = []
    for manifest in data_dir.glob(f"*/{MANIFEST}"):
        if not manifest.parent.is_symlink() and not manifest.parent.name.startswith("."):
            with contextlib.suppress(OSError):  # it was dropped meanwhile
                found.append((manifest.parent.stat().st_mtime, manifest.parent.name))
    return tuple(name for _, name in sorted(found, reverse=True))


def open_store(data_dir: Path, build: str | None = None) -> Store:
    """Open a build: by its id, or the current one.

    Files are checked by presence and size; `verify` reads them whole.

    Raises:
        NoGazetteer: nothing is built there.
        WrongFormat: it was written in another version of the format.
        CorruptIndex: a file is missing, cut short or unreadable.
    """
    build = build or current_build(data_dir)
    if build is None:
        raise NoGazetteer(f"There is no gazetteer in {data_dir}. Run `exonym build --data-dir {data_dir}` first.")
    return open_build(data_dir / build)


def open_build(path: Path) -> Store:
    """Open one build, current or not.

    Args:
        path: its own directory.

    Raises:
        WrongFormat, CorruptIndex: as `open_store`.
    """
    manifest = _read_manifest(path)
    arrays = {name: _map(path / f"{name}.npy", facts) for name, facts in manifest["files"].items()}
    wrong = fault(arrays)
    if wrong is not None:
        raise CorruptIndex(f"{path} is not as the format has it: {wrong}. {_REBUILD}")
    return Store(path, manifest, arrays)


def verify(store: Store, names: Iterable[str] | None = None) -> None:
    """Read files of a build and compare their SHA-256.

    Args:
        store: the build.
        names: of the arrays to look at; all where not given.

    Raises:
        KeyError: it has no array of that name.
        CorruptIndex: a file was altered.
    """
    files = store.manifest["files"]
    for name in files if names is None else names:
        facts = files[name]
        if sha256_of(store.path / f"{name}.npy") != facts["sha256"]:
            raise CorruptIndex(f"{store.path / name}.npy was altered since it was built. {_REBUILD}")


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((path / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CorruptIndex(f"{path / MANIFEST} cannot be read ({error}). {_REBUILD}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        found = manifest.get("format") if isinstance(manifest, dict) else None
        raise WrongFormat(f"{path} has format {found}; this version of Exonym reads format {FORMAT}. {_REBUILD}")
    if not isinstance(manifest.get("files"), dict):
        raise CorruptIndex(f"{path / MANIFEST} lists no files. {_REBUILD}")
    return manifest


def _map(file: Path, facts: Mapping[str, Any]) -> Array:
    try:
        size = file.stat().st_size
        if size != facts["bytes"]:
            raise CorruptIndex(f"{file} has {size} bytes and should have {facts['bytes']}. {_REBUILD}")
        mapped = np.load(file, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorruptIndex(f"{file} cannot be read ({error}). {_REBUILD}") from error
    plain: Array = mapped.view(np.ndarray)
    return plain
