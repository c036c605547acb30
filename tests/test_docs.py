"""What the documents say is so: their Python runs and gives what stands beside it, and nothing is left out of them."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from click.testing import CliRunner
from serving import serving

from gazetteer import Gazetteer
from gazetteer.errors import ExonymError
from gazetteer.tables.columns import ADDED, PART
from service.app import create_app
from service.cli import main
from service.errors import Overloaded
from service.settings import Settings

ROOT = Path(__file__).parents[1]
ADDRESS = "http://127.0.0.1:8000"
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/library.md",
    "docs/bulk.md",
    "docs/client.md",
    "clients/python/README.md",
)
# Pages that lead through the tree, and the folders that it has.
MAPS = (
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/library.md",
    "docs/matching.md",
    "docs/releasing.md",
)
FOLDERS = ("gazetteer", "service", "clients", "training", "bench", "tests", "plugins", "packages", "docs")
PACKAGES = {"gazetteer": ROOT, "service": ROOT, "exonym_client": ROOT / "clients/python"}

# What an example takes as given.
GIVEN = {"names": ["Bakhmout", "Kyïv"], "frame": pyarrow.table({"city": ["Bakhmout"], "land": ["UA"]}).to_pandas()}
# Codes that no answer has: of the root of all errors, and of routes that answer as GeoNames does.
INWARD = {"error", "geonames"}
# A remark beside an expression is a value, `713174` or `'match'`, that may be followed by words; or words alone.
WORDS = re.compile(r"(?!None\b|True\b|False\b)[a-z]+\b(?!\()")


@pytest.fixture(scope="module")
def address(embedded_dir: Path) -> Iterator[str]:
    """The address of a service with the embedded gazetteer."""
    with serving(create_app(Settings(data_dir=embedded_dir))) as address:
        yield address


@pytest.fixture
def beside(embedded_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with the embedded gazetteer in `data`, as the examples have it."""
    (tmp_path / "data").symlink_to(embedded_dir.resolve())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXONYM_DATA_DIR", "data")
    return tmp_path


class Checked(ast.NodeTransformer):
    """Makes of each expression with a remark beside it a call that compares the two."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def visit_Expr(self, node: ast.Expr) -> ast.Expr:
        _, mark, remark = self.lines[(node.end_lineno or 1) - 1].partition("  # ")
        if mark and not WORDS.match(remark):
            arguments = [node.value, ast.Constant(remark.strip()), ast.Constant(node.lineno)]
            node.value = ast.Call(ast.Name("_compare", ast.Load()), arguments, [])
        return ast.fix_missing_locations(node)


def compare(value: object, remark: str, line: int) -> None:
    name = f"{type(value).__name__}.{getattr(value, 'name', '')}"
    fits = remark in (repr(value), name) or remark.startswith((f"{value!r} ", f"{value!r},"))
    assert fits or value in turns(remark), f"line {line}: {value!r}, not {remark}"


def turns(remark: str) -> list[object]:
    """The values of a remark in a loop, which gives one for each turn."""
    try:
        return list(ast.literal_eval(f"[{remark}]"))
    except (ValueError, SyntaxError):
        return []


@pytest.mark.parametrize("page", PAGES)
def test_the_python_of_a_page_runs_and_gives_what_it_says(page: str, beside: Path, address: str) -> None:
    """The blocks of a page run one after another, as one who reads it would type them."""
    examples = [block.replace(ADDRESS, address) for block in blocks(page, "python")]
    assert examples
    known: dict[str, Any] = {"_compare": compare, **GIVEN}
    for code in examples:
        tree = Checked(code.splitlines()).visit(ast.parse(code))
        exec(compile(tree, page, "exec"), known)


def blocks(page: str, language: str) -> list[str]:
    """What stands in a page's blocks of one language."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def sessions() -> Iterator[tuple[str, str, str]]:
    """What the README's consoles ask of `exonym resolve` and `annotate`, of which text, and what comes back."""
    asked = re.compile(
        r"^\$ (?:echo '(.*)' \| )?\.venv/bin/(exonym (?:resolve|annotate).*)\n((?:(?!\$ ).*\n)+)", re.MULTILINE
    )
    for block in blocks("README.md", "console"):
        yield from asked.findall(block)


