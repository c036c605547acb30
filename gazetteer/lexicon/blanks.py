"""What people write into a cell of a country or an area that has nothing to say."""

from __future__ import annotations

from functools import cache

from gazetteer.lexicon.tables import rows

LONGEST = 40


def blank(text: str) -> bool:
    """Whether a cell of a country, an area or a coordinate says nothing: empty, `nan`, `NULL`, `-`, `n/a`, `unknown`.

    `NA` is not among them: it is Namibia. Nor is it for names: Null and None are names of places.
    """
    if len(text) > LONGEST:
        return not text.strip()
    said = text.strip().casefold()
    return not said or said in _words() or not any(map(str.isalnum, said))


@cache
def _words() -> frozenset[str]:
    return frozenset(word.casefold() for row in rows("words/blanks.tsv") for word in row["words"].split(", "))
