"""The path of a text: words, names, clues, belief, spans, places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from gazetteer.annotation.bearers import Bearers
from gazetteer.annotation.believe import believe
from gazetteer.annotation.counts import counts
from gazetteer.annotation.demonyms import DemonymSpan, beside_names, find_demonyms, hidden, place_of
from gazetteer.annotation.language import guess_language
from gazetteer.annotation.lint import linted
from gazetteer.annotation.mentions import Span, sentences_of, spans_of
from gazetteer.annotation.names import find_names, keys_of
from gazetteer.annotation.spans import taken
from gazetteer.annotation.strangers import strangers
from gazetteer.annotation.support import supported
from gazetteer.annotation.words import read_words
from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.lexicon.tongues import primary
from gazetteer.matching.features import Evidence
from gazetteer.matching.weights import Weights, weights
from gazetteer.memory.memory import Memory
from gazetteer.memory.resolve import resolve_decided, resolve_jointly_decided
from gazetteer.model import NAME_LIMIT, Options, Query, Resolution, Verdict
from gazetteer.model.annotation import TEXT_LIMIT, AnnotateOptions, Annotation, Mention, Toponym

WINDOW = 200  # distinct names that decide together
LEAST_MATCH = 0.8  # in a text, where the names raise each other; less is ambiguous
DOUBTFUL = "the other places of the text do not say clearly enough which one"
# The places of a text lie together more than those of a table: what its other names say weighs more than there.
SUPPORT = {Evidence.SAME_COUNTRY: 3.0, Evidence.SAME_AREA: 4.0, Evidence.AROUND: 4.0}


def annotate(
    index: Index,
    bearers: Bearers,
    text: str,
    options: AnnotateOptions,
    refuse: Callable[[], QueryError | None] = lambda: None,
    memory: Memory | None = None,
) -> Annotation:
    """Mark the places of a text.

    Args:
        index: the opened index.
        bearers: who bears names in it.
        text: at most `TEXT_LIMIT` code points.
        options: how.
        refuse: asked every so often; an error ends it.
        memory: what a desk decided; what it decided to be no place is not marked.

    Raises:
        QueryError: the text is too long, or holds half of a surrogate pair, or `refuse` says so.
    """

    def step() -> None:
        if (error := refuse()) is not None:
            raise error

    if len(text) > TEXT_LIMIT:
        raise QueryError(f"The text has {len(text):,} characters: give at most {TEXT_LIMIT:,}.", "text")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise QueryError("The text holds half of a surrogate pair: send it as valid UTF-8.", "text") from None
    lang = options.lang or guess_language(text)
    spans, found = _spans(bearers, text, primary(lang) if lang else None, options.threshold, step)
    resolved = _resolved(index, text, spans, lang, options, step, memory)
    places = [
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
        if not _is_no_place(resolved[span.asked])
    ]
    people = _people(index, text, found, lang, options.display) if options.demonyms else []
    mentions = tuple(supported(sorted([*places, *people], key=lambda mention: mention.start)))
    said = Annotation(lang, options.lang is None and lang is not None, mentions, _toponyms(mentions))
    if not options.lint:
        return said
    step()
    return linted(index, text, said, options)


def _people(index: Index, text: str, found: list[DemonymSpan], lang: str | None, display: str | None) -> list[Mention]:
    """The mentions of demonyms of places that the gazetteer holds."""
    out = []
    for one in found:
        word = text[one.start : one.end]
        answer = place_of(index, one, word, lang, display)
        if answer is not None:
            out.append(Mention(one.start, one.end, word, "demonym", one.probability, word, answer))
    return out


def _spans(
    bearers: Bearers, text: str, lang: str | None, threshold: float, step: Callable[[], None]
) -> tuple[list[Span], list[DemonymSpan]]:
    words = read_words(text)
    if not len(words):
        return [], []
    keys = keys_of(words)
    people = find_demonyms(words, keys, lang)
    hits = find_names(bearers, words, keys, lang, step)
    if not len(hits):
        return strangers(words, keys, []), people
    probability = believe(bearers, words, keys, hits, counts(), lang)
    probability[hidden(hits, people)] = 0.0
    rows = taken(hits, probability, threshold)
    spans = spans_of(words, keys, hits, rows, probability.tolist(), lang)
    spans = sorted([*spans, *strangers(words, keys, spans)], key=lambda span: span.start)
    return spans, beside_names(people, spans)


def _is_no_place(resolution: Resolution) -> bool:
    """Whether somebody decided that no place is meant: Leopard, a tank."""
    decided = resolution.decided
    return decided is not None and decided.applied and decided.decision.place is None


def _resolved(
    index: Index,
    text: str,
    spans: list[Span],
    lang: str | None,
    options: AnnotateOptions,
    step: Callable[[], None],
    memory: Memory | None,
) -> dict[tuple[str, str], Resolution]:
    """The answer to each distinct name, those near each other in the text together."""
    names = list(dict.fromkeys(span.asked for span in spans if not span.strange))
    chosen = Options(joint=True, display=options.display)
    held = replace(chosen, mode="fast")  # names that the gazetteer holds need no search by sound
    stands: dict[tuple[str, str], list[int]] = {}  # by name, the numbers of its sentences
    for number, sentence in enumerate(sentences_of(text, [span for span in spans if not span.strange])):
        for asked in {span.asked for span in sentence}:
            stands.setdefault(asked, []).append(number)
    out: dict[tuple[str, str], Resolution] = {}
    for span in spans:
        if span.strange and span.asked not in out:  # what is near to no name must not be drawn to a neighbour's
            query = Query(span.name[:NAME_LIMIT], lang=lang, limit=options.limit)
            out[span.asked] = resolve_decided(index, query, chosen, memory)
    for start in range(0, len(names), WINDOW):
        step()
        part = names[start : start + WINDOW]
        queries = [
            Query(
                name[:NAME_LIMIT],
                lang=lang,
                within=area[:NAME_LIMIT] or None,
                near=options.near,
                classes=options.classes,
                codes=options.codes,
                date=options.date,
                limit=options.limit,
            )
            for name, area in part
        ]
        together: dict[int, list[int]] = {}  # by sentence, the numbers of its names in this part
        for number, name in enumerate(part):
            for sentence_number in stands[name]:
                together.setdefault(sentence_number, []).append(number)
        answers = resolve_jointly_decided(
            index,
            queries,
            held,
            lambda: None,
            memory,
            voters=_voters(options, len(part)),
            weighing=_weighing(),
            sentences=[*together.values()],
        )
        out.update(zip(part, map(_doubted, answers), strict=False))
    return out


def _doubted(answer: Resolution) -> Resolution:
    """An answer whose match is not sure enough in a text is ambiguous."""
    if answer.verdict is not Verdict.MATCH or answer.decided or answer.candidates[0].score >= LEAST_MATCH:
        return answer
    return replace(answer, verdict=Verdict.AMBIGUOUS, hint=answer.hint or DOUBTFUL)


def _voters(options: AnnotateOptions, names: int) -> list[Query]:
    """What the text is about as names that vote with its own, half as many as these."""
    about = [*options.country, *([options.within] if options.within else [])]
    return [Query(one, classes=("A",), limit=1) for one in about for _ in range(1 + names // (2 * len(about)))]


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
        if mention.kind == "place" and resolution.verdict is Verdict.MATCH and resolution.candidates:
            found.setdefault(resolution.candidates[0].place.id, []).append(number)
    out = []
    for id, numbers in found.items():
        place = mentions[numbers[0]].resolution.candidates[0].place
        out.append(Toponym(id, place.name, place.lat, place.lon, tuple(numbers)))
    return tuple(out)
