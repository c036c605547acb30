"""From probabilities to a verdict: one place, several, or none; and what to add where it is several."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gazetteer.lexicon.calendar import in_calendar
from gazetteer.matching.choice import Chosen, Judged
from gazetteer.matching.context import Context
from gazetteer.matching.features import KIND_BIT
from gazetteer.matching.forms import FormKind
from gazetteer.matching.found import SAME_LETTERS, how_found
from gazetteer.matching.weights import Weights
from gazetteer.model import Verdict

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
LEAST_SHARED = 0.25  # the spelling's ratio below which names have nothing in common, whatever they sound like
LEAST_LIKE = 0.75  # the spelling's ratio from which a candidate is told as what the name may mean elsewhere

CALENDAR = "a month or a day of the week is called so too: give a country or a region if a place is meant"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, and what the asker should know besides: where it is ambiguous, what would decide."""

    verdict: Verdict
    hint: str | None = None


def decide(
    judged: Judged, context: Context, weights: Weights, name: str, foreign: bool, nearest: Callable[[Chosen], str]
) -> Outcome:
    """Decide what the probabilities say.

    Twins, as a city and the unit around it that bears its name, are one answer: their probabilities are taken together.
    What does not meet a country or an area that was given is never a match.

    Args:
        judged: what the model says.
        context: of the likeliest candidate.
        weights: for the limits.
        name: what was looked for.
        foreign: whether it is in another script than Latin.
        nearest: tells a candidate by name and country.
    """
    contradicted = context.contradicted(judged.chosen[0].astray) if judged.chosen else ()
    none = not judged.count or (
        judged.none >= weights.no_match and (contradicted or not _is_own(judged.chosen[0], name))
    )
    none = none or judged.chosen[0].string < LEAST_SHARED
    if none or contradicted or _is_other_kind(judged.chosen[0]):
        verdict = Verdict.NO_MATCH if none else Verdict.AMBIGUOUS
        return Outcome(verdict, _joined(_contradiction(judged, contradicted, name, nearest), _unread(context)))
    clear = judged.together >= weights.clear * judged.second and not judged.rivals
    first = judged.chosen[0]
    enough = weights.match[how_found(first.form, first.exactness, first.string, foreign)]
    if judged.together >= enough and clear and in_calendar(name) and not _is_placed(context):
        return Outcome(Verdict.AMBIGUOUS, _joined(CALENDAR, _unread(context)))
    if judged.together >= enough and clear and not is_guessed(first, name):
        return Outcome(Verdict.MATCH, _unread(context))
    return Outcome(Verdict.AMBIGUOUS, _joined(_hint(judged, context), _unread(context)))


def _is_placed(context: Context) -> bool:
    """Whether something besides the name says that a place is meant: a country, an area, a point."""
    return bool(len(context.countries) or len(context.ends) or context.near)


def _is_own(first: Chosen, name: str) -> bool:
    """Whether the string is the place's own name, letter by letter: then it is not said that there is none.

    One letter is more often something else: N/A is not the place N and the place A.
    """
    return len(name) > 1 and first.own and first.form == FormKind.WHOLE and first.exactness == SAME_LETTERS


def _is_other_kind(first: Chosen) -> bool:
    """Whether the string says village or district, and the place is a city."""
    return bool(first.astray >> KIND_BIT & 1)


def is_guessed(first: Chosen, name: str) -> bool:
    """Whether a Han name is merely alike: another character is another name, however it is read."""
    return first.string < 1.0 and _HAN.search(name) is not None


def _contradiction(
    judged: Judged, contradicted: tuple[str, ...], name: str, nearest: Callable[[Chosen], str]
) -> str | None:
    """What was given and is not met, and what was found instead; None where all is met."""
    if not judged.chosen or judged.chosen[0].string < LEAST_LIKE:
        return None
    if _is_other_kind(judged.chosen[0]):
        return f"{nearest(judged.chosen[0])} is of another kind than the string says"
    if not contradicted:
        return None
    return f"no {name} in {' and '.join(contradicted)}; the nearest reading is {nearest(judged.chosen[0])}"


def _hint(judged: Judged, context: Context) -> str:
    same = judged.namesakes
    shared = f"{same} places share this name" if same > 1 else "several places are as likely"
    missing = [
        word
        for word, given in (
            ("a country", len(context.countries)),
            ("a region", len(context.ends)),
            ("a point nearby", context.near),
        )
        if not given
    ]
    what = " or ".join(missing[:2]) if missing else "a fuller name"
    return f"give {what}: {shared}"


def _unread(context: Context) -> str | None:
    """What was given and not used: one remark for each, or None."""
    remarks = (unread.partition(" ") for unread in context.unread)
    said = (
        f"{what} was not used: no {'country' if what == 'country' else 'area'} of the gazetteer is called {text}"
        for what, _, text in remarks
    )
    return "; ".join(said) or None


def _joined(*hints: str | None) -> str | None:
    return "; ".join(hint for hint in hints if hint) or None
