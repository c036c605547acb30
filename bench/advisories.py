"""Which locked packages have known vulnerabilities, by a database that lies beside it: no network is asked.

    python -m bench.advisories all.zip requirements-dev.lock

`all.zip` is what osv.dev hands out for the ecosystem PyPI, one JSON file for each advisory; a folder of such files
will do. Exit status: 0 nothing found, 1 something found, 2 the files cannot be read.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
ECOSYSTEM = "PyPI"
FOUND, UNREADABLE = 1, 2


@dataclass(frozen=True, slots=True)
class Finding:
    """A locked package with a known vulnerability.

    Args:
        package: its name.
        version: that is locked.
        advisory: the id of the advisory.
        fixed: the versions that have it no more.
        summary: what it says.
    """

    package: str
    version: str
    advisory: str
    fixed: tuple[str, ...]
    summary: str


def locked(text: str) -> set[tuple[str, str]]:
    """Name and version of each package of a lock file."""
    return {(canonicalize_name(name), version) for name, version in LOCKED.findall(text)}


def advisories(path: Path) -> Iterator[dict[str, Any]]:
    """The advisories of a zip file or folder of OSV's JSON files.

    Raises:
        OSError: it cannot be read.
        ValueError: a file of it is no JSON.
    """
    if path.is_dir():
        yield from (json.loads(file.read_bytes()) for file in sorted(path.rglob("*.json")))
        return
    with zipfile.ZipFile(path) as archive:
        yield from (json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json"))


def findings(packages: set[tuple[str, str]], known: Iterator[dict[str, Any]]) -> list[Finding]:
    """The packages that an advisory is about, sorted by name."""
    versions: dict[str, set[str]] = {}
    for name, version in packages:
        versions.setdefault(name, set()).add(version)
    found = set()
    for advisory in known:
        for affected in () if advisory.get("withdrawn") else advisory.get("affected", ()):
            package = affected.get("package", {})
            name = canonicalize_name(package.get("name", ""))
            for version in versions.get(name, ()) if package.get("ecosystem") == ECOSYSTEM else ():
                if is_affected(version, affected):
                    summary = advisory.get("summary") or advisory.get("details", "")[:100]
                    found.add(Finding(name, version, advisory["id"], tuple(_fixes(affected)), summary))
    return sorted(found, key=lambda one: (one.package, one.version, one.advisory))


def is_affected(version: str, affected: dict[str, Any]) -> bool:
    """Whether a version is among those that an advisory lists, or in a range that it gives."""
    if version in affected.get("versions", ()):
        return True
    return any(_within(Version(version), one["events"]) for one in affected.get("ranges", ()) if one["type"] != "GIT")


def _within(version: Version, events: list[dict[str, str]]) -> bool:
    inside = False
    for kind, at in sorted((next(iter(event.items())) for event in events), key=lambda event: _order(event[1])):
        if kind == "introduced" and version >= _order(at):
            inside = True
        elif (kind == "fixed" and version >= _order(at)) or (kind == "last_affected" and version > _order(at)):
            inside = False
    return inside


def _order(text: str) -> Version:
    """A version of an event; 0 is before all, and so is what is no version."""
    try:
        return Version("0.dev0" if text == "0" else text)
    except InvalidVersion:
        return Version("0.dev0")


def _fixes(affected: dict[str, Any]) -> Iterator[str]:
    for one in affected.get("ranges", ()):
        if one["type"] != "GIT":
            yield from (event["fixed"] for event in one["events"] if "fixed" in event)


def main(database: Path, lock: Path) -> int:
    """Print what is found; returns the exit status."""
    try:
        packages = locked(lock.read_text("utf-8"))
        found = findings(packages, advisories(database))
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        print(f"{database} or {lock} cannot be read: {error}", file=sys.stderr)
        return UNREADABLE
    for one in found:
        fixed = f"fixed in {', '.join(one.fixed)}" if one.fixed else "no fix"
        print(f"{one.package} {one.version}: {one.advisory}, {fixed}. {one.summary}")
    print(f"{len(packages)} packages, {len(found)} known vulnerabilities.")
    return FOUND if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
