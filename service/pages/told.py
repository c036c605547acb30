"""What the page says of an answer: sentence, candidates, what would decide, and how the place is written.

Answers are taken as the API gives them, in JSON; service/web/views/answer.js says the same in the browser.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import bidirectional

from babel.core import get_global
from markupsafe import Markup

from gazetteer.model import SOMEBODY, How
from service.desk.records import SOMEBODY_GONE
from service.pages.kinds import kind_of
from service.pages.words import InterfaceWords

UNUSED = re.compile(r"(country|within) was not used: no (?:country|area) of the gazetteer is called (.+?)(?:; |$)")
LIMIT = 20  # candidates that are asked for: hints are to decide between those that are not shown, too
SHOWN = 5  # candidates at most
SHOWN_OF_MATCH = 3
LEAST = 0.0005  # a probability below which a candidate is not worth a line
BAR = 100  # units of a bar's width
SPELLINGS = 4  # of a place, each in another language
OFTEN_WANTED = ("en", "fr", "de", "es")
REASONS = {"the place's main name": "its main name", "a name of the place": "one of its names"}
FORMER = "a former name"
# By which likeness a name was found, for readers of other languages than the sentences of the API.
HOWS = {
    How.EXACT: "one of its names",
    How.FOLDED: "{name}, but for its writing",
    How.ROMANIZED: "reads as {name}",
    How.TRANSCRIBED: "a transcription of {name}",
    How.SOUND: "sounds like {name}",
    How.FUZZY: "looks like {name}",
    How.DECIDED: "decided by the desk",
}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate, or that it is none of them.

    Args:
        number: the key that chooses it.
        place: as the API gives it; None for none of these.
        where: what it lies in.
        reason: why it is listed, and whether that is English in any language.
        kind: what it is.
        percent: how probable it is.
        bar: the same, in units of a bar.
    """

    number: int
    place: Json | None
    where: str
    reason: Markup | str
    foreign: bool
    kind: Markup | str
    percent: str
    bar: int


@dataclass(frozen=True, slots=True)
class Hint:
    """An area that would decide.

    Args:
        name: what the area is called.
        parameter: of the query, `country` or `within`.
        value: of that parameter.
    """

    name: str
    parameter: str
    value: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a place is written in a language."""

    language: str
    lang: str
    name: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer as it is shown.

    Args:
        verdict: match, ambiguous or no_match.
        sentence: what it says.
        note: that the name is a former one, what was given beside it and not used, or blank.
        rows: the candidates, and none of these.
        hints: what would decide, where it is ambiguous.
        decided: who decided it for a desk, or blank.
    """

    verdict: str
    sentence: Markup
    note: Markup | str
    rows: tuple[CandidateRow, ...]
    hints: tuple[Hint, ...]
    decided: Markup | str = ""


def told(answer: Json, words: InterfaceWords, desk: str = "") -> ShownAnswer:
    """What is said of an answer of /v1/resolve; `desk` is what the desk is called that it was made with."""
    verdict = answer["verdict"]
    shown = _shown(answer)
    rows = [_row(number, one, shown, words) for number, one in enumerate(shown, 1)]
    none = answer["none"] or 0.0
    last = CandidateRow(0, None, "", "", False, "", words.percent(none), _bar(none))
    return ShownAnswer(
        verdict=verdict,
        sentence=_sentence(answer, shown, words),
        note=Markup(" ").join(filter(None, [_note(answer, words), *_unused(answer, words)])),
        decided=_decision(answer, words, desk),
        rows=(*rows, last),
        hints=tuple(_hints(answer, shown)) if verdict == "ambiguous" else (),
    )


def spellings(place: Json, words: InterfaceWords) -> list[Spelling]:
    """How a place is written: in the reader's language, the country's own, and what is often wanted."""
    found: list[Spelling] = []
    for lang in dict.fromkeys((words.lang, _own_language(place["country"]), *OFTEN_WANTED)):
        names = [one for one in place["names"] if one["lang"] == lang and not one["historic"] and one["code"] is None]
        name = next((one for one in names if one["preferred"]), names[0] if names else None)
        if lang and name is not None and len(found) < SPELLINGS:
            found.append(Spelling(words.language(lang), lang, name["name"]))
    return found


def _shown(answer: Json) -> list[Json]:
    most = SHOWN_OF_MATCH if answer["verdict"] == "match" else SHOWN
    return [one for place, one in enumerate(answer["candidates"]) if place == 0 or one["score"] >= LEAST][:most]


def _row(number: int, one: Json, among: Sequence[Json], words: InterfaceWords) -> CandidateRow:
    reason, foreign = _reason(one["matched"], words)
    feature = one["feature"]
    return CandidateRow(
        number=number,
        place=one,
        where=where(one, among),
        reason=reason,
        foreign=foreign,
        kind=words.t(kind_of(feature["class"], feature["code"], one["population"])),
        percent=words.percent(one["score"]),
        bar=_bar(one["score"]),
    )


def _bar(share: float) -> int:
    return max(1, int(share * BAR + 0.5))


def _reason(matched: Json, words: InterfaceWords) -> tuple[Markup | str, bool]:
    key = REASONS.get(matched["detail"])
    if key is None and words.lang != "en":
        former = matched["how"] == How.EXACT and matched["historic"]
        key = FORMER if former else HOWS.get(matched["how"])
    if key is None:
        return matched["detail"], words.lang != "en"
    return words.t(key, name=Markup("<bdi>{}</bdi>").format(matched["name"])), False


