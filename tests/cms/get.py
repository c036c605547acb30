"""Gets from the registries what the CMSs are made of, and says what it cannot: `python -m tests.cms.get wordpress`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

from tests.cms.superdesk import client
from tests.cms.wagtail import site as wagtail
from tests.cms.wordpress import site as wordpress


def of_wordpress() -> Iterator[str]:
    """Debian's is a package of the system, which is not installed unasked."""
    if shutil.which("php") is None:
        yield wordpress.HOW["php"]
    yield "WordPress of Debian: there" if wordpress.debian() else wordpress.HOW["debian"]
    there = (wordpress.NPM / "package").exists() or wordpress.get()
    yield "WordPress of npm: there" if there else wordpress.HOW["npm"]


def of_wagtail() -> Iterator[str]:
    yield f"Wagtail {wagtail.VERSION}: there" if wagtail.get() else wagtail.LACKING


def of_superdesk() -> Iterator[str]:
    yield f"{client.CLIENT}: there" if client.get() else client.LACKING


ALL = {"wordpress": of_wordpress, "wagtail": of_wagtail, "superdesk": of_superdesk}

if __name__ == "__main__":
    for name in sys.argv[1:] or ALL:
        for said in ALL[name]():
            print(said, flush=True)
