"""Pieces of marked texts: a sentence or two, since short texts are asked about too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

from gazetteer.annotation.counts import Counts
from training.annotation.texts import MarkedText

SHORTEST, LONGEST = 12, 300  # characters
_SENTENCES = re.compile(r"[^\n.!?。！？।]+[.!?。！？।]*")


def piece_of(text: MarkedText) -> MarkedText | None:
    """One piece of a text, chosen by its id; None where it has none of a fit length."""
    found = [match.span() for match in _SENTENCES.finditer(text.text)]
    fit = [span for span in found if SHORTEST <= span[1] - span[0] <= LONGEST]
    if not fit:
        return None
    start, end = fit[crc32(text.id.encode()) // 17 % len(fit)]
    start += len(text.text[start:end]) - len(text.text[start:end].lstrip())
    if any(one.start < start < one.end or one.start < end < one.end for one in text.gold):
        return None
    gold = tuple(
        replace(one, start=one.start - start, end=one.end - start)
        for one in text.gold
        if start <= one.start and one.end <= end
    )
    return replace(text, text=text.text[start:end], gold=gold)


def with_pieces(texts: Sequence[MarkedText], own: Sequence[Counts]) -> tuple[list[MarkedText], list[Counts]]:
    """Texts and a piece of each, with the counts of each text."""
    pieces = [(piece, mine) for text, mine in zip(texts, own, strict=True) if (piece := piece_of(text)) is not None]
    return [*texts, *(piece for piece, _ in pieces)], [*own, *(mine for _, mine in pieces)]
