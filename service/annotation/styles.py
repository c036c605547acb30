"""The style lists of requests: those sent with them, and those that the operator keeps in a folder, by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from gazetteer import read_style
from gazetteer.errors import QueryError, UnknownPlace
from gazetteer.model import Style
from service.text import scrub

if TYPE_CHECKING:
    from gazetteer import Gazetteer

ENDINGS: Final = (".csv", ".toml")
MOST_KEPT: Final = 64  # lists of the folder
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)  # nothing that leads out of the folder
_DIGEST_BYTES: Final = 16


class ReadStyle(NamedTuple):
    """A style list as it was read, and what tells it from others."""

    style: Style
    key: str


StyleReader = Callable[[str], ReadStyle]


class Styles:
    """The style lists of a folder. A file that has changed is read anew.

    Args:
        folder: of files NAME.csv and NAME.toml; blank where there is none.
    """

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder) if folder else None
        self._kept: dict[str, tuple[object, ReadStyle]] = {}

    @property
    def has_files(self) -> bool:
        """Whether a request may make it read a file."""
        return self._folder is not None

    def reader(self, gazetteer: Gazetteer) -> StyleReader:
        """What reads the field `style` of one request: each list once, however many texts it is for.

        Args:
            gazetteer: whose places lists may speak of.
        """
        known = _holds(gazetteer)
        done: dict[str, ReadStyle] = {}

        def read(text: str) -> ReadStyle:
            if text not in done:
                if _NAME.fullmatch(text):
                    done[text] = self._named(text, known, gazetteer.info.build)
                else:
                    done[text] = _read(text.encode(errors="surrogatepass"), known)
            return done[text]

        return read

    def path(self, name: str) -> Path | None:
        """The file of a list; None where there is none of that name."""
        if self._folder is None or not _NAME.fullmatch(name):
            return None
        files = (self._folder / f"{name}{ending}" for ending in ENDINGS)
        return next((file for file in files if file.is_file()), None)

    def _named(self, name: str, known: Callable[[int], bool], build: str) -> ReadStyle:
        path = self.path(name)
        if path is None:
            raise QueryError(f"There is no style list {scrub(name)} here: send it as CSV or TOML.", "style")
        try:
            about = path.stat()
            stamp = (path, about.st_mtime_ns, about.st_size, build)
            kept = self._kept.get(name)
            if kept is None or kept[0] != stamp:
                kept = stamp, _read(path.read_bytes(), known)
                if len(self._kept) >= MOST_KEPT:
                    self._kept.clear()
                self._kept[name] = kept
        except OSError:
            raise QueryError(f"The style list {scrub(name)} cannot be read here now.", "style") from None
        return kept[1]


def _read(data: bytes, known: Callable[[int], bool]) -> ReadStyle:
    try:
        return ReadStyle(read_style(data, known), blake2b(data, digest_size=_DIGEST_BYTES).hexdigest())
    except QueryError as error:
        raise QueryError(str(error), "style") from None


def _holds(gazetteer: Gazetteer) -> Callable[[int], bool]:
    def holds(id: int) -> bool:
        try:
            gazetteer.place(id)
        except UnknownPlace:
            return False
        return True

    return holds
