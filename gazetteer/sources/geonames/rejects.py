"""Rows that were left out or mended, listed for the user; the list is bounded, the counts are not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from gazetteer.sources.geonames import limits

HEADER = "file\tline\twhat was done\twhy\trow\n"


class Rejects:
    """Rows of the files that are not as they should be."""

    def __init__(self) -> None:
        self.left_out = 0
        self.mended = 0
        self._listed: list[str] = []
        self._more: Counter[tuple[str, str]] = Counter()

    def leave_out(self, file: str, line: int, why: str, row: str) -> None:
        """A row that is not used."""
        self.left_out += 1
        self._list(file, line, "left out", why, row)

    def mend(self, file: str, line: int, why: str, row: str) -> None:
        """A row that is used, though something in it is wrong."""
        self.mended += 1
        self._list(file, line, "mended", why, row)

    def write(self, path: Path) -> None:
        """Write the list as a table; the kinds of row that it has no room for are counted at its end."""
        more = "".join(f"{file}\t\t\t{why}\t{count} more\n" for (file, why), count in sorted(self._more.items()))
        part = path.with_name(f"{path.name}.part")
        part.write_text(HEADER + "".join(self._listed) + more, "utf-8")
        part.replace(path)

    def _list(self, file: str, line: int, done: str, why: str, row: str) -> None:
        if len(self._listed) >= limits.REJECTS_LISTED:
            self._more[file, why.partition(":")[0]] += 1
            return
        shown = row[: limits.REJECT_LETTERS].replace("\t", "|").replace("\n", " ").replace("\r", " ")
        self._listed.append(f"{file}\t{line}\t{done}\t{why}\t{shown}\n")
