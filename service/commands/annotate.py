"""`exonym annotate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gazetteer.model import Annotation, Mention
from service.annotation.request import TextItem, decoded, read_text
from service.annotation.styles import StyleReader, Styles
from service.commands.fixes import TextSource, fix_all
from service.commands.memories import desk_for, memory_for, writing_for
from service.commands.options import data_dir_option, memory_options, out, visible
from service.commands.resolve import STYLES, read_fields
from service.settings import Settings

STDIN = "-"
PAGES = (".html", ".htm", ".xhtml")
SHOWN = 40  # characters of a mention in the table
NOTHING = "No places."


@click.command("annotate")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--lang", help="Language of the text, BCP 47 [default: guessed].")
@click.option("--html", is_flag=True, help="The text is HTML, as that of FILEs called .html is.")
@click.option("--country", multiple=True, help="A country that it is about, by code or name; may be given again.")
@click.option("--within", help="An admin area or country that it is about, by name or GeoNames id.")
@click.option("--near", metavar="LAT,LON[,KM]", help="A point that it is about, and how near [default: 100 km].")
@click.option("--class", "classes", multiple=True, help="GeoNames feature class, for example P; may be given again.")
@click.option("--code", "codes", multiple=True, help="GeoNames feature code, for example PPLA; may be given again.")
@click.option("--date", metavar="YYYY-MM-DD", help="Names as of that day.")
@click.option(
    "--threshold", type=float, default=0.35, show_default=True, help="A lower one finds more, and more wrong."
)
@click.option("--limit", type=int, default=1, show_default=True, help="How many candidates to list, with --json.")
@click.option("--demonyms/--no-demonyms", default=True, help="Mark Russian, Parisians and the like too, or not.")
@click.option("--display", metavar="LANG", help="Language of the names, BCP 47; or style:NAME, a desk or ap, bbc.")
@click.option("--offsets", default="codepoint", show_default=True, help="What offsets count: codepoint, utf16 or byte.")
@click.option("--encoding", default="utf-8", show_default=True, help="What FILEs are written in.")
@click.option("--lint/--no-lint", default=False, help="List what a desk should look at again.")
@click.option(
    "--style", metavar="FILE", help="The spellings of the house, CSV or TOML, or its list's name; implies --lint."
)
@click.option("--check", is_flag=True, help="Exit with 1 where there is something to look at; implies --lint.")
@click.option("--fix", is_flag=True, help="Write what --lint proposes to NAME.fixed, and show the difference.")
@click.option("--output", metavar="FILE", help="With --fix: write to this file instead; - is standard output.")
@click.option("--overwrite", is_flag=True, help="With --fix: replace a file that exists.")
@click.option("--json", "as_json", is_flag=True, help="Print what POST /v1/annotate answers.")
@click.option("--geojson", "as_geojson", is_flag=True, help="Print the places of one FILE as a FeatureCollection.")
@memory_options
@data_dir_option
def command(
    files: tuple[str, ...],
    data_dir: Path | None,
    html: bool,
    encoding: str,
    style: str | None,
    check: bool,
    fix: bool,
    output: str | None,
    overwrite: bool,
    as_json: bool,
    as_geojson: bool,
    **given: Any,
) -> None:
    """Mark every place in a text: where it stands, which place it is, and why. A FILE of -, or none, is standard input.

    \b
      exonym annotate article.txt
      exonym annotate --lang uk --country UA story.html
      curl -s https://example.org/story | exonym annotate --html --geojson > places.geojson
      exonym annotate *.txt --no-demonyms --json
      exonym annotate --style house.csv --check story.txt
      exonym annotate --style house.csv --fix story.txt
      exonym annotate --fix story.txt --output story.txt --overwrite

    The offset is where a mention begins, from 0. The verdict is that of `exonym resolve`; names that fit no place of
    the gazetteer are listed as well where the text says that they are places ("the town of Bakhmoutské").

    --fix writes story.fixed.txt for story.txt; nothing that exists is replaced without --overwrite. Quotations and
    titles stay as they are, and HTML does but for the letters of names.
    """
    _check_usage(
        len(files),
        given={"fix": fix, "output": output is not None, "overwrite": overwrite},
        json=as_json,
        geojson=as_geojson,
    )
    options = _options_of(given, lint=check or fix or style is not None)
    sources = [_read_source(file, encoding) for file in files or (STDIN,)]

    from gazetteer import Gazetteer
    from service.annotation.lookups import annotated, styled

    settings = Settings.read(data_dir=data_dir)
    gazetteer = Gazetteer.open(settings.data_dir)
    memory = memory_for(settings.data_dir, given)
    styles = Styles(settings.styles)
    read_style = styles.reader(gazetteer)
    if style is not None:
        options["style"] = _style_of(style, styles, read_style)
    writing = writing_for(settings.data_dir, options["display"])
    desk = desk_for(settings.data_dir, given)
    items = [styled(_item(source, html, options, read_style), desk, writing) for source in sources]
    annotations = [annotated(gazetteer, item, memory=memory) for item in items]
    if fix:
        fix_all(sources, items, annotations, output, overwrite=overwrite)
    else:
        _tell(gazetteer, items, annotations, json=as_json, geojson=as_geojson)
    if check and any(one.findings for one in annotations):
        raise SystemExit(1)


def _options_of(given: dict[str, Any], *, lint: bool) -> dict[str, Any]:
    """What is asked of every text; `lint` where another option implies it."""
    plain = {name: given[name] for name in ("threshold", "demonyms", "display", "offsets")}
    return read_fields(given) | plain | {"lint": given["lint"] or lint}


def _check_usage(files: int, given: dict[str, bool], *, json: bool, geojson: bool) -> None:
    """Refuse options that say different things.

    Raises:
        click.UsageError: they do.
    """
    if given["fix"] and (json or geojson or (given["output"] and files > 1)):
        raise click.UsageError("--fix is without --json and --geojson, and --output for one FILE.")
    if not given["fix"] and (given["output"] or given["overwrite"]):
        raise click.UsageError("--output and --overwrite are for --fix.")
    if geojson and (json or files > 1):
        raise click.UsageError("--geojson is for one FILE, and without --json.")


def _tell(gazetteer: Any, items: list[TextItem], annotations: list[Annotation], *, json: bool, geojson: bool) -> None:
    """Print what was found, as a table or as the service answers it."""
    if json or geojson:
        click.echo(_answer(gazetteer, items, annotations, geojson))
    else:
        show(out(), items, annotations)


def _answer(gazetteer: Any, items: list[TextItem], annotations: list[Annotation], geojson: bool) -> bytes:
    """What the service answers: to one text, or to a list of them."""
    from service.annotation.answers import geojson_fields, json_fields, listed, whole
    from service.answers import Encoders

    answers = Encoders().of(gazetteer, items[0].writing)
    if geojson:
        return whole(answers, items[0], geojson_fields(items[0], annotations[0]))
    bodies = [json_fields(answers, item, one) for item, one in zip(items, annotations, strict=True)]
    return whole(answers, items[0], bodies[0]) if len(items) == 1 else b"".join(listed(answers, items, bodies))


def _read_source(file: str, encoding: str) -> TextSource:
    """A file.

    Raises:
        click.ClickException: it cannot be read.
    """
    with click.open_file(file, "rb") as stream:
        return TextSource(None if file == STDIN else Path(file), stream.read(), encoding)


def _item(source: TextSource, html: bool, options: dict[str, Any], read_style: StyleReader) -> TextItem:
    """A file and the options as a text that is asked.

    Raises:
        click.ClickException: the file cannot be read as text.
        QueryError: an option cannot be read.
    """
    name = None if source.path is None else str(source.path)
    field = "html" if html or (name or "").lower().endswith(PAGES) else "text"
    text = _text_of(source.raw, source.charset, name or "standard input")
    return read_text({**options, field: text, "id": name}, read_style)


def _style_of(given: str, styles: Styles, read_style: StyleReader) -> str:
    """A style list as a text: of a file, else of the operator's folder; what is amiss in it is told.

    Raises:
        click.ClickException: it cannot be read.
    """
    path = Path(given) if Path(given).exists() or given == STDIN else styles.path(given) or Path(given)
    with click.open_file(str(path), "rb") as stream:
        text = _text_of(stream.read(), "utf-8", given)
    text += "\n"  # a list of one word is no name
    for remark in read_style(text).style.remarks:
        click.echo(visible(f"{path}:{remark.line}: {remark.message}"), err=True)
    return text


def _text_of(raw: bytes, encoding: str, name: str) -> str:
    try:
        return decoded(raw, encoding)
    except LookupError:
        raise click.BadParameter(f"there is no encoding {encoding} here", param_hint="--encoding") from None
    except ValueError as error:
        place = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise click.ClickException(f"{name} is not {encoding}{place}: say what it is with --encoding.") from None


def show(console: Console, items: Sequence[TextItem], annotations: Sequence[Annotation]) -> None:
    """Print annotations as tables, each with its file's name where there are several."""
    from service.annotation.answers import bounds_of

    for position, (item, annotation) in enumerate(zip(items, annotations, strict=True)):
        if len(items) > 1:
            console.print(*([""] if position else []), Text(visible(str(item.id)), "bold"), sep="\n")
        if not annotation.mentions:
            console.print(NOTHING)
            continue
        table = Table("offset", "text", "verdict", "id", "place", "why", box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for mention, (start, _) in zip(annotation.mentions, bounds_of(item, annotation.mentions), strict=True):
            table.add_row(str(start), *_row(mention))
        console.print(table)
        for finding, (start, _) in zip(annotation.findings, bounds_of(item, annotation.findings), strict=True):
            change = "" if finding.replacement is None else f" -> {finding.replacement}"
            console.print(Text(visible(f"{start} {finding.text}{change}: {finding.message} [{finding.rule}]")))


def _row(mention: Mention) -> tuple[Text, ...]:
    resolution = mention.resolution
    verdict = resolution.verdict
    said = Text(str(verdict).replace("_", " "), STYLES[verdict] if verdict is not None else "")
    text = Text(visible(mention.text if len(mention.text) <= SHOWN else f"{mention.text[:SHOWN]}…"))
    why = "the people of the place" if mention.kind == "demonym" else ""
    if not resolution.candidates or verdict == "no_match":
        return text, said, Text(""), Text(""), Text(visible(resolution.hint or why))
    best = resolution.candidates[0]
    parts = (best.place.name, best.place.admin1.name if best.place.admin1 else None, best.place.country_name)
    place = ", ".join(dict.fromkeys(part for part in parts if part))
    exact = best.matched.how == "exact"  # what else there is to say of another is how it was found
    why = (exact and mention.support) or why or best.matched.reason
    return text, said, Text(str(best.place.key)), Text(visible(place)), Text(visible(why))
