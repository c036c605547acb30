"""The names found in marked texts, as rows to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from gazetteer.annotation.around import parted
from gazetteer.annotation.bearers import Bearers
from gazetteer.annotation.clues import clues
from gazetteer.annotation.counts import Counts
from gazetteer.annotation.names import NameHits, find_names, keys_of
from gazetteer.annotation.surface import SurfaceForms, spelt
from gazetteer.annotation.together import together
from gazetteer.annotation.words import read_words
from training.annotation.beside import Reader
from training.annotation.labels import labels
from training.annotation.texts import MarkedText

FOREIGN = 3  # one text in so many is read a second time as if its language had not been seen


@dataclass(frozen=True, slots=True)
class ReadText:
    """The names found in one text.

    Args:
        lang: its language.
        number: of its id.
        foreign: whether it is read as if its language had not been seen.
        words: how many it has.
        hits: the names found.
        names: how they stand in it.
        clues: of each name.
        labels: of each name.
    """

    lang: str
    number: int
    foreign: bool
    words: int
    hits: NameHits
    names: SurfaceForms
    clues: NDArray[np.float32]
    labels: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.labels)


def read_all(
    bearers: Bearers, texts: Sequence[MarkedText], own: Sequence[Counts], known: Counts
) -> tuple[list[ReadText], dict[str, Reader]]:
    """Read texts; a text's own counts are taken from the others'.

    Returns:
        The texts, and by language what stands around the names of those that are not foreign.
    """
    foreign = {lang: known.foreign(lang) for lang in {text.lang for text in texts}}
    out: list[ReadText] = []
    readers: dict[str, Reader] = {}
    for text, mine in zip(texts, own, strict=True):
        words = read_words(text.text)
        keys = keys_of(words)
        hits = find_names(bearers, words, keys, text.lang)
        if not len(hits):
            continue
        names = spelt(words, keys, hits.first, hits.last)
        number, label = crc32(text.id.encode()), labels(words, hits, text.gold)
        readers.setdefault(text.lang, Reader()).read(len(hits), parted(words, keys, hits.first, hits.last))
        counted = [(False, known.without(mine))]
        if number // 7 % FOREIGN == 0:
            counted.append((True, foreign[text.lang]))
        for strange, counts in counted:
            found = clues(words, keys, hits, counts, text.lang, names).astype(np.float32)
            out.append(ReadText(text.lang, number, strange, len(words), hits, names, found, label))
    return out, readers


def looked_at_together(bearers: Bearers, texts: Sequence[ReadText], odds: NDArray[np.float64]) -> NDArray[np.float32]:
    """The clues that the names of texts give each other, a row for each name of all texts."""
    parts, at = [], 0
    for text in texts:
        mine = odds[at : at + len(text)]
        parts.append(together(bearers, text.words, text.hits, text.names, mine).astype(np.float32))
        at += len(text)
    return np.concatenate(parts)
