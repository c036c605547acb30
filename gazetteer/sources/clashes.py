"""Strings that two countries claim as a name: whose they are, by rule and by a table, and what is left.

A translation catalogue that took one line for the next calls Eritrea by Palestine's name; a reader means one of them.
The rules ask other witnesses: CLDR in the same language, CLDR in all others, and the sound. `clashes.tsv` holds what no
rule reaches, and the names that countries do share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

from gazetteer.sources.alike import likeness
from gazetteer.sources.claims import CLDR, ISO, Claim
from gazetteer.text import native_key

_Key = TypeVar("_Key")

TABLE = "clashes.tsv"
DROP, SHARED, KEEP = "drop", "shared", "keep"
"""What a row says: a country does not bear the name; several do; what it is called by this name is no fault."""
ANY = "*"
"""In place of a name: whatever it is."""
LISTED_AT_MOST = 200
"""Clashes that a report lists."""
ALIKE = 0.6
"""A name less alike than this to every name of its country is not a form of them."""
MARGIN = 0.15
"""By how much one country must be the more alike, for the name to be its own."""
COMMON = 12
"""Countries whose names in a language have a word, for it to say nothing of which is meant: republic, kingdom."""

Names = Mapping[str, Mapping[str, frozenset[str]]]
"""The alpha-2 of the countries that CLDR calls by a name, by language and the name's key."""


@dataclass(frozen=True, slots=True)
class ClashRow:
    """A row of the table: what holds of a name, for which countries, in which language (any where empty), and why."""

    key: str
    what: str
    codes: frozenset[str]
    lang: str
    why: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A string that several countries bear, and why, where the table says so."""

    text: str
    codes: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found.

    Args:
        found: how many strings several countries claimed.
        mended: how many claims were turned down, by rule; those of the table under `table`.
        left: the strings that several countries bear now.
        unused: names of the rows that met nothing: a package has mended itself.
    """

    found: int
    mended: Mapping[str, int]
    left: tuple[Clash, ...]
    unused: tuple[str, ...]

    def about(self) -> dict[str, object]:
        """The report for the manifest, its lists bounded."""
        left = [[clash.text, " ".join(clash.codes), clash.why] for clash in self.left[:LISTED_AT_MOST]]
        unexplained = sum(not clash.why for clash in self.left)
        return {
            "found": self.found,
            "mended": dict(sorted(self.mended.items())),
            "left": len(self.left),
            "unexplained": unexplained,
            "listed": left,
            "unused_rows": list(self.unused[:LISTED_AT_MOST]),
        }


@dataclass(slots=True)
class _Court:
    """The claims, and what the witnesses say of them."""

    claims: Sequence[Claim]
    names: Names = field(init=False)
    spelt: Mapping[str, frozenset[str]] = field(init=False)
    given: Mapping[str, frozenset[str]] = field(init=False)
    words: Mapping[tuple[str, str], frozenset[str]] = field(init=False)
    sharers: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        spelt: dict[str, set[str]] = defaultdict(set)
        given: dict[str, set[str]] = defaultdict(set)
        words: dict[tuple[str, str], set[str]] = defaultdict(set)
        for claim in self.claims:
            if claim.source == CLDR:
                names[claim.language][claim.key].add(claim.code)
                spelt[claim.code].add(claim.text)
                given[claim.key].add(claim.code)
            elif claim.source == ISO:
                for word in claim.key.split():
                    words[claim.language, word].add(claim.code)
        self.names = {lang: _frozen(of) for lang, of in names.items()}
        self.spelt, self.given, self.words = _frozen(spelt), _frozen(given), _frozen(words)
        self.sharers = _sharers(self.claims)

    def called(self, claim: Claim) -> dict[str, str]:
        """The countries that CLDR calls, in the claim's language, by words of the claim's name, with the longest."""
        names = self.names.get(claim.language, {})
        words = claim.key.split()
        found: dict[str, str] = {}
        for length in range(len(words), 0, -1):
            for start in range(len(words) - length + 1):
                run = " ".join(words[start : start + length])
                for code in names.get(run, ()):
                    found.setdefault(code, run)
        return found

    def alike(self, claim: Claim, code: str) -> float:
        """How alike the claim's name is to CLDR's names of a country."""
        return likeness(claim.text, self.spelt.get(code, ()))

    def says_nothing_else(self, claim: Claim, key: str) -> bool:
        """Whether a name is another one with words that many countries' names have: Republic of, Kingdom of."""
        rest = f" {claim.key} ".replace(f" {key} ", " ", 1).split()
        return all(len(self.words.get((claim.language, word), ())) >= COMMON for word in rest)


