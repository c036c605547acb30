"""Builds whose files are damaged."""

from __future__ import annotations

import logging
import tempfile
from collections import Counter
from pathlib import Path

from damage import DAMAGES
from damaged_builds import CRASHED, FOUND, SAME, WRONG, damage_each, tried_within
from tiny import Tiny

from bench.attacked.attack import Attack, Target
from gazetteer import build

NAMES = {
    "flip": "a bit flipped",
    "zero": "4 kB of zeros",
    "noise": "4 kB of noise",
    "cut": "cut short",
    "swap": "swapped for another of the build",
}


def _damage(kind: str) -> Attack:
    def run(_target: Target) -> str:
        logging.disable()  # each is said
        try:
            with tempfile.TemporaryDirectory(prefix="damaged") as folder, tried_within():
                build(Tiny(), Path(folder))
                tried = damage_each(Path(folder), kind)
        finally:
            logging.disable(logging.NOTSET)
        counts = Counter(outcome for outcome, _ in tried.elements())
        told = ", ".join(f"{counts[one]} {one}" for one in (FOUND, SAME, WRONG, CRASHED))
        return f"of {counts.total()}: {told}"

    return Attack(f"damaged files of a build: {NAMES[kind]}", "each file of a small one", run, is_watched=False)


ATTACKS = tuple(map(_damage, DAMAGES))
