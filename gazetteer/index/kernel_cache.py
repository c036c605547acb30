"""Where compiled kernels are kept on disk.

Their folder is named by the content of the modules that hold kernels and of those that these import from the package
directly. So any change of one of those, a comment too, has all kernels compiled anew, and what these import in turn
does not count: a module of kernels imports constants and kernels from where they are made, and little else.

It is looked for when the first kernel is called: `exonym/<name>` in $NUMBA_CACHE_DIR, else in $XDG_CACHE_HOME, else in
~/.cache. What cannot be written there is written to `exonym-<user id>` in the folder for temporary files, which nobody
else may write; where neither can be, each process compiles for itself. When a folder is made, those beside it are
removed that no process has opened for 30 days.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import CompileResultCacheImpl, FunctionCache, IndexDataCacheFile, NullCache, _CacheLocator

_PACKAGE = Path(__file__).parents[1]
_COMPILED = ("annotation", "index", "matching", "translit")
_COMPILES = re.compile(r"^(?:from gazetteer\.index\.jit import|import numba)", re.MULTILINE)
_IMPORTS = re.compile(r"^from gazetteer\.([\w.]+) import", re.MULTILINE)
_NAME = "exonym"
_DIGITS = 16
_FOLDER = re.compile(f"[0-9a-f]{{{_DIGITS}}}")
_UNUSED_SECONDS = 30 * 86_400
_PRIVATE = 0o700


def kernel_sources(package: Path) -> list[Path]:
    """The modules that compiled kernels are made of: those that hold kernels, and what these import of the package.

    Args:
        package: where its sources are.
    """
    found: set[Path] = set()
    for source in (source for folder in _COMPILED for source in (package / folder).rglob("*.py")):
        text = source.read_text("utf-8")
        if _COMPILES.search(text):
            found.add(source)
            modules = (package.joinpath(*name.split(".")) for name in _IMPORTS.findall(text))
            found.update(filter(None, map(_source_of, modules)))
    return sorted(found)


def _source_of(module: Path) -> Path | None:
    """The file of a module; a folder of the same name may hold its tables."""
    return next((file for file in (module.with_suffix(".py"), module / "__init__.py") if file.is_file()), None)


def digest(package: Path) -> str:
    """What the folder of compiled kernels is named by: it changes when a source of theirs does."""
    content = hashlib.sha256()
    for source in kernel_sources(package):
        content.update(source.read_bytes())
    return content.hexdigest()[:_DIGITS]


@cache
def folders() -> tuple[Path, ...]:
    """Where to look for kernels compiled from these very sources, and where to keep them if it can be written."""
    try:
        name = digest(_PACKAGE)
    except OSError:  # unreadable sources: nothing says whether what is kept is theirs
        return ()
    usual = _users_folder()
    if usual is not None and _writable(usual / name):
        return (usual / name,)
    return tuple(place / name for place in (usual, _private_folder()) if place is not None)


def _users_folder() -> Path | None:
    chosen = numba.config.CACHE_DIR or os.environ.get("XDG_CACHE_HOME")  # type: ignore[attr-defined]
    try:
        return Path(chosen or Path.home() / ".cache") / _NAME
    except RuntimeError:  # no home
        return None


def _writable(folder: Path) -> bool:
    try:
        made = not folder.is_dir()
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            return False
        os.utime(folder)  # it is in use
    except OSError:
        return False
    if made:
        drop_unused(folder.parent)
    return True


def drop_unused(parent: Path) -> None:
    """Remove the folders of compiled kernels that no process has opened for 30 days; what cannot be removed stays.

    Args:
        parent: where the folders are. Links, and what has another name than such a folder, are left alone.
    """
    since = time.time() - _UNUSED_SECONDS
    try:
        with os.scandir(parent) as entries:
            for entry in entries:
                if not _FOLDER.fullmatch(entry.name) or not entry.is_dir(follow_symlinks=False):
                    continue
                if entry.stat(follow_symlinks=False).st_mtime < since:
                    shutil.rmtree(entry.path, ignore_errors=True)
    except OSError:  # another process is at it, or it cannot be read
        return


def _private_folder() -> Path | None:
    """A folder for temporary files that nobody else can write: what is kept is code that will be run."""
    try:
        folder = Path(tempfile.gettempdir()) / f"{_NAME}-{os.getuid()}"
        folder.mkdir(_PRIVATE, exist_ok=True)
        found = folder.lstat()
        return folder if found.st_uid == os.getuid() and found.st_mode & 0o777 == _PRIVATE else None
    except (OSError, AttributeError):  # nowhere to write; no users
        return None


class _Locator(_CacheLocator):
    """Says to numba's cache where one kernel is kept; the folder's name is the stamp of the sources."""

    def __init__(self, function: Callable[..., Any], folder: Path) -> None:
        self._py_file = function.__code__.co_filename
        self._line = function.__code__.co_firstlineno
        self._folder = folder

    def get_cache_path(self) -> str:
        return str(self._folder)

    def get_source_stamp(self) -> str:
        return self._folder.name

    def get_disambiguator(self) -> str:
        return str(self._line)


class _Format(CompileResultCacheImpl):
    """How numba writes a compiled function, at a place that is given and not looked for by numba's settings."""

    def __init__(self, function: Callable[..., Any], folder: Path) -> None:
        self._lineno = function.__code__.co_firstlineno
        self._locator = _Locator(function, folder)
        name = f"{function.__module__}.{function.__qualname__}"
        self._filename_base = self.get_filename_base(name, getattr(sys, "abiflags", ""))  # type: ignore[no-untyped-call]


class _Folder(FunctionCache):
    """One function in one folder."""

    def __init__(self, function: Callable[..., Any], folder: Path) -> None:
        self._name, self._py_func, self._enabled = repr(function), function, True
        self._impl = _Format(function, folder)
        self._cache_path = str(folder)
        self._cache_file = IndexDataCacheFile(self._cache_path, self._impl.filename_base, folder.name)  # type: ignore[no-untyped-call]


class KernelCache(NullCache):
    """The cache of one kernel, opened when the kernel is first called.

    Args:
        function: the kernel before it is compiled.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    @cached_property
    def _folders(self) -> tuple[_Folder, ...]:
        return tuple(_Folder(self._function, folder) for folder in folders())

    @property
    def cache_path(self) -> str | None:
        """The first folder that is looked into."""
        return self._folders[0].cache_path if self._folders else None

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The kernel compiled for some types, None where it is not kept."""
        for folder in self._folders:
            try:
                found = folder.load_overload(sig, target_context)  # type: ignore[no-untyped-call]
            except OSError:
                continue
            if found is not None:
                return found
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the kernel compiled for some types, in the first folder that can be written."""
        for folder in self._folders:
            try:
                folder.save_overload(sig, data)  # type: ignore[no-untyped-call]
            except OSError:
                continue
            return
