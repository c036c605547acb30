"""The attacks that `bench.attacks` runs, by what they are aimed at. What strangers do is in tests/support/attacks."""

import sys
from pathlib import Path

SUPPORT = str(Path(__file__).parents[2] / "tests" / "support")
if SUPPORT not in sys.path:  # tests find it by their own settings
    sys.path.append(SUPPORT)
