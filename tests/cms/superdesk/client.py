"""What the extension is compiled and tried with: the published client's types, TypeScript and React, gotten by npm.

The client itself needs MongoDB, Elasticsearch and Redis, and is not run: a page has a `superdesk` object of its own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from npm import install

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
SOURCES = ROOT / "plugins" / "superdesk" / "src"
KEPT = ROOT / ".venv" / "cms" / "superdesk"
CLIENT = "superdesk-core@1.33.7"  # AGPL: for checking only
TYPES = "package/scripts/core/superdesk-api.d.ts"
PACKAGES = ("typescript@5", "react@16.14.0", "react-dom@16.14.0", "@types/react@16")  # React as that client has it
LACKING = f"no {CLIENT}: install npm, which gets it (3 MB), and TypeScript and React"
UMD = {"react.js": "react/umd/react.production.min.js", "react-dom.js": "react-dom/umd/react-dom.production.min.js"}


def get() -> bool:
    """Get all of it; whether that was possible."""
    if (KEPT / "done").exists():
        return True
    if not install(KEPT, *PACKAGES):
        return False
    try:
        pack = ("npm", "pack", "--silent", CLIENT)
        name = subprocess.run(pack, cwd=KEPT, check=True, timeout=600, capture_output=True, text=True).stdout.strip()
        with tarfile.open(KEPT / name) as archive:
            archive.extractall(KEPT, [archive.getmember(TYPES)], filter="data")
        (KEPT / name).unlink()
    except (subprocess.SubprocessError, OSError, tarfile.TarError, KeyError) as error:
        print(f"{LACKING}: {error}", file=sys.stderr)
        return False
    (KEPT / "done").touch()
    return True


def compiled(folder: Path, sources: Path = SOURCES) -> subprocess.CompletedProcess[str]:
    """Check the extension against the client's types, and write it as the client loads it."""
    told = {
        "extends": str(SOURCES / "tsconfig.json"),
        "compilerOptions": {
            "module": "commonjs", "outDir": str(folder), "rootDir": str(sources),
            "typeRoots": [str(KEPT / "node_modules" / "@types")], "types": ["react"],
        },
        "include": [str(sources), str(KEPT / TYPES)],
    }  # fmt: skip
    config = folder / "tsconfig.json"
    config.write_text(json.dumps(told))
    tsc = KEPT / "node_modules" / ".bin" / "tsc"
    return subprocess.run([tsc, "-p", config], capture_output=True, text=True, timeout=300, check=False)


def page(folder: Path) -> None:
    """A page that runs what was compiled, with React, and a `superdesk` object that is the test's."""
    for name, path in UMD.items():
        shutil.copy(KEPT / "node_modules" / path, folder / name)
    for name in ("index.html", "client.js"):
        shutil.copy(HERE / name, folder / name)