def mend(claims: Sequence[Claim]) -> tuple[list[Claim], Report]:
    """Turn down the claims to names that are another country's.

    By rule only a translation catalogue's claim is turned down: CLDR's names have been voted on in each language.

    Args:
        claims: of all countries.

    Returns:
        The claims that stand, in order, and the report.
    """
    mended: Counter[str] = Counter()
    met: set[ClashRow] = set()
    standing: list[Claim] = []
    for claim in claims:
        if row := row_for(claim, DROP):
            met.add(row)
            mended["table"] += 1
        else:
            standing.append(claim)
    court = _Court(standing)
    kept: list[Claim] = []
    for claim in standing:
        fault = "" if claim.source != ISO or row_for(claim, KEEP) or row_for(claim, SHARED) else _fault(court, claim)
        if fault:
            mended[fault] += 1
        else:
            kept.append(claim)
    left = _left(kept)
    met |= {row for clash in left for row in _rows_of(clash.text) if row.what == SHARED}
    of_countries = (row for row in rows() if row.what != KEEP and not any("-" in code for code in row.codes))
    unused = sorted(row.key for row in of_countries if row not in met)
    return kept, Report(len(_sharers(claims)), mended, left, tuple(unused))


@lru_cache(maxsize=1)
def rows() -> tuple[ClashRow, ...]:
    """The rows of the table."""
    lines = files("gazetteer.sources").joinpath(TABLE).read_text("utf-8").splitlines()
    cells = (line.split("\t") for line in lines[1:] if line and not line.startswith("#"))
    return tuple(
        ClashRow(ANY if text == ANY else native_key(text), what, frozenset(codes.split()), lang, why)
        for text, what, codes, lang, why in cells
    )


@lru_cache(maxsize=1)
def _by_key() -> dict[str, list[ClashRow]]:
    found: dict[str, list[ClashRow]] = defaultdict(list)
    for row in rows():
        found[row.key].append(row)
    return found


def _rows_of(key: str) -> list[ClashRow]:
    return _by_key().get(key, []) + _by_key().get(ANY, [])


def row_for(claim: Claim, what: str) -> ClashRow | None:
    """The table's row of a kind that holds for a claim."""
    for row in _rows_of(claim.key):
        if row.what == what and claim.code in row.codes and row.lang in ("", claim.language):
            return row
    return None


def _fault(court: _Court, claim: Claim) -> str:
    """The rule by which a catalogue's claim is turned down, empty where it stands."""
    called = court.called(claim)
    if claim.code in called:
        return ""
    others = court.sharers.get(claim.key, frozenset()) - {claim.code}
    if called.keys() & others or _is_foreign(court, claim, called):
        return "CLDR of the language"
    own = court.given.get(claim.key, frozenset())
    if own and claim.code not in own:
        return "CLDR of other languages"
    if not others:
        return ""
    mine = court.alike(claim, claim.code)
    best = max(court.alike(claim, other) for other in others)
    if mine < ALIKE and best >= mine + MARGIN:
        return "sound"
    return "no country's name" if mine < ALIKE and best < ALIKE else ""


def _is_foreign(court: _Court, claim: Claim, called: Mapping[str, str]) -> bool:
    """Whether a name that no other country claims is all the same another's: Republica Nigeria for Niger."""
    for code, key in called.items():
        if court.says_nothing_else(claim, key) and court.alike(claim, code) > court.alike(claim, claim.code):
            return True
    return False


def _sharers(claims: Iterable[Claim]) -> dict[str, frozenset[str]]:
    """The countries that claim a string, for the strings that more than one claims."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        found[claim.key].add(claim.code)
    return {key: frozenset(codes) for key, codes in found.items() if len(codes) > 1}


def _left(claims: Iterable[Claim]) -> tuple[Clash, ...]:
    why = {(row.key, row.codes): row.why for row in rows() if row.what == SHARED}
    shared = _sharers(claims)
    return tuple(Clash(key, tuple(sorted(codes)), why.get((key, codes), "")) for key, codes in sorted(shared.items()))


def _frozen(of: Mapping[_Key, set[str]]) -> dict[_Key, frozenset[str]]:
    return {key: frozenset(values) for key, values in of.items()}
