"""A string cut into its parts at separators and brackets, and what stands at their ends taken off.

What is taken off (postcodes, agencies, remarks, labels) is kept: nothing of a string vanishes unsaid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from gazetteer.lexicon.calendar import months
from gazetteer.parsing.postcode import ends_without_numbers
from gazetteer.parsing.relation import relation_of
from gazetteer.parsing.vocabulary import agencies, joined_agencies, remarks, streets
from gazetteer.text import native_key

PARTS = 40  # of a string that are looked at; more have no room in 200 characters but for single letters
_OPEN, _CLOSE = "([{（［【〔〈《「『", ")]}）］】〕〉》」』"
_SEPARATORS = frozenset(",;|/›»>:·•‧・\n\t\r、，；：／｜→⟶=\\،؛՝፣፤")
_STRONG = frozenset(";|\n\t\r；｜→⟶")  # what parts the entries of a list rather than a name and its area
_DASH = re.compile(r"(?:^|(?<=\s))[-–—―]+(?=\s|$)|[–—―]")
_TRIMMED = " .?!:;,'\"“”„«»‘’`*~#@+&-–—―=_؟۔।።։"
_ELIDED = re.compile(r"^[dl]['’]$", re.IGNORECASE)  # an article before a name that was turned: "Aquila, L'"
_IN_BRACKETS = frozenset("/\\:·•")  # no separators there: (m/w/d), (dpa/lby)
_SLASHED = (
    (re.compile(r"\bs/s\s?", re.IGNORECASE), "sous "),
    (re.compile(r"\bs/\s?(?=\w)", re.IGNORECASE), "sur "),
    (re.compile(r"\bн/\s?(?=[^\W\d_]\b)(.)\.?", re.IGNORECASE), r"на \1."),  # one letter is a word cut short: н/Д
    (re.compile(r"\bн/\s?(?=[^\W\d_])", re.IGNORECASE), "на "),
)
_STOPPED_AGENCY = re.compile(r"\.\s+(?=[^\s.,;()]+$)")
_CABLED = re.compile(r"\d{1,2}月\d{1,2}日(?:电|電|发|發)?$|(?:电|電)$")
_LONGEST_LABEL = 4  # words
_SHORTEST_AGENCY = 3  # letters of one that stands outside brackets: PA is a state
_KEPT_STOP = re.compile(r"\b\w{1,4}\.$")  # the full stop of an abbreviation at the end
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FLAG_A = 0x1F1E6


@cache
def _date() -> re.Pattern[str]:
    """A day, with the names of months that CLDR has in the languages of most datelines; or digits and their signs."""
    month = "|".join(sorted(map(re.escape, months(shortened=True)), key=len, reverse=True))
    day = r"\d{1,2}(?:\.|er|º|st|nd|rd|th)?"
    return re.compile(
        rf"(?:(?:{month})\.?\s+{day}|{day}\s+(?:de\s+)?(?:{month})\.?)(?:,?\s+\d{{4}})?|\d[\d./:-]*", re.I
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a string.

    Args:
        text: what is left of it, cleaned.
        whole: as it stands in the string.
        bracketed: it stood in brackets.
        strong: a separator of lists stood before it.
        former: it is said to be another name of what stands before it.
        aside: what was taken off its ends.
        numbers: a number was taken off.
        implied: the country that a postcode speaks of, ISO 3166-1 alpha-2.
        street: it was set aside as a street.
    """

    text: str
    whole: str
    bracketed: bool = False
    strong: bool = False
    former: bool = False
    aside: tuple[str, ...] = ()
    numbers: bool = False
    implied: str | None = None
    street: bool = False


def segment(text: str) -> tuple[Part, ...]:
    """Cut a string into parts; those of which nothing is left have an empty text.

    Args:
        text: the string, normalised.
    """
    parts = []
    for raw, bracketed, strong, colon in _cut(_marked(text)):
        if trimmed := trim(raw):
            part = Part(trimmed, trimmed, bracketed, strong)
            label = colon and native_key(trimmed) in remarks("label")  # "Ort: Leipzig"
            parts.append(replace(part, text="", aside=(trimmed,)) if label else _cleaned(part))
            if len(parts) == PARTS:
                break
    if any(part.text and not _is_street(part) for part in parts):
        parts = [replace(one, text="", aside=(one.whole,), street=True) if _is_street(one) else one for one in parts]
    return tuple(parts)


