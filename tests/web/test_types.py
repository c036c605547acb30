"""The modules' types, the package of the elements, and that its declarations say what the elements are."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from npm import TSC
from playwright.sync_api import Page

from service.pages.assets import assets, version

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "packages" / "elements"
USED = """
import { Client, ExonymError } from "./exonym.js";
const picker = document.createElement("exonym-picker");
picker.headers = async () => ({ Authorization: "Bearer x" });
picker.addEventListener("exonym-pick", ({ detail }) => {
  const id: number | string = detail.place.id;
  console.log(id, detail.typed);
});
const client = new Client({ endpoint: "https://a.example/" });
client.suggest({ prefix: "B" }).then(({ suggestions }) => suggestions[0].name.length);
export const said = (error: ExonymError): number | null => error.retryAfter;
"""


def check(*arguments: str | Path) -> None:
    """Run the checker, which must find nothing."""
    program = TSC.path
    if program is None:
        pytest.skip(TSC.missing)
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout


def test_modules_are_typed() -> None:
    # What TypeScript itself says of the browser is not ours to check.
    check("-p", ROOT / "service" / "web" / "tsconfig.json", "--skipLibCheck")


def test_every_module_asks_to_be_checked() -> None:
    for path in (ROOT / "service" / "web").rglob("*.js"):
        assert path.read_text("utf-8").startswith("// @ts-check\n"), path


def test_declarations_can_be_used(tmp_path: Path) -> None:
    shutil.copy(PACKAGE / "exonym.d.ts", tmp_path)
    (tmp_path / "used.ts").write_text(USED)
    check(
        "--strict",
        "--noEmit",
        "--target",
        "es2022",
        "--moduleResolution",
        "bundler",
        "--module",
        "es2022",
        tmp_path / "used.ts",
    )


def test_the_manifest_says_what_the_elements_are(page: Page) -> None:
    page.goto("/")
    told = json.loads((PACKAGE / "custom-elements.json").read_text())
    for module in told["modules"]:
        for one in module["declarations"]:
            attributes = page.evaluate(
                "([url, tag]) => import(url).then(() => customElements.get(tag).observedAttributes)",
                [f"/web/{version()}/{module['path']}", one["tagName"]],
            )
            assert {attribute["name"] for attribute in one["attributes"]} == {*attributes}, one["tagName"]


def test_elements_import_only_each_other() -> None:
    for path, asset in assets().items():
        if path.startswith("elements/"):
            for line in asset.body.decode().splitlines():
                if line.startswith(("import ", "export {")) and " from " in line:
                    assert ' from "./' in line, (path, line)


def test_npm_packs_what_is_served(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm: install node 20 or later")
    copy = tmp_path / "packages" / "elements"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("elements", "words", "*.tgz"))
    shutil.copytree(ROOT / "service" / "web", tmp_path / "service" / "web")
    subprocess.run([npm, "pack", "--silent", "--offline"], cwd=copy, check=True, timeout=120, capture_output=True)
    with tarfile.open(next(copy.glob("*.tgz"))) as packed:
        names = {name.removeprefix("package/") for name in packed.getnames()}
    assert {path for path in assets() if path.startswith(("elements/", "words/"))} <= names
    told = json.loads((PACKAGE / "package.json").read_text())
    wanted = [one if isinstance(one, str) else one["default"] for one in told["exports"].values()]
    assert {one.removeprefix("./") for one in (*wanted, *told["sideEffects"]) if "*" not in one} <= names
