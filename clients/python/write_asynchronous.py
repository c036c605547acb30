"""Writes the asynchronous client from the synchronous one, so that each method is written once.

Run it when exonym_client/synchronous.py has changed: `python clients/python/write_asynchronous.py`.
"""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).parent / "exonym_client"
SYNCHRONOUS = PACKAGE / "synchronous.py"
ASYNCHRONOUS = PACKAGE / "asynchronous.py"

# What stands in the synchronous client, and in its stead in the asynchronous one; each has to be found.
CHANGES = (
    (
        r'"""The synchronous client\."""',
        '"""The asynchronous client: written by write_asynchronous.py from synchronous.py."""',
    ),
    (
        r"service\. Safe to use from many threads; close it, or use it with `with`\.",
        "service, for asyncio. Close it, or use it with `async with`.",
    ),
    (r"\bclass Exonym\b", "class AsyncExonym"),
    (r"import time\n", ""),
    (r"(?s)(def _ask.*?\n)( +)import httpx", r"\1\2import asyncio\n\n\2import httpx"),  # both take long to import
    (r"\btime\.sleep\b", "await asyncio.sleep"),
    (r"\bIterator\b", "AsyncIterator"),
    (r"httpx\.Client\b", "httpx.AsyncClient"),
    (r"(?m)^    def (?!__init__)", "    async def "),
    (r"__(enter|exit)__", r"__a\1__"),
    (r"self\.close\(\)", "await self.close()"),
    (r"self\._http\.close\(\)", "await self._http.aclose()"),
    (r"self\._http\.request\(", "await self._http.request("),
    (r"self\._ask\(call, read_results\)\[0\]", "(await self._ask(call, read_results))[0]"),
    (r"(?<!await )self\._ask\(", "await self._ask("),
    (r"( +)yield from (\w+)", r"\1for result in \2:\n\1    yield result"),
)


def asynchronous(source: str) -> str:
    """The asynchronous client, as source.

    Args:
        source: the synchronous one.

    Raises:
        ValueError: something that has to be changed is not there.
    """
    for pattern, replacement in CHANGES:
        source, count = re.subn(pattern, replacement, source)
        if not count:
            raise ValueError(f"The synchronous client has no {pattern}.")
    start, end = "from collections.abc import ", "\n"
    names = source.split(start)[1].split(end)[0]
    return source.replace(start + names, start + ", ".join(sorted(names.split(", "))))


if __name__ == "__main__":
    ASYNCHRONOUS.write_text(asynchronous(SYNCHRONOUS.read_text(encoding="utf-8")), encoding="utf-8")
