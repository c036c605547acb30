"""The choice: candidates of all interpretations of a string in one set, judged once, when all evidence is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.matching.features import Evidence, Row
from gazetteer.matching.logit import probabilities
from gazetteer.matching.rivals import judge_candidates
from gazetteer.matching.scored import Scored
from gazetteer.matching.weighing import CANDIDATES
from gazetteer.matching.weights import Weights
from gazetteer.translit.scheme import Scheme

BEYOND_DOUBT = 50.0  # the utility of a place that is decided: a probability of one


@dataclass(frozen=True, slots=True)
class ChoiceSet:
    """The candidates of a string, the best first; each place once, by the interpretation that likes it best.

    Args:
        rows: by `Row`, shape (n, len(Row)).
        sound: the ratio of the sounds at depth 1, shape (n,).
        evidence: shape (n, len(Evidence)).
        utility: the sum of evidence times weight, shape (n,).
        interpretation: the number of each candidate's interpretation, shape (n,).
        told: what the evidence for none needs to know of the string, see `logit.probabilities`.
        transcriptions: by row of a place, a name of it of which the query is a transcription, and by which scheme.
    """

    rows: Array
    sound: Array
    evidence: Array
    utility: Array
    interpretation: Array
    told: tuple[int, int, bool]
    transcriptions: Mapping[int, tuple[str, Scheme]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.utility)

    def probabilities(self, weights: Weights, added: Array | float = 0.0) -> tuple[Array, float, Array]:
        """The probability of each candidate, that of none, and the evidence for none, by `Nothing`.

        Args:
            weights: the model's.
            added: to the utility of each candidate.
        """
        probability, none, nothing = probabilities(self.utility + added, self.evidence, self.told, weights.nothing)
        return probability, none, nothing

    def certain(self, place: int) -> ChoiceSet:
        """One candidate in the stead of all: the place with that row, beyond doubt."""
        rows = np.zeros((1, self.rows.shape[1]), self.rows.dtype)
        rows[0, Row.PLACE] = place
        return replace(
            self,
            rows=rows,
            sound=np.zeros(1),
            evidence=np.zeros((1, self.evidence.shape[1]), self.evidence.dtype),
            utility=np.full(1, BEYOND_DOUBT),
            interpretation=np.zeros(1, np.int64),
        )

    def with_evidence(self, added: Mapping[Evidence, Array], weights: Weights) -> ChoiceSet:
        """The same candidates, the first of them with further evidence, which must have been zero; sorted anew."""
        evidence, utility = self.evidence.copy(), self.utility.copy()
        for feature, values in added.items():
            evidence[: len(values), feature] = values
            utility[: len(values)] += weights.candidate[feature] * values
        order = np.argsort(-utility, kind="stable")
        return replace(
            self,
            rows=self.rows[order],
            sound=self.sound[order],
            evidence=evidence[order],
            utility=utility[order],
            interpretation=self.interpretation[order],
        )


class Chosen(NamedTuple):
    """One candidate: its place, the name and key that matched, and how well.

    Args:
        place: row of the place.
        name: row of the name.
        key: id of the key.
        form: the form of the query that fits it, a `FormKind`.
        exactness: 2 the same letters in the same script, 1 the same reading, 0 less.
        astray: what was given that it does not meet, see `Row.ASTRAY`.
        interpretation: the number of the interpretation that found it.
        probability: that it is meant.
        string: the spelling's ratio.
        sound: the ratio of the sounds at depth 1.
        own: whether the string is the place's own name.
        transcription: a name of the place of which the query is a transcription, and by which scheme.
    """

    place: int
    name: int
    key: int
    form: int
    exactness: int
    astray: int
    interpretation: int
    probability: float
    string: float
    sound: float
    own: bool
    transcription: tuple[str, Scheme] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the model says of one string.

    Args:
        chosen: the likeliest candidates: as many as were to be listed.
        count: how many candidates there are in all.
        none: the probability of none.
        together: the probability of the first candidate and its twins, see `rivals`.
        second: the greatest probability of another.
        rivals: how many others the name fits as exactly, with a probability that counts.
        namesakes: how many candidates have a name equal to the query.
    """

    chosen: tuple[Chosen, ...]
    count: int
    none: float
    together: float
    second: float
    rivals: int
    namesakes: int


def gather(scored: Sequence[Scored]) -> ChoiceSet:
    """Put the candidates of all interpretations of a string in one set.

    Args:
        scored: at least one; candidates of equal utility are the earlier one's.
    """
    if len(scored) == 1:
        rows, sound, evidence, utility = scored[0].rows, scored[0].sound, scored[0].evidence, scored[0].utility
        interpretation = np.zeros(len(utility), np.int64)
    else:
        utility = np.concatenate([one.utility for one in scored])
        order = np.argsort(-utility, kind="stable")
        rows = np.concatenate([one.rows for one in scored])[order]
        _places, firsts = np.unique(rows[:, Row.PLACE], return_index=True)
        kept = np.sort(firsts)[:CANDIDATES]
        order = order[kept]
        rows, utility = rows[kept], utility[order]
        sound = np.concatenate([one.sound for one in scored])[order]
        evidence = np.concatenate([one.evidence for one in scored])[order]
        interpretation = np.repeat(np.arange(len(scored)), [len(one.utility) for one in scored])[order]
    told = scored[int(interpretation[0])] if len(scored) > 1 and len(interpretation) else scored[0]
    return ChoiceSet(rows, sound, evidence, utility, interpretation, told.told)


def judge(index: Index, choices: ChoiceSet, weights: Weights, listed: int) -> Judged:
    """Turn utilities into probabilities, and say who stands beside the first.

    Args:
        index: the opened index.
        choices: with all evidence.
        weights: the model's.
        listed: how many candidates to say more of, at most.
    """
    candidates = (choices.rows, choices.sound, choices.evidence, choices.utility, choices.interpretation)
    rows, none, together, second, rivals, namesakes = judge_candidates(
        candidates, choices.told, weights.nothing, _land(index), weights.rival, listed
    )
    schemes = choices.transcriptions
    chosen = tuple([_chosen(row, schemes) for row in rows.tolist()])
    return Judged(chosen, len(choices), none, together, second, rivals, namesakes)


def _chosen(row: list[float], schemes: Mapping[int, tuple[str, Scheme]]) -> Chosen:
    place, name, key, form, exactness, astray, interpretation, probability, string, sound, own = row
    return Chosen(
        int(place),
        int(name),
        int(key),
        int(form),
        int(exactness),
        int(astray),
        int(interpretation),
        probability,
        string,
        sound,
        own > 0,
        schemes.get(int(place)),
    )


def _land(index: Index) -> tuple[Array, ...]:
    """The fields of `Land`, plain: named tuples are expensive to pass."""
    columns = index.columns
    return (
        index.places.kinds,
        columns.place_feature,
        columns.place_country,
        columns.place_admin1,
        columns.place_admin2,
        columns.place_admin3,
        columns.place_admin4,
        columns.place_lat,
        columns.place_lon,
    )
