"""Which of the names found in a text are those that are marked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.names import NameHits
from gazetteer.annotation.words import TextWords
from training.annotation.texts import DEMONYM, PLACE, Gold

LEFT_OUT = -1
LEAST_SHARED = 0.3  # of the letters of both together, for a name found to be a marked one
NEARLY = 0.6  # so alike to the marked one, others are neither right nor wrong


def labels(words: TextWords, hits: NameHits, gold: Sequence[Gold]) -> NDArray[np.int8]:
    """For each name found 1 where it is a place's, 0 where not, -1 where the marking does not say."""
    out = np.zeros(len(hits), np.int8)
    start, end = words.start[hits.first], words.end[hits.last]
    for one in gold:
        shared = np.minimum(end, one.end) - np.maximum(start, one.start)
        touching = np.flatnonzero(shared > 0)
        if one.label == DEMONYM or not len(touching):
            continue
        if one.label != PLACE:  # inside another name: guidelines differ
            out[touching[out[touching] == 0]] = LEFT_OUT
            continue
        ratio = shared[touching] / (np.maximum(end[touching], one.end) - np.minimum(start[touching], one.start))
        best = int(np.argmax(ratio))
        if ratio[best] >= LEAST_SHARED:
            out[touching[best]] = 1
        others = touching[(ratio > NEARLY) & (np.arange(len(touching)) != best)]
        out[others[out[others] == 0]] = LEFT_OUT
    return out
