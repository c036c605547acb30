"""What is built has its scripts without comments and needless blanks, as `plugins/packing/lean.py` leaves them."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path("exonym_wagtail", "static", "exonym")
PACKING = Path("..", "packing")


class LeanScripts(BuildHookInterface[BuilderConfig]):
    """Puts lean scripts in the place of those that are written; a source distribution has them already."""

    made: str | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make them."""
        packing = Path(self.root, PACKING)
        if version == "editable" or not (packing / "lean.py").exists():
            return
        sys.path.append(str(packing))
        from lean import lean

        self.made = tempfile.mkdtemp()
        for folder, _, names in os.walk(Path(self.root, STATIC), followlinks=True):
            for name in (name for name in names if name.endswith(".js")):
                place = Path(folder, name).relative_to(self.root)
                lighter = Path(self.made, "-".join(place.parts))
                lighter.write_text(lean(Path(folder, name).read_text("utf-8")), "utf-8")
                build_data["force_include"][str(lighter)] = str(place)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take away what was made for it."""
        if self.made:
            shutil.rmtree(self.made)