def where(place: Json, among: Iterable[Json] = ()) -> str:
    """What a place lies in; so much that it differs from others of its name."""
    outer = [area["name"] for area in (place["admin1"],) if area and area["id"] != place["id"]]
    country = [] if place["feature"]["code"].startswith("PCL") else [place["country_name"]]
    same = [one for one in among if one["name"] == place["name"] and one["admin1"] == place["admin1"]]
    inner = place["admin2"]
    within = [inner["name"]] if inner and len(same) > 1 and inner["id"] != place["id"] else []
    return _joined([name for name in (*within, *outer, *country) if name])


def _joined(names: Sequence[str]) -> str:
    """Names one after the other, each kept apart where some are written to the left and some to the right."""
    left = sum(any(bidirectional(letter) in ("R", "AL") for letter in name) for name in names)
    if not left:
        return ", ".join(names)
    if left == len(names):
        return "، ".join(names)
    return "\u200f" + "، ".join(f"\u2068{name}\u2069" for name in names)


def _sentence(answer: Json, shown: Sequence[Json], words: InterfaceWords) -> Markup:
    name = Markup('<bdi class="asked">{}</bdi>').format(answer["name"])
    if answer["verdict"] == "ambiguous":
        return words.t("{name} may be several places", name=name)
    if answer["verdict"] == "no_match" and _is_decided(answer):
        return words.t("{name} is no place here", name=name)
    if answer["verdict"] != "match" or not shown:
        return words.t("{name} is no place we know", name=name)
    best = shown[0]
    place, lies = Markup('<bdi class="asked">{}</bdi>').format(best["name"]), where(best)
    kind = kind_of(best["feature"]["class"], best["feature"]["code"], best["population"])
    around = Markup("<bdi>{}</bdi>").format(lies)
    if best["name"] == answer["name"]:
        if lies:
            return words.t("{name} is in {where}", name=name, where=around)
        return words.t("{name}: {kind}", name=name, kind=words.t(kind))
    if lies:
        return words.t("{name} is {place}, {where}", name=name, place=place, where=around)
    return words.t("{name} is {place}", name=name, place=place)


def _is_decided(answer: Json) -> bool:
    return bool((answer.get("decided") or {}).get("applied"))


def _decision(answer: Json, words: InterfaceWords, desk: str) -> Markup | str:
    """Who decided it, and when, where a desk did."""
    if not _is_decided(answer):
        return ""
    one = answer["decided"]
    person, title = (Markup("<bdi>{}</bdi>").format(text) for text in (_person(one["by"], words), desk or one["desk"]))
    return words.t("Decided for {desk} by {person}, {day}.", desk=title, person=person, day=str(one["at"])[:10])


def _person(name: str, words: InterfaceWords) -> str:
    if name == SOMEBODY:
        return words.t("somebody")
    return words.t("a former colleague") if name == SOMEBODY_GONE else name


def _note(answer: Json, words: InterfaceWords) -> Markup | str:
    """Where the name is one of the past."""
    best = answer["candidates"][0] if answer["verdict"] == "match" and answer["candidates"] else None
    if best is None or not best["matched"]["historic"]:
        return ""
    old = Markup("<bdi>{}</bdi>").format(best["matched"]["name"])
    today = Markup("<bdi>{}</bdi>").format(best["name"])
    if until := best["matched"]["to"]:
        return words.t("{old} was its name until {year}. Today it is {today}.", old=old, year=until[:4], today=today)
    return words.t("{old} is a former name. Today it is {today}.", old=old, today=today)


def _unused(answer: Json, words: InterfaceWords) -> Iterator[Markup]:
    """What was given beside the name and not used, since no place is called so."""
    for parameter, quoted in UNUSED.findall(answer["hint"] or ""):
        value = Markup("<bdi>{}</bdi>").format(quoted.strip("'\""))
        if parameter == "country":
            yield words.t("We know no country called {value}: it was not used.", value=value)
        else:
            yield words.t("We know no region called {value}: it was not used.", value=value)


def _hints(answer: Json, shown: Sequence[Json]) -> Iterator[Hint]:
    """For each candidate that is shown the widest area that none of the others lies in."""
    among = [one for one in answer["candidates"] if one["score"] >= LEAST]
    countries = Counter(one["country"] for one in among)
    regions = Counter(_id(one["admin1"]) for one in among)
    districts = Counter(_id(one["admin2"]) for one in among)
    for one in shown:
        if one["country"] and one["country_name"] and countries[one["country"]] == 1:
            yield Hint(one["country_name"], "country", one["country"])
            continue
        for area, counted in ((one["admin1"], regions), (one["admin2"], districts)):
            if area and area["id"] is not None and counted[area["id"]] == 1 and area["id"] != one["id"]:
                around = f", {one['admin1']['name']}" if area is one["admin2"] and one["admin1"] else ""
                yield Hint(area["name"] + around, "within", str(area["id"]))
                break


def _id(area: Json | None) -> object:
    return area["id"] if area else None


def _own_language(country: str | None) -> str:
    """The language that most people of a country speak, by CLDR's likely subtags."""
    if not country:
        return ""
    likely: str | None = get_global("likely_subtags").get(f"und_{country}")
    return likely.partition("_")[0] if likely else ""
