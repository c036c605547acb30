"""Unpacking an archive into a data directory: nothing is visible there until all of it is found whole."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from gazetteer.archive.kernels import (
    ABOUT,
    ABOUT_BYTES,
    FOLDER,
    AboutKernels,
    altered_kernels,
    misfit,
    put_kernels,
    read_about,
)
from gazetteer.archive.tar import Member, TarReader, naming
from gazetteer.errors import CorruptIndex, WrongFormat
from gazetteer.gazetteer import Gazetteer
from gazetteer.index.format import FORMAT
from gazetteer.index.integrity import SEAL, build_id, seal
from gazetteer.index.store import LINK, MANIFEST, BuildWriter, open_build
from gazetteer.lock import FILE
from gazetteer.warming import Listener

MANIFEST_BYTES = 16_000_000
FILES = 1_000
_BUILD = re.compile(r"[0-9a-f]{16}")
_ARRAY = re.compile(r"[a-z][a-z0-9_]{0,63}")
_BYTES = 1 << 50  # of an array: more has no disk
_FORMATS = 1_000
# What a build says of itself to people.
_SAID = {"source": str, "built": str, "places": int, "names": int}
_NO_KERNELS = "It carries no compiled kernels: they are compiled when they are first needed, or by `exonym warm`."
_NOT_TAKEN = (
    "Its compiled kernels fit this machine and were not taken, since they are code: with --kernels they are. "
    "Otherwise the search is compiled when it is first needed, or by `exonym warm`."
)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A build that was unpacked, and is the current one.

    Args:
        build: its id.
        files: how many arrays it has.
        size: their bytes.
        kernels: whether the compiled kernels were taken.
        remark: why they were not, in a sentence.
    """

    build: str
    files: int
    size: int
    kernels: bool
    remark: str = ""


class _Incoming(BuildWriter):
    """A build that arrives as files, not as arrays."""

    def take(self, name: str, pieces: Iterable[bytes]) -> tuple[int, str]:
        """Write one array; returns its size and SHA-256."""
        digest = hashlib.sha256()
        size = 0
        target = self.path / f"{name}.npy"
        with naming(target), target.open("xb") as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        self._files[name] = {"bytes": size, "sha256": digest.hexdigest()}
        return size, digest.hexdigest()


def unpack(
    archive: Path | str | BinaryIO,
    data_dir: Path | str,
    *,
    kernels: bool = False,
    listener: Listener = lambda _what, _done, _all: None,
) -> Unpacked:
    """Put the build of an archive into a data directory, and make it the current one.

    Sizes and digests say that the archive is whole, and not who made it. Where anything is wrong, the directory stays
    as it was, and is not made where it was not there.

    Args:
        archive: what `pack` wrote: its path, or a stream of bytes that stands at its beginning.
        data_dir: where to put it; made when missing. Builds older than the last are dropped, as by `build`.
        kernels: take the compiled kernels where they fit. They are code, and are run: take them from archives that
            you made, or whose maker you trust.
        listener: hears how it goes on.

    Raises:
        CorruptIndex: it is no such archive, or is cut short or altered.
        WrongFormat: the build is of another version of the format.
        Busy: another build or update is at work in the data directory.
        OSError: it cannot be read, or the disk is too small.
    """
    data_dir = Path(data_dir)
    with contextlib.ExitStack() as stack:
        stream = stack.enter_context(Path(archive).open("rb")) if isinstance(archive, Path | str) else archive
        reader = TarReader(stream, str(getattr(stream, "name", "The archive")))
        first = reader.next()
        while first is not None and first.folder and _BUILD.fullmatch(first.name):
            first = reader.next()
        manifest = _read_manifest(reader, first)
        made = [folder for folder in (data_dir, *data_dir.parents) if not folder.exists()]
        writer = _Incoming(data_dir)
        stack.callback(_withdraw, data_dir, made)
        stack.callback(writer.abandon)  # once it is published, there is nothing to abandon
        _check_room(data_dir, sum(facts["bytes"] for facts in manifest["files"].values()))
        carried = _read_members(reader, writer, manifest, listener)
        _publish(reader, writer, manifest)
    sizes = [facts["bytes"] for facts in manifest["files"].values()]
    remark = _keep(carried, data_dir / manifest["build"], kernels)
    return Unpacked(manifest["build"], len(sizes), sum(sizes), not remark, remark)


def _read_manifest(reader: TarReader, member: Member | None) -> dict[str, Any]:
    parts = () if member is None else member.name.split("/")
    if member is None or len(parts) != 2 or not _BUILD.fullmatch(parts[0]) or parts[1] != MANIFEST:
        raise reader.broken("it does not begin with a manifest, as what `exonym pack` writes does")
    if member.link is not None or member.folder or member.size > MANIFEST_BYTES:
        raise reader.strange(member.name)
    try:
        manifest: dict[str, Any] = json.loads(b"".join(reader.pieces()))
        _check_format(manifest["format"])
        whole = manifest.get(SEAL) in (None, seal(manifest)) and build_id(manifest) == manifest["build"] == parts[0]
        good = _is_in_shape(manifest)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise reader.broken("its manifest cannot be read") from None
    if not whole or not good:
        raise reader.broken("its manifest was altered")
    return manifest


