"""`exonym diff`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson
from rich.table import Table

from gazetteer.model import outward
from service.commands.options import data_dir_option, out
from service.settings import Settings
from service.text import scrub

if TYPE_CHECKING:
    from gazetteer.diff import Change, Summary
    from gazetteer.model import Place

ID_LETTERS = 20
KM_DIGITS = 3
MOVED_KM = 1.0


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option(
    "--ids",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Only the places whose ids stand in this file, one a line.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each place that changed.")
@data_dir_option
def command(old: str, new: str, ids: Path | None, as_json: bool, data_dir: Path | None) -> None:
    """Show what changed from the build OLD to the build NEW: build ids of the data directory, or folders of builds.

    The last two builds are kept. `current` is the one that answers.

    \b
      exonym diff 3f9c2a6bd01e7745 current
      exonym diff 3f9c2a6bd01e7745 current --ids our-places.txt --json
    """
    from gazetteer.diff import compare_builds, summary

    folder = Settings.read(data_dir=data_dir).data_dir
    wanted = read_ids(ids) if ids else None
    changes = compare_builds(folder, old, new, wanted)
    if as_json:
        for change in changes:
            click.echo(orjson.dumps(fields(change)))
        return
    if changes:
        table = Table("id", "change", "before", "after", "km", "use instead", box=None, pad_edge=False)
        for change in changes:
            table.add_row(*row(change))
        out().print(table)
        click.echo()
    click.echo(in_words(summary(changes)))


def read_ids(path: Path) -> list[int]:
    """The ids of a file, one a line; blank lines and those that begin with # are passed over.

    Raises:
        QueryError: a line is no id.
    """
    from gazetteer.errors import QueryError
    from gazetteer.model import inward

    ids: list[int] = []
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            text = line.removeprefix(b"\xef\xbb\xbf").strip()
            if not text or text.startswith(b"#"):
                continue
            if (id := inward(text[:ID_LETTERS].decode("ascii", "replace"))) is None:
                raise QueryError(f"Line {number} of {path} is no id: give one id a line.", "ids")
            ids.append(id)
    return ids


def in_words(counts: Summary) -> str:
    """A summary as a sentence."""
    return (
        f"{counts.changed:,} changed (renamed {counts.renamed:,}, moved {counts.moved:,}, "
        f"reclassified {counts.reclassified:,}), {counts.added:,} added, {counts.deleted:,} deleted."
    )


def row(change: Change) -> Iterator[str]:
    """A change as the cells of a row: only what differs is said twice."""
    before, after = change.before, change.after
    yield str(outward(change.id))
    yield ", ".join(change.kinds)
    yield _cell(before)
    yield "" if after is None else _cell(after)
    yield f"{change.km:.1f}" if change.km and change.km > MOVED_KM else ""
    yield str(outward(change.successor) if change.successor else "")


def _cell(place: Place | None) -> str:
    if place is None:
        return ""
    code = f"{place.feature_class}.{place.feature_code}"
    return scrub(f"{place.name}, {place.country or '–'} ({code})")


def fields(change: Change) -> dict[str, object]:
    """A change as the fields of a JSON object."""
    return {
        "id": outward(change.id),
        "kinds": change.kinds,
        "before": _fields(change.before),
        "after": _fields(change.after),
        "km": None if change.km is None else round(change.km, KM_DIGITS),
        "successor": outward(change.successor) if change.successor else change.successor,
    }


def _fields(place: Place | None) -> dict[str, object] | None:
    if place is None:
        return None
    return {
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "admin1": place.admin1.code if place.admin1 else None,
        "admin2": place.admin2.code if place.admin2 else None,
        "feature_class": place.feature_class,
        "feature_code": place.feature_code,
        "population": place.population,
    }
