"""`exonym desk`."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson
from rich.markup import escape
from rich.table import Table

from service.commands.memories import store_of
from service.commands.options import data_dir_option, out, visible
from service.errors import UnknownDecision, UnknownDesk
from service.keys import DESK
from service.settings import Settings

if TYPE_CHECKING:
    from gazetteer import Decision, Gazetteer
    from service.desk.records import Author, KeptDecision, Via
    from service.desk.store import DeskStore
    from service.desk.writer import Writer

LISTED = 1_000
FORGOTTEN_TOLD = 20  # ids
NO_PLACE = "none"
PIPE = "-"


@click.group("desk")
def command() -> None:
    """What desks decided: list it, decide, forget, restore, export and import.

    Decisions stand in the data folder and count for the service at once.

    \b
      exonym desk decide world Shevchenkove 694137 --note 'the town'
      exonym desk show world
      exonym desk export world > world.csv
      exonym desk import world world.csv --dry-run
    """


@command.command("list")
@data_dir_option
def list_desks(data_dir: Path | None) -> None:
    """List the desks."""
    store, _ = _opened(data_dir)
    table = Table("desk", "title", "based on", "revision", "decisions", box=None, pad_edge=False)
    for desk in store.desks():
        count, _people = store.counted(desk.id)
        table.add_row(desk.id, escape(desk.title), desk.based_on or "-", f"{desk.revision:,}", f"{count:,}")
    out().print(table)


@command.command("show")
@click.argument("desk")
@click.option("--find", default="", help="Only decisions with this in the name, the person or the place's id.")
@click.option("--forgotten", is_flag=True, help="Those that were forgotten, in place of those that answer.")
@data_dir_option
def show(desk: str, find: str, forgotten: bool, data_dir: Path | None) -> None:
    """Show what DESK decided, the newest first."""
    from service.desk.answers import decision_fields
    from service.desk.store import DecisionFilter

    store, settings = _opened(data_dir)
    _known_desk(store, desk)
    gazetteer = _gazetteer(settings)
    table = Table("id", "name", "place", "", "when", "by", "day", "used", "note", box=None, pad_edge=False)
    for kept in store.find(desk, DecisionFilter(text=find, state="forgotten" if forgotten else "active", limit=LISTED)):
        fields = decision_fields(gazetteer, kept)
        place = fields["label"] or ("no longer there" if fields["place"] is not None else NO_PLACE)
        when = orjson.dumps(fields["when"]).decode() if fields["when"] else ""
        cells = (fields["id"], fields["name"], str(fields["place"] or ""), place, when, fields["by"])
        told = (fields["at"][:10], str(fields["used"]), fields["note"])
        table.add_row(*(escape(visible(cell)) for cell in (*cells, *told)))
    out().print(table)
    if table.row_count == LISTED:
        click.echo(f"These are the newest {LISTED:,}: --find shows others, `exonym desk export` all.", err=True)


@command.command("decide")
@click.argument("desk")
@click.argument("name")
@click.argument("place")
@click.option("--prefers", is_flag=True, help="Only where the gazetteer finds several places as likely.")
@click.option("--country", multiple=True, help="Where the query names one of these countries.")
@click.option("--unless-country", multiple=True, help="Where the query names none of these.")
@click.option("--within", help="Where the query's `within` is this area or inside it, by id.")
@click.option("--lang", help="Only in texts of this language, BCP 47.")
@click.option("--collection", help="Only for what bears this label.")
@click.option("--note", default="", help="Why, for colleagues.")
@click.option("--by", help="Who decides [default: the user of this machine].")
@click.option("--replace", is_flag=True, help="Put it in the place of what the desk decided otherwise.")
@data_dir_option
def decide(desk: str, name: str, place: str, data_dir: Path | None, **given: object) -> None:
    """Decide that NAME means PLACE, an id, to DESK; a PLACE of none says that no place is meant."""
    from service.desk.reading import read_decision

    store, settings = _opened(data_dir)
    _check_name(desk)
    when = {field: given[field] for field in ("within", "lang", "collection") if given[field]}
    when |= {field: list(told) for field in ("country", "unless_country") if isinstance(told := given[field], tuple)}
    wanted = read_decision(
        {
            "name": name,
            "place": place,
            "strength": "prefers" if given["prefers"] else "decides",
            "when": when,
            "note": given["note"],
        }
    )
    gazetteer = _gazetteer(settings)
    for id in (wanted.place, wanted.when.within):
        if id is not None:
            gazetteer.place(id)
    author = _author(given["by"])
    if given["replace"]:
        kept = store.change(desk, author, lambda writer: _put(writer, wanted))
    else:
        [outcome] = store.decide(desk, [wanted], author)
        if outcome.error is not None:
            raise outcome.error
        assert outcome.kept is not None
        kept = outcome.kept
    click.echo(kept.decision.id)


@command.command("forget")
@click.argument("desk")
@click.argument("which")
@click.option("--person", is_flag=True, help="WHICH is a person: put `a former colleague` in the name's place.")
@click.option("--by", help="Who does it [default: the user of this machine].")
@data_dir_option
def forget(desk: str, which: str, person: bool, by: str | None, data_dir: Path | None) -> None:
    """Forget the decision with the id WHICH, or all decisions of DESK for the spelling WHICH."""
    from gazetteer.memory.spelling import key_of

    store, _ = _opened(data_dir)
    _known_desk(store, desk)
    if person:
        count = store.change(desk, _author(by), lambda writer: writer.forget_person(which))
        click.echo(f"{count:,} decisions bore the name.")
        return
    ids = [one.decision.id for one in store.active(desk) if which == one.decision.id]
    ids = ids or [one.decision.id for one in store.active(desk) if key_of(one.decision.name) == key_of(which)]
    if not ids:
        raise UnknownDecision(f"The desk {desk} decided nothing of {which[:40]!r}.")
    store.change(desk, _author(by), lambda writer: [writer.forget(id, None) for id in ids])
    click.echo(f"Forgot {len(ids):,}: {' '.join(ids[:FORGOTTEN_TOLD])}")


@command.command("restore")
@click.argument("desk")
@click.argument("id")
@click.option("--by", help="Who does it [default: the user of this machine].")
@data_dir_option
def restore(desk: str, id: str, by: str | None, data_dir: Path | None) -> None:
    """Let the forgotten decision with the ID answer again: `forget` tells it, and `show --forgotten`."""
    store, _ = _opened(data_dir)
    _known_desk(store, desk)
    click.echo(store.change(desk, _author(by), lambda writer: writer.restore(id)).decision.id)


@command.command("base")
@click.argument("desk")
@click.argument("other")
@click.option("--by", help="Who does it [default: the user of this machine].")
@data_dir_option
def base(desk: str, other: str, by: str | None, data_dir: Path | None) -> None:
    """Let what OTHER decided count for DESK where it decided nothing itself; `none` ends that.

    Whoever speaks for DESK then sees these decisions of OTHER, and by whom they are.
    """
    store, _ = _opened(data_dir)
    _known_desk(store, desk)
    store.change(desk, _author(by), lambda writer: _based(writer, None if other == NO_PLACE else other))
    click.echo(f"{desk} is based on {other}.")


@command.command("export")
@click.argument("desk")
@data_dir_option
def export(desk: str, data_dir: Path | None) -> None:
    """Write what DESK decided to standard output, as CSV."""
    from gazetteer.memory.lines import write_csv

    store, _ = _opened(data_dir)
    _known_desk(store, desk)
    click.echo(write_csv(one.decision for one in store.active(desk)), nl=False)


@command.command("import")
@click.argument("desk")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Say what would become of each line, and keep nothing.")
@click.option("--by", help="Who decides, where the file does not say [default: the user of this machine].")
@data_dir_option
def import_(desk: str, file: object, dry_run: bool, by: str | None, data_dir: Path | None) -> None:
    """Take in FILE: decisions as CSV or JSON, a review file, or OpenRefine's export. - is standard input."""
    from functools import partial

    from service.desk.answers import knows
    from service.desk.imports import read_file, take_in

    store, settings = _opened(data_dir)
    _check_name(desk)
    content: bytes = file.read()  # type: ignore[attr-defined]
    author = _author(by, via="import")
    report = take_in(store, desk, read_file(content), author, partial(knows, _gazetteer(settings)), dry_run=dry_run)
    fields = report.fields()
    click.echo(", ".join(f"{kind} {count:,}" for kind, count in fields["counts"].items()))
    for kind in ("changed", "contradictory", "unknown"):
        for line in fields[kind]:
            click.echo(f"line {line['line']:,}: {kind}: {visible(line['name'])} {line['place'] or NO_PLACE}", err=True)
    for line in fields["unread"]:
        click.echo(f"line {line['line']:,}: {visible(line['message'])}", err=True)
    for remark in fields["remarks"]:
        click.echo(visible(remark), err=True)
    if fields["counts"]["contradictory"] or fields["counts"]["unknown"] or fields["counts"]["unread"]:
        sys.exit(1)


