"""What HTTP adds to annotating a text: processor time of the service less that of the library, for the same texts.

    python -m bench.annotate_http TEXTS --data-dir data

TEXTS is a folder of marked texts (training/annotation/texts.py), cut to 274 words. Each text goes once through both to
make its names known, then through both by turns, so that what else the machine does tells on both alike.
"""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import click
import orjson

from bench.http import OURS, Server, server
from gazetteer import AnnotateOptions, Gazetteer
from training.annotation.texts import read_texts

WORDS = 274
TEXTS = 100
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of one text: by the clock, and of the processor."""

    wall: float
    cpu: float


def spent_by(server: Server, connection: http.client.HTTPConnection, bodies: list[bytes]) -> list[Spent]:
    """Ask the service for each text; the processor time is of all of them, shared evenly, since it counts in steps."""
    began, walls = server.cpu_seconds(), []
    for body in bodies:
        start = perf_counter()
        connection.request("POST", "/v1/annotate", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        walls.append((perf_counter() - start) * 1e3)
    each = (server.cpu_seconds() - began) * 1e3 / len(bodies)
    return [Spent(wall, each) for wall in walls]


def spent_in_library(gazetteer: Gazetteer, texts: list[str], lang: str) -> list[Spent]:
    """Ask the library for each text."""
    began, walls = process_time(), []
    for text in texts:
        start = perf_counter()
        gazetteer.annotate(text, AnnotateOptions(lang=lang))
        walls.append((perf_counter() - start) * 1e3)
    each = (process_time() - began) * 1e3 / len(texts)
    return [Spent(wall, each) for wall in walls]


@click.command()
@click.argument("texts", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="The gazetteer.")
@click.option("--lang", default="en", show_default=True, help="Texts of which language.")
def main(texts: Path, data_dir: Path, lang: str) -> None:
    """What HTTP adds to annotating a text."""
    marked = [one.text for one in read_texts(texts) if one.lang == lang and len(one.text.split(" ")) >= WORDS]
    parts = [" ".join(text.split(" ")[:WORDS]) for text in marked[:TEXTS]]
    bodies = [orjson.dumps({"text": part, "lang": lang}) for part in parts]
    gazetteer = Gazetteer.open(data_dir)
    library: list[Spent] = []
    service: list[Spent] = []
    with server(OURS, data_dir) as ours:
        connection = http.client.HTTPConnection("127.0.0.1", ours.port)
        for number in range(ROUNDS + 1):
            in_library, by_http = spent_in_library(gazetteer, parts, lang), spent_by(ours, connection, bodies)
            if number:  # the first makes names known
                library, service = library + in_library, service + by_http
    for name, of in (("library", library), ("HTTP", service)):
        wall, cpu = median(one.wall for one in of), median(one.cpu for one in of)
        click.echo(
            f"{name}: {len(parts)} texts of {WORDS} words, {wall:.2f} ms by the clock, {cpu:.2f} of the processor"
        )
    added = median(one.wall for one in service) - median(one.wall for one in library)
    click.echo(
        f"HTTP adds {added:.2f} ms by the clock, "
        f"{median(one.cpu for one in service) - median(one.cpu for one in library):.2f} of the processor"
    )


if __name__ == "__main__":
    main()
