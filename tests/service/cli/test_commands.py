from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import orjson
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from gazetteer import Gazetteer, current_build
from gazetteer.index.kept_kernels import KernelFolder
from gazetteer.maintain import build_with
from gazetteer.model import Options, Query
from gazetteer.translit import han
from service.answers import Answers
from service.cli import COMMANDS, main
from service.commands.progress import reporting
from service.settings import describe

DOCS = Path(__file__).parents[3] / "docs" / "cli.md"
BAKHMUT = "713174"


@pytest.fixture
def run(tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("EXONYM_DATA_DIR", str(tiny_dir))

    def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(main, arguments, input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert "Traceback" not in result.output
        return result

    return run


def test_resolve_shows_the_place_and_why(run: Callable[..., Result]) -> None:
    result = run("resolve", "Bakhmout")
    assert result.exit_code == 0
    assert result.output.startswith("Bakhmout: match\n")
    assert BAKHMUT in result.output
    assert "Bakhmut, Donetsk Oblast, Ukraine" in result.output


def test_resolve_of_an_ambiguous_name_gives_a_hint(run: Callable[..., Result], tiny: Gazetteer) -> None:
    result = run("resolve", "Springfield")
    assert "Springfield: ambiguous\n" in result.output
    assert str(tiny.resolve("Springfield").hint) in result.output


def test_resolve_json_is_what_the_api_answers(run: Callable[..., Result], tiny: Gazetteer) -> None:
    result = run("resolve", "Bakhmout", "Springfield", "--country", "UA,US", "--limit", "2", "--json")
    queries = [Query(name, country=("UA", "US"), limit=2) for name in ("Bakhmout", "Springfield")]
    expected = Answers(tiny.info).resolutions(tiny.resolve_many(queries), [None, None], None)
    assert result.stdout_bytes == expected + b"\n"


def test_resolve_says_how_a_string_was_read_and_what_was_not_used(run: Callable[..., Result]) -> None:
    said = run("resolve", "30 km N of Kharkiv, Ukraine (Reuters)", "Bakhmut", "--country", "Ruritania").output
    first, second = said.split("\n\n")
    title, read, *_ = first.splitlines()
    assert title == "30 km N of Kharkiv, Ukraine (Reuters): match"
    assert read == "read as: Kharkiv; in Ukraine; 30 km N of; aside: Reuters → 50.25, 36.25 ± 12 km"
    assert second.startswith("Bakhmut: match\n")
    assert "read as" not in second
    assert "country was not used" in second.splitlines()[-1]


def test_resolve_lists_the_places_of_a_string(run: Callable[..., Result]) -> None:
    said = run("resolve", "Kyiv; Springfield; Tokyo").output
    assert said.splitlines()[:4] == [
        "Kyiv; Springfield; Tokyo: ambiguous",
        "  Kyiv: match, Kyiv, UA",
        "  Springfield: ambiguous, Springfield, US",
        "  Tokyo: match, Tokyo, JP",
    ]


def test_resolve_splits_a_string_into_its_places(run: Callable[..., Result]) -> None:
    names = ["Bakhmut", "Kyiv; Tokyo"]
    blocks = run("resolve", *names, "--split", "--limit", "1").output.split("\n\n")
    assert [block.splitlines()[0] for block in blocks] == ["Bakhmut: match", "Kyiv: match", "Tokyo: match"]
    assert [block.splitlines()[1] for block in blocks[1:]] == ["1 of 2 in Kyiv; Tokyo", "2 of 2 in Kyiv; Tokyo"]
    results = json.loads(run("resolve", *names, "--split", "--json").output)["results"]
    assert [(one["name"], one.get("part"), one.get("part_name")) for one in results] == [
        ("Bakhmut", None, None),
        ("Kyiv; Tokyo", 1, "Kyiv"),
        ("Kyiv; Tokyo", 2, "Tokyo"),
    ]


def test_resolve_reads_names_from_standard_input(run: Callable[..., Result]) -> None:
    result = run("resolve", "-", "--json", stdin="\ufeffBakhmout\r\n\n  \nКраматорськ\n")
    assert [one["name"] for one in json.loads(result.output)["results"]] == ["Bakhmout", "Краматорськ"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["Paris", "--within", "Texas", "--strict"], "4717560"),
        (["Odessa", "--country", "US"], "5527554"),
        (["San José", "--country", "Costa Rica", "--near", "9.93,-84.08,20"], "3621849"),
        (["Kharkiv", "--class", "A", "--strict"], "706482"),
        (["Kharkiv", "--code", "PPLA", "--fast", "--lang", "uk", "--date", "2020-01-01"], "706483"),
    ],
)
def test_resolve_takes_context(run: Callable[..., Result], arguments: list[str], expected: str) -> None:
    result = run("resolve", *arguments, "--json")
    assert str(json.loads(result.output)["results"][0]["candidates"][0]["id"]) == expected


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["resolve"], 2, "Missing argument"),
        (["resolve", "Bakhmut", "--country", "Ruritania", "--strict"], 2, "Ruritania"),
        (["resolve", "Bakhmut", "--near", "here"], 2, "give LAT,LON"),
        (["resolve", "Bakhmut", "--near", "91,0"], 2, "lat is 91"),
        (["resolve", "Bakhmut", "--date", "soon"], 2, "1985-04-01"),
        (["resolve", "Bakhmut", "--limit", "0"], 2, "limit"),
        (["resolve", "Bakhmut", "--limit", "some"], 2, "not a valid integer"),
        (["resolve", "Bakhmut", "--class", "X"], 2, "X"),
        (["resolve", "B" * 201], 1, "200"),
        (["resolve", " "], 1, "name"),
        (["resolve", "Bakh\ud800mut"], 1, "surrogate"),
        (["resolve", "Bakhmut", "--data-dir", "/nonexistent"], 1, "exonym build"),
        (["info", "--data-dir", "/nonexistent"], 1, "exonym build"),
        (["build", "--source", "magic"], 2, "embedded"),
        (["update", "--data-dir", "/proc/nowhere"], 1, "/proc/nowhere"),
        (["build", "--data-dir", "/proc/nowhere"], 1, "/proc/nowhere"),
        (["serve", "--port", "99999"], 2, "EXONYM_PORT"),
        (["serve", "--workers", "0"], 2, "EXONYM_WORKERS"),
        (["transliterate", " "], 2, "empty"),
        (["transliterate", "Бахмут", "--scheme", "magic"], 2, "magic"),
        (["fly"], 2, "fly"),
        (["--colour"], 2, "--colour"),
    ],
)
def test_errors_are_one_sentence_and_a_status(
    run: Callable[..., Result], arguments: list[str], status: int, sentence: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == status, result.output
    assert sentence in result.output


def test_one_bad_name_leaves_the_others_answered(run: Callable[..., Result]) -> None:
    result = run("resolve", "Bakhmut", "B" * 201, "Kramatorsk", "--json")
    assert result.exit_code == 1
    good, bad, other = json.loads(result.stdout)["results"]
    assert (good["verdict"], bad["error"]["where"], other["verdict"]) == ("match", "queries[1].name", "match")


def test_standard_input_of_another_encoding_is_refused(run: Callable[..., Result]) -> None:
    result = run("resolve", "-", stdin="Bakhmut\nSan José\n".encode("latin-1"))
    assert result.exit_code == 1
    assert "Line 2 of standard input is not UTF-8" in result.output


def test_info_names_the_build_and_the_credit(run: Callable[..., Result], tiny: Gazetteer) -> None:
    result = run("info")
    assert tiny.info.build in result.output
    assert "CC BY 4.0" in result.output
    assert json.loads(run("info", "--json").output)["gazetteer"]["build"] == tiny.info.build


def test_settings_lists_every_variable(run: Callable[..., Result], tiny_dir: Path) -> None:
    result = run("settings")
    assert result.exit_code == 0
    for name, default, _ in describe():
        assert name in result.output
        assert default in result.output
    assert str(tiny_dir)[:12] in result.output  # a long path is cut


def test_transliterate_lists_readings_with_schemes(run: Callable[..., Result]) -> None:
    result = run("transliterate", "Бахмут", "--lang", "uk")
    assert "Bakhmut" in result.output
    answer = json.loads(run("transliterate", "Бахмут", "--lang", "uk", "--json").output)
    assert all(one["scheme"] in result.output for one in answer["readings"])


def test_transliterate_writes_as_unidecode_does(run: Callable[..., Result]) -> None:
    answer = json.loads(run("transliterate", "Київ", "--scheme", "unidecode", "--json").output)
    assert answer["readings"] == [{"latin": "Kiyiv", "scheme": "unidecode", "lang": None}]


def test_transliterate_says_what_japanese_lacks(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(han, "has_dictionary", lambda: False)
    result = run("transliterate", "大阪市", "--lang", "ja")
    assert result.exit_code == 0
    assert "exonym[ja]" in result.stderr
    assert "exonym[ja]" not in result.stdout
    assert run("transliterate", "キーウ", "--lang", "ja").stderr == ""


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help_and_documentation(run: Callable[..., Result], command: str) -> None:
    result = run(*filter(None, [command]), "--help")
    assert result.exit_code == 0
    assert f"`exonym {command}".rstrip() in DOCS.read_text()
    examples = [line for line in result.output.splitlines() if line.strip().startswith(("exonym", "cut", "EXONYM_"))]
    assert examples or command == "info"


def test_every_option_is_documented() -> None:
    docs = DOCS.read_text()
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, option.name
                assert f"`{option.opts[0]}`" in docs or f"{option.opts[0]} " in docs, (name, option.opts)


def test_progress_off_a_terminal_is_one_line_for_each_thing(capsys: pytest.CaptureFixture[str]) -> None:
    with reporting(Console(stderr=True)) as report:
        for what, done, total in (("places", 0, 2000), ("places", 2000, 2000), ("names", 1, None)):
            report(what, done, total)
    assert capsys.readouterr().err == "places (2,000)\nnames\n"


def test_progress_on_a_terminal_is_bars(capsys: pytest.CaptureFixture[str]) -> None:
    with reporting(Console(stderr=True, force_terminal=True, width=100)) as report:
        report("places", 5, 10)
        report("names", 1, None)
    assert "5/10" in capsys.readouterr().err


def test_help_does_not_load_what_resolving_needs() -> None:
    code = "import sys; from service.cli import main; main(['--help'], standalone_mode=False); "
    code += "sys.exit(any(name in sys.modules for name in ('numba', 'icu', 'fastapi')))"
    assert subprocess.run([sys.executable, "-c", code], check=False, stdout=subprocess.DEVNULL).returncode == 0


def test_build_makes_the_gazetteer_and_it_becomes_current(
    run: Callable[..., Result], tiny_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tiny import Tiny

    monkeypatch.setattr("gazetteer.maintain.build_embedded", lambda *rest: build_with(Tiny(), *rest))
    monkeypatch.setenv("EXONYM_MAP_BORDERS", "none")
    folder = tmp_path / "new" / "data"
    result = run("build", "--data-dir", str(folder))
    assert result.exit_code == 0, result.output
    drawn = sorted(file.name.partition("-")[0] for file in (folder / "map").iterdir())
    assert drawn == ["borders", "dots"]
    build = current_build(folder)
    assert f"Built {build}" in result.output
    assert re.search(r"Memory: [\d,]+ MB at most, .* Disk: \d+ MB, and [\d,]+ MB are free\.", result.output)
    assert Gazetteer.open(folder).resolve(Query("Bakhmut"), Options()).candidates[0].place.id == int(BAKHMUT)


def test_a_build_says_that_the_compiled_search_could_not_be_kept(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tiny import Tiny

    monkeypatch.setattr("gazetteer.maintain.build_embedded", lambda *rest: build_with(Tiny(), *rest))
    monkeypatch.setattr("gazetteer.warming.compile_ahead", lambda *_: KernelFolder(None, False, ""))
    monkeypatch.setenv("EXONYM_MAP_BORDERS", "none")
    result = run("build", "--data-dir", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert "compiling the search" in result.output
    assert "set NUMBA_CACHE_DIR" in result.output


def test_a_damaged_gazetteer_is_refused(run: Callable[..., Result], tiny_dir: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(tiny_dir, folder, symlinks=True)
    manifest = (folder / "current").resolve() / "manifest.json"
    manifest.write_bytes(orjson.dumps({**orjson.loads(manifest.read_bytes()), "format": 0}))
    result = run("resolve", "Bakhmut", "--data-dir", str(folder))
    assert result.exit_code == 1
    assert "exonym build" in result.output


def test_control_characters_of_a_name_do_not_reach_the_terminal(run: Callable[..., Result]) -> None:
    result = run("resolve", "Kyiv\x1b[31m\x1b]0;title\x07")
    assert "\x1b" not in result.output
    assert "\x07" not in result.output


def test_a_name_that_is_too_long_is_not_printed_whole(run: Callable[..., Result]) -> None:
    result = run("resolve", "1" * 5000)
    assert result.exit_code == 1
    assert "1" * 300 not in result.output


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_console_of_one_alphabet_shows_other_letters_by_their_numbers(
    run: Callable[..., Result], tmp_path: Path, encoding: str
) -> None:
    data = ("--data-dir", str(tmp_path))
    assert run("keys", "add", "Київ", *data).exit_code == 0
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", "keys", "list", *data],
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert rb"\u041a" in done.stdout
