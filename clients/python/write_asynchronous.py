"""Writes the asynchronous client from the synchronous one, so that each method is written once.

Run it when a source of it has changed: `python clients/python/write_asynchronous.py`.
"""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).parent / "exonym_client"
# What is written from what.
SOURCES = {
    "calling.py": "calling_async.py",
    "tables.py": "tables_async.py",
    "desks.py": "desks_async.py",
    "synchronous.py": "asynchronous.py",
}

# What stands in the synchronous client, and in its stead in the asynchronous one; each has to be found somewhere.
CHANGES = (
    (r'\A"""(.*?)\."""', r'"""\1, for asyncio.\n\nWritten by write_asynchronous.py from its synchronous twin.\n"""'),
    (
        r"of the synchronous client|The synchronous client",
        lambda found: found[0].replace("synchronous", "asynchronous"),
    ),
    (
        r"service\. Safe to use from many threads; close it, or use it with `with`\.",
        "service, for asyncio. Close it, or use it with `async with`.",
    ),
    (r"\b(Exonym|Tables|Desks|Calling)\b(?=[(:,)])", r"Async\1"),
    (r"(?m)^(from exonym_client\.(?:calling|tables|desks) import )(\w+)$", r"\1Async\2"),
    (r"\bexonym_client\.(calling|tables|desks)\b", r"exonym_client.\1_async"),
    (r"import time\n", ""),
    (r"( +)time\.sleep\(", r"\1import asyncio\n\n\1await asyncio.sleep("),
    (r"\bin_flight\b", "in_flight_async"),
    (r"for results in in_flight_async", "async for results in in_flight_async"),
    (r"\bIterator\b", "AsyncIterator"),
    (r"httpx\.Client\b", "httpx.AsyncClient"),
    (r"(?m)^    def (?!__init__)", "    async def "),
    (r"__(enter|exit)__", r"__a\1__"),
    (r"self\.close\(\)", "await self.close()"),
    (r"self\._http\.close\(\)", "await self._http.aclose()"),
    (r"with self\._http\.stream\(", "async with self._http.stream("),
    (r"for piece in answer\.iter_raw\(\)", "async for piece in answer.aiter_raw()"),
    (r"\bwatched\b", "watched_async"),
    (r"self\._ask_part\(\[Asked\(whole\)\], options\)\[0\]", "(await self._ask_part([Asked(whole)], options))[0]"),
    (r"(?<!await )self\.(_ask|_ask_done|_file|_send|_attempt|_pause|_desk|job)\(", r"await self.\1("),
    (r"(return )(self\._ask_part\()", r"\1await \2"),
    (r"(for one in )self\._ask_parts\(", r"\1await self._ask_parts("),
    (r"( +)yield from (\w+)", r"\1for result in \2:\n\1    yield result"),
)


def asynchronous() -> dict[Path, str]:
    """The asynchronous client: the source of each of its modules, by its path.

    Raises:
        ValueError: something that has to be changed is nowhere.
    """
    sources = {name: (PACKAGE / name).read_text(encoding="utf-8") for name in SOURCES}
    for pattern, replacement in CHANGES:
        found = {name: re.subn(pattern, replacement, source) for name, source in sources.items()}
        if not any(count for _, count in found.values()):
            raise ValueError(f"The synchronous client has no {pattern}.")
        sources = {name: source for name, (source, _) in found.items()}
    return {PACKAGE / SOURCES[name]: _sorted(source) for name, source in sources.items()}


def _sorted(source: str) -> str:
    """The names of the collections in their order, which a new name may have left."""
    start, end = "from collections.abc import ", "\n"
    if start not in source:
        return source
    names = source.split(start)[1].split(end)[0]
    return source.replace(start + names, start + ", ".join(sorted(names.split(", "))))


if __name__ == "__main__":
    for path, source in asynchronous().items():
        path.write_text(source, encoding="utf-8")
