"""Files with what a desk's findings propose: written beside the original, and shown as the difference to it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from gazetteer.model import Annotation
from service.annotation.request import TextItem
from service.commands.options import visible

FIXED = ".fixed"  # in the name of a file that is written beside the original
DIFFED_LINES = 5_000  # of a text; finding the difference of more takes long


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text as it was read.

    Args:
        path: its file; None for standard input.
        raw: its bytes.
        charset: what they are written in.
    """

    path: Path | None
    raw: bytes
    charset: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A text and what it becomes.

    Args:
        source: as it was read.
        before: the text.
        after: the same with what is proposed.
        raw: the latter's bytes; those of the source but for what is changed.
        target: where it is written; None for standard output.
    """

    source: TextSource
    before: str
    after: str
    raw: bytes
    target: Path | None


def fix_all(
    sources: Sequence[TextSource],
    items: Sequence[TextItem],
    annotations: Sequence[Annotation],
    output: str | None,
    *,
    overwrite: bool,
) -> None:
    """Write what is proposed for texts: all of them, or none where one cannot be written.

    Raises:
        click.ClickException: as in `fix_of` and `write`.
    """
    texts = zip(sources, items, annotations, strict=True)
    for one in [fix_of(*text, output, overwrite=overwrite) for text in texts]:
        write(one)


def fix_of(source: TextSource, item: TextItem, annotation: Annotation, output: str | None, *, overwrite: bool) -> Fix:
    """What is to be written for a text.

    Args:
        source: the text as it was read.
        item: the text as it was asked.
        annotation: its findings.
        output: where it is written, `-` for standard output; None for beside the original.
        overwrite: whether a file that exists may be replaced.

    Raises:
        click.ClickException: the file exists, or what is proposed cannot be written in the charset.
    """
    from gazetteer import apply

    after = apply(item.source, annotation.findings, html=item.html)
    target = _target(source, output)
    if target is not None and target.exists() and not overwrite:
        raise click.ClickException(f"{target} exists: name another with --output, or say --overwrite.")
    try:
        same, raw = item.source.encode(source.charset), after.encode(source.charset)
    except UnicodeEncodeError as error:
        letter = after[error.start]
        raise click.ClickException(f"{source.charset} has no “{letter}”: save the text as UTF-8 first.") from None
    if same != source.raw:
        raise click.ClickException(f"The text cannot be written as {source.charset} the way it was: save it as UTF-8.")
    return Fix(source, item.source, after, raw, target)


def _target(source: TextSource, output: str | None) -> Path | None:
    if output == "-" or (output is None and source.path is None):
        return None
    if output is not None:
        return Path(output)
    assert source.path is not None
    return source.path.with_name(f"{source.path.stem}{FIXED}{source.path.suffix}")


def write(fix: Fix) -> None:
    """Write a text, and show the difference to what it was: beside it, where the text itself goes to standard output.

    Raises:
        click.ClickException: the file cannot be written.
    """
    piped = fix.target is None
    click.echo(difference(fix), nl=False, err=piped)
    if fix.target is None:
        click.echo(fix.raw, nl=False)
        return
    try:
        fix.target.write_bytes(fix.raw)
    except OSError as error:
        raise click.ClickException(f"{fix.target} cannot be written: {error.strerror}.") from None
    changed = "" if fix.before != fix.after else ", with nothing to change"
    click.echo(f"Written to {fix.target}{changed}.", err=True)


def difference(fix: Fix) -> str:
    """The difference as `diff -u` has it; empty where there is none."""
    if fix.before == fix.after:
        return ""
    before, after = (text.split("\n") for text in (fix.before, fix.after))
    name = "standard input" if fix.source.path is None else str(fix.source.path)
    target = "standard output" if fix.target is None else str(fix.target)
    if len(before) > DIFFED_LINES:
        return f"{visible(name)} differs from {visible(target)}; it is too long to show where.\n"
    lines = difflib.unified_diff(before, after, name, target, lineterm="")
    return "".join(f"{visible(line)}\n" for line in lines)
