"""Abbreviated words of names: N., Rep., Is., St.; and a phrase with them written out."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from gazetteer.lexicon.tables import rows
from gazetteer.text import native_key

MOST = 6  # spellings of one phrase
_LONGEST = 100
_WORD = re.compile(r"[^\s,;:()/]+")


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """The words that an abbreviation may stand for, the likeliest first, by its key."""
    table: dict[str, tuple[str, ...]] = {}
    for row in rows("words/abbreviations.tsv"):
        key = native_key(row["short"])
        table[key] = tuple(dict.fromkeys((*table.get(key, ()), *row["words"].split(", "))))
    return table


def expansions(text: str) -> tuple[str, ...]:
    """A phrase with its abbreviated words written out: "N. Carolina" is North Carolina or Northern Carolina.

    A word of one letter counts only with its full stop or as a capital ("S Korea"), and none does alone.

    Returns:
        At most `MOST` spellings; empty where no word is an abbreviation.
    """
    if len(text) > _LONGEST:
        return ()
    table = abbreviations()
    found = list(_WORD.finditer(text))
    if len(found) < 2 or not any(word in table for word in native_key(text).split()):
        return ()
    choices: list[tuple[str, ...]] = []
    changed = False
    for word in found:
        key = native_key(word[0])
        full = table.get(key, ()) if len(key) > 1 or word[0].endswith(".") or word[0].isupper() else ()
        changed = changed or bool(full)
        choices.append(tuple(map(str.capitalize, full)) if full and word[0][0].isupper() else full or (word[0],))
    if not changed:
        return ()
    out: list[str] = []
    for words in product(*choices):
        out.append(" ".join(words))
        if len(out) == MOST:
            break
    return tuple(out)


def turned(text: str) -> str | None:
    """A name written as in an index turned back: "Wales, New South" is New South Wales; None where it is none."""
    head, comma, tail = text.partition(",")
    head, tail = head.strip(), tail.strip()
    return f"{tail} {head}" if comma and head and tail and "," not in tail else None
