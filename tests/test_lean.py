"""What is left of a script when the plugins are packed: it says the same, in fewer bytes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lean import lean
from npm import ESBUILD

ROOT = Path(__file__).parents[1]
SCRIPTS = sorted(
    [
        *(ROOT / "service" / "web").rglob("*.js"),
        *(ROOT / "plugins" / "wordpress" / "exonym" / "js").glob("*.js"),
        *(ROOT / "plugins" / "wagtail" / "exonym_wagtail" / "static" / "exonym" / "js").glob("*.js"),
    ]
)
LEFT = {
    "x = 1 / 2 // three\ny": "x=1/2\ny",
    "a = b / c / d; /x[/]y/g.test( s )": "a=b/c/d;/x[/]y/g.test(s)",
    "if ( a ) /'/ .test( c )": "if(a)/'/.test(c)",
    "x.if ( a ) / b // c": "x.if(a)/b",
    "a.in / 2 // c": "a.in/2",
    "return /* a\nb */ x": "return\nx",
    "a = {}\ny()": "a={}\ny()",
    "a\n++b": "a\n++b",
    "a + +b; a - -b; a+ ++b; a / /b/ .c": "a+ +b;a- -b;a+ ++b;a/ /b/.c",
    "a < !--b; a-- > b": "a< !--b;a-- >b",
    "1 .toFixed() + 1.5e-3": "1 .toFixed()+1.5e-3",
    "`a ${ { b: `c ${ d } // no` }[ 'b' ] } /* no */` / 2": "`a ${{b:`c ${d} // no`}['b']} /* no */`/2",
    "'// no' + \"/* no \\\" */\" + '\\' //'": "'// no'+\"/* no \\\" */\"+'\\' //'",
    "class A { static #x = 1; get #y() { return this.#x; } }": "class A{static #x=1;get #y(){return this.#x;}}",
    "f( a,\n b,\n);\n\n\n g [ 0 ]": "f(a,b,);g[0]",
    "\ufeffé = \u00a0ж in ö": "é=ж in ö",
}
AS_IT_IS = (
    "x = 'unterminated  ", "/[/  ", "`${  ", "( [ ) ]", "{ } /x/ ", "a++ / b ", "await ( x ) / 2", "of / 2", "#! /x",
    "x /* y",
)  # fmt: skip
PIECES = st.sampled_from(
    ["a", "in", "1", "+", "-", "(", ")", "{", "}", ";", ".", "=>", "'x  y'", "/x y/", "`  ${", "`"]
)


@pytest.mark.parametrize(("text", "left"), LEFT.items())
def test_what_is_left(text: str, left: str) -> None:
    assert lean(text) == f"{left}\n"


@pytest.mark.parametrize("text", AS_IT_IS)
def test_what_is_not_surely_read_stays(text: str) -> None:
    assert lean(text) == text


@given(st.lists(st.tuples(PIECES, st.sampled_from([" ", "  ", "\n"]))))
def test_nothing_but_blanks_goes(pieces: list[tuple[str, str]]) -> None:
    text = "".join(one for pair in pieces for one in pair)
    assert "".join(lean(text).split()) == "".join(text.split())
    assert lean(lean(text)) == lean(text)


@given(st.text("ab'\"`$+-=/*\\[](){}.;, \n", max_size=60))
def test_any_text_is_read_or_left(text: str) -> None:
    assert len(lean(text)) <= len(text) + 1


def test_a_compiler_reads_the_same(tmp_path: Path) -> None:
    program = ESBUILD.path
    if program is None:
        pytest.skip(ESBUILD.missing)
    made = []
    for name, change in (("written", str), ("packed", lean)):
        for path in SCRIPTS:
            to = tmp_path / name / path.relative_to(ROOT)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_text(change(path.read_text("utf-8")), "utf-8")
        files = [str(path.relative_to(ROOT)) for path in SCRIPTS]
        command = [program, "--minify", "--format=esm", "--log-level=warning", "--outdir=out", "--outbase=.", *files]
        done = subprocess.run(command, cwd=tmp_path / name, capture_output=True, text=True, timeout=120)
        assert (done.returncode, done.stderr) == (0, "")
        made.append([(tmp_path / name / "out" / file).read_bytes() for file in files])
    assert made[0] == made[1]


def test_scripts_lose_a_third() -> None:
    written = [path.read_text("utf-8") for path in SCRIPTS]
    packed = [lean(text) for text in written]
    assert all(len(lean(text)) < len(text) for text in written)
    assert sum(map(len, packed)) < sum(map(len, written)) * 2 / 3
