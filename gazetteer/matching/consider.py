"""From a query to the choice among all that it may mean: interpretations, questions, contexts, retrieval, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from gazetteer.errors import QueryError
from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.matching.areas import AREA_CLASSES
from gazetteer.matching.bounds import check_bounds
from gazetteer.matching.choice import ChoiceSet, gather
from gazetteer.matching.context import Context, Told, read_context, read_fields, with_unread
from gazetteer.matching.features import Evidence, Row
from gazetteer.matching.question import Question, read_question
from gazetteer.matching.retrieve import Retrieved, retrieve
from gazetteer.matching.scored import Scored, score_candidates
from gazetteer.matching.searches import Searches
from gazetteer.matching.strings import StringContext, SurroundingsReader, doubts, read_string
from gazetteer.matching.trace import trace_choice
from gazetteer.matching.transcription import weigh_transcriptions
from gazetteer.matching.weights import Weights, weights
from gazetteer.model import Options, Query, Trace
from gazetteer.parsing.interpretation import Parsed

AREAS_ALIKE = 8  # areas that a phrase may stand for which names none: the place's name decides among them
LEAST_ALIKE = 0.02  # how probable each must be
SEARCHED = 3  # interpretations of a string whose names are looked for by likeness


@dataclass(frozen=True, slots=True)
class InterpretedQuery:
    """One interpretation on its way: what is looked for, what its string says beside the name, what is known."""

    question: Question
    said: StringContext
    context: Context


@dataclass(frozen=True, slots=True)
class Considered:
    """A query with all that was made of it on the way to its answer.

    Args:
        query: what was asked.
        parsed: its string, read.
        lines: by the number of each interpretation.
        choices: the candidates of all of them.
        trace: how their probabilities came about, where that was asked for.
    """

    query: Query
    parsed: Parsed
    lines: tuple[InterpretedQuery, ...]
    choices: ChoiceSet
    trace: Trace | None = None

    @property
    def first(self) -> InterpretedQuery:
        """The interpretation by which the likeliest candidate was found."""
        return self.lines[int(self.choices.interpretation[0]) if len(self.choices) else 0]


def consider(
    index: Index,
    query: Query,
    options: Options,
    weighing: Weights | None = None,
    *,
    trace: bool = False,
    searches: Searches | None = None,
) -> Considered:
    """Read a query, retrieve and weigh its candidates.

    Args:
        index: the opened index.
        query: what was asked.
        options: what holds for its request.
        weighing: the weights; by default those that ship.
        trace: say how the probabilities came about.
        searches: those by likeness that are left; by default as many as one string may cost.

    Raises:
        QueryError: the query cannot be read.
    """
    check_bounds(query, options)
    weighing = weighing or weights()
    searches = searches or Searches()
    alike = partial(_areas_alike, index, weighing, searches)
    read = read_string(index, query, searches)
    fields = read_fields(index, query, alike, strict=options.strict)
    reader = SurroundingsReader(index, read.lookup, alike)
    lines = []
    for interpretation in read.parsed.interpretations:
        whole = read.whole if interpretation.name == read.whole.text else None
        question = read_question(index, query, interpretation, whole)
        said = reader.read(interpretation)
        lines.append(InterpretedQuery(question, said, _context(index, question, fields, said)))
    choices = gather(_scored(index, lines, options, weighing, searches))
    choices = weigh_transcriptions(index, [line.question for line in lines], choices, weighing)
    traced = trace_choice(index, read.parsed.interpretations, choices, weighing) if trace else None
    return Considered(query, read.parsed, tuple(lines), choices, traced)


def _context(index: Index, question: Question, fields: Told, said: StringContext) -> Context:
    context = read_context(index, question, fields, said.groups, said.aliases, said.other_unit)
    return with_unread(context, said.unread)


def _scored(
    index: Index, lines: Sequence[InterpretedQuery], options: Options, weighing: Weights, searches: Searches
) -> list[Scored]:
    """The candidates of each interpretation.

    Only the first few names that are not known as they are written are looked for by likeness; so is one that is known,
    where none of its places meets what is given ("Athen, GA": Athen is Athens in German, and Athens in Georgia).
    """
    scored: list[Scored] = []
    left = SEARCHED
    for line in lines:
        found = retrieve(index, line.question, line.context, options.mode, searches if left > 0 else None)
        left -= found.searched
        one = _score(index, line, found, options, weighing)
        if left > 0 and not found.searched and _is_astray(one, line.context):
            found = retrieve(index, line.question, line.context, options.mode, searches, known=False)
            left -= 1
            one = _score(index, line, found, options, weighing)
        scored.append(one)
    return scored


def _score(index: Index, line: InterpretedQuery, found: Retrieved, options: Options, weighing: Weights) -> Scored:
    reading = np.array(doubts(line.question.interpretation, line.said))
    return score_candidates(index, line.question, found, line.context, weighing, strict=options.strict, reading=reading)


def _is_astray(scored: Scored, context: Context) -> bool:
    """Whether areas or countries are given, and no candidate is there."""
    if not len(context.ends) and not len(context.countries):
        return False
    evidence = scored.evidence
    return not bool(((evidence[:, Evidence.IN_AREA] >= 0) & (evidence[:, Evidence.IN_COUNTRY] >= 0)).any())


def _areas_alike(index: Index, weighing: Weights, searches: Searches, text: str) -> Array:
    """The areas that a phrase may mean, resolved as any name is; empty where it can be none."""
    query = Query(text, classes=AREA_CLASSES, limit=AREAS_ALIKE)
    if not searches.left:
        return np.zeros(0, np.int32)
    try:
        choices = consider(index, query, Options(strict=True), weighing, searches=searches.part()).choices
    except QueryError:
        return np.zeros(0, np.int32)
    probability, none, _ = choices.probabilities(weighing)
    likely = (probability[:AREAS_ALIKE] >= LEAST_ALIKE) & (none < weighing.no_match)
    return choices.rows[:AREAS_ALIKE, Row.PLACE][likely].astype(np.int32)
