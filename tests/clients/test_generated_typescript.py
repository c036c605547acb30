"""Types that openapi-typescript makes of /openapi.json compile where they are used, and what is asked is answered.

Skips where node or the packages are missing: `npm install` in tests/clients/node.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

NODE = Path(__file__).parent / "node"
BAKHMUT = 713174
SETTINGS = {
    "strict": True,
    "target": "es2022",
    "module": "nodenext",
    "skipLibCheck": True,
    "types": [],
    "lib": ["es2022", "dom"],
}


def packages() -> Path | None:
    """The folder of installed packages: beside the test, or where NODE_PATH says."""
    for folder in (NODE / "node_modules", *map(Path, filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)))):
        if all((folder / name).exists() for name in ("openapi-typescript", "openapi-fetch", "typescript")):
            return folder
    return None


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_client_in_typescript(address: str, tmp_path: Path) -> None:
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    if (installed := packages()) is None:
        pytest.skip(f"openapi-typescript is not installed: run `npm install` in {NODE}")
    (tmp_path / "node_modules").symlink_to(installed)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copyfile(NODE / "ask.ts", tmp_path / "ask.ts")
    page = f"{address}/openapi.json"
    run("node", "node_modules/openapi-typescript/bin/cli.js", page, "-o", "exonym.ts", cwd=tmp_path)
    (tmp_path / "globals.d.ts").write_text("declare const process: { argv: string[] };\n")
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": SETTINGS}))
    run("node", "node_modules/typescript/bin/tsc", cwd=tmp_path)
    answers = json.loads(run("node", "ask.js", address, cwd=tmp_path))
    assert answers == {"one": BAKHMUT, "many": [BAKHMUT, BAKHMUT], "place": "Bakhmout", "refused": "limit"}
