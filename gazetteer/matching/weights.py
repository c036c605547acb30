"""The one table of weights and thresholds, read from weights.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from gazetteer.matching.features import Evidence, Nothing
from gazetteer.matching.found import Found


@dataclass(frozen=True, slots=True)
class Weights:
    """What the model weighs with.

    Args:
        candidate: by `Evidence`, shape (len(Evidence),).
        nothing: by `Nothing`, shape (len(Nothing),).
        match: by `Found`, the least probability of a match, shape (len(Found),).
        clear: how many times likelier it must be than the second.
        no_match: the probability of none from which the verdict is no_match.
        rival: of two places that a name fits equally, the lesser makes it ambiguous from this share of the other's
            probability on.
    """

    candidate: NDArray[np.float64]
    nothing: NDArray[np.float64]
    match: NDArray[np.float64]
    clear: float
    no_match: float
    rival: float


@cache
def weights() -> Weights:
    """The weights that ship with this version."""
    table = tomllib.loads(files(__package__).joinpath("weights.toml").read_text("utf-8"))
    return Weights(
        candidate=np.array([table["candidate"][feature.name] for feature in Evidence]),
        nothing=np.array([table["nothing"][feature.name] for feature in Nothing]),
        match=np.array([table["match"][found.name] for found in Found]),
        **table["verdict"],
    )
