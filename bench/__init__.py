"""Speed and quality against peers; each bench prints a table."""

import sys
from pathlib import Path

SUPPORT = str(
    Path(__file__).parents[1] / "tests" / "support"
)  # what benches and tests share; tests have it by a setting
if SUPPORT not in sys.path:
    sys.path.append(SUPPORT)
