"""Grows the trees of the filter, and writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

TREES, LEAVES, RATE, LEAST_ROWS, RIDGE = 150, 15, 0.12, 40, 1.0
HEADING = ("tree", "node", "clue", "most", "left", "right", "value")


def weights_of(labels: NDArray[np.int8], languages: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much each row counts: a language as the square root of its places, so that none drowns the others."""
    out = np.ones(len(labels))
    for language in np.unique(languages):
        mine = languages == language
        out[mine] = 1 / np.sqrt(max(int((labels[mine] == 1).sum()), 1))
    weights: NDArray[np.float64] = out / out.mean()
    return weights


def grow(
    clues: NDArray[np.float32], labels: NDArray[np.int8], weights: NDArray[np.float64], seed: int
) -> HistGradientBoostingClassifier:
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
    return model.fit(clues, labels, sample_weight=weights)


@dataclass(frozen=True, slots=True)
class Scale:
    """By what the log odds of the trees are to be multiplied, and what is to be added."""

    factor: float = 1.0
    shift: float = 0.0


def calibrated(odds: NDArray[np.float64], labels: NDArray[np.int8]) -> Scale:
    """Scale the log odds so that probabilities are those of texts that were not learnt from (Platt 1999)."""
    fitted = LogisticRegression(C=1e6).fit(odds.reshape(-1, 1), labels)
    return Scale(float(fitted.coef_[0, 0]), float(fitted.intercept_[0]))


def write_trees(
    model: HistGradientBoostingClassifier, clues: Sequence[str], scale: Scale, head: Sequence[str], path: Path
) -> None:
    """Write trees over some clues as a table, with a head of remarks."""
    lines = ["\t".join(HEADING), *(f"# {line}".rstrip() for line in head)]
    base = float(np.ravel(model._baseline_prediction)[0]) * scale.factor + scale.shift
    lines.append(f"\t\tbase\t\t\t\t{base:.6g}")
    for tree, (grown,) in enumerate(model._predictors):
        for node, one in enumerate(grown.nodes):
            if one["is_leaf"]:
                lines.append(f"{tree}\t{node}\t\t\t\t\t{one['value'] * scale.factor:.6g}")
            else:
                clue = clues[one["feature_idx"]]
                lines.append(f"{tree}\t{node}\t{clue}\t{one['num_threshold']:.9g}\t{one['left']}\t{one['right']}\t0")
    path.write_text("\n".join(lines) + "\n", "utf-8")
