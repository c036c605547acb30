"""The interface's sentences: each is there in every language, none is left over, and their values and plurals fit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale

from service.pages.frame import VIEWS
from service.pages.kinds import CLASSES, CODES
from service.pages.lookup import CLASSES as CHOICES
from service.pages.told import FORMER, HOWS, REASONS
from service.pages.words import LANGUAGES, words_of

SERVICE = Path(__file__).parents[2] / "service"
SOURCES = sorted([*SERVICE.glob("web/**/*.js"), *SERVICE.glob("pages/**/*.html"), *SERVICE.glob("pages/*.py")])
SAID = re.compile(r'\b(?:t|parts|key)\(\s*("(?:[^"\\\n]|\\.)*")')
SLOT = re.compile(r"\{(\w+)(?:, plural,((?:\s*\w+ \{[^{}]*\})+))?\}")
TRANSLATED = sorted(set(LANGUAGES) - {"en"})


def sentences() -> Iterator[str]:
    """Every sentence that a source says, as its key."""
    for path in SOURCES:
        yield from (json.loads(found) for found in SAID.findall(path.read_text("utf-8")))
    yield from (view.title for view in VIEWS)


KEYS = frozenset(sentences())


@pytest.mark.parametrize("lang", TRANSLATED)
def test_none_is_missing_and_none_is_left_over(lang: str) -> None:
    assert len(KEYS) > 50
    known = set(words_of(lang).sentences)
    assert KEYS - known == set()
    assert known - KEYS == set()


@pytest.mark.parametrize("lang", TRANSLATED)
def test_values_and_plurals_fit(lang: str) -> None:
    forms = set(Locale.parse(lang).plural_form.tags) | {"other"}
    for key, said in words_of(lang).sentences.items():
        wanted = {name: bool(plural) for name, plural in SLOT.findall(key)}
        found = dict(SLOT.findall(said))
        assert {name: bool(plural) for name, plural in found.items()} == wanted, key
        for plural in filter(None, found.values()):
            assert set(re.findall(r"(\w+) \{", plural)) == forms, (key, forms)
        assert "{" not in SLOT.sub("", said), key


def test_files_are_in_order() -> None:
    for path in sorted((SERVICE / "web" / "words").iterdir()):
        text = path.read_text("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n", path.name


def test_what_only_tables_say_is_said_by_both_sides() -> None:
    assert {
        *CODES.values(),
        *CLASSES.values(),
        *REASONS.values(),
        *HOWS.values(),
        FORMER,
        *(title for _, title in CHOICES),
    } <= KEYS


@pytest.mark.parametrize(
    ("lang", "count", "said"),
    [
        ("en", 1, "1 place"),
        ("en", 1234, "1,234 places"),
        ("fr", 0, "0 lieu"),
        ("uk", 3, "3 місця"),
        ("uk", 5, "5 місць"),
        ("de", 2, "2 Orte"),
        ("ar", 2, "مكانان"),
    ],
)
def test_plurals(lang: str, count: int, said: str) -> None:
    assert words_of(lang).t("{count, plural, one {# place} other {# places}}", count=count) == said


def test_values_are_escaped() -> None:
    assert words_of("en").t("{name} is no place we know", name="<b>") == "&lt;b&gt; is no place we know"
