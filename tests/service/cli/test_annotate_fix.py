"""`exonym annotate --fix`: what is written, and what is left as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main

TEXT = "Shells fell near the city of Bakhmout, Ukraine.\r\nHe said: “Bakhmout holds.”\r\nBakhmut is in Ukraine.\r\n"
FIXED = TEXT.replace("Bakhmout, U", "Bakhmut, U")


@pytest.fixture
def run(embedded_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("EXONYM_DATA_DIR", str(embedded_dir.resolve()))
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_bytes(TEXT.encode())

    def run(*arguments: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(main, ("annotate", "--lang", "en", *arguments), input=stdin)

    return run


def test_a_file_is_written_beside_the_original_and_the_difference_is_shown(run: Callable[..., Result]) -> None:
    result = run("--fix", "a.txt")
    assert result.exit_code == 0, result.output
    assert Path("a.fixed.txt").read_bytes() == FIXED.encode()
    assert Path("a.txt").read_bytes() == TEXT.encode()
    assert result.stdout.startswith("--- a.txt\n+++ a.fixed.txt\n@@ ")
    changed = [line for line in result.stdout.splitlines()[3:] if line[0] in "+-"]
    assert [line[:35] for line in changed] == [
        "-Shells fell near the city of Bakhm",
        "+Shells fell near the city of Bakhm",
    ]
    assert "Written to a.fixed.txt." in result.stderr


def test_nothing_is_replaced_without_saying_so(run: Callable[..., Result]) -> None:
    Path("a.fixed.txt").write_text("mine", "utf-8")
    for arguments in (("--fix", "a.txt"), ("--fix", "a.txt", "--output", "a.txt")):
        result = run(*arguments)
        assert (result.exit_code, "exists: name another with --output" in result.stderr) == (1, True)
    assert Path("a.fixed.txt").read_text("utf-8") == "mine"
    assert run("--fix", "a.txt", "--output", "a.txt", "--overwrite").exit_code == 0
    assert Path("a.txt").read_bytes() == FIXED.encode()
    again = run("--fix", "a.txt", "--output", "b.txt")
    assert (again.stdout, "with nothing to change" in again.stderr) == ("", True)
    assert Path("b.txt").read_bytes() == FIXED.encode()


def test_of_several_files_all_are_written_or_none(run: Callable[..., Result]) -> None:
    Path("b.txt").write_text("The city of Bakhmout, Ukraine.", "utf-8")
    Path("b.fixed.txt").touch()
    assert run("--fix", "a.txt", "b.txt").exit_code == 1
    assert not Path("a.fixed.txt").exists()
    Path("b.fixed.txt").unlink()
    assert run("--fix", "a.txt", "b.txt").exit_code == 0
    assert Path("b.fixed.txt").read_text("utf-8") == "The city of Bakhmut, Ukraine."


def test_a_pipe_gives_the_text_and_tells_the_difference_beside_it(run: Callable[..., Result]) -> None:
    result = run("--fix", stdin=TEXT.encode())
    assert result.stdout_bytes == FIXED.encode()
    assert result.stderr.startswith("--- standard input\n+++ standard output\n")


HTML = (
    "\ufeff<!-- Bakhmout --><p title='Bakhmout'>The city of <b>Bakh</b>mout &amp; &lt;its&gt; streets, Ukraine.\r\n"
    "<p>Bakhmut.<blockquote>The city of Bakhmout.</blockquote><q>Bakhmout</q><p>The city of B&#97;khmout&nbsp;!"
)


def test_html_is_kept_but_for_the_letters_of_names(run: Callable[..., Result]) -> None:
    Path("a.html").write_bytes(HTML.encode())
    assert run("--fix", "a.html", "--no-demonyms").exit_code == 0
    fixed = HTML.replace("<b>Bakh</b>mout", "<b>Bakh</b>mut").replace("B&#97;khmout", "Bakhmut")
    assert Path("a.fixed.html").read_bytes().decode() == fixed


def test_another_encoding_is_kept(run: Callable[..., Result]) -> None:
    before = "Le café, the city of Bakhmout, Ukraine. Bakhmut."
    Path("a.txt").write_bytes(before.encode("cp1252"))
    assert run("--fix", "a.txt", "--encoding", "cp1252").exit_code == 0
    assert Path("a.fixed.txt").read_bytes() == before.replace("Bakhmout", "Bakhmut").encode("cp1252")
    Path("style.csv").write_text("713174,Бахмут\n703448,Kyïv°Ł", "utf-8")
    Path("a.txt").write_bytes(b"Kiev, Ukraine")
    result = run("--fix", "a.txt", "--encoding", "cp1252", "--style", "style.csv", "--overwrite")
    assert (result.exit_code, "cp1252 has no “Ł”" in result.stderr) == (1, True), result.output


def test_options_that_say_different_things_are_refused(run: Callable[..., Result]) -> None:
    for arguments in (("--fix", "--json"), ("--output", "b.txt"), ("--overwrite",), ("--fix", "--geojson")):
        assert run(*arguments, "a.txt").exit_code == 2
    assert run("--fix", "a.txt", "a.txt", "--output", "b.txt").exit_code == 2


def test_a_style_list_is_a_file_or_a_name_and_what_is_amiss_is_said_with_its_line(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "styles"
    folder.mkdir()
    rows = "id,spelling\n713174,Artemivsk\n713174,Bahmut\n99,Nowhere\nsix,Kyiv\n703448,\n"
    (folder / "house.csv").write_text(rows, "utf-8")
    monkeypatch.setenv("EXONYM_STYLES", str(folder))
    for style in ("house", str(folder / "house.csv")):
        result = run("--style", style, "a.txt")
        assert result.exit_code == 0, result.output
        assert "Bakhmout -> Artemivsk" in result.stdout
        said = [line.partition("house.csv:")[2][:2] for line in result.stderr.splitlines()]
        assert said == ["3:", "4:", "5:", "6:"], result.stderr
    assert run("--style", "nohouse", "a.txt").exit_code == 1
