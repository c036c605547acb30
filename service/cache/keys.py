"""The key of a cached answer: the program, the build and the question, so that none of them can change under it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import astuple
from hashlib import blake2b
from pathlib import Path

import orjson

import gazetteer
import service
from gazetteer.errors import QueryError
from gazetteer.model import Options, Query
from gazetteer.text import normalise

PREFIX = "exonym"
DIGEST_BYTES = 16
SOURCES = ("*.py", "*.toml")


def key_of(
    build: str, queries: Sequence[Query], options: Options, *, split: bool = False, style: str = ""
) -> str | None:
    """The key of the answer to some queries; None where one of them cannot be read, which is no answer to keep.

    Names that differ only in what `normalise` removes have one key. The ids of queries are not part of it.

    Args:
        build: the id of the gazetteer's build.
        queries: what is asked.
        options: of the resolution.
        split: each place of a string has a result.
        style: the key of how places are written; blank where nobody asked.
    """
    try:
        questions = [(normalise(query.name), *_context(query)) for query in queries]
    except QueryError:
        return None
    return key_for(build, "resolve", (questions, astuple(options), split, style))


def key_for(build: str, kind: str, asked: object) -> str | None:
    """The key of the answer of a kind to whatever JSON can say; None to what it cannot."""
    try:
        text = orjson.dumps((kind, asked))
    except orjson.JSONEncodeError:
        return None
    return f"{PREFIX}:{program()}:{build}:{blake2b(text, digest_size=DIGEST_BYTES).hexdigest()}"


def _context(query: Query) -> tuple[object, ...]:
    return (
        query.lang,
        query.country,
        query.within,
        query.near,
        query.classes,
        query.codes,
        query.date,
        query.limit,
    )


@functools.cache
def program() -> str:
    """What tells one version of this program, weights included, from another: they may answer differently."""
    digest = blake2b(digest_size=4)
    for package in (gazetteer, service):
        folder = Path(str(package.__file__)).parent
        for path in sorted(path for pattern in SOURCES for path in folder.rglob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()
