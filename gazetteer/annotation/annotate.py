"""The path of a text: words, names, clues, belief, spans, places."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from gazetteer.annotation.bearers import Bearers
from gazetteer.annotation.believe import believe
from gazetteer.annotation.clues import clues
from gazetteer.annotation.counts import counts
from gazetteer.annotation.language import guess_language
from gazetteer.annotation.mentions import Span, spans_of
from gazetteer.annotation.names import find_names, keys_of
from gazetteer.annotation.spans import taken
from gazetteer.annotation.strangers import strangers
from gazetteer.annotation.words import read_words
from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.lexicon.tongues import primary
from gazetteer.matching.features import Evidence
from gazetteer.matching.resolve import resolve, resolve_jointly
from gazetteer.matching.weights import Weights, weights
from gazetteer.model import NAME_LIMIT, Options, Query, Resolution, Verdict
from gazetteer.model.annotation import TEXT_LIMIT, AnnotateOptions, Annotation, Mention, Toponym

WINDOW = 200  # distinct names that decide together
# The places of a text lie together more than those of a table: what its other names say weighs more than there.
SUPPORT = {Evidence.SAME_COUNTRY: 4.0, Evidence.SAME_AREA: 8.0, Evidence.AROUND: 8.0}


def annotate(index: Index, bearers: Bearers, text: str, options: AnnotateOptions) -> Annotation:
    """Mark the places of a text.

    Args:
        index: the opened index.
        bearers: who bears names in it.
        text: at most `TEXT_LIMIT` code points.
        options: how.

    Raises:
        QueryError: the text is too long, or holds half of a surrogate pair.
    """
    if len(text) > TEXT_LIMIT:
        raise QueryError(f"The text has {len(text):,} characters: give at most {TEXT_LIMIT:,}.", "text")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise QueryError("The text holds half of a surrogate pair: send it as valid UTF-8.", "text") from None
    lang = options.lang or guess_language(text)
    spans = _spans(bearers, text, primary(lang) if lang else None, options.threshold)
    resolved = _resolved(index, spans, lang, options)
    mentions = tuple(
        Mention(
            span.start,
            span.end,
            text[span.start : span.end],
            "place",
            span.probability,
            span.name,
            resolved[span.asked],
        )
        for span in spans
    )
    return Annotation(lang, options.lang is None and lang is not None, mentions, _toponyms(mentions))


def _spans(bearers: Bearers, text: str, lang: str | None, threshold: float) -> list[Span]:
    words = read_words(text)
    if not len(words):
        return []
    keys = keys_of(words)
    hits = find_names(bearers, words, keys, lang)
    if not len(hits):
        return strangers(words, keys, [])
    probability = believe(clues(words, keys, hits, counts(), lang))
    rows = taken(hits, probability, threshold)
    spans = spans_of(words, keys, hits, rows, probability.tolist())
    return sorted([*spans, *strangers(words, keys, spans)], key=lambda span: span.start)


def _resolved(index: Index, spans: list[Span], lang: str | None, options: AnnotateOptions) -> dict[str, Resolution]:
    """The answer to each distinct name, those near each other in the text together."""
    names = list(dict.fromkeys(span.asked for span in spans if not span.strange))
    chosen = Options(joint=True, display=options.display)
    out: dict[str, Resolution] = {}
    for span in spans:
        if span.strange and span.asked not in out:  # what is near to no name must not be drawn to a neighbour's
            out[span.asked] = resolve(index, Query(span.asked[:NAME_LIMIT], lang=lang, limit=options.limit), chosen)
    for start in range(0, len(names), WINDOW):
        part = names[start : start + WINDOW]
        queries = [
            Query(
                name[:NAME_LIMIT],
                lang=lang,
                classes=options.classes,
                codes=options.codes,
                date=options.date,
                limit=options.limit,
            )
            for name in part
        ]
        out.update(zip(part, resolve_jointly(index, queries, chosen, weighing=_weighing()), strict=True))
    return out


@cache
def _weighing() -> Weights:
    """The weights that ship, but for what the names of a text say of each other."""
    shipped = weights()
    candidate = shipped.candidate.copy()
    for evidence, weight in SUPPORT.items():
        candidate[evidence] = weight
    return replace(shipped, candidate=candidate)


def _toponyms(mentions: tuple[Mention, ...]) -> tuple[Toponym, ...]:
    """The places that mentions match, once each."""
    found: dict[int, list[int]] = {}
    for number, mention in enumerate(mentions):
        resolution = mention.resolution
        if resolution.verdict is Verdict.MATCH and resolution.candidates:
            found.setdefault(resolution.candidates[0].place.id, []).append(number)
    out = []
    for id, numbers in found.items():
        place = mentions[numbers[0]].resolution.candidates[0].place
        out.append(Toponym(id, place.name, place.lat, place.lon, tuple(numbers)))
    return tuple(out)
