"""Writing the archive of a build."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from gazetteer.archive.kernels import ABOUT, FOLDER, AboutKernels, describe
from gazetteer.archive.tar import naming
from gazetteer.data_directory import find_build
from gazetteer.errors import CorruptIndex, GazetteerError
from gazetteer.index.store import LINK, MANIFEST, Store, open_build
from gazetteer.warming import Listener, compile_ahead

GZIP_ENDINGS = (".gz", ".tgz")
# Measured on the embedded build, 436 MB: no gzip takes half a second of processor, level 1 takes seven for half of it.
GZIP_LEVEL = 1
_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Packed:
    """An archive that was written.

    Args:
        path: where.
        build: the id of the build in it.
        size: its bytes.
        kernels: how many files of compiled kernels it carries.
    """

    path: Path
    build: str
    size: int
    kernels: int


def pack(
    data_dir: Path | str | None = None,
    output: Path | str | None = None,
    *,
    build: str | None = None,
    kernels: bool = True,
    listener: Listener = lambda _what, _done, _all: None,
) -> Packed:
    """Write a build into one file: the same build and kernels, the same bytes.

    Args:
        data_dir: a data directory, or the folder of a build; by default as `Gazetteer.open` has it.
        output: where to write, with gzip where it ends in `.gz` or `.tgz`; by default `exonym-BUILD.tar` in the working
            directory. It appears when it is complete.
        build: the id of a build that is kept there; by default the current one.
        kernels: carry the compiled kernels; they are compiled first where they are not kept yet.
        listener: hears how it goes on.

    Raises:
        NoGazetteer, WrongFormat: as `Gazetteer.open`.
        CorruptIndex: a file of the build was altered since it was built.
        GazetteerError: there is no folder to write it in.
    """
    folder, name = find_build(data_dir, build)
    store = open_build(folder / name)
    target = Path(f"exonym-{store.manifest['build']}.tar" if output is None else output)
    if not target.parent.is_dir():
        raise GazetteerError(f"{target} cannot be written: there is no folder {target.parent}.")
    found = compile_ahead(folder, name, listener) if kernels else None
    carried = found.folder if found is not None and found.whole else None
    part = target.with_name(f".{target.name}-{os.getpid()}.part")
    count = 0
    try:
        with naming(target, part), part.open("wb") as raw, _tar(raw, target.name) as tar:
            _add_build(tar, store, listener)
            if found is not None and carried is not None:
                count = _add_kernels(tar, *describe(found, carried))
        os.replace(part, target)
    finally:
        with contextlib.suppress(OSError):  # a name that is too long is none of a file
            part.unlink(missing_ok=True)
    return Packed(target, store.manifest["build"], target.stat().st_size, count)


@contextlib.contextmanager
def _tar(raw: BinaryIO, name: str) -> Iterator[tarfile.TarFile]:
    with contextlib.ExitStack() as stack:
        stream: Any = raw
        if name.endswith(GZIP_ENDINGS):
            stream = stack.enter_context(gzip.GzipFile("", "wb", GZIP_LEVEL, raw, mtime=0))
        yield stack.enter_context(tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT))


def _add_build(tar: tarfile.TarFile, store: Store, listener: Listener) -> None:
    build, files = store.manifest["build"], store.manifest["files"]
    _add(tar, f"{build}/{MANIFEST}", (store.path / MANIFEST).read_bytes())
    link = tarfile.TarInfo(LINK)
    link.type, link.linkname = tarfile.SYMTYPE, build
    tar.addfile(link)
    for number, name in enumerate(files, 1):  # in the order of the manifest, which unpacking writes anew
        file = store.path / f"{name}.npy"
        info = _header(f"{build}/{file.name}", files[name]["bytes"])
        with file.open("rb") as stream:
            hashing = _Hashing(stream)
            tar.addfile(info, hashing)
        if hashing.digest() != files[name]["sha256"]:
            raise CorruptIndex(f"{file} was altered since it was built. Run `exonym build` to make it anew.")
        listener("packing", number, len(files))


def _add_kernels(tar: tarfile.TarFile, about: AboutKernels, kernels: Mapping[str, bytes]) -> int:
    _add(tar, f"{FOLDER}/{ABOUT}", about.as_json())
    for name, raw in sorted(kernels.items()):
        _add(tar, f"{FOLDER}/{name}", raw)
    return len(kernels)


def _add(tar: tarfile.TarFile, name: str, raw: bytes) -> None:
    tar.addfile(_header(name, len(raw)), io.BytesIO(raw))


def _header(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, _MODE
    return info


class _Hashing(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._hash.update(piece)
        return piece

    def digest(self) -> str:
        return self._hash.hexdigest()
