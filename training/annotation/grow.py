"""Grows the trees of the filter, and writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from gazetteer.annotation.clues import CLUES

TREES, LEAVES, RATE, LEAST_ROWS, RIDGE = 200, 15, 0.1, 40, 1.0
HEADING = ("tree", "node", "clue", "most", "left", "right", "value")


@dataclass(frozen=True, slots=True)
class Rows:
    """What is learnt from: a row of clues and a label for each name found, the numbers of its language and its text."""

    clues: NDArray[np.float64]
    labels: NDArray[np.int8]
    languages: NDArray[np.int64]
    texts: NDArray[np.int64]

    def where(self, kept: NDArray[np.bool_]) -> Rows:
        """Some of the rows."""
        return Rows(self.clues[kept], self.labels[kept], self.languages[kept], self.texts[kept])


def weights_of(rows: Rows) -> NDArray[np.float64]:
    """How much each row counts: a language as the square root of its places, so that none drowns the others."""
    out = np.ones(len(rows.labels))
    for language in np.unique(rows.languages):
        mine = rows.languages == language
        out[mine] = 1 / np.sqrt(max(int(rows.labels[mine].sum()), 1))
    weights: NDArray[np.float64] = out / out.mean()
    return weights


def grow(rows: Rows, seed: int) -> HistGradientBoostingClassifier:
    """Fit the trees (Friedman 2001, Greedy function approximation; in scikit-learn's histogram form)."""
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_leaf_nodes=LEAVES,
        learning_rate=RATE,
        min_samples_leaf=LEAST_ROWS,
        l2_regularization=RIDGE,
        early_stopping=False,
        random_state=seed,
    )
    return model.fit(rows.clues, rows.labels, sample_weight=weights_of(rows))


@dataclass(frozen=True, slots=True)
class Scale:
    """By what the log odds of the trees are to be multiplied, and what is to be added."""

    factor: float
    shift: float


def calibrated(model: HistGradientBoostingClassifier, rows: Rows) -> Scale:
    """Scale the log odds so that probabilities are those of texts that were not learnt from (Platt 1999)."""
    odds = model.decision_function(rows.clues).reshape(-1, 1)
    fitted = LogisticRegression(C=1e6).fit(odds, rows.labels)
    return Scale(float(fitted.coef_[0, 0]), float(fitted.intercept_[0]))


def write_trees(model: HistGradientBoostingClassifier, scale: Scale, head: Sequence[str], path: Path) -> None:
    """Write trees as a table, with a head of remarks."""
    lines = ["\t".join(HEADING), *(f"# {line}".rstrip() for line in head)]
    base = float(np.ravel(model._baseline_prediction)[0]) * scale.factor + scale.shift
    lines.append(f"\t\tbase\t\t\t\t{base:.6g}")
    for tree, (grown,) in enumerate(model._predictors):
        for node, one in enumerate(grown.nodes):
            if one["is_leaf"]:
                lines.append(f"{tree}\t{node}\t\t\t\t\t{one['value'] * scale.factor:.6g}")
            else:
                clue = CLUES[one["feature_idx"]]
                lines.append(f"{tree}\t{node}\t{clue}\t{one['num_threshold']:.17g}\t{one['left']}\t{one['right']}\t0")
    path.write_text("\n".join(lines) + "\n", "utf-8")
