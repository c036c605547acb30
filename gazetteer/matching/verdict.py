"""From probabilities to a verdict: one place, several, or none; and what to add where it is several."""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer.matching.context import Context
from gazetteer.matching.probability import Chosen, Weighed
from gazetteer.matching.question import FormKind
from gazetteer.matching.weights import Weights
from gazetteer.model import Verdict

SAME_LETTERS = 2  # the exactness of a name in the same letters and the same script


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, and what the asker should know besides: where it is ambiguous, what would decide."""

    verdict: Verdict
    hint: str | None = None


def decide(weighed: Weighed, context: Context, weights: Weights) -> Decision:
    """Decide what the probabilities say.

    A city and the unit around it that bears its name are one answer: their probabilities are taken together.
    """
    if not weighed.count or weighed.none >= weights.no_match:
        return Decision(Verdict.NO_MATCH, _unread(context))
    clear = weighed.together >= weights.clear * weighed.second and not weighed.rivals
    enough = weights.match if _as_written(weighed.chosen[0]) else weights.match_alike
    if weighed.together >= enough and clear:
        return Decision(Verdict.MATCH, _unread(context))
    if weighed.none > 1 - weighed.none:
        return Decision(Verdict.NO_MATCH, _unread(context))
    return Decision(Verdict.AMBIGUOUS, _hint(weighed, context))


def _as_written(first: Chosen) -> bool:
    """Whether the query's own letters are a name of the place, its generic words apart."""
    whole = first.form == FormKind.WHOLE and first.exactness == SAME_LETTERS
    return whole or (first.form == FormKind.CORE and first.string == 1.0)


def _hint(weighed: Weighed, context: Context) -> str:
    same = weighed.namesakes
    shared = f"{same} places share this name" if same > 1 else "several places are as likely"
    missing = [
        word
        for word, given in (
            ("a country", len(context.countries)),
            ("a region", len(context.areas) or len(context.area_countries)),
            ("a point nearby", context.near),
        )
        if not given
    ]
    what = " or ".join(missing[:2]) if missing else "a fuller name"
    hint = f"give {what}: {shared}"
    unread = _unread(context)
    return f"{hint}; {unread}" if unread else hint


def _unread(context: Context) -> str | None:
    """What was given and not used: one remark for each, or None."""
    remarks = (unread.partition(" ") for unread in context.unread)
    said = (
        f"{what} was not used: no {'country' if what == 'country' else 'area'} of the gazetteer is called {text}"
        for what, _, text in remarks
    )
    return "; ".join(said) or None
