"""Where a desk does not change a spelling: in what others have said, and in titles."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

LONGEST_QUOTATION: Final = 2_000  # characters; a sign that is not closed by then opened nothing
_CLOSED_BY: Final = {
    "“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "‹": "›", "”": "”", '"': '"', "‘": "’",
}  # fmt: skip
_SIGNS: Final = re.compile(f"[{''.join({*_CLOSED_BY, *''.join(_CLOSED_BY.values())})}]|\n\\s*\n")
_NOUNS_HAVE_CAPITALS: Final = frozenset({"de", "lb"})
_BEFORE: Final = re.compile(r"([^\W\d_][\w'’.]*)[ -]$")
_AFTER: Final = re.compile(r"[ -][^\W\d_]")
_SENTENCE_END: Final = re.compile(r"(?:^|[.!?:;…\n–—(“”\"«»„•])[\s“”\"«»„(]*$")
_ABBREVIATED: Final = 3  # letters of an abbreviation with a full stop, at most: Gov.
_BACK: Final = 60  # characters looked at before a name


def quotations(text: str) -> list[tuple[int, int]]:
    """Where the quotations of a text begin and end, in order; they do not overlap."""
    out: list[tuple[int, int]] = []
    opened, at = "", 0
    for sign in _SIGNS.finditer(text):
        mark, here = sign[0], sign.start()
        if opened and mark[0] == "\n" and text.startswith(opened, sign.end()):
            out.append((at, here))  # it goes on in the next paragraph, which begins with the sign again
        if opened and (mark[0] == "\n" or here - at > LONGEST_QUOTATION):
            opened = ""
        if opened and mark in _CLOSED_BY[opened] and not _is_apostrophe(text, here):
            out.append((at, sign.end()))
            opened = ""
        elif not opened and mark in _CLOSED_BY and not _is_apostrophe(text, here):
            opened, at = mark, here
    return out


def is_within(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch of text lies within one of some spans.

    Args:
        spans: in order, not overlapping.
        start: where the stretch begins.
        end: where it ends.
    """
    at = bisect_right(spans, start, key=lambda span: span[0]) - 1
    return at >= 0 and end <= spans[at][1]


def is_in_title(text: str, start: int, end: int, lang: str | None, names: frozenset[int]) -> bool:
    """Whether a name stands among other words with capitals, as in the title of a thing: Kiev Post, Chicken Kiev.

    Args:
        text: the text.
        start: where the name begins.
        end: where it ends.
        lang: the language of the text, without script and region.
        names: where other names begin or end.
    """
    if lang in _NOUNS_HAVE_CAPITALS:
        return False
    after = _AFTER.match(text, end)
    if after and text[after.end() - 1].isupper() and after.end() - 1 not in names:
        return True
    part = text[max(0, start - _BACK) : start]
    before = _BEFORE.search(part)
    if before is None or not before[1][0].isupper():
        return False
    word = before[1].rstrip(".")
    ends = start - len(part) + before.start() + len(word)
    if ends in names or (word != before[1] and len(word) > _ABBREVIATED):
        return False  # another name, or the end of a sentence: Odesa. Kiev
    return not _SENTENCE_END.search(part[: before.start()])


def _is_apostrophe(text: str, at: int) -> bool:
    """Whether a sign stands within a word: don’t."""
    return text[at] in "‘’" and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()
