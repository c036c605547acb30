"""What the service answers to a text: its places, as frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exonym_client.answers import Candidate, Json, Place, ResultError, Verdict, read_candidate, read_error, read_verdict

Kind = Literal["place", "demonym"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text that names a place, or the people of one.

    Args:
        start: where it begins, in the unit asked for; in HTML, where it stands in the source.
        end: where it ends.
        text: what is read there.
        kind: `place` or `demonym`.
        probability: that it names a place at all.
        name: what was looked up.
        verdict: as of a `Result`.
        candidates: the likeliest first.
        none: the probability that no place of the gazetteer is meant.
        hint: what to add, where it is ambiguous.
        support: what else in the text speaks for the first candidate.
        findings: the numbers of its findings.
    """

    start: int
    end: int
    text: str
    kind: Kind
    probability: float
    name: str
    verdict: Verdict
    candidates: tuple[Candidate, ...]
    none: float
    hint: str | None
    support: str | None
    findings: tuple[int, ...]

    @property
    def match(self) -> Place | None:
        """The place that is meant, where the verdict is `match`."""
        return self.candidates[0].place if self.verdict == "match" else None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a desk should look at again in a text, by which rule, and what to write in its stead."""

    rule: str
    start: int
    end: int
    text: str
    message: str
    replacement: str | None
    place: int | str | None


@dataclass(frozen=True, slots=True)
class StyleRemark:
    """What is amiss in a style list: the line, from 1, and a sentence."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place of a text, once, with the numbers of the mentions that mean it."""

    id: int | str
    name: str
    lat: float
    lon: float
    mentions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A text with its places marked.

    Args:
        id: that of the text.
        lang: the language that it was read in, BCP 47.
        lang_guessed: whether that was found out rather than said.
        mentions: in the order of the text; they do not overlap.
        findings: what to look at again, where that was asked for.
        toponyms: the places that mentions match, once each.
        error: why this text of many could not be read.
        style_remarks: what could not be read of the style list that was given.
    """

    id: str | int | float | None
    lang: str | None
    lang_guessed: bool
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]
    toponyms: tuple[Toponym, ...]
    error: ResultError | None = None
    style_remarks: tuple[StyleRemark, ...] = ()


def read_annotation(data: Json) -> Annotation:
    """What /v1/annotate answers to one text."""
    return Annotation(
        id=data["id"],
        lang=data["lang"],
        lang_guessed=data["lang_guessed"],
        mentions=tuple(_mention(one) for one in data["places"]),
        findings=tuple(_finding(one) for one in data["findings"]),
        toponyms=tuple(
            Toponym(one["id"], one["name"], one["lat"], one["lon"], tuple(one["mentions"])) for one in data["toponyms"]
        ),
        error=read_error(data),
        style_remarks=tuple(StyleRemark(one["line"], one["message"]) for one in data.get("style_remarks") or ()),
    )


def read_annotations(data: Json) -> list[Annotation]:
    """What /v1/annotate answers to many texts."""
    return [read_annotation(one) for one in data["results"]]


def _mention(data: Json) -> Mention:
    first = data["candidates"][0] if data["candidates"] else {}
    return Mention(
        start=data["start"],
        end=data["end"],
        text=data["text"],
        kind=data["kind"],
        probability=data["probability"],
        name=data["name"],
        verdict=read_verdict(data),
        candidates=tuple(read_candidate(candidate) for candidate in data["candidates"]),
        none=data["none"],
        hint=data["hint"],
        support=first.get("support"),
        findings=tuple(data["findings"]),
    )


def _finding(data: Json) -> Finding:
    return Finding(
        rule=data["rule"],
        start=data["start"],
        end=data["end"],
        text=data["text"],
        message=data["message"],
        replacement=data["replacement"],
        place=data["place"],
    )
