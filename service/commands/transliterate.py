"""`exonym transliterate`."""

from __future__ import annotations

import click
import orjson
from rich.table import Table

from service.commands.options import err, out


@click.command("transliterate")
@click.argument("text")
@click.option("--lang", help="Language of the text, BCP 47 [default: its letters decide].")
@click.option("--to", help="Write it as the press of this language does, BCP 47.")
@click.option("--scheme", help="Write it by this scheme, as uk-fr, iso9 or unidecode; or only the reading by it.")
@click.option("--json", "as_json", is_flag=True, help="Print what GET /v1/transliterate answers.")
def command(text: str, lang: str | None, to: str | None, scheme: str | None, as_json: bool) -> None:
    """Write TEXT in Latin letters: every reading that matching uses, each with its scheme.

    \b
      exonym transliterate Бахмут
      exonym transliterate Бахмут --lang uk --to fr       as a French newsroom writes it
      exonym transliterate Київ --scheme iso9
    """
    from gazetteer.transliteration import transliterate

    answer = transliterate(text, lang=lang, to=to, scheme=scheme)
    if as_json:
        click.echo(orjson.dumps(answer))
        return
    table = Table("latin", "scheme", "language", box=None, pad_edge=False)
    for reading in answer.readings:
        table.add_row(reading.latin, reading.scheme, reading.lang or "")
    out().print(table)
    if answer.hint:
        err().print(answer.hint, markup=False)
