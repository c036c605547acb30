"""Material shared with the project, which is no part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shared_path(*parts: str) -> Path:
    """A file or folder of the material shared with the project, which is no part of it; skips the test without it."""
    checkout = Path(__file__).parents[2]
    shared = Path(os.environ.get("EXONYM_SHARED") or checkout.parent / "shared")
    path = shared.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} is not at hand: EXONYM_SHARED names the folder that holds it")
    return path
