"""The limits on what comes from outside. Sizes in bytes, times in seconds."""

from __future__ import annotations

BASE_URL = "https://download.geonames.org/export/dump/"

CONNECT_SECONDS = 20.0
READ_SECONDS = 60.0
ATTEMPTS = 6
"""How often in a row a file is asked for without a byte of it coming."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
"""Pauses between attempts double from the first to the longest."""

FILE_BYTES = 8 << 30
"""Of one download; the largest file of 2026 has 420 MB."""
UNPACKED_BYTES = 32 << 30
"""Of one file of an archive; the largest has 1.7 GB."""
RATIO = 100
RATIO_FROM = 16 << 20
"""How many times larger than packed a file of that size or more may be; GeoNames' have 3 to 8 times."""
LINE_BYTES = 1 << 17
"""Of one row; the longest of the dump has about 20,000."""
NAME_LETTERS = 400
"""GeoNames' own limit for a name is 400."""
YEARS_LETTERS = 40
"""Of `from` and `to`."""

REJECTS_LISTED = 10_000
REJECT_LETTERS = 200
"""How many rows left out are listed, and how much of each is shown."""

DAYS_KEPT = 90
"""Daily updates that may lie over one dump; they are held in memory, and a newer dump is less to read."""
