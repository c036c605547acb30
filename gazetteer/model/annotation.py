"""A text with its places marked: what is asked of it, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gazetteer.errors import QueryError
from gazetteer.model.answer import Resolution
from gazetteer.model.query import CANDIDATE_LIMIT, Near
from gazetteer.model.style import Style

TEXT_LIMIT = 1_000_000  # code points of one text

MentionKind = Literal["place", "demonym"]

RULES = (
    *("off-style", "historic", "transcription", "two-spellings"),
    *("first-mention", "qualifier", "ambiguous", "unknown"),
)
"""What a desk may be told of a mention, by id; of two that would change one stretch of text the first is applied."""


@dataclass(frozen=True, slots=True)
class AnnotateOptions:
    """How a text is annotated.

    Args:
        lang: language of the text, BCP 47; guessed where it is not given.
        country: countries that the text is about or is read in: they weigh on all mentions.
        within: an area that it is about, by name, code or GeoNames id: it weighs likewise.
        near: a point that it is about: it weighs likewise.
        date: names as of that day.
        classes: GeoNames feature classes, for example `P`.
        codes: GeoNames feature codes, for example `PPLA`.
        display: language of the names in the answer, BCP 47.
        demonyms: mark words for the people of a place too (Russian, Parisians).
        threshold: the least probability that a stretch of text names a place, 0.01 to 0.99; lower finds more.
        limit: how many candidates to list for each mention, 1 to 100.
        lint: say what a desk should look at again.
        style: the desk's spellings; only `lint` reads it.
        rules_off: ids of `RULES` that are not applied.
        in_quotes: whether something is said of quotations too, which are never changed.

    Raises:
        QueryError: where a number is outside its range, or there is no such rule.
    """

    lang: str | None = None
    country: tuple[str, ...] = ()
    within: str | None = None
    near: Near | None = None
    date: date | None = None
    classes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    display: str | None = None
    demonyms: bool = True
    threshold: float = 0.35
    limit: int = 1
    lint: bool = False
    style: Style | None = None
    rules_off: tuple[str, ...] = ()
    in_quotes: bool = True

    def __post_init__(self) -> None:
        if not 0.01 <= self.threshold <= 0.99:
            raise QueryError(f"threshold is {self.threshold}: give a number from 0.01 to 0.99.", "threshold")
        if not 1 <= self.limit <= CANDIDATE_LIMIT:
            raise QueryError(f"limit is {self.limit}: give a number from 1 to {CANDIDATE_LIMIT}.", "limit")
        for rule in self.rules_off:
            if rule not in RULES:
                raise QueryError(f"There is no rule {rule[:40]!r}: there are {', '.join(RULES)}.", "rules_off")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a desk should look at again.

    Args:
        rule: its id, one of `RULES`.
        start: where the stretch of text begins, in code points.
        end: where it ends.
        text: what stands there.
        message: a sentence that says what is the matter.
        replacement: what may be written instead; None where that is for a person to say.
        place: the place that is meant, its GeoNames id; None where that is not known.
    """

    rule: str
    start: int
    end: int
    text: str
    message: str
    replacement: str | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text that names a place, or the people of one.

    Args:
        start: where it begins, in code points.
        end: where it ends.
        text: what stands there.
        kind: `place` or `demonym`.
        probability: that it names a place at all.
        name: what was looked up: in the nominative, without what is written together with it.
        resolution: which place it is.
        support: what else in the text says so.
        findings: the numbers of the findings about it.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    probability: float
    name: str
    resolution: Resolution
    support: str | None = None
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place of the text, once, with the numbers of the mentions that mean it."""

    id: int
    name: str
    lat: float
    lon: float
    mentions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A text annotated.

    Args:
        lang: the language that it was read in, BCP 47; None where that is not known.
        lang_guessed: whether that was found out rather than said.
        mentions: in the order of the text; they do not overlap.
        toponyms: the places that they match, in the order of their first mentions.
        findings: what a desk should look at again, in the order of the text.
    """

    lang: str | None
    lang_guessed: bool
    mentions: tuple[Mention, ...]
    toponyms: tuple[Toponym, ...]
    findings: tuple[Finding, ...] = ()
