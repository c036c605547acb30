"""How often `annotate` is right, by language, and how long it takes.

    python -m bench.annotate TEXTS [--data-dir data] [--texts 300] [--write docs/annotation.md]

TEXTS is a folder of marked texts, a file a language (training/annotation/texts.py). Finding is by overlap, one to one.
Ids are asked of those found whose id is marked. Times are of texts with cold names, in a gazetteer that is warmed as
the service warms it and has read one text of each language, and a run is only as quiet as its machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import click
import numpy as np

from bench.annotate_scores import score, table
from gazetteer import Gazetteer
from gazetteer.annotation.bearers import Bearers
from gazetteer.annotation.counts import counts
from gazetteer.errors import UnknownPlace
from gazetteer.matching.distance import distance_km
from gazetteer.model import AnnotateOptions, Verdict
from gazetteer.warming import warm
from training.annotation.texts import PLACE, Gold, MarkedText, read_texts

NEAR_KM = 161.0  # a hundred miles: the distance that geoparsers are compared at
BINS = 10


@dataclass(slots=True)
class Ids:
    """Of the mentions found whose place is marked: how many have the very id, how many lie near, and the verdicts.

    Args:
        asked: how many.
        exact: with the very id.
        near: at most `NEAR_KM` from it.
        matches: with the verdict match,
        right: and of these with the very id.
        believed: of every mention, its probability of being a place and whether it is one.
        meant: of mentions with marked ids, the first candidate's probability and whether it is right.
    """

    asked: int = 0
    exact: int = 0
    near: int = 0
    matches: int = 0
    right: int = 0
    believed: list[tuple[float, bool]] = field(default_factory=list)
    meant: list[tuple[float, bool]] = field(default_factory=list)


def add(ids: Ids, gazetteer: Gazetteer, text: MarkedText) -> None:
    """Annotate a text, and compare with what is marked, one to one."""
    asked: set[Gold] = set()
    for mention in gazetteer.annotate(text.text, AnnotateOptions(lang=text.lang)).mentions:
        if mention.kind != PLACE:
            continue
        gold = [one for one in text.gold if one.start < mention.end and mention.start < one.end]
        if not any(one.label not in (PLACE,) for one in gold):
            ids.believed.append((mention.probability, any(one.label == PLACE for one in gold)))
        one = next((one for one in gold if one.id is not None and one.label == PLACE and one not in asked), None)
        if one is None:  # of "Dallas, Texas" marked as one the first is asked for
            continue
        asked.add(one)
        ids.asked += 1
        resolution = mention.resolution
        if not resolution.candidates:
            continue
        best = resolution.candidates[0]
        exact = best.place.id == one.id
        ids.exact += exact
        ids.near += exact or _is_near(gazetteer, best.place.lat, best.place.lon, one.id or 0)
        ids.meant.append((best.score, exact))
        if resolution.verdict is Verdict.MATCH:
            ids.matches += 1
            ids.right += exact


def _is_near(gazetteer: Gazetteer, lat: float, lon: float, id: int) -> bool:
    try:
        place = gazetteer.place(id)
    except UnknownPlace:
        return False
    return distance_km(lat, lon, place.lat, place.lon) <= NEAR_KM


def calibration(told: Sequence[tuple[float, bool]]) -> float:
    """The expected calibration error over ten bins of equal width."""
    if not told:
        return 0.0
    said, held = np.array(told, np.float64).T
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(said[bins == one].mean() - held[bins == one].mean()) * (bins == one).mean()
            for one in range(BINS)
            if (bins == one).any()
        )
    )


@click.command()
@click.argument("texts", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="The gazetteer.")
@click.option("--texts", "timed", default=300, show_default=True, help="How many texts are timed.")
@click.option("--only", default="", help="Languages, with commas between; by default all.")
def main(texts: Path, data_dir: Path, timed: int, only: str) -> None:
    """How often annotate is right, by language, and how long it takes."""
    gazetteer = Gazetteer.open(data_dir)
    wanted = set(only.split(",")) if only else None
    marked = [text for text in read_texts(texts) if wanted is None or text.lang in wanted]
    bearers = Bearers(gazetteer._index)
    scores = score(bearers, marked, counts())
    click.echo("\n".join(table(scores)))
    for name, one in scores.items():
        if " " in name:
            found = f"P {one.precision:.3f} R {one.recall:.3f} F1 {one.f1:.3f}"
            click.echo(f"  {name:32} {found} offered {one.candidate_recall:.3f}")
    by_language: dict[str, Ids] = {}
    for text in marked:
        add(by_language.setdefault(text.lang, Ids()), gazetteer, text)
    for lang, ids in by_language.items():
        click.echo(
            f"{lang:4} ids {ids.asked:5} exact {ids.exact / max(ids.asked, 1):.3f} within {NEAR_KM:.0f} km "
            f"{ids.near / max(ids.asked, 1):.3f} match precision {ids.right / max(ids.matches, 1):.3f} "
            f"of {ids.matches} ECE place {calibration(ids.believed):.3f} which {calibration(ids.meant):.3f}"
        )
    _time(Gazetteer.open(data_dir), marked[:: max(1, len(marked) // timed)][:timed])


def _time(gazetteer: Gazetteer, texts: Sequence[MarkedText]) -> None:
    warm(gazetteer)
    for text in {text.lang: text for text in texts}.values():  # what a language loads once
        gazetteer.annotate(text.text, AnnotateOptions(lang=text.lang))
    spent = []
    for text in texts:
        part = " ".join(text.text.split(" ")[:274])
        began = perf_counter()
        gazetteer.annotate(part, AnnotateOptions(lang=text.lang))
        spent.append((perf_counter() - began) * 1e3)
    if len(spent) > 1:
        cuts = quantiles(spent, n=100)
        click.echo(f"{len(spent)} texts of at most 274 words: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms")


if __name__ == "__main__":
    main()
