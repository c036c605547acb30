"""How many strings of a form are answered right, and the table of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.strings_cases import told
from bench.strings_forms import Asked
from gazetteer import Gazetteer, Query, Verdict


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of the strings of a form.

    Args:
        form: its name.
        n: how many strings.
        right: a match, and the right place; where no match is right: no match.
        top: the right place stands first, whatever the verdict.
        wrong: a match that is not right.
        no_match: the verdict.
        wanted: the least share of right answers, in per cent.
        failed: the strings that are not right, with what came, wrong matches first.
    """

    form: str
    n: int
    right: int
    top: int
    wrong: int
    no_match: int
    wanted: float
    failed: tuple[str, ...]


def count(gazetteer: Gazetteer, form: str, asked: Sequence[Asked], wanted: float) -> Counted:
    """Ask the strings of a form."""
    answers = gazetteer.resolve_many([Query(one.text, country=(one.country,) if one.country else ()) for one in asked])
    right = top = wrong = no_match = 0
    failed = []
    for one, answer in zip(asked, answers, strict=True):
        is_top = bool(answer.candidates) and answer.candidates[0].place.id in one.right
        matched = answer.verdict is Verdict.MATCH
        is_right = not matched if one.unmatched else matched and is_top
        right += is_right
        top += is_top
        wrong += matched and not is_right
        no_match += answer.verdict is Verdict.NO_MATCH
        if not is_right:
            failed.append((not matched, f"{one.text!r}: {told(answer)}"))
    lines = tuple(line for _, line in sorted(failed, key=lambda pair: pair[0]))
    return Counted(form, len(asked), right, top, wrong, no_match, wanted, lines)


def table(counted: Sequence[Counted], most_wrong: float) -> str:
    """A Markdown table, a row for each form and one for all.

    Args:
        counted: the forms.
        most_wrong: the largest share of wrong matches that is wanted, in per cent.
    """
    rows = [
        f"| {'form':<24} | {'n':>5} | right % | top % | wrong match % | no match % | wanted |",
        "| --- | --: | --: | --: | --: | --: | --- |",
        *(_row(each, most_wrong) for each in counted),
    ]
    met = sum(_is_met(each, most_wrong) for each in counted)
    return "\n".join([*rows, "", f"{met} of {len(counted)} forms as wanted."])


def _row(each: Counted, most_wrong: float) -> str:
    shares = [100 * part / max(1, each.n) for part in (each.right, each.top, each.wrong, each.no_match)]
    right, top, wrong, none = (f"{share:.1f}" for share in shares)
    form = each.form.strip().replace("|", "\\|")
    wanted = f"≥ {each.wanted:g}, ≤ {most_wrong:g} {'' if _is_met(each, most_wrong) else 'NOT MET'}".strip()
    return f"| {form:<24} | {each.n:>5} | {right:>7} | {top:>5} | {wrong:>13} | {none:>10} | {wanted} |"


def _is_met(each: Counted, most_wrong: float) -> bool:
    return 100 * each.right >= each.wanted * each.n and round(100 * each.wrong / max(1, each.n), 1) <= most_wrong
