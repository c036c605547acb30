"""Letters that a machine wrote as escapes, and the tags that it wrote around them."""

from __future__ import annotations

import html
import re
from typing import Final

_ENTITY: Final = re.compile(
    r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,30};"
    r"|[A-Za-z]{1,2}(?:acute|grave|circ|uml|tilde|ring|cedil|slash|lig|caron))"
)
_DOUBLED_AMPERSAND: Final = re.compile(r"&(?:amp;|#0{0,3}38;|#[xX]0{0,2}26;)+", re.IGNORECASE)
_DOUBLED_PER_CENT: Final = re.compile(r"%(?:25)+(?=[0-9A-Fa-f]{2})")
_PER_CENT: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_CODE_UNITS: Final = re.compile(r"(?:[\\%]u[0-9A-Fa-f]{4})+|(?<=[A-Za-z])u00[c-f][0-9a-f]|\\U000[0-9A-Fa-f]{5}")
_ESCAPED_BYTES: Final = re.compile(r"(?:\\x[0-9A-Fa-f]{2})+")
_ESCAPED_QUOTE: Final = re.compile(r"\\+(?=['\"])")
_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>]{0,200})?/?>")


def without_tags(text: str) -> str:
    """A text without the tags of HTML."""
    return _TAG.sub(" ", text) if "<" in text else text


def without_entities(text: str) -> str:
    """A text with the entities of HTML as letters, also where they were written as entities again."""
    return _ENTITY.sub(_entity, _DOUBLED_AMPERSAND.sub("&", text)) if "&" in text else text


def _entity(found: re.Match[str]) -> str:
    entity = found.group()
    letter = html.unescape(entity)
    if letter == entity and entity.isupper():  # "&OCIRC;" of a string set in capitals
        letter = html.unescape(entity.lower())
        letter = letter.upper() if len(letter) == 1 else entity
    return entity if "\ufffd" in letter else letter


def without_per_cents(text: str) -> str:
    """A text with the per-cent escapes of addresses as letters, where they are UTF-8."""
    if "%" not in text:
        return text
    decoded = _PER_CENT.sub(_utf8_of_hex, _DOUBLED_PER_CENT.sub("%", text))
    if decoded == text or not any(map(str.isalpha, decoded)):
        return text
    # A form that escapes letters writes blanks as plus signs.
    return decoded if " " in text else decoded.replace("+", " ")


def _utf8_of_hex(found: re.Match[str]) -> str:
    escaped = found.group()
    return _readable(bytes.fromhex(re.sub(r"%|\\x", "", escaped)), "utf-8") or escaped


def _readable(data: bytes, encoding: str) -> str | None:
    """Decode bytes, if what they spell could stand in a name."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if all(char.isprintable() or char.isspace() for char in text) else None


def without_backslashes(text: str) -> str:
    """A text with the escapes of JSON, Python and JavaScript as letters."""
    if "\\" in text:
        text = _ESCAPED_QUOTE.sub("", _ESCAPED_BYTES.sub(_utf8_of_hex, text))
    return _CODE_UNITS.sub(_letters_of_units, text)


def _letters_of_units(found: re.Match[str]) -> str:
    escaped = found.group()
    if escaped[1] == "U":
        return _readable(bytes.fromhex(escaped[2:]), "utf-32-be") or escaped
    return _readable(bytes.fromhex(re.sub(r"[\\%]?u", "", escaped)), "utf-16-be") or escaped
