"""The interface's sentences in the reader's language: the same files, and the same form, as in the browser.

English is the key. A key may hold values, `{name}`, and a plural by the rules of its language, as ICU writes it:
`{count, plural, one {# place} other {# places}}`. service/web/elements/words.js reads the same.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from babel import Locale
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup, escape
from starlette.requests import Request

from service.http import parameters

LANGUAGES = {"en": "English", "fr": "Français", "uk": "Українська", "de": "Deutsch", "ar": "العربية"}
RIGHT_TO_LEFT = frozenset({"ar"})
ALMOST = 0.995  # probabilities from which, or below 1 minus which, no number is told
MOST_PREFERENCES = 20  # of an Accept-Language header
_SLOT = re.compile(r"\{(\w+)(?:, plural,((?:\s*\w+ \{[^{}]*\})+))?\}", re.ASCII)
_FORM = re.compile(r"(\w+) \{([^{}]*)\}", re.ASCII)

Value = str | int | Markup


@dataclass(frozen=True, slots=True)
class InterfaceWords:
    """One language of the interface.

    Args:
        lang: its tag.
        sentences: by their English.
    """

    lang: str
    sentences: dict[str, str]

    @property
    def dir(self) -> str:
        """The direction in which it is written."""
        return "rtl" if self.lang in RIGHT_TO_LEFT else "ltr"

    def t(self, key: str, **values: Value) -> Markup:
        """A sentence with its values; those that are no markup are escaped."""
        return Markup(_SLOT.sub(lambda found: self._value(found, values), str(escape_text(self.sentences, key))))

    def number(self, number: int) -> str:
        """A number as it is written."""
        return format_decimal(number, locale=self.lang)

    def percent(self, share: float) -> str:
        """A probability: never all or nothing, which it is not."""
        if share >= ALMOST:
            return "> " + format_percent(0.99, locale=self.lang)
        return "< " + format_percent(0.01, locale=self.lang) if share < 1 - ALMOST else self._share(share)

    def country(self, code: str) -> str:
        """A country's name; its code where it has none."""
        return str(Locale.parse(self.lang).territories.get(code, code))

    def language(self, code: str) -> str:
        """A language's name; its code where it has none."""
        return str(Locale.parse(self.lang).languages.get(code, code))

    def _share(self, share: float) -> str:
        return format_percent(int(share * 100 + 0.5) / 100, locale=self.lang)

    def _value(self, found: re.Match[str], values: dict[str, Value]) -> str:
        value = values.get(found[1])
        if value is None:
            return found[0]
        text = self.number(value) if isinstance(value, int) else str(escape(value))
        if not found[2]:
            return text
        forms: dict[str, str] = dict(_FORM.findall(found[2]))
        assert isinstance(value, int)
        return forms.get(Locale.parse(self.lang).plural_form(value), forms["other"]).replace("#", text)


def escape_text(sentences: dict[str, str], key: str) -> Markup:
    """A sentence as it stands in a page, its quotes as they are."""
    return Markup(sentences.get(key, key).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


@lru_cache(len(LANGUAGES))
def words_of(lang: str) -> InterfaceWords:
    """The words of a language of the interface."""
    if lang == "en":
        return InterfaceWords(lang, {})
    return InterfaceWords(lang, json.loads((files("service") / "web" / "words" / f"{lang}.json").read_text("utf-8")))


def words_for(request: Request) -> InterfaceWords:
    """The words for who asks: of the parameter `ui`, else the first that the browser prefers, else English."""
    asked = dict(parameters(request)).get("ui", "").partition("-")[0].lower()
    if asked in LANGUAGES:
        return words_of(asked)
    return words_of(next(filter(LANGUAGES.__contains__, _preferred(request)), "en"))


def _preferred(request: Request) -> list[str]:
    """The languages of Accept-Language (RFC 9110, 12.5.4), those that weigh most first."""
    weighed: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "").split(",", MOST_PREFERENCES)[:MOST_PREFERENCES]:
        tag, _, weight = part.partition(";q=")
        try:
            weighed.append((-float(weight or 1), tag.strip().partition("-")[0].lower()))
        except ValueError:
            continue
    return [tag for _, tag in sorted(weighed, key=lambda one: one[0])]
