"""NOTICE and docs/dependencies.md give the licence of each thing that is installed, as its own metadata does."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = ("table", "xlsx", "map", "duckdb", "spark", "desk-postgres", "ja")

# What metadata says in other words than SPDX's, which some of it has; the words of one licence are joined by the first.
WORDS = {
    "MIT": ("MIT License", "MIT"),
    "ISC": ("ISC License (ISCL)",),
    "MPL-2.0": ("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
    "LGPL-2.1-only": ("LGPL-2.1-only",),
    "LGPL-3.0-only": ("GNU Lesser General Public License v3 (LGPLv3)",),
    "GPL-2.0-or-later": ("GNU General Public License v2 or later (GPLv2+)",),
    "Apache-2.0": ("Apache Software License", "Apache-2.0"),
    "PSF-2.0": ("PSF-2.0",),
    "BSD-3-Clause": ("BSD-3-Clause", "BSD License"),
    "BSD-2-Clause": ("BSD-2-Clause", "BSD", "BSD License"),
}
# What may come in with a newer release of something else without a line in NOTICE: it asks for no more than its notice.
PERMISSIVE = {"MIT", "ISC", "Apache-2.0", "BSD-3-Clause", "BSD-2-Clause", "PSF-2.0", "0BSD", "Zlib", "CC0-1.0"}


def noticed() -> dict[str, str]:
    """The licences that NOTICE tells, by name."""
    lines = re.findall(r"^    ([a-z0-9-]+)\*? +(\S.*)$", (ROOT / "NOTICE").read_text(), re.MULTILINE)
    assert len(dict(lines)) == len(lines)
    return dict(lines)


def asked_for(extras: tuple[str, ...] = EXTRAS) -> dict[str, Requirement]:
    """What pyproject.toml asks for, by name."""
    texts = [*PROJECT["dependencies"], *(one for extra in extras for one in PROJECT["optional-dependencies"][extra])]
    return {canonicalize_name(one.name): one for one in map(Requirement, texts)}


def installed() -> Iterator[tuple[str, metadata.PackageMetadata]]:
    """Everything that is installed because of Exonym, as far as it is."""
    waiting = list(asked_for().values())
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if (name, frozenset(wanted.extras)) in seen:
            continue
        seen.add((name, frozenset(wanted.extras)))
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        yield name, found.metadata
        extras = [{"extra": extra} for extra in ("", *wanted.extras)]
        needs = map(Requirement, found.requires or [])
        waiting.extend(one for one in needs if one.marker is None or any(map(one.marker.evaluate, extras)))


def said(about: Any) -> set[str]:
    """The licences that a distribution says it has: one expression, or what fits its words."""
    fields = about.json
    if expression := fields.get("license_expression"):
        return {str(expression)}
    words = {each.rpartition(" :: ")[2] for each in fields.get("classifier", []) if each.startswith("License")}
    words.add(str(fields.get("license", "")).partition("\n")[0])
    return {licence for licence, ways in WORDS.items() if words.intersection(ways)}


def parts(licence: str) -> set[str]:
    """The single licences of an expression."""
    return set(re.findall(r"[\w.+-]+(?: WITH [\w-]+)?", licence.replace("(", " ").replace(")", " "))) - {"AND", "OR"}


def test_what_is_installed_has_the_licence_that_is_noticed() -> None:
    notice = noticed()
    for name, about in installed():
        ways = said(about)
        if name not in notice:
            assert ways, f"NOTICE lacks {name}, whose licence it does not say"
            assert all(parts(way) <= PERMISSIVE for way in ways), f"NOTICE lacks {name}, {ways}"
        elif ways:
            assert ways & {notice[name]} or parts(notice[name]) <= ways, f"NOTICE: {name} is {ways}, not {notice[name]}"


def test_all_that_is_asked_for_is_noticed_and_marked() -> None:
    marked = set(re.findall(r"^    ([a-z0-9-]+)\*", (ROOT / "NOTICE").read_text(), re.MULTILINE))
    assert marked == set(asked_for())


def test_the_page_of_dependencies_lists_them_with_their_licences() -> None:
    page = (ROOT / "docs/dependencies.md").read_text()
    listed = dict(re.findall(r"^\| `([a-z0-9-]+)`[^|]*\|[^|]+\| ([^|]+) \|", page, re.MULTILINE))
    notice = noticed()
    assert listed == {name: notice[name] for name in asked_for()}


@pytest.mark.parametrize("page", ["README.md", "docs/decisions/0005-unidecode.md", "docs/dependencies.md", "NOTICE"])
def test_unidecode_is_named_with_its_licence(page: str) -> None:
    text = (ROOT / page).read_text()
    assert "Unidecode" in text or "unidecode" in text
    assert "GPL" in text


def test_the_client_needs_httpx_alone_and_has_the_version_of_the_service() -> None:
    client = tomllib.loads((ROOT / "clients/python/pyproject.toml").read_text())["project"]
    assert [Requirement(one).name for one in client["dependencies"]] == ["httpx"]
    assert client["version"] == PROJECT["version"]
    assert (ROOT / "clients/python/LICENSE").read_text() == (ROOT / "LICENSE").read_text()
