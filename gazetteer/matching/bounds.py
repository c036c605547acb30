"""What a query may hold at most: nothing that is asked may cost more than a name does."""

from __future__ import annotations

from gazetteer.errors import QueryError
from gazetteer.model import CANDIDATE_LIMIT, COUNTRIES_LIMIT, TAG_LIMIT, Options, Query
from gazetteer.numbers import is_whole

MOST_KINDS = 1_000  # there are 700 feature codes
MOST_LETTERS = 1_000  # of a country, an area or a code: a longer one is none, and would be repeated in the answer


def check_bounds(query: Query, options: Options) -> None:
    """See that a query asks for no more than may be asked.

    Raises:
        QueryError: it does.
    """
    if not is_whole(query.limit):
        raise QueryError(f"limit must be a whole number from 1 to {CANDIDATE_LIMIT}.", "limit")
    if not 1 <= query.limit <= CANDIDATE_LIMIT:
        limit = query.limit if abs(query.limit) < 10**9 else "too large"
        raise QueryError(f"limit is {limit}: give a number from 1 to {CANDIDATE_LIMIT}.", "limit")
    for tag, where in ((query.lang, "lang"), (options.display, "display")):
        if tag is not None and len(tag) > TAG_LIMIT:
            raise QueryError(f"{where} has {len(tag)} characters: give a language's code, for example uk.", where)
    for given, most, where in (
        (query.country, COUNTRIES_LIMIT, "country"),
        (query.classes, MOST_KINDS, "classes"),
        (query.codes, MOST_KINDS, "codes"),
    ):
        if len(given) > most:
            raise QueryError(f"{where} has {len(given)} entries: give at most {most}.", where)
        _check_length(max(map(len, given), default=0), where)
    _check_length(len(query.within or ""), "within")


def _check_length(length: int, where: str) -> None:
    if length > MOST_LETTERS:
        raise QueryError(f"{where} has {length:,} characters: give at most {MOST_LETTERS:,}.", where)