@pytest.mark.parametrize(("text", "typed", "printed"), list(sessions()))
def test_what_the_readme_asks_is_answered_so(text: str, typed: str, printed: str, beside: Path) -> None:
    """Line for line, but for the last digits of scores, which each fit of the weights moves a little."""
    result = CliRunner().invoke(main, shlex.split(typed)[1:], input=text, env={"COLUMNS": "200"})

    def without_scores(text: str) -> list[str]:
        return [re.sub(r"^0\.\d{3}  ", "0.xxx  ", line.rstrip()) for line in text.strip().splitlines()]

    assert without_scores(result.output) == without_scores(printed)


def with_doctests() -> Iterator[str]:
    """The modules that have examples in their docstrings."""
    for package, root in PACKAGES.items():
        for file in sorted((root / package).rglob("*.py")):
            if ">>> " in file.read_text(encoding="utf-8"):
                yield ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("name", list(with_doctests()))
def test_the_examples_of_a_docstring(name: str, beside: Path, address: str) -> None:
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner(verbose=False)
    for test in doctest.DocTestFinder(exclude_empty=True).find(module):
        for example in test.examples:
            example.source = example.source.replace(ADDRESS, address)
        test.globs.setdefault("Gazetteer", Gazetteer)
        runner.run(test)
    assert runner.tries > 0
    assert runner.failures == 0


def codes(error: type[ExonymError]) -> Iterator[str]:
    yield error.code
    for below in error.__subclasses__():
        yield from codes(below)


def test_every_error_code_is_documented() -> None:
    page = (ROOT / "docs/http.md").read_text()
    assert Overloaded.code in set(codes(ExonymError))  # those of the service are among them
    assert sorted(code for code in set(codes(ExonymError)) - INWARD if f"`{code}`" not in page) == []


def test_every_column_that_is_added_to_a_table_is_documented() -> None:
    page = (ROOT / "docs/batch.md").read_text()
    assert [column for column in (*ADDED, PART) if f"`{column}`" not in page] == []


def test_every_target_of_the_makefile_is_told_of() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets is not None
    told = makefile.partition("help:")[2].partition("\n\n")[0]
    assert [one for one in targets[1].split() if one != "help" and f"make {one}" not in told] == []


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "clients").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.relative_to(ROOT)} links to {link}"


@pytest.mark.parametrize("page", MAPS)
def test_what_a_page_points_at_in_the_tree_is_there(page: str) -> None:
    there = {f"/{one.relative_to(ROOT).as_posix()}" for folder in FOLDERS for one in (ROOT / folder).rglob("*")}
    there |= {f"/{one.name}" for one in ROOT.iterdir()}
    told = set(
        re.findall(r"`([\w.-]+(?:/[\w.-]+)*\.(?:py|tsv|toml|rules|md|js|php))`", (ROOT / page).read_text("utf-8"))
    )
    assert told
    assert {
        one for one in told - {"service/commands/NAME.py"} if not any(path.endswith(f"/{one}") for path in there)
    } == set()


def test_the_path_of_a_request_passes_all_that_stands_around_it() -> None:
    path = (
        (ROOT / "docs/architecture.md")
        .read_text("utf-8")
        .partition("## The path of a request")[2]
        .partition("\n## ")[0]
    )
    around = {one.name for one in (ROOT / "service/middleware").glob("[a-z]*.py")} - {"identity.py"}
    assert {one for one in around if f"`{one}`" not in path} == set()


def test_the_picture_of_the_contracts_is_as_they_are() -> None:
    draw = pytest.importorskip("bench.architecture").draw
    assert (ROOT / "docs/architecture.svg").read_text(encoding="utf-8") == draw(), "run: python -m bench.architecture"


def test_what_runs_before_a_commit_is_what_make_check_runs() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text()
    check = (ROOT / "Makefile").read_text().partition("\ncheck:")[2].partition("\n\n")[0]
    for linter in ("ruff check", "ruff format", "mypy", "lint-imports"):
        assert linter in check
        assert linter in hooks


def test_decisions_are_numbered_each_by_its_own() -> None:
    records = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(one.name[:4]) for one in records] == list(range(1, len(records) + 1))
    for record in records:
        assert record.read_text("utf-8").startswith(f"# {int(record.name[:4])}. "), record.name


def test_what_is_released_together_has_one_version() -> None:
    projects = [ROOT / "pyproject.toml", ROOT / "clients/python/pyproject.toml"]
    versions = {tomllib.loads(one.read_text("utf-8"))["project"]["version"] for one in projects}
    assert len(versions) == 1
    assert f"\n## {versions.pop()}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
