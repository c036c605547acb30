"""How fast is it, against what one would otherwise use? Prints tables, and which targets are met; minutes.

All sections run on the same gazetteer, and the peers of a section on the same names and queries, made by a seed.

    python -m bench.speed --data-dir data [--only search,resolve,strings,opening,http] [--queries 300] [--names FILE]

With --names the search section takes the lines of a file instead: folded names, one a line.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import http
from bench.resolve_speed import opening_section, resolve_section
from bench.search_speed import index_of, search_section
from bench.strings_speed import strings_section
from bench.table import Measurement, Target, print_rows, print_targets, target

SECTIONS = ("search", "resolve", "strings", "opening", "http")
QUERIES = 300


def http_section(data_dir: Path) -> tuple[list[Measurement], list[Target]]:
    """The service against an empty route."""
    rows = http.rows(data_dir)
    rates = {row.what: row.per_second for row in rows}
    empty = rates[http.EMPTY_ROUTE]
    post = next(rate for what, rate in rates.items() if what.startswith("POST"))
    return rows, [
        target("HTTP exact GET never sent before, of the empty route's rate", 0.5, "", rates[http.FIRST] / empty),
        target("HTTP exact GET again, of the empty route's rate", 1.2, "", rates[http.AGAIN_EXACT] / empty),
        target(f"HTTP POST of {http.BATCH}, exact names", 5_000, "/s", post * http.BATCH),
    ]


def main() -> None:
    """Measures the sections asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, by commas")
    parser.add_argument("--queries", type=int, default=QUERIES, help="queries of the search section")
    parser.add_argument("--names", type=Path, help="folded names, one a line, for the search section")
    options = parser.parse_args()
    chosen = options.only.split(",")
    if unknown := sorted(set(chosen) - set(SECTIONS)):
        parser.error(f"There is no section {', '.join(unknown)}. Choose from {', '.join(SECTIONS)}.")
    targets: list[Target] = []
    if "search" in chosen:
        index = index_of(options.data_dir, options.names)
        rows, reached = search_section(index, options.queries)
        print_rows(f"search: {options.queries} misspelt names among {len(index.table):,}", rows)
        targets += reached
    sections = {
        "resolve": resolve_section,
        "strings": strings_section,
        "opening": opening_section,
        "http": http_section,
    }
    for name, section in sections.items():
        if name in chosen:
            rows, reached = section(options.data_dir)
            print_rows(name, rows)
            targets += reached
    print_targets(targets)


if __name__ == "__main__":
    main()
