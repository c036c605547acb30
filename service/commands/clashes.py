"""What a build says of names that two countries claimed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

TABLE_RULE = "table"
"""The rule under which a report counts what its table turned down."""


def said(clashes: Mapping[str, Any]) -> Iterator[str]:
    """The report in sentences, none where the source made none."""
    if not clashes:
        return
    mended = clashes["mended"]
    by_row = mended.get(TABLE_RULE, 0)
    by_rule = sum(mended.values()) - by_row
    yield (
        f"{clashes['found']:,} names were claimed by several countries: {by_rule:,} translations turned down by rule, "
        f"{by_row:,} by the table; {clashes['left']:,} are left, {clashes['unexplained']:,} of them unexplained: "
        "see `exonym info --clashes`."
    )
    if clashes["divisions"]:
        yield f"{sum(clashes['divisions'].values()):,} translations of divisions were another's name."
    hamlets = clashes.get("hamlets", {})
    if hamlets.get("names"):
        yield (
            f"{hamlets['names']:,} names in languages, of {hamlets['places']:,} places without people, "
            "were those of an article that is titled alike."
        )
    if clashes["unused_rows"]:
        yield f"Rows of clashes.tsv that met nothing: {', '.join(clashes['unused_rows'])}."
    yield from clashes["notes"]


def listed(clashes: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The names that several countries bear, whose they are, and why."""
    for name, countries, why in clashes.get("listed", ()):
        yield name, countries, why or "unexplained"
