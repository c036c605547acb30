"""Postcodes and other numbers at the ends of a part: "75001 Paris", "London SW1A 1AA", "Springfield 62701-1234".

The shapes are those of the Universal Postal Union's addressing guides; a letter with a hyphen before the digits is the
country's sign in international traffic, as continental Europe used it (CEPT recommendation of 1968).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIGNS = {
    "A": "AT", "AD": "AD", "AL": "AL", "B": "BE", "BG": "BG", "CH": "CH", "CY": "CY", "CZ": "CZ", "D": "DE",
    "DE": "DE", "DK": "DK", "E": "ES", "ES": "ES", "EST": "EE", "F": "FR", "FI": "FI", "FIN": "FI", "FL": "LI",
    "FR": "FR", "GR": "GR", "H": "HU", "HR": "HR", "HU": "HU", "I": "IT", "IRL": "IE", "IT": "IT", "L": "LU",
    "LT": "LT", "LV": "LV", "MC": "MC", "MD": "MD", "N": "NO", "NL": "NL", "NO": "NO", "P": "PT", "PL": "PL",
    "PT": "PT", "RO": "RO", "RS": "RS", "S": "SE", "SE": "SE", "SI": "SI", "SK": "SK", "SLO": "SI", "SRB": "RS",
    "TR": "TR", "UA": "UA",
}  # fmt: skip
# Shapes that only one country has, and the country.
_SHAPES = (
    (r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}", "GB"),
    (r"[A-Z]\d[A-Z]\s?\d[A-Z]\d", "CA"),
    (r"[1-9]\d{3}\s?(?!SA|SD|SS)[A-Z]{2}", "NL"),
    (r"\d{2}-\d{3}", "PL"),
    (r"〒\s?\d{3}-?\d{4}", "JP"),
    (r"\d{5}-\d{3}", "BR"),
    (r"\d{5}-\d{4}", "US"),
)
_ANY = (
    r"(?:cedex|cx)(?:\s\d{1,2})?",
    r"\d{3}\s\d{2}",
    r"\d{3}-\d{3,4}",
    r"\d{1,7}(?:er|re|e|ème|eme|º|°|ª|th|st|nd|rd)?\.?",
)
_SIGN = rf"(?P<sign>{'|'.join(sorted(_SIGNS, key=len, reverse=True))})[-–]\d{{3,6}}(?:\s?[A-Z]{{2}})?"
_KINDS = [(re.compile(_SIGN), None), *((re.compile(shape), country) for shape, country in _SHAPES)]
_PLAIN = [(re.compile(shape, re.IGNORECASE), None) for shape in _ANY]
_NUMBERS = (*_KINDS, *_PLAIN)
_STARTS = [(re.compile(kind.pattern + r"(?=\s|$)", kind.flags), country) for kind, country in _NUMBERS]
_ENDS = [(re.compile(r"(?:^|(?<=\s))" + kind.pattern + "$", kind.flags), country) for kind, country in _NUMBERS]
_DIGIT = re.compile(r"\d|cedex", re.IGNORECASE)
_AT_MOST = 4  # numbers taken off one part


@dataclass(frozen=True, slots=True)
class Ends:
    """A part without the numbers at its ends.

    Args:
        text: what is left.
        numbers: what was taken off.
        country: the country that a number speaks of by its shape, ISO 3166-1 alpha-2.
    """

    text: str
    numbers: tuple[str, ...] = ()
    country: str | None = None


def ends_without_numbers(text: str) -> Ends:
    """Take postcodes and other numbers off both ends of a part."""
    if not _DIGIT.search(text):
        return Ends(text)
    numbers: list[str] = []
    country: str | None = None
    for _ in range(_AT_MOST):
        found = _number(text)
        if found is None:
            break
        number, rest, of = found
        numbers.append(number)
        text, country = rest.strip(" ,-–"), country or of
    return Ends(text, tuple(numbers), country)


def _number(text: str) -> tuple[str, str, str | None] | None:
    """A number at an end, what is left, and the country that its shape tells."""
    for kind, country in _STARTS:
        if found := kind.match(text):
            return found[0], text[found.end() :], country or _sign(found)
    for kind, country in _ENDS:
        if found := kind.search(text):
            return found[0], text[: found.start()], country or _sign(found)
    return None


def _sign(found: re.Match[str]) -> str | None:
    return _SIGNS.get(found.groupdict().get("sign") or "")
