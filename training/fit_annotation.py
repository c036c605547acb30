"""Fit the filter of `annotate`: writes gazetteer/annotation/filter.tsv and counts/. Seeded; some minutes on two cores.

    python -m training.fit_annotation TEXTS [--data-dir data] [--seed 20] [--date 2026-11-29]

TEXTS has `train/` and `dev/`, a file a language, one text a line (training/annotation/texts.py). The texts never enter
the project: what is written are counts of words and the trees, with the sources and their licences in the head.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import click
import numpy as np

from bench.annotate_scores import Scores, score, table
from gazetteer import Gazetteer
from gazetteer.annotation import believe
from gazetteer.annotation.bearers import Bearers
from gazetteer.annotation.clues import clues
from gazetteer.annotation.counts import Counts
from gazetteer.annotation.names import find_names, keys_of
from gazetteer.annotation.words import read_words
from training.annotation.count import Tally, count, counts_of
from training.annotation.grow import Rows, calibrated, grow, write_trees
from training.annotation.labels import LEFT_OUT, labels
from training.annotation.texts import MarkedText, read_texts

SEED = 20
KEPT_OUT = 10  # of so many texts one is learnt nothing from: it scales the probabilities
FOLDER = Path(__file__).parents[1] / "gazetteer" / "annotation"


def rows_of(bearers: Bearers, texts: Sequence[MarkedText], known: Counts, own: Sequence[Counts]) -> Rows:
    """The names found in texts as rows to learn from; a text's own counts are taken from the others'."""
    numbers = {lang: number for number, lang in enumerate(sorted({text.lang for text in texts}))}
    parts = []
    for text, mine in zip(texts, own, strict=True):
        words = read_words(text.text)
        if not len(words):
            continue
        keys = keys_of(words)
        hits = find_names(bearers, words, keys, text.lang)
        if len(hits):
            label = labels(words, hits, text.gold)
            kept = label != LEFT_OUT
            found = clues(words, keys, hits, known.without(mine), text.lang)
            parts.append(
                (
                    found[kept],
                    label[kept],
                    *(np.full(int(kept.sum()), one) for one in (numbers[text.lang], crc32(text.id.encode()))),
                )
            )
    return Rows(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def write_counts(tally: Tally, known: Counts, folder: Path) -> None:
    """Write the tables of counts."""
    folder.mkdir(exist_ok=True)
    cases = [(*key, *map(str, tally.cases[key])) for key in sorted(known.cases)]
    beside = [
        (lang, side, words, f"{odds:g}")
        for side, told in (("before", known.before), ("after", known.after))
        for (lang, words), odds in sorted(told.items())
        if "\t" not in words and "\n" not in words
    ]
    places = [(*key, *map(str, pair)) for key, pair in sorted(known.places.items()) if sum(pair) > 1]
    for name, heading, rows in (
        ("cases", ("lang", "word", "small", "capital"), cases),
        ("beside", ("lang", "side", "words", "odds"), beside),
        ("places", ("lang", "name", "places", "others"), places),
    ):
        text = "".join("\t".join(row) + "\n" for row in (heading, *rows))
        (folder / f"{name}.tsv").write_text(text, "utf-8")


@click.command()
@click.argument("texts", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="The gazetteer to find names in."
)
@click.option("--seed", default=SEED, show_default=True)
@click.option("--date", "day", default=None, help="Written into the head, by default today's.")
def main(texts: Path, data_dir: Path, seed: int, day: str | None) -> None:
    """Fit the filter of `annotate` on marked texts."""
    gazetteer = Gazetteer.open(data_dir)
    bearers = Bearers(gazetteer._index)
    train = list(read_texts(texts / "train"))
    click.echo(f"counting over {len(train):,} texts", err=True)
    tally, own = count(bearers, train)
    known = counts_of(tally)
    click.echo("finding clues", err=True)
    rows = rows_of(bearers, train, known, own)
    click.echo(f"growing trees on {len(rows.labels):,} names, {int(rows.labels.sum()):,} of them places", err=True)
    kept_out = rows.texts % KEPT_OUT == 0
    model = grow(rows.where(~kept_out), seed)
    scale = calibrated(model, rows.where(kept_out))
    write_counts(tally, known, FOLDER / "counts")
    write_trees(model, scale, [], FOLDER / "filter.tsv")
    believe.trees.cache_clear()
    grown = believe.trees()
    held_out = score(bearers, read_texts(texts / "dev"), known, grown)
    day = day or f"{datetime.now(UTC):%Y-%m-%d}"
    write_trees(model, scale, _head(train, gazetteer, held_out, day, seed), FOLDER / "filter.tsv")
    click.echo("\n".join(table(held_out)))


def _head(
    train: Sequence[MarkedText], gazetteer: Gazetteer, held_out: dict[str, Scores], day: str, seed: int
) -> list[str]:
    sources = Counter((text.source.split(" ")[0].removesuffix(".lft"), text.licence) for text in train)
    return [
        f"Fitted {day}, seed {seed}, on {len(train):,} texts with the gazetteer {gazetteer.info.build}.",
        "Sources: " + "; ".join(f"{name} ({licence}): {number}" for (name, licence), number in sorted(sources.items())),
        "On texts kept out:",
        *table(held_out),
    ]


if __name__ == "__main__":
    main()
