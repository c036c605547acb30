"""Makes exonym.zip, as WordPress installs it: `python plugins/wordpress/pack.py exonym.zip`.

The folder with the elements and words that it links to, its scripts without comments and needless blanks. `zip -r
exonym.zip exonym` does the same with the scripts as they are written.
"""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

PLUGIN = Path(__file__).parent / "exonym"
sys.path.append(str(PLUGIN.parents[1] / "packing"))

from lean import lean  # noqa: E402 -- it stands beside the plugins


def pack(to: Path) -> None:
    """Write the file."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder, _, names in sorted(os.walk(PLUGIN, followlinks=True)):
            for name in sorted(names):
                path = Path(folder, name)
                to_path = str(path.relative_to(PLUGIN.parent))
                if path.suffix == ".js":
                    archive.writestr(to_path, lean(path.read_text("utf-8")))
                else:
                    archive.write(path, to_path)


if __name__ == "__main__":
    pack(Path(sys.argv[1]))
