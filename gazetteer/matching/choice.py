"""The choice: candidates of all interpretations of a string in one set, judged once, when all evidence is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from gazetteer.index.opened import Index
from gazetteer.index.store import Array
from gazetteer.matching.features import Evidence, Row
from gazetteer.matching.logit import describe_none, softmax
from gazetteer.matching.rivals import stand_beside
from gazetteer.matching.scored import Scored
from gazetteer.matching.weighing import CANDIDATES
from gazetteer.matching.weights import Weights
from gazetteer.translit.scheme import Scheme


@dataclass(frozen=True, slots=True)
class ChoiceSet:
    """The candidates of a string, the best first; each place once, by the interpretation that likes it best.

    Args:
        rows: by `Row`, shape (n, len(Row)).
        sound: the ratio of the sounds at depth 1, shape (n,).
        evidence: shape (n, len(Evidence)).
        utility: the sum of evidence times weight, shape (n,).
        interpretation: the number of each candidate's interpretation, shape (n,).
        nothing: the evidence for none of them, shape (len(Nothing),).
        transcriptions: by row of a place, a name of it of which the query is a transcription, and by which scheme.
    """

    rows: Array
    sound: Array
    evidence: Array
    utility: Array
    interpretation: Array
    nothing: Array
    transcriptions: Mapping[int, tuple[str, Scheme]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.utility)

    def probabilities(self, weights: Weights) -> tuple[Array, float]:
        """The probability of each candidate, and of none."""
        probability, none = softmax(self.utility, float(self.nothing @ weights.nothing))
        return probability, none

    def with_evidence(self, added: Mapping[Evidence, Array], weights: Weights) -> ChoiceSet:
        """The same candidates with further evidence, which must have been zero; sorted anew."""
        evidence, utility = self.evidence.copy(), self.utility.copy()
        for feature, values in added.items():
            evidence[:, feature] = values
            utility += weights.candidate[feature] * values
        order = np.argsort(-utility, kind="stable")
        return replace(
            self,
            rows=self.rows[order],
            sound=self.sound[order],
            evidence=evidence[order],
            utility=utility[order],
            interpretation=self.interpretation[order],
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """One candidate: its place, the name and key that matched, and how well.

    Args:
        place: row of the place.
        name: row of the name.
        key: id of the key.
        form: the form of the query that fits it, a `FormKind`.
        exactness: 2 the same letters in the same script, 1 the same reading, 0 less.
        astray: what was given that it does not meet, see `Row.ASTRAY`.
        probability: that it is meant.
        string: the spelling's ratio.
        sound: the ratio of the sounds at depth 1.
        interpretation: the number of the interpretation that found it.
        transcription: a name of the place of which the query is a transcription, and by which scheme.
    """

    place: int
    name: int
    key: int
    form: int
    exactness: int
    astray: int
    probability: float
    string: float
    sound: float
    interpretation: int = 0
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
        shares: the probability of each interpretation's candidates.
    """

    chosen: tuple[Chosen, ...]
    count: int
    none: float
    together: float
    second: float
    rivals: int
    namesakes: int
    shares: tuple[float, ...]


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
    told = scored[int(interpretation[0])] if len(interpretation) else scored[0]
    nothing = describe_none(evidence, told.letters, told.blanks, told.foreign)
    return ChoiceSet(rows, sound, evidence, utility, interpretation, nothing)


def judge(index: Index, choices: ChoiceSet, weights: Weights, listed: int) -> Judged:
    """Turn utilities into probabilities, and say who stands beside the first.

    Args:
        index: the opened index.
        choices: with all evidence.
        weights: the model's.
        listed: how many candidates to say more of, at most.
    """
    probability, none = choices.probabilities(weights)
    together, second, rivals = stand_beside(choices.rows, choices.evidence, probability, _land(index), weights.rival)
    string = choices.evidence[:, Evidence.STRING]
    shares = np.bincount(choices.interpretation, probability)
    return Judged(
        chosen=_listed(choices, probability, listed),
        count=len(choices),
        none=none,
        together=together,
        second=second,
        rivals=rivals,
        namesakes=int(np.count_nonzero(string == 1.0)),
        shares=tuple(shares.tolist()),
    )


def _listed(choices: ChoiceSet, probability: Array, listed: int) -> tuple[Chosen, ...]:
    evidence = choices.evidence[:listed]
    columns = zip(
        choices.rows[:listed].tolist(),
        probability[:listed].tolist(),
        evidence[:, Evidence.STRING].tolist(),
        choices.sound[:listed].tolist(),
        choices.interpretation[:listed].tolist(),
        strict=True,
    )
    schemes = choices.transcriptions
    return tuple(
        [
            Chosen(place, name, key, form, exactness, astray, likely, string, sound, number, schemes.get(place))
            for (place, name, key, form, exactness, astray), likely, string, sound, number in columns
        ]
    )


def _land(index: Index) -> tuple[Array, ...]:
    """The fields of `Land`, plain: named tuples are dear to pass."""
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
