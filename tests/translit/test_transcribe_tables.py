"""The tables' own test names, and that every scheme says where it comes from."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from gazetteer.translit.rewrite import Rewriter, prepare
from gazetteer.translit.scheme import TARGETS, languages, load, read_schemes
from gazetteer.translit.transcribe import schemes, transcribe

LEAST_NAMES = 3

EXAMPLES = [
    (scheme_id, name, expected)
    for language in languages()
    for name, by_scheme in load(language).names.items()
    for scheme_id, expected in by_scheme.items()
]


@pytest.mark.parametrize("language", languages())
def test_the_test_names_of_a_table_are_written_as_it_says(language: str) -> None:
    wrong = [
        f"{scheme_id}: {name} should be {expected}, is {written}"
        for scheme_id, name, expected in EXAMPLES
        if scheme_id.startswith(f"{language}-")
        and (written := transcribe(name, language, scheme=scheme_id).text) != expected
    ]
    assert not wrong, "\n".join(wrong)


def test_every_scheme_has_test_names() -> None:
    counted = Counter(scheme_id for scheme_id, _, _ in EXAMPLES)
    assert [scheme.id for scheme in schemes() if counted[scheme.id] < LEAST_NAMES] == []


def test_every_scheme_says_whence_it_comes_and_what_it_is() -> None:
    for scheme in schemes():
        assert scheme.authority
        assert scheme.title
        assert scheme.kind in ("national", "press", "scholarly")
        assert scheme.target is None or scheme.target in TARGETS


def test_ids_are_unique() -> None:
    ids = [scheme.id for scheme in schemes()]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("rows", "text", "expected"),
    [
        ({"a": "1", "ab": "2"}, "abac", "21c"),
        ({"a": "1", "^a": "2", "a$": "3"}, "aaa a-a", "213 2-2"),
        ({"a": "1", "(V)a(V)": "2"}, "eao ea", "e2o e1"),
        ({"a": "1", "(!V)a": "2"}, "a ea ba", "2 e1 b2"),
        ({"a": "1", "(^b)a": "2", "(b)a(b)": "3"}, "a bab ca", "2 b3b c1"),
        ({"a": "-", "b": "--"}, "abc", "-c"),
        ({"x": "1", "y": "2", "aL": "{L}{L}"}, "axay", "1122"),
        ({"a": "b-^c"}, "A a", "b-C b-c"),
        ({"ь": "-", "a": "bc"}, "Ьa", "Bc"),
    ],
)
def test_patterns(rows: dict[str, str], text: str, expected: str) -> None:
    assert Rewriter(rows.items(), {"V": "eo", "L": "xy"}).write(prepare(text)) == expected


@pytest.mark.parametrize("pattern", ["", "(a)", "a(b", "^", "(a)(b)(c)(d)e"])
def test_a_pattern_that_cannot_be_read_is_named(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        Rewriter([(pattern, "x")], {})


TABLE: dict[str, Any] = {
    "name": "Macedonian",
    "script": "Cyrl",
    "schemes": {
        "en": {"kind": "press", "authority": "somebody"},
        "it": {"kind": "press", "authority": "somebody", "like": "en"},
        "pl": {"kind": "press", "authority": "somebody"},
    },
    "rules": {"б": "en: b; pl: p"},
    "names": {"б": "en: b; pl: p"},
}


def test_a_scheme_follows_the_one_it_is_like_in_rules_and_in_names() -> None:
    read = read_schemes("mk", TABLE)
    assert [rewriter.write(prepare("б")) for rewriter in read.rewriters] == ["b", "b", "p"]
    assert read.names == {"б": {"mk-en": "b", "mk-it": "b", "mk-pl": "p"}}


@pytest.mark.parametrize(
    ("short", "about", "said"),
    [
        ("da", {"kind": "press", "authority": "x"}, "scheme da: give a title, or add da to TARGETS in scheme.py"),
        (
            "iso9",
            {"kind": "press", "authority": "x", "target": "da"},
            "scheme iso9: give a title, or add da to TARGETS",
        ),
        ("fr", {"authority": "x"}, "scheme fr: give a kind, one of national, press, scholarly, software"),
        ("fr", {"kind": "habit", "authority": "x"}, "scheme fr: give a kind"),
        ("fr", {"kind": "press"}, "scheme fr: give an authority"),
        ("fr", {"kind": "press", "authority": "x", "like": "es"}, "scheme fr: es, which it is like, is no scheme"),
    ],
)
def test_a_scheme_that_lacks_something_is_named(short: str, about: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=f"^schemes/mk.toml: {said}"):
        read_schemes("mk", {**TABLE, "schemes": {**TABLE["schemes"], short: about}})


def test_a_file_that_lacks_a_part_is_named() -> None:
    with pytest.raises(ValueError, match=r"^schemes/mk.toml: there is no 'script'$"):
        read_schemes("mk", {part: told for part, told in TABLE.items() if part != "script"})
