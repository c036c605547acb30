"""`exonym resolve`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gazetteer.model import NAME_LIMIT, Candidate, Resolution, Verdict
from service.commands.memories import memory_for, writing_for
from service.commands.options import data_dir_option, memory_options, out, visible
from service.parameters import split_codes
from service.queries import read_item, read_options
from service.read_as import part_lines, reading_line
from service.settings import Settings
from service.traces import trace_lines

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from service.desk.writing import Writing

STYLES = {Verdict.MATCH: "green", Verdict.AMBIGUOUS: "yellow", Verdict.NO_MATCH: "red"}
MODES = {False: "thorough", True: "fast"}
NAME_AT_FAULT = "].name"


@click.command("resolve")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--country", multiple=True, help="ISO 3166-1 code or a country's name; may be given again.")
@click.option("--within", help="An admin area or country that contains the place, by name or GeoNames id.")
@click.option("--lang", help="Language of the text the name stands in, BCP 47.")
@click.option("--near", metavar="LAT,LON[,KM]", help="A point that the place is near, and how near [default: 100 km].")
@click.option("--class", "classes", multiple=True, help="GeoNames feature class, for example P; may be given again.")
@click.option("--code", "codes", multiple=True, help="GeoNames feature code, for example PPLA; may be given again.")
@click.option("--date", metavar="YYYY-MM-DD", help="Names as of that day.")
@click.option("--limit", type=int, default=5, show_default=True, help="How many candidates to list.")
@click.option("--strict", is_flag=True, help="Country, within, near, class and code filter; otherwise they weigh.")
@click.option("--fast", is_flag=True, help="Look less far for misspelt names, and not by sound.")
@click.option("--display", metavar="LANG", help="Language of the names, BCP 47; or style:NAME, a desk or ap, bbc.")
@click.option("--explain", is_flag=True, help="Say how each answer came about: evidence times weight, and shares.")
@click.option("--split", is_flag=True, help="Answer each place of a NAME that names several by itself.")
@click.option("--json", "as_json", is_flag=True, help="Print what POST /v1/resolve answers.")
@memory_options
@data_dir_option
def command(names: tuple[str, ...], data_dir: Path | None, as_json: bool, **given: Any) -> None:
    """Say which place each NAME means. A NAME of - reads names from standard input, one a line.

    \b
      exonym resolve Bakhmout
      exonym resolve 'Paris, TX' Springfield --display fr
      exonym resolve 'San José' --country CR --json
      cut -f1 places.tsv | exonym resolve - --within 'Donetsk Oblast'
    """
    settings = Settings.read(data_dir=data_dir)
    options = read_options(
        {
            "strict": given["strict"],
            "mode": MODES[given["fast"]],
            "display": given["display"],
            "explain": given["explain"],
        }
    )
    fields = read_fields(given)
    asked = [read_item({"name": name, **fields}) for name in read_names(names)]

    from gazetteer import Gazetteer
    from service.batch import resolve_items

    gazetteer = Gazetteer.open(settings.data_dir)
    memory = memory_for(settings.data_dir, given)
    if (writing := writing_for(settings.data_dir, options.display)) is not None:
        options = writing.options(options)
    resolutions = resolve_items(gazetteer, asked, options, memory)
    errors = [resolution.error for resolution in resolutions if resolution.error is not None]
    if errors and not errors[0].where.endswith(NAME_AT_FAULT):
        raise errors[0]  # an option that cannot be read is the same for every name
    if as_json:
        from service.answers import Encoders

        answers = Encoders().of(gazetteer, writing)
        ids = [None] * len(resolutions)
        click.echo(answers.resolutions(resolutions, ids, options.display, split=given["split"]))
    else:
        show(out(), [written_in(gazetteer, one, writing) for one in resolutions], split=given["split"])
    if errors:
        sys.exit(1)


def written_in(gazetteer: Gazetteer, resolution: Resolution, writing: Writing | None) -> Resolution:
    """A resolution whose places bear the names that a house writes."""
    if writing is None:
        return resolution
    candidates = [
        replace(one, place=replace(one.place, name=writing.written(gazetteer, one.place.id).text))
        for one in resolution.candidates
    ]
    parts = tuple(written_in(gazetteer, one, writing) for one in resolution.parts)
    return replace(resolution, candidates=tuple(candidates), parts=parts)


def read_names(names: tuple[str, ...]) -> Iterator[str]:
    """The names given; `-` stands for the lines of standard input, blank ones left out.

    Raises:
        click.ClickException: where standard input is not UTF-8.
    """
    for name in names:
        if name == "-":
            yield from _read_lines(sys.stdin.buffer)
        else:
            yield name


def _read_lines(stream: BinaryIO) -> Iterator[str]:
    for number, raw in enumerate(stream, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise click.ClickException(f"Line {number} of standard input is not UTF-8: convert it first.") from None
        if line.strip():
            yield line


def read_fields(given: dict[str, Any]) -> dict[str, Any]:
    """The options of the command as the fields of a query.

    Raises:
        click.BadParameter: where --near is not two or three numbers.
    """
    fields = {field: given[field] for field in ("within", "lang", "date", "limit")}
    fields |= {field: list(given[field]) for field in ("classes", "codes")}
    fields["country"] = split_codes(given["country"])
    if given["near"] is not None:
        try:
            numbers = [float(part) for part in given["near"].split(",")]
        except ValueError:
            numbers = []
        if len(numbers) not in (2, 3):
            raise click.BadParameter("give LAT,LON or LAT,LON,KM, for example 48.6,38.0", param_hint="--near")
        fields["near"] = dict(zip(("lat", "lon", "km"), numbers, strict=False))
    return fields


def show(console: Console, resolutions: Sequence[Resolution], *, split: bool = False) -> None:
    """Print resolutions as tables: each name, its verdict, its candidates and why they are listed.

    Args:
        console: where to.
        resolutions: what to print.
        split: the answer to each place of a string that names several, rather than to the string.
    """
    shown = [
        (part, f"{number} of {len(resolution.parts)} in {resolution.query.name}" if resolution.parts else None)
        for resolution in resolutions
        for number, part in enumerate(resolution.split(), 1)
    ]
    for position, (resolution, of) in enumerate(shown if split else [(one, None) for one in resolutions]):
        if position:
            console.print()
        _show_one(console, resolution, of)


def _show_one(console: Console, resolution: Resolution, of: str | None) -> None:
    console.print(_title(resolution))
    for remark in (of, reading_line(resolution)):
        if remark:
            console.print(Text(visible(remark)), style="italic")
    if resolution.candidates and not resolution.parts:
        console.print(_table(resolution.candidates))
    for line in part_lines(resolution):
        console.print(Text(visible(f"  {line}")))
    if resolution.hint:
        console.print(Text(visible(resolution.hint)), style="italic")
    if resolution.trace is not None:
        names = {candidate.place.id: candidate.place.name for candidate in resolution.candidates}
        console.print(Text("\n".join(trace_lines(resolution.trace, names))), soft_wrap=True)


def _table(candidates: Sequence[Candidate]) -> Table:
    table = Table("score", "id", "place", "kind", "lat", "lon", "why", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for candidate in candidates:
        table.add_row(*_row(candidate))
    return table


def _title(resolution: Resolution) -> Text:
    name = resolution.query.name
    title = Text(visible(name if len(name) <= NAME_LIMIT else f"{name[:NAME_LIMIT]}…"), "bold")
    if resolution.verdict is None:
        return title.append(visible(f": {resolution.error}"), "red")
    return title.append(f": {resolution.verdict.replace('_', ' ')}", STYLES[resolution.verdict])


def _row(candidate: Candidate) -> tuple[Text, ...]:
    place = candidate.place
    parts = (place.name, place.admin1.name if place.admin1 else None, place.country_name)
    return tuple(
        Text(visible(cell))
        for cell in (
            f"{candidate.score:.3f}",
            str(place.key),
            ", ".join(dict.fromkeys(part for part in parts if part)),
            place.feature_code,
            f"{place.lat:.4f}",
            f"{place.lon:.4f}",
            candidate.matched.reason,
        )
    )
