"""The modules as they are packed: a browser reads each, and each gives what the one gives that was written."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.cms.wordpress.driving import OF_WORDPRESS, new_post
from tests.cms.wordpress.site import ROOT, Site

PLUGIN = ROOT / "plugins" / "wordpress" / "exonym"
EXPORTED = re.compile(r"^export (?:async )?(?:class|function\*?|const|let) (\w+)", re.MULTILINE)
GIVES = "async (url) => Object.keys(await import(url)).sort()"


@pytest.mark.parametrize("site", ["npm"], indirect=True)
def test_a_browser_reads_what_is_packed(editor: Page, ready: Site, allow: Callable[[str], None]) -> None:
    allow(OF_WORDPRESS)
    new_post(editor)
    packed = ready.folder / "wp-content" / "plugins" / "exonym"
    paths = [path.relative_to(packed) for path in packed.rglob("*.js") if path.name not in ("index.js", "editor.js")]
    assert len(paths) > 20
    for path in paths:
        given = editor.evaluate(GIVES, f"{ready.address}/wp-content/plugins/exonym/{path}")
        assert given == sorted(EXPORTED.findall((PLUGIN / path).read_text("utf-8"))), path
        assert (packed / path).stat().st_size < (PLUGIN / path).stat().st_size