def trim(text: str) -> str:
    """A part without quotes, signs and blanks at its ends; the full stop of an abbreviation stays."""
    text = text.strip()
    if _ELIDED.match(text):
        return text
    kept = bool(_KEPT_STOP.search(text))
    text = text.strip(_TRIMMED)
    return f"{text}." if kept and text else text


def _marked(text: str) -> str:
    """The string with flags as the codes of their countries, underscores as blanks and dashes as separators."""
    if _FLAG.search(text):
        text = _FLAG.sub(lambda found: f", {''.join(chr(ord(c) - _FLAG_A + ord('A')) for c in found[0])}", text)
    if "/" in text:
        for slashed, words in _SLASHED:
            text = slashed.sub(words, text)
    if (stop := _STOPPED_AGENCY.search(text)) and native_key(text[stop.end() :]) in agencies():
        text = f"{text[: stop.start()]}; {text[stop.end() :]}"
    return _DASH.sub("/", text.replace("_", " "))


def _cut(text: str) -> list[tuple[str, bool, bool, bool]]:
    """The pieces, whether each stood in brackets, behind a strong separator, before a colon."""
    pieces: list[tuple[str, bool, bool, bool]] = []
    start, depth, strong = 0, 0, False
    for at, char in enumerate(text):
        opened, closed = char in _OPEN, char in _CLOSE
        if not (opened or closed or char in _SEPARATORS) or (depth and char in _IN_BRACKETS):
            continue
        pieces.append((text[start:at], depth > 0, strong, char in ":："))
        start, strong = at + 1, char in _STRONG
        depth = depth + 1 if opened else max(depth - 1, 0) if closed else depth
    # A bracket that is never closed is a mere separator.
    pieces.append((text[start:], False, strong, False))
    return pieces


def _cleaned(part: Part) -> Part:
    """A part without the remarks and numbers at its ends."""
    key = native_key(part.text)
    if _is_remark(part, key) or _date().fullmatch(part.text):
        return replace(part, text="", aside=(part.text,))
    part = _without_cable(_without_label(part))
    related = relation_of(part.text)
    if related is not None and related[0].km is not None:
        return part
    ends = ends_without_numbers(part.text)
    if ends.text == part.text:
        return part
    text = trim(ends.text)
    return replace(part, text=text, aside=(*part.aside, *ends.numbers), numbers=True, implied=ends.country)


def _is_remark(part: Part, key: str) -> bool:
    """Whether a part is nothing but an agency, or in brackets a remark; agencies sign with their desk (dpa/lby)."""
    if not part.bracketed:
        return key in agencies() and len(key) >= _SHORTEST_AGENCY
    return key in agencies() or key in remarks("aside") or native_key(part.text.partition("/")[0]) in agencies()


def _is_street(part: Part) -> bool:
    """Whether a part is a street, a house or a station of a town that another part names: "ул. Тверская"."""
    words = part.text.lower().split()
    if len(words) < 2:
        return False
    numbered = part.numbers and not streets("after").isdisjoint(words[1:])  # 1600 Pennsylvania Ave NW
    return words[0] in streets("before") or words[-1] in streets("after") or numbered


def _without_cable(part: Part) -> Part:
    """A part without the agency and the day that Chinese and Japanese datelines write together with the place."""
    text = part.text
    if text.isascii():
        return part
    aside: list[str] = []
    if found := _CABLED.search(text):
        aside.append(found[0])
        text = text[: found.start()]
    for agency in joined_agencies():
        rest = text.removeprefix(agency).removesuffix(agency)
        if rest and rest != text:
            aside.append(agency)
            text = rest
    return replace(part, text=trim(text), aside=(*part.aside, *aside)) if aside and trim(text) else part


def _without_label(part: Part) -> Part:
    """A part without the word before it that says what follows: "formerly Lwów", "based in Paris"."""
    words = part.text.split()
    for size in range(min(_LONGEST_LABEL, len(words) - 1), 0, -1):
        key = native_key(" ".join(words[:size]))
        if not key:
            continue
        former = part.bracketed and key in remarks("former")
        # Outside brackets one word is too little to be sure of: Stadt Wien, In Guezzam.
        if former or ((part.bracketed or size > 1) and key in remarks("label")):
            return replace(part, text=trim(" ".join(words[size:])), former=former, aside=(" ".join(words[:size]),))
    return part
