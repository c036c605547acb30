"""Does a place's own name find it, where no other place bears it? Asks a sample of all such names of a build."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np

from bench.parity_causes import Build
from gazetteer.model import Query, Verdict


def sole_bearers(build: Build, count: int, seed: int) -> list[int]:
    """A sample of the places whose main name, folded and however read in Latin letters, is no name of another.

    Args:
        build: whose places.
        count: how many, at most.
        seed: another seed, others.
    """
    arrays = build.gazetteer._index.store.arrays
    first, name = np.asarray(arrays["key_first_name"], np.int64), np.asarray(arrays["key_name"], np.int64)
    place = np.asarray(arrays["name_place"], np.int64)[name]
    alone = np.minimum.reduceat(place, first[:-1]) == np.maximum.reduceat(place, first[:-1])
    of_key = np.repeat(np.arange(len(first) - 1), np.diff(first))
    is_main = np.zeros(len(arrays["name_place"]), np.bool_)
    is_main[np.asarray(arrays["place_first_name"][:-1], np.int64)] = True
    rows = np.unique(place[alone[of_key] & is_main[name]])
    ids = np.asarray(arrays["place_id"])[rows].tolist()
    return sorted(Random(seed).sample(ids, min(count, len(ids))))


def report(build: Build, count: int, seed: int) -> str:
    """How often such a name is answered by its place, and every one that is not or is called no_match."""
    ids = sole_bearers(build, count, seed)
    names = [next(name.text for name in build.gazetteer.names(id)) for id in ids]
    counts: Counter[str] = Counter()
    lines = []
    for id, text, answer in zip(ids, names, build.gazetteer.resolve_many([Query(text) for text in names]), strict=True):
        top = answer.candidates[0].place if answer.candidates else None
        kind = f"{'right' if top is not None and top.id == id else 'wrong'}, {answer.verdict}"
        counts[kind] += 1
        if kind not in (f"right, {Verdict.MATCH}", f"right, {Verdict.AMBIGUOUS}"):
            meant, got = (
                f"{place.id} {place.name} ({place.country} {place.feature_code} {place.population:,})" if place else "–"
                for place in (build.place(id), top)
            )
            lines.append(f"{kind}\t{text}\t{meant}\t{got}")
    said = ", ".join(f"{kind}: {number:,}" for kind, number in counts.most_common())
    return f"\n{build.name}: {len(ids):,} main names that only one place bears: {said}\n" + "\n".join(lines)
