"""`exonym annotate`: what it reads and prints. What is found in texts is for tests/annotation."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gazetteer import AnnotateOptions, Annotation, Gazetteer, Mention, Query, Toponym
from service.cli import main

BAKHMUT = 713174


def annotate(
    gazetteer: Gazetteer,
    text: str,
    options: AnnotateOptions = AnnotateOptions(),  # noqa: B008 - it is frozen
    **_: object,
) -> Annotation:
    """Bakhmut where it stands for the first time, and a name that nobody knows."""
    mentions = [
        Mention(start, start + len(name), name, "place", 0.9, name, gazetteer.resolve(Query(name)), None)
        for name in ("Bakhmut", "Xyzzyqwert")
        if (start := text.find(name)) >= 0
    ]
    toponyms = [Toponym(BAKHMUT, "Bakhmut", 48.6, 38.0, (0,))] if mentions else []
    return Annotation(options.lang or "en", options.lang is None, tuple(mentions), tuple(toponyms))


@pytest.fixture
def run(tiny_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("EXONYM_DATA_DIR", str(tiny_dir))
    monkeypatch.setattr(Gazetteer, "annotate", annotate)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(main, ("annotate", *arguments), input=stdin, env={"COLUMNS": "200"})
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert "Traceback" not in result.output
        return result

    return run


def test_a_table_says_where_which_and_why(run: Callable[..., Result]) -> None:
    result = run(stdin="😀 in Bakhmut and Xyzzyqwert\r\n")
    assert result.exit_code == 0
    heading, bakhmut, unknown = result.output.splitlines()
    assert heading.split() == ["offset", "text", "verdict", "id", "place", "why"]
    assert bakhmut.split()[:4] == ["5", "Bakhmut", "match", str(BAKHMUT)]
    assert bakhmut.rstrip().endswith("Bakhmut: the place's main name")
    assert unknown.split()[:4] == ["17", "Xyzzyqwert", "no", "match"]
    assert run("-", "--offsets", "byte", stdin="😀 in Bakhmut").output.splitlines()[1].split()[0] == "8"
    assert run(stdin="").output == run(stdin=" \n").output == "No places.\n"


def test_files_are_text_or_html(run: Callable[..., Result]) -> None:
    Path("a.txt").write_text("<b>Bakhmut", "utf-8")
    Path("b.html").write_text("<b>Bakh</b>mut", "utf-8")
    results = json.loads(run("a.txt", "b.html", "--json").output)["results"]
    assert [(one["id"], one["places"][0]["start"], one["places"][0]["end"]) for one in results] == [
        *(("a.txt", 3, 10), ("b.html", 3, 14)),
    ]
    tables = run("a.txt", "b.html").output
    assert tables.index("a.txt") < tables.index("b.html")
    assert run("--html", "--json", stdin="Bakh<i>mut</i>").output.count('"text":"Bakhmut"') == 1


def test_json_is_what_the_api_answers(run: Callable[..., Result]) -> None:
    answer = json.loads(run("--json", "--lang", "uk", "--limit", "2", stdin="Bakhmut").output)
    assert list(answer) == ["id", "lang", "lang_guessed", "places", "findings", "toponyms", "gazetteer"]
    assert (answer["lang"], answer["lang_guessed"], answer["toponyms"][0]["id"]) == ("uk", False, BAKHMUT)
    collection = json.loads(run("--geojson", stdin="Bakhmut").output)
    assert (collection["type"], collection["features"][0]["id"]) == ("FeatureCollection", BAKHMUT)


@pytest.mark.parametrize(
    ("arguments", "raw", "status", "said"),
    [
        ((), b"caf\xe9 in Bakhmut", 1, "standard input is not utf-8 at byte 3: say what it is with --encoding"),
        (("--encoding", "klingon"), b"", 2, "there is no encoding klingon here"),
        (("missing.txt",), b"", 1, "missing.txt: No such file"),
        (("--threshold", "2"), b"", 2, "threshold is 2.0"),
        (("--limit", "0"), b"", 2, "limit is 0"),
        (("--offsets", "letters"), b"", 2, "offsets must be"),
        (("--near", "here"), b"", 2, "LAT,LON"),
        (("--date", "today"), b"", 2, "1985-04-01"),
        (("--geojson", "--json"), b"", 2, "--geojson is for one FILE"),
    ],
)
def test_what_is_wrong_is_said(
    run: Callable[..., Result], arguments: tuple[str, ...], raw: bytes, status: int, said: str
) -> None:
    result = run(*arguments, stdin=raw)
    assert (result.exit_code, said in result.output) == (status, True), result.output


def test_another_encoding_may_be_said(run: Callable[..., Result]) -> None:
    assert "Bakhmut" in run("--encoding", "cp1252", stdin=b"caf\xe9 in Bakhmut").output


def test_control_characters_do_not_reach_the_terminal(run: Callable[..., Result]) -> None:
    Path("a\x1b[2J.txt").write_text("\x1b[2J Bakhmut", "utf-8")
    assert "\x1b" not in run("a\x1b[2J.txt", "a\x1b[2J.txt").output
