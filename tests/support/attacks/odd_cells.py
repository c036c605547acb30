"""Cells and values that end a program which trusts them: in batches, in tables, in jobs."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import httpx
from jobbing import finished

CELLS = (
    *("9" * 5_000, "-" + "9" * 400, "0" * 5_000 + "1", "1e400", "nan", "፩", "²", "٣", "hex", "rot13", "undefined"),
    *("\x00", "\u2028", "\ufffe", "e\u0301" * 5_000, "a" * 100_000, "," * 50, "%s{}", "../../etc"),
)
NUMBERS = ("9" * 5_000, "-" + "9" * 400, "1e400", "-0", "[]", "{}", "[[[[]]]]", "null", "true", '"\\ud800"')
ENCODINGS = ("hex", "rot13", "zip", "bz2", "idna", "punycode", "undefined", "utf-7", "base64", "mbcs", "፩", "9" * 5_000)
FIELDS = ("name", "id", "limit", "lang", "country", "within", "near", "classes", "codes", "date")
COLUMNS = ("country", "within", "lat")
KNOWN = "Bakhmut"
ANSWERED, LOST = "answered", "lost"


def in_batches(client: httpx.Client) -> Counter[str]:
    """Each value in each field of a query, between two sound ones; statuses, and how the sound ones fared."""
    counts: Counter[str] = Counter()
    for value in (*map(json.dumps, CELLS), *NUMBERS):
        odd = ",".join(f'{{"name":"Paris","{field}":{value}}}' for field in FIELDS)
        body = f'{{"queries":[{{"name":"{KNOWN}"}},{odd},{{"name":"{KNOWN}"}}]}}'
        answer = client.post("/v1/resolve", content=body.encode(), timeout=60)
        counts[str(answer.status_code)] += 1
        results = answer.json()["results"] if answer.status_code == 200 else [{}, {}]
        for result in (results[0], results[-1]):
            counts[ANSWERED if result.get("candidates") else LOST] += 1
    return counts


def table() -> bytes:
    """A sound row, an odd one, a sound one, and so on."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("town", "beside", "lon"))
    rows.writerow((KNOWN, "", ""))
    for cell in CELLS:
        rows.writerows(((KNOWN, cell, "38"), (KNOWN, "", "")))
    return out.getvalue().encode("utf-8", "surrogatepass")


def in_tables(client: httpx.Client) -> Counter[str]:
    """The cells in columns that are read, in tables that are answered at once; and encodings that are none of text."""
    counts: Counter[str] = Counter()
    for column in COLUMNS:
        answer = client.post("/v1/reconcile/csv", params=_wishes(column), content=table(), timeout=60)
        counts[str(answer.status_code)] += 1
        counts += _sound_rows(answer.text)
    for encoding in ENCODINGS:
        counts[str(_with_encoding(client, "/v1/reconcile/csv", encoding))] += 1
    return counts


def in_jobs(client: httpx.Client) -> Counter[str]:
    """The same as jobs: how each ended, and how its sound rows fared."""
    counts: Counter[str] = Counter()
    for column in COLUMNS:
        created = client.post("/v1/jobs", params=_wishes(column), content=table(), timeout=60)
        counts[str(created.status_code)] += 1
        id = created.json()["id"]
        counts[finished(client, id)["state"]] += 1
        counts += _sound_rows(client.get(f"/v1/jobs/{id}/result.csv").text)
    for encoding in ENCODINGS:
        counts[str(_with_encoding(client, "/v1/jobs", encoding))] += 1
    return counts


def _wishes(column: str) -> dict[str, str]:
    return {"name": "town", column: "beside"} | ({"lon": "lon"} if column == "lat" else {})


def _with_encoding(client: httpx.Client, path: str, encoding: str) -> int:
    params = {"name": "town", "encoding": encoding}
    return client.post(path, params=params, content=b"town\nBakhmut\n", timeout=60).status_code


def _sound_rows(text: str) -> Counter[str]:
    csv.field_size_limit(10_000_000)
    rows = list(csv.reader(io.StringIO(text)))[1:]
    sound = ["match" in row for row in rows[::2]] if len(rows) == 2 * len(CELLS) + 1 else [False] * (len(CELLS) + 1)
    return Counter(ANSWERED if one else LOST for one in sound)
