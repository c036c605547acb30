"""Requests that are odd, dear, or small and would become large."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from functools import partial

import httpx
from attacks import comma_table, deep_json, han_batch, long_answers, long_texts, odd_cells

from bench.attacked.attack import Attack, Target, said, size
from service import fields

Send = Callable[[httpx.Client], tuple[int, int]]
NEARLY = 900_000  # of a megabyte, so that the rows of the answer are just not too long
NOT_COMPUTED = b'"not_computed"'


def _odd(send: Callable[[httpx.Client], Counter[str]]) -> Callable[[Target], str]:
    def run(target: Target) -> str:
        with target.client() as client:
            counts = send(client)
        answered, lost = counts.pop(odd_cells.ANSWERED, 0), counts.pop(odd_cells.LOST, 0)
        return f"{said(counts)}; of {answered + lost} sound rows beside them {lost} lost"

    return run


def _sized(send: Send) -> Callable[[Target], str]:
    def run(target: Target) -> str:
        with target.client() as client:
            began = time.monotonic()
            status, length = send(client)
        return f"{status}, {size(length)}, {time.monotonic() - began:.1f} s"

    return run


def _computed(send: Callable[[httpx.Client], httpx.Response]) -> Callable[[Target], str]:
    def run(target: Target) -> str:
        with target.client() as client:
            began = time.monotonic()
            answer = send(client)
        left = answer.content.count(NOT_COMPUTED)
        taken = f"{answer.status_code}, {size(len(answer.content))}, {time.monotonic() - began:.1f} s"
        return f"{taken}, {left} names not computed"

    return run


def _long_texts(target: Target) -> str:
    with target.client() as client:
        counts, longest = long_texts.send_long_texts(client)
    return f"{said(counts)}; the longest answer {size(longest)}"


def _json(kind: str) -> Attack:
    length = len(deep_json.BODIES[kind])
    return Attack(f"JSON: {kind}", f"1 of {size(length)}", _sized(partial(deep_json.send, kind=kind)))


ODD = f"{len(odd_cells.CELLS)} cells (5,000 digits, `፩`, `hex`, NUL, …)"
ENCODINGS = f"{len(odd_cells.ENCODINGS)} encodings that are none (`hex`, `፩`, …)"
ATTACKS = (
    Attack(
        "odd values in a batch",
        f"{len(odd_cells.CELLS) + len(odd_cells.NUMBERS)} in each of {len(odd_cells.FIELDS)} fields",
        _odd(odd_cells.in_batches),
    ),
    Attack("odd cells in a table", f"{ODD} in 3 columns; {ENCODINGS}", _odd(odd_cells.in_tables)),
    Attack("odd cells in a job", f"{ODD} in 3 columns; {ENCODINGS}", _odd(odd_cells.in_jobs)),
    Attack(
        "a text far too long in each field",
        f"{len(long_texts.IN_URL) + len(long_texts.IN_QUERY) + len(fields.TABLE)} of 20 kB and 900 kB",
        _long_texts,
    ),
    *map(_json, deep_json.BODIES),
    Attack("commas", "1 table of 108 kB, 50,000 columns", _sized(comma_table.send_commas)),
    Attack("rows of one letter", "1 table of 0.9 MB", _sized(partial(comma_table.send_lines, size=NEARLY))),
    Attack("an answer over 64 MB: a table", "1 of 10 MB", _sized(comma_table.send_lines)),
    Attack(
        "an answer over 64 MB: a batch, explained",
        "1,000 names of 100 candidates",
        _sized(partial(long_answers.send_explained, name="Springfield")),
    ),
    Attack("Han letters", "1,000 names of 20", _computed(han_batch.send_batch)),
    Attack("Han letters, parted by commas", "1,000 names of 20", _computed(han_batch.send_parted)),
)
