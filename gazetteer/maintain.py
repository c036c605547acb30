"""Gazetteers made from GeoNames' server, and kept current: download, build, update, with the user's overlay."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from gazetteer.diff import Summary, compare, summary
from gazetteer.errors import SourceError
from gazetteer.index.build.builder import build
from gazetteer.index.store import open_store
from gazetteer.model import BuildInfo
from gazetteer.sources.embedded import Embedded
from gazetteer.sources.geonames import limits
from gazetteer.sources.geonames.choice import Choice
from gazetteer.sources.geonames.daily import days_kept, drop_days, fetch_days
from gazetteer.sources.geonames.download import Downloads
from gazetteer.sources.geonames.rejects import Rejects
from gazetteer.sources.geonames.source import A_DAY, GeoNames
from gazetteer.sources.overlay import BadRow, Overlaid, Overlay, read_overlay
from gazetteer.sources.records import Dated, Progress, Source, no_progress

__all__ = [
    "BuildReport",
    "Choice",
    "Updated",
    "build_embedded",
    "build_geonames",
    "build_with",
    "update_geonames",
]

DOWNLOADS = "downloads"
REJECTED = "rejected.tsv"
OVERLAY = "overlay.csv"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """A build: what it is, and which rows were not as they should be.

    Args:
        info: the build.
        left_out: how many rows of the source were left out.
        mended: how many are in it, though something in them was wrong.
        rejected: where those rows are listed, None where there are none.
        overlay_bad: the rows of the overlay that were left out.
        clashes: what the source says of names that two countries claimed, as in the manifest.
    """

    info: BuildInfo
    left_out: int = 0
    mended: int = 0
    rejected: Path | None = None
    overlay_bad: tuple[BadRow, ...] = ()
    clashes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did.

    Args:
        days: the days that were applied now, in order.
        not_yet: days that the server does not have yet.
        before: the id of the build before.
        made: the new build, None where there was nothing to do.
        summary: what changed.
    """

    days: tuple[date, ...]
    not_yet: tuple[date, ...]
    before: str
    made: BuildReport | None = None
    summary: Summary | None = None


def build_with(source: Source, data_dir: Path, overlay: Path | None, progress: Progress = no_progress) -> BuildReport:
    """Build from a source, with the user's overlay on top where one is given.

    Raises:
        SourceError: the source's data or the overlay is missing or unusable.
        Busy: another build is at work.
    """
    top = read_overlay(overlay) if overlay else None
    info = build(Overlaid(source, top) if top else source, data_dir, progress)
    if isinstance(source, GeoNames):
        made = _reported(info, source.rejects, data_dir / DOWNLOADS, top)
    elif isinstance(source, Embedded):
        made = _reported(info, source.rejects, data_dir, top)
    else:
        made = BuildReport(info, overlay_bad=top.bad if top else ())
    clashes = source.about().get("clashes", {}) if isinstance(source, Dated) else {}
    return replace(made, clashes=clashes)


def build_embedded(data_dir: Path, overlay: Path | None, progress: Progress = no_progress) -> BuildReport:
    """Make a gazetteer of the packages that are installed, and make it current."""
    return build_with(Embedded(), data_dir, overlay, progress)


def build_geonames(
    data_dir: Path,
    choice: Choice,
    base_url: str = limits.BASE_URL,
    overlay: Path | None = None,
    progress: Progress = no_progress,
) -> BuildReport:
    """Download what a choice of GeoNames needs, as far as it is not there, and build from it.

    Args:
        data_dir: where builds are kept, and the downloads.
        choice: which part of GeoNames.
        base_url: the server.
        overlay: the user's file of own names and places; a copy is kept for updates.
        progress: told of each step.

    Raises:
        SourceError: the server or its data fails, or the overlay is unusable.
        Busy: another build or update is at work.
    """
    if overlay:
        read_overlay(overlay)  # what is wrong with it shows before the download
    folder = data_dir / DOWNLOADS
    with Downloads(folder, base_url, progress) as downloads:
        for name in choice.files:
            downloads.fetch(name)
        source = GeoNames(folder, choice)
        drop_days(folder, source.dump_day - A_DAY)
        _keep_overlay(folder, overlay)
        return build_with(source, data_dir, overlay, progress)


def update_geonames(
    data_dir: Path,
    base_url: str = limits.BASE_URL,
    overlay: Path | None = None,
    progress: Progress = no_progress,
    today: date | None = None,
) -> Updated:
    """Fetch the daily changes since the dump of the current build, and build with them.

    Args:
        data_dir: where builds are kept, and the downloads.
        base_url: the server.
        overlay: a file to take from now on instead of the one that the build was made with.
        progress: told of each step.
        today: the day in UTC; the server has the changes of the days before.

    Raises:
        NoGazetteer: nothing is built there.
        SourceError: the build is not of GeoNames, its downloads are gone, or the server fails or lacks a day.
        Busy: another build or update is at work.
    """
    today = today or datetime.now(UTC).date()
    folder = data_dir / DOWNLOADS
    with Downloads(folder, base_url, progress) as downloads:
        before = open_store(data_dir)
        about: Mapping[str, Any] = before.manifest.get("about", {})
        if before.manifest["source"] != GeoNames.name:
            raise SourceError(
                f"The gazetteer in {data_dir} is not from GeoNames' server but {before.manifest['source']}: "
                "run `exonym build --source geonames` first."
            )
        choice = Choice(tuple(about["countries"]), tuple(about["classes"]))
        for name in choice.files:
            if downloads.kept(name) is None:
                raise SourceError(f"{folder / name} is missing or damaged: run `exonym build --source geonames` again.")
        source = GeoNames(folder, choice)
        fetched = fetch_days(downloads, source.dump_day, today - timedelta(days=1))
        since = max(source.dump_day - A_DAY, _day_after(about["updated"]))
        days = tuple(day for day in days_kept(folder) if day >= since)
        if not days and not overlay:
            return Updated((), fetched.not_yet, before.manifest["build"])
        if overlay:
            read_overlay(overlay)
            _keep_overlay(folder, overlay)
        kept = folder / OVERLAY
        made = build_with(source, data_dir, kept if kept.exists() else None, progress)
        progress("comparing", 0, None)
        changes = summary(compare(before, open_store(data_dir)))
        return Updated(days, fetched.not_yet, before.manifest["build"], made, changes)


def _day_after(day: str) -> date:
    return date.fromisoformat(day) + A_DAY if day else date.min


def _keep_overlay(folder: Path, overlay: Path | None) -> None:
    """Keep a copy for updates, whole or not at all."""
    kept = folder / OVERLAY
    if overlay is None:
        kept.unlink(missing_ok=True)
    elif overlay.resolve() != kept.resolve():
        part = folder / f".{OVERLAY}"
        shutil.copyfile(overlay, part)
        os.replace(part, kept)


def _reported(info: BuildInfo, rejects: Rejects, folder: Path, overlay: Overlay | None) -> BuildReport:
    path = folder / REJECTED
    some = bool(rejects.left_out or rejects.mended)
    if some:
        rejects.write(path)
    else:
        path.unlink(missing_ok=True)
    bad = overlay.bad if overlay else ()
    return BuildReport(info, rejects.left_out, rejects.mended, path if some else None, bad)
