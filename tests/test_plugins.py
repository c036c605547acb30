"""What the plugins are made of, without their CMS: `make test-cms` has them in it."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from struct import unpack

import pytest
from babel.messages.mofile import read_mo
from lean import lean
from npm import TSC

ROOT = Path(__file__).parents[1]
WORDPRESS = ROOT / "plugins" / "wordpress"
OWN = 10_000  # bytes of the plugin's own scripts, compressed
LOADED = 30_000  # the same of all that a sidebar or a form loads, the elements included, without those of the map
LATER = ("remember.js", "writing.js", "marking.js", "rich-text.js")  # loaded by Wagtail's forms when they are wanted
IMPORTED = re.compile(r"""(?:^|;)import ?(?:[^;'"]*?from ?)?['"]([^'"]+)['"]""", re.MULTILINE)

SAID = re.compile(r"""\b(?:esc_html)?__\( '((?:[^'\\]|\\.)*)', 'exonym' \)""")
SLOT = re.compile(r"%(?:\d\$)?s")


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plugin for WordPress as it is installed, unpacked."""
    folder = tmp_path_factory.mktemp("packed")
    subprocess.run([sys.executable, str(WORDPRESS / "pack.py"), str(folder / "exonym.zip")], check=True, timeout=60)
    with zipfile.ZipFile(folder / "exonym.zip") as archive:
        archive.extractall(folder)
    return folder / "exonym"


def test_the_zip_is_whole(packed: Path) -> None:
    names = {str(path.relative_to(packed)) for path in packed.rglob("*") if path.is_file()}
    assert {"exonym.php", "uninstall.php", "readme.txt", "web/elements/draft.js", "web/words/uk.json"} <= names
    assert not [name for name in names if name.endswith((".py", ".md")) or "/." in f"/{name}"]


def loaded(*scripts: Path) -> dict[Path, int]:
    """The sizes, compressed, of what a browser loads with scripts, all together."""
    found, waiting = dict[Path, int](), list(scripts)
    while waiting:
        path = waiting.pop().resolve()
        if path not in found:
            found[path] = len(gzip.compress(path.read_bytes(), mtime=0))
            waiting += [path.parent / name for name in IMPORTED.findall(path.read_text("utf-8"))]
    return found


def test_the_scripts_are_small(packed: Path) -> None:
    sizes = loaded(packed / "js" / "sidebar.js", packed / "js" / "editor.js")
    assert len(sizes) > 15
    later = [packed / "web" / "elements" / "map.js", packed / "js" / "remember.js"]
    assert sizes.keys().isdisjoint(later)
    assert sum(size for path, size in sizes.items() if path.parent.name == "js") <= OWN
    assert sum(sizes.values()) <= LOADED


def test_the_scripts_in_the_wheel_are_small(tmp_path: Path) -> None:
    """Also where the wheel is made from the source distribution, which stands alone."""
    folder = WORDPRESS.parent / "wagtail"
    for make in ("build_sdist", "build_wheel"):
        told = f"from hatchling.build import {make}; {make}({str(tmp_path)!r})"
        subprocess.run([sys.executable, "-c", told], cwd=folder, check=True, timeout=120)
        for made in [*tmp_path.glob("*.tar.gz"), *tmp_path.glob("*.whl")]:
            shutil.unpack_archive(made, tmp_path, "zip" if made.suffix == ".whl" else "gztar")
        folder = next(tmp_path.glob("exonym_wagtail-*/"))
    static = tmp_path / "exonym_wagtail" / "static" / "exonym"
    # A form with all of it: the panel, a field, a block in StreamField, rich text.
    whole = ("story-places.js", "place-input.js", "telepath.js", "draftail.js")
    sizes = loaded(*(static / "js" / name for name in whole))
    assert len(sizes) > 15
    later = [static / "elements" / "map.js", *(static / "js" / name for name in LATER)]
    assert all(path.exists() for path in later)
    assert sizes.keys().isdisjoint(later)
    assert sum(sizes.values()) <= LOADED
    for path in static.rglob("*.js"):
        written = WORDPRESS.parent / "wagtail" / path.relative_to(tmp_path)
        assert path.read_text("utf-8") == lean(written.read_text("utf-8"))


def test_the_scripts_are_typed() -> None:
    program = TSC.path
    if program is None:
        pytest.skip(TSC.missing)
    done = subprocess.run([program, "-p", WORDPRESS / "tsconfig.json"], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout


def test_php_is_guarded_and_escapes(packed: Path) -> None:
    for path in packed.rglob("*.php"):
        text = path.read_text("utf-8")
        assert re.search(r"defined\( '(ABSPATH|WP_UNINSTALL_PLUGIN)' \) \|\| exit;", text), path
        for line in text.splitlines():
            if re.search(r"\becho\b.*\$", line):
                assert re.search(r"esc_\w+\(|phpcs:ignore", line), f"{path.name}: {line}"


def test_every_sentence_is_in_every_language(packed: Path) -> None:
    sources = [*packed.rglob("*.php"), *(WORDPRESS / "exonym" / "js").glob("*.js")]
    said = {found for path in sources for found in SAID.findall(path.read_text("utf-8"))}
    assert len(said) > 30
    words = WORDPRESS / "words.tsv"
    head, *rows = [line.split("\t") for line in words.read_text("utf-8").splitlines()]
    assert {row[0] for row in rows} == said
    for row in rows:
        assert len(row) == len(head)
        assert all(row)
        assert {tuple(sorted(SLOT.findall(cell))) for cell in row} == {tuple(sorted(SLOT.findall(row[0])))}
    for locale in ("fr_FR", "uk", "de_DE", "ar"):
        told = json.loads((packed / "languages" / f"exonym-{locale}-exonym-editor.json").read_text("utf-8"))
        assert set(told["locale_data"]["messages"]) == said | {""}
        with (packed / "languages" / f"exonym-{locale}.mo").open("rb") as file:
            assert {one.id for one in read_mo(file)} == said | {""}
            file.seek(0)
            count, _, translations, _, hashes = unpack("<8x5I", file.read(28))
            assert hashes == translations + 8 * count  # else WordPress before 6.5 does not read it
