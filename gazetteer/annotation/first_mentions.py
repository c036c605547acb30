"""Where a text first names a place: what a desk's style wants to stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gazetteer.model import StyleEntry

FIRST, QUALIFIER = "first-mention", "qualifier"
_SENTENCE_ENDS: Final = re.compile(r"[.!?…:;»”\"。！？][\s)\]»”\"’]*$")
_PARAGRAPH: Final = re.compile(r"\n\s*\n|\n")


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is not there where a place is first named: the rule, a sentence, and what to write."""

    rule: str
    message: str
    text: str | None


def is_excused(text: str, start: int, end: int, phrases: Iterable[str]) -> bool:
    """Whether a stretch of text is part of a longer expression in which it stays as it is: chicken Kiev.

    Args:
        text: the text.
        start: where the stretch begins.
        end: where it ends.
        phrases: the expressions; blank ones count for nothing.
    """
    for phrase in phrases:
        if not phrase:
            continue
        low = max(0, start - len(phrase))
        for found in re.finditer(re.escape(phrase), text[low : end + len(phrase)], re.IGNORECASE):
            if low + found.start() <= start and end <= low + found.end():
                return True
    return False


def is_body(text: str, start: int, end: int) -> bool:
    """Whether a stretch stands in the body: in a paragraph that ends as sentences do, and not in the capitals of a
    dateline.
    """
    standing = text[start:end]
    if len(standing) > 1 and standing.isupper():
        return False
    return _SENTENCE_ENDS.search(paragraph(text, start)) is not None


def paragraph(text: str, at: int) -> str:
    """The paragraph that a place in a text is in."""
    begins = text.rfind("\n", 0, at) + 1
    ends = _PARAGRAPH.search(text, at)
    return text[begins : ends.start() if ends else len(text)]


def wanted(text: str, start: int, end: int, entry: StyleEntry) -> list[Lacking]:
    """What an entry wants where its place is first named, and is not there.

    Args:
        text: the text.
        start: where the name begins.
        end: where it ends.
        entry: of the style, for the place.
    """
    out = []
    around, standing = paragraph(text, start).casefold(), text[start:end]
    if entry.first and entry.first.casefold() not in around:
        message = f"“{standing}” is named here first: write “{entry.first}”."
        out.append(Lacking(FIRST, message, entry.first))
    if entry.qualifier and not any(word.casefold() in around for word in entry.qualifier):
        words = " or ".join(f"“{word}”" for word in entry.qualifier)
        out.append(Lacking(QUALIFIER, f"“{standing}” is named here first: this desk wants {words} with it.", None))
    return out
