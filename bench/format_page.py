"""The page of the format on disk, docs/index-format.md: written from gazetteer/index/format.py and values.py.

python -m bench.format_page
"""

from __future__ import annotations

import re
from enum import IntEnum, IntFlag
from pathlib import Path

import gazetteer.index.values as values
from gazetteer.index.format import ARRAYS, FORMAT, GROUPS, ArrayFormat
from gazetteer.index.values import Flag, Tie

PAGE = Path(__file__).parents[1] / "docs" / "index-format.md"
_HEAD = f"""# The index on disk

Format {FORMAT}: {len(ARRAYS)} arrays, each a file `<name>.npy` of a build's folder, beside `manifest.json`. A build of
another format, or one in which an array is missing, of another type or of another length, is refused with what to run.
This page is written from `gazetteer/index/format.py` and `values.py` by `python -m bench.format_page`; the same table
says what a build may write and checks what is opened.

A length is that of a dimension, such as all names. Where it is that and one more, the array says where something
begins, and its last entry where the last ends. A number in the manifest is a place in one of its lists; a shared text
is one of those in `word_heap`, where each is kept once. The writers are modules of `gazetteer/index`.

The manifest has the format's number, the build's id (a hash of its content), the source, the day, how many places and
names there are, what reads names (`readings`), credits, the size and SHA-256 of every file, the short lists that
numbers in the arrays point into (`tables`): countries, features, zones, languages; and its own SHA-256 without this
(`seal`).

What maps are drawn from is no part of a build: it lies in the folder `map` beside the builds; see [map.md](map.md).
"""


def page() -> str:
    """The page, as it should stand in docs."""
    lines = [_HEAD]
    for group in GROUPS:
        lines += [f"## {group.title}\n", f"{group.about}\n", *_arrays(group.arrays), ""]
    lines += ["## Words of the format\n"]
    for words in (Flag, Tie):
        lines += [f"`{words.__name__}`: {_said(words)}\n", *_members(words), ""]
    return "\n".join(lines)


def _arrays(arrays: tuple[ArrayFormat, ...]) -> list[str]:
    rows = [f"| `{one.name}` | {_type(one)} | {one.length} | {one.meaning} | `{one.writer}` |" for one in arrays]
    return ["| array | type | length | what | writer |", "| --- | --- | --- | --- | --- |", *rows]


def _type(array: ArrayFormat) -> str:
    return f"{array.dtype} × {array.columns}" if array.columns else array.dtype


def _said(words: type[IntEnum] | type[IntFlag]) -> str:
    doc = words.__doc__ or ""
    return doc[:1].lower() + doc[1:]


def _members(words: type[IntEnum] | type[IntFlag]) -> list[str]:
    source = Path(values.__file__).read_text("utf-8")
    body = source[source.index(f"class {words.__name__}(") :]
    comments = dict(re.findall(r"^    ([A-Z]+) = \d+  # (.*)$", body, re.MULTILINE))
    return ["| name | number | what |", "| --- | ---: | --- |"] + [
        f"| `{one.name}` | {one.value} | {comments[str(one.name)]} |" for one in words
    ]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
