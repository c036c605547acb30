"""Fit the filter of `annotate`: writes filter.tsv, together.tsv and counts/ of gazetteer/annotation. Seeded; minutes.

    python -m training.fit_annotation TEXTS [--data-dir data] [--seed 20] [--date 2026-11-29]

TEXTS has `train/` and `dev/`, a file a language, one text a line (training/annotation/texts.py). The texts never enter
the project: what is written are counts and weights of words, and the trees, with the sources and their licences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from bench.annotate_scores import Scores, score, table
from gazetteer import Gazetteer
from gazetteer.annotation.bearers import Bearers
from gazetteer.annotation.believe import CLUES_OF, FIRST, SECOND, trees
from gazetteer.annotation.clues import CLUES
from gazetteer.annotation.counts import Counts
from gazetteer.annotation.together import LOOKED_AT
from training.annotation.beside import Learnt, Reader, learn
from training.annotation.count import Tally, count, counts_of
from training.annotation.grow import Scale, calibrated, grow, weights_of, write_trees
from training.annotation.labels import LEFT_OUT
from training.annotation.pieces import with_pieces
from training.annotation.read import ReadText, looked_at_together, read_all
from training.annotation.texts import MarkedText, read_texts

SEED = 20
KEPT_OUT = 10  # of so many texts one is kept from the second look: it scales the probabilities
FOLDS = 3  # parts of the texts; what is said of one is learnt from the others
THINNED = 8  # of words in small letters that name no place, one in so many is learnt from, and counts as many
FOLDER = Path(__file__).parents[1] / "gazetteer" / "annotation"


class Rows:
    """The names of all texts, a row each.

    Args:
        texts: the texts, as they are read.
    """

    def __init__(self, texts: list[ReadText]) -> None:
        numbers = {lang: number for number, lang in enumerate(sorted({text.lang for text in texts}))}
        sizes = [len(text) for text in texts]
        self.texts = texts
        self.clues = np.concatenate([text.clues for text in texts])
        self.labels = np.concatenate([text.labels for text in texts])
        self.languages = np.repeat([numbers[text.lang] for text in texts], sizes)
        self.numbers = np.repeat([text.number for text in texts], sizes)
        self.foreign = np.repeat([text.foreign for text in texts], sizes)
        self.folds = self.numbers % FOLDS
        small = (self.clues[:, CLUES.index("small")] > 0) & (self.labels == 0)
        self.learnt = (self.labels != LEFT_OUT) & (~small | (np.arange(len(small)) % THINNED == 0))
        self.weights = np.zeros(len(small))
        known = self.labels != LEFT_OUT
        self.weights[known] = weights_of(self.labels[known], self.languages[known])
        self.weights[small] *= THINNED
        self.names = {lang: np.flatnonzero((self.languages == at) & ~self.foreign) for lang, at in numbers.items()}


def learn_words(rows: Rows, readers: dict[str, Reader]) -> dict[str, Learnt]:
    """What the words around names say, by language; the clues of the rows are filled."""
    at = [CLUES.index(name) for name in ("words before", "words after", "words with it")]
    out: dict[str, Learnt] = {}
    for lang, reader in readers.items():
        mine = rows.names[lang]
        chosen = np.flatnonzero(rows.learnt[mine]).tolist()
        sums, out[lang] = learn(reader.around(), rows.clues[mine], rows.labels[mine], rows.folds[mine], chosen)
        rows.clues[np.ix_(mine, np.array(at))] = sums
        click.echo(f"  {lang}: {sum(map(len, out[lang].values())):,} words", err=True)
    return out


def first_look(rows: Rows, seed: int, folder: Path) -> NDArray[np.float64]:
    """Grow and write the trees of the first look; returns what those that did not see a text say of its names."""
    odds = np.zeros(len(rows.labels))
    for fold in range(FOLDS):
        others, mine = rows.learnt & (rows.folds != fold), rows.folds == fold
        model = grow(rows.clues[others], rows.labels[others], rows.weights[others], seed)
        odds[mine] = model.decision_function(rows.clues[mine])
    model = grow(rows.clues[rows.learnt], rows.labels[rows.learnt], rows.weights[rows.learnt], seed)
    write_trees(model, CLUES_OF[FIRST], Scale(), [], folder / FIRST)
    return odds


def second_look(rows: Rows, bearers: Bearers, odds: NDArray[np.float64], seed: int, folder: Path) -> None:
    """Grow, scale and write the trees of the second look."""
    together = looked_at_together(bearers, rows.texts, odds)
    left = (odds > LOOKED_AT) & (rows.labels != LEFT_OUT)
    clues, labels = np.column_stack([rows.clues[left], together[left]]), rows.labels[left]
    weights, kept_out = weights_of(labels, rows.languages[left]), rows.numbers[left] // 11 % KEPT_OUT == 0
    model = grow(clues[~kept_out], labels[~kept_out], weights[~kept_out], seed)
    scale = calibrated(model.decision_function(clues[kept_out]), labels[kept_out])
    click.echo(f"  {len(labels):,} names looked at again; {scale}", err=True)
    write_trees(model, CLUES_OF[SECOND], scale, [], folder / SECOND)


def write_counts(tally: Tally, known: Counts, folder: Path) -> None:
    """Write the tables of counts."""
    folder.mkdir(exist_ok=True)
    cases = [(*key, *map(str, tally.cases[key])) for key in sorted(known.cases)]
    beside = [
        (lang, side, words, f"{odds:g}")
        for lang, sides in sorted(known.beside.items())
        for side, told in sorted(sides.items())
        for words, odds in sorted(told.items())
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
    texts_read, readers = read_all(bearers, *with_pieces(train, own), known)
    rows = Rows(texts_read)
    click.echo("learning words", err=True)
    known = replace(known, beside=learn_words(rows, readers))
    write_counts(tally, known, FOLDER / "counts")
    click.echo(f"growing trees on {int(rows.learnt.sum()):,} names", err=True)
    odds = first_look(rows, seed, FOLDER)
    second_look(rows, bearers, odds, seed, FOLDER)
    trees.cache_clear()
    held_out = score(bearers, read_texts(texts / "dev"), known)
    head = _head(train, gazetteer, held_out, day or f"{datetime.now(UTC):%Y-%m-%d}", seed)
    path = FOLDER / FIRST
    heading, _, nodes = path.read_text("utf-8").partition("\n")
    path.write_text("\n".join([heading, *(f"# {line}" for line in head), nodes]), "utf-8")
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