@command.command("diff")
@click.argument("desk")
@data_dir_option
def diff(desk: str, data_dir: Path | None) -> None:
    """List the decisions of DESK whose place the gazetteer no longer has, with its successor."""
    from service.desk.answers import decision_fields

    store, settings = _opened(data_dir)
    _known_desk(store, desk)
    gazetteer = _gazetteer(settings)
    for kept in store.active(desk):
        fields = decision_fields(gazetteer, kept)
        if fields["state"] == "stale":
            instead = f"; use {fields['successor']}" if fields["successor"] else ""
            click.echo(f"{fields['id']} {visible(fields['name'])}: {fields['place']} is gone{instead}")


def _based(writer: Writer, other: str | None) -> None:
    before = writer.open()
    writer.describe(before.title, before.lang, other, before.style)


def _put(writer: Writer, wanted: Decision) -> KeptDecision:
    """Keep a decision in the place of another for the same spelling, or as a new one."""
    present = writer.active(wanted)
    return writer.add(wanted) if present is None else writer.change(present.decision.id, wanted, None)


def _opened(data_dir: Path | None) -> tuple[DeskStore, Settings]:
    settings = Settings.read(data_dir=data_dir)
    return store_of(settings.data_dir), settings


def _gazetteer(settings: Settings) -> Gazetteer:
    from gazetteer import Gazetteer

    return Gazetteer.open(settings.data_dir)


def _author(by: object, via: Via = "api") -> Author:
    from gazetteer.model import PERSON_LIMIT, SOMEBODY
    from service.desk.records import Author

    if isinstance(by, str) and by.strip():
        return Author(by.strip()[:PERSON_LIMIT], via)
    try:
        return Author(getpass.getuser(), via)
    except (KeyError, OSError):  # a user without a name, as in some containers
        return Author(SOMEBODY, via)


def _check_name(desk: str) -> None:
    if DESK.fullmatch(desk) is None:
        raise click.UsageError("A desk is called by small letters a to z, digits and hyphens, at most 40.")


def _known_desk(store: DeskStore, desk: str) -> None:
    if store.desk(desk) is None:
        raise UnknownDesk(f"There is no desk {desk[:40]}; `exonym desk list` shows those there are.")
