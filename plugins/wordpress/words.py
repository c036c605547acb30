"""Makes the plugin's words of words.tsv, as WordPress reads them: `python plugins/wordpress/words.py`.

For PHP a file of gettext, for scripts one of JSON, for each language; both stay with the plugin, which zips as it is.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from struct import pack, unpack

from babel.messages import Catalog
from babel.messages.mofile import write_mo

TABLE = Path(__file__).with_name("words.tsv")
FOLDER = Path(__file__).parent / "exonym" / "languages"
LOCALES = {"fr": "fr_FR", "uk": "uk", "de": "de_DE", "ar": "ar"}
HEADER = 28  # bytes of a file of gettext before its tables
SCRIPT = "exonym-editor"  # what WordPress calls the script that has them


def rows() -> list[dict[str, str]]:
    """The sentences, in English and the others."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def files() -> Iterator[tuple[str, bytes]]:
    """The files by their names."""
    sentences = rows()
    for lang, locale in LOCALES.items():
        catalog = Catalog(locale=lang, domain="exonym", project="Exonym", version="0.1.0", fuzzy=False)
        for row in sentences:
            catalog.add(row["en"], row[lang])
        packed = BytesIO()
        write_mo(packed, catalog)
        yield f"exonym-{locale}.mo", _with_hash_place(packed.getvalue())
        said = {"": {"domain": "messages", "lang": locale}} | {row["en"]: [row[lang]] for row in sentences}
        told = {"domain": "messages", "locale_data": {"messages": said}}
        yield f"exonym-{locale}-{SCRIPT}.json", json.dumps(told, ensure_ascii=False, indent=1).encode()


def _with_hash_place(content: bytes) -> bytes:
    """The file with the place of its table of hashes, which is empty: WordPress before 6.5 reads it not without one.

    Babel leaves it 0. The header is seven numbers of four bytes, the last the place, after those of the translations
    (GNU gettext manual, "The Format of GNU MO Files").
    """
    count, translations = unpack("<8xI4xI8x", content[:HEADER])
    return content[: HEADER - 4] + pack("<I", translations + 8 * count) + content[HEADER:]


if __name__ == "__main__":
    for name, content in files():
        (FOLDER / name).write_bytes(content)
