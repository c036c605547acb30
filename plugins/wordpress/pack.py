"""Makes exonym.zip, as WordPress installs it: `python plugins/wordpress/pack.py exonym.zip`.

The folder as it is, with the elements and words that it links to; `zip -r exonym.zip exonym` does the same.
"""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

PLUGIN = Path(__file__).parent / "exonym"


def pack(to: Path) -> None:
    """Write the file."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder, _, names in sorted(os.walk(PLUGIN, followlinks=True)):
            for name in sorted(names):
                path = Path(folder, name)
                archive.write(path, path.relative_to(PLUGIN.parent))


if __name__ == "__main__":
    pack(Path(sys.argv[1]))