def _check_format(found: object) -> None:
    if found != FORMAT:
        shown = found if isinstance(found, int) and 0 <= found < _FORMATS else ascii(found)[:20]
        raise WrongFormat(
            f"The archive has format {shown}; this version of Exonym reads format {FORMAT}. "
            "Unpack it by the version that packed it, or build anew."
        )


def _is_in_shape(manifest: Mapping[str, Any]) -> bool:
    files = manifest["files"]
    return (
        len(files) <= FILES
        and all(_ARRAY.fullmatch(name) for name in files)
        and all(type(facts["bytes"]) is int and 0 <= facts["bytes"] <= _BYTES for facts in files.values())
        and all(_is_said(manifest[field], kind) for field, kind in _SAID.items())
        and all(_is_said(text, str) for credit in manifest["credits"] for text in credit.values())
    )


def _is_said(value: Any, kind: type) -> bool:
    return type(value) is kind and (not isinstance(value, str) or value.isprintable())


def _withdraw(data_dir: Path, made: Iterable[Path]) -> None:
    """Take the folders away that were made for a build which did not come: they hold a lock and nothing else."""
    if not made or any(one.name != FILE for one in data_dir.iterdir()):
        return
    with contextlib.suppress(OSError):  # another has begun to use them
        (data_dir / FILE).unlink(missing_ok=True)
        for folder in made:
            folder.rmdir()


def _check_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        room = f"the archive needs {needed / 1e6:,.1f} MB, and {free / 1e6:,.1f} MB are free"
        raise OSError(errno.ENOSPC, room, str(folder))


def _read_members(
    reader: TarReader, writer: _Incoming, manifest: Mapping[str, Any], listener: Listener
) -> tuple[AboutKernels | None, dict[str, bytes]]:
    """Write the arrays, and hand out the kernels; each member must be one that is expected, and come once."""
    build, files = manifest["build"], dict(manifest["files"])
    count = len(files)
    about: AboutKernels | None = None
    kernels: dict[str, bytes] = {}
    while (member := reader.next()) is not None:
        folder, _, name = member.name.rpartition("/")
        if member.folder and member.name in (build, FOLDER):
            continue
        if member.link is not None and (member.name, member.link.rstrip("/")) == (LINK, build):
            continue
        array = name.removesuffix(".npy")
        facts = files.pop(array, None) if folder == build and name == f"{array}.npy" else None
        if member.link is not None or member.folder:
            raise reader.strange(member.name)
        if facts is not None:
            if member.size != facts["bytes"] or writer.take(array, reader.pieces()) != (member.size, facts["sha256"]):
                raise reader.broken(f"{member.name} is not as it was packed")
            listener("unpacking", count - len(files), count)
        elif member.name == f"{FOLDER}/{ABOUT}" and about is None and member.size <= ABOUT_BYTES:
            about = read_about(b"".join(reader.pieces()))
        elif about is not None and folder == FOLDER and _is_expected(about, kernels, name, member.size):
            kernels[name] = b"".join(reader.pieces())
        else:
            raise reader.strange(member.name)
    if files:
        raise reader.broken(f"it lacks {next(iter(files))}.npy")
    if about is not None and (altered := altered_kernels(about, kernels)):
        raise reader.broken(f"{FOLDER}/{altered[0]} is not as it was packed")
    return about, kernels


def _is_expected(about: AboutKernels, kernels: Mapping[str, bytes], name: str, size: int) -> bool:
    facts = about.files.get(name)
    return facts is not None and name not in kernels and facts["bytes"] == size


def _publish(reader: TarReader, writer: _Incoming, manifest: Mapping[str, Any]) -> None:
    """Make the build the current one, where it opens."""
    try:
        (writer.path / MANIFEST).write_text(json.dumps(manifest), "utf-8")
        Gazetteer.open(writer.path)
        writer.publish({key: value for key, value in manifest.items() if key not in ("files", SEAL)})
    except (CorruptIndex, ValueError, TypeError, KeyError, AttributeError, EOFError, LookupError) as error:
        raise reader.broken(f"its build cannot be opened ({error})") from error


def _keep(carried: tuple[AboutKernels | None, dict[str, bytes]], build: Path, wanted: bool) -> str:
    """Take the kernels; where they are not taken, a sentence that says why."""
    about, kernels = carried
    if about is None:
        return _NO_KERNELS
    arrays = open_build(build).arrays
    why = misfit(about, arrays)
    if why is not None or not wanted:
        return why or _NOT_TAKEN
    read: Callable[[str], bytes] = kernels.__getitem__
    try:
        put_kernels(about, read, arrays)
    except OSError as error:
        return f"The compiled kernels could not be kept: {os.strerror(error.errno or 0)}."
    return ""
