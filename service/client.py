"""The client's name of before: `exonym_client` is its name, a distribution of its own (`clients/python`)."""

from __future__ import annotations

import warnings

from exonym_client import *  # noqa: F403 - all its names, as they were here
from exonym_client import __all__ as __all__

warnings.warn(
    "service.client is exonym_client now, the distribution exonym-client: import it by that name.",
    DeprecationWarning,
    stacklevel=2,
)
