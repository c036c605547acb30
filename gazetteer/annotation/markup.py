"""HTML to the text that its reader reads, with a map back to where each character stands in the source.

Read as the tokenizer of the HTML standard does it (13.2.5), but no tree is built: nesting costs nothing, and each
character is looked at a bounded number of times. The parser of Python's library knows only the line and the column of
a tag, and those of other packages not where an entity stands; hence this one. It is kinder than the standard to what is
broken: a tag or a quotation that is never closed does not take the rest of the text with it.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from html.entities import html5
from typing import Final, NamedTuple

from gazetteer.errors import QueryError
from gazetteer.lexicon.tables import rows
from gazetteer.model.annotation import TEXT_LIMIT, Annotation, Finding

# elements.tsv, after the HTML standard (13.1.2 and 15.3). What an element parts the words around it by: a line end or
# a blank. What is within: lines that are kept, letters and no tags, no markup at all (raw); the last two are not read.
_ELEMENTS: Final = tuple(rows("elements.tsv", "gazetteer.annotation"))
_PARTS: Final = {row["element"]: {"line": "\n", "blank": " ", "": ""}[row["parts"]] for row in _ELEMENTS}
_BLOCKS: Final = frozenset(row["element"] for row in _ELEMENTS if row["parts"] == "line")
_CONTENT: Final = {row["element"]: row["content"] for row in _ELEMENTS if row["content"]}

_NAME_LIMIT: Final = 32  # characters of the longest name of an element or an entity
_TEXT: Final = re.compile(r"(?>[^<&]++|&(?![#A-Za-z])|<(?![!?/A-Za-z]))++")
_TAG: Final = re.compile(rf"<(/?)([A-Za-z][^\s/>]{{0,{_NAME_LIMIT}}})")
_TAG_END: Final = re.compile(r"""(?>[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|["'=])*+>""")
_COMMENT_END: Final = re.compile(r"--!?>")
_ENTITY: Final = re.compile(
    r"&(?:#(?=[0-9])0*+(?P<ten>[0-9]{0,7})|#[xX](?=[0-9A-Fa-f])0*+(?P<hex>[0-9A-Fa-f]{0,6})|[A-Za-z][A-Za-z0-9]{1,31});?"
)
_LINE_ENDS: Final = re.compile(r"(?:\r\n?+|\n)((?:[ \t]*+(?:\r\n?+|\n))*+)")
_CODE: Final = "code"  # is within a block, and ends with it at the latest
_QUOTING: Final = frozenset({"q", "blockquote"})
_CITED: Final = " It stands in a quotation, so it is left as it is."


class Piece(NamedTuple):
    """A stretch of the text, and where it stands in the source.

    Args:
        text: what is read there.
        start: where it begins in the source.
        end: where it ends. Where that is as many characters further, each of them stands for itself.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Markup:
    """The text of an HTML source.

    Args:
        text: what is read, with line ends between blocks.
        begins: where each piece of it begins in it.
        pieces: in their order.
        cited: where what elements mark as a quotation begins in the source and, at each odd place, ends.
    """

    text: str
    begins: tuple[int, ...]
    pieces: tuple[Piece, ...]
    cited: tuple[int, ...] = ()

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the text, at least a character long, stands in the source."""
        return self._at(start)[0], self._at(end - 1)[1]

    def is_cited(self, place: int) -> bool:
        """Whether a place in the source is within an element that quotes."""
        return bisect_right(self.cited, place) % 2 == 1

    def _at(self, place: int) -> tuple[int, int]:
        """The bounds in the source of one character of the text."""
        number = bisect_right(self.begins, place) - 1
        piece = self.pieces[number]
        if len(piece.text) != piece.end - piece.start:
            return piece.start, piece.end
        start = piece.start + place - self.begins[number]
        return start, start + 1


def in_source(annotation: Annotation, markup: Markup) -> Annotation:
    """The annotation of a text of HTML, all of it where it stands in the source; each `text` is what is read."""
    mentions = []
    for mention in annotation.mentions:
        start, end = markup.source(mention.start, mention.end)
        mentions.append(replace(mention, start=start, end=end))
    findings = tuple(_finding_in_source(finding, markup) for finding in annotation.findings)
    return replace(annotation, mentions=tuple(mentions), findings=findings)


def _finding_in_source(finding: Finding, markup: Markup) -> Finding:
    """A finding where it stands in the source; what an element marks as a quotation is not changed."""
    start, end = markup.source(finding.start, finding.end)
    if finding.replacement is None or not markup.is_cited(start):
        return replace(finding, start=start, end=end)
    return replace(finding, start=start, end=end, replacement=None, message=finding.message + _CITED)


def rewritten(source: str, text: str, new: str) -> str | None:
    """HTML that reads as some text, as HTML that reads as another, its tags kept; None where it reads otherwise.

    Args:
        source: a stretch of HTML that begins and ends within letters: `Bakh</b>mout`.
        text: what is read of it: Bakhmout.
        new: what is to be read: Bakhmut.
    """
    markup = read_markup(source)
    if markup.text != text:
        return None
    out, at, left = [], 0, new
    for number, piece in enumerate(markup.pieces):
        last = number + 1 == len(markup.pieces)
        part = left if last else left[: len(piece.text)]
        left = left[len(part) :]
        out += [source[at : piece.start], html.escape(part, quote=False)]
        at = piece.end
    return "".join([*out, source[at:]])


def read_markup(source: str) -> Markup:
    """Read HTML, a page or a fragment, in time linear in its length.

    Line ends are blanks, as a browser shows them, but for blank lines and in `pre`. Where no block is marked in the
    whole source they are the only lines that it has, and stay.

    Raises:
        QueryError: it is longer than a text may be.
    """
    if len(source) > TEXT_LIMIT:
        raise QueryError(f"The HTML has {len(source):,} characters: give at most {TEXT_LIMIT:,}.", "html")
    reader = _Reader(source)
    pieces = [piece for piece in reader.pieces() if piece.text]
    if reader.blocks:
        pieces = [piece if _is_kept(piece, reader.kept) else _in_one_line(piece) for piece in pieces]
    begins: list[int] = []
    length = 0
    for piece in pieces:
        begins.append(length)
        length += len(piece.text)
    return Markup("".join([piece.text for piece in pieces]), tuple(begins), tuple(pieces), tuple(reader.cited))


def _is_kept(piece: Piece, kept: list[int]) -> bool:
    """Whether the line ends of a piece are those of the text: `pre` begins at each even place, and ends at the next."""
    return piece.start == piece.end or bisect_right(kept, piece.start) % 2 == 1


def _in_one_line(piece: Piece) -> Piece:
    """The same number of characters, with blanks for line ends but for those of blank lines."""
    if "\n" not in piece.text and "\r" not in piece.text:
        return piece
    text = _LINE_ENDS.sub(lambda found: found[0] if found[1] else " " * len(found[0]), piece.text)
    return piece._replace(text=text)


class _Reader:
    """Reads a source once, from its beginning to its end.

    Attributes:
        blocks: whether some block is marked in it.
        kept: where `pre` begins and ends, by turns.
        cited: where the outermost elements that quote begin and end, by turns.
    """

    def __init__(self, source: str) -> None:
        self.blocks = False
        self.kept: list[int] = []
        self.cited: list[int] = []
        self._quoting = 0  # how many elements that quote are open
        self._source = source
        self._last = source.rfind(">")  # behind it nothing is a tag
        self._quoted = True  # whether a quotation in a tag hides its end: once one is never closed, none does any more
        self._unclosed: set[str] = set()  # elements that nothing closes from here on
        self._plain = 0  # up to there, tags are text
        self._parted = True  # whether a line end is before what comes

    def pieces(self) -> Iterator[Piece]:
        """The pieces of the text; some are blank."""
        source, place = self._source, 0
        while place < len(source):
            if found := _TEXT.match(source, place):
                piece = self._text(place, found.end())
                place = piece.end
            elif source[place] == "&":
                piece = self._entity(place)
                place = piece.end
            else:
                piece, place = self._markup(place)
            yield piece

    def _text(self, start: int, end: int) -> Piece:
        self._parted = False
        return Piece(self._source[start:end], start, end)

    def _entity(self, at: int) -> Piece:
        """What a reference to a character says, or the sign itself where it is none."""
        found = _ENTITY.match(self._source, at)
        if found is None:
            return self._text(at, at + 1)
        self._parted = False
        if found[0][1] == "#":  # without its zeros, of which Python reads only so many
            digits = f"x{found['hex'] or 0}" if found["hex"] is not None else found["ten"] or "0"
            return Piece(html.unescape(f"&#{digits};"), at, found.end())
        name = found[0][1:]
        for length in range(len(name), 1, -1):  # some are known without their semicolon, whatever follows
            if (value := html5.get(name[:length])) is not None:
                return Piece(value, at, at + 1 + length)
        return self._text(at, at + 1)

    def _markup(self, at: int) -> tuple[Piece, int]:
        """What is read for a tag or a comment, and where the text goes on."""
        source = self._source
        if at < self._plain:
            return self._text(at, at + 1), at + 1
        if source.startswith("<!--", at):
            return _nothing(at), self._behind_comment(at)
        tag = _TAG.match(source, at)
        if tag is None and source.startswith(("<!", "<?", "</"), at) and at < self._last:
            return _nothing(at), source.index(">", at) + 1
        end = self._tag_end(tag.end()) if tag is not None else -1
        if tag is None or end < 0:
            return self._text(at, at + 1), at + 1
        name = tag[2].lower()
        piece = self._parting(name, at)
        content = _CONTENT.get(name)
        if content == "lines" and len(self.kept) % 2 == bool(tag[1]):
            self.kept.append(end)
        if name in _QUOTING:
            self._cite(end, closing=bool(tag[1]))
        if tag[1]:
            return piece, end
        if content in ("raw", "none") and source[end - 2] != "/":
            end = self._behind(name, end)
        elif content == "letters" and name not in self._unclosed:
            self._plain = self._closed(name, end, end)
        return piece, end

    def _cite(self, place: int, *, closing: bool) -> None:
        """Keep where a quotation begins or ends, but for those within one."""
        if closing and not self._quoting:
            return
        self._quoting += -1 if closing else 1
        if self._quoting == (0 if closing else 1):
            self.cited.append(place)

    def _behind_comment(self, at: int) -> int:
        for empty in ("<!-->", "<!--->"):
            if self._source.startswith(empty, at):
                return at + len(empty)
        found = _COMMENT_END.search(self._source, at + len("<!--"))
        return found.end() if found else len(self._source)

    def _tag_end(self, place: int) -> int:
        """Where a tag ends, or -1 where it does not."""
        if place > self._last:
            return -1
        if self._quoted:
            if found := _TAG_END.match(self._source, place):
                return found.end()
            self._quoted = False
        return self._source.index(">", place) + 1

    def _parting(self, name: str, at: int) -> Piece:
        """What an element puts between the words before and behind its tag."""
        parts = _PARTS.get(name, "")
        if parts == "\n":
            self.blocks = True
            parts, self._parted = "" if self._parted else parts, True
        return Piece(parts, at, at)

    def _behind(self, name: str, place: int) -> int:
        """Where an element ends that is not read. One that nothing closes is read, but for scripts and their like."""
        if name in self._unclosed:
            return place
        if _CONTENT[name] == "raw":
            return self._closed(name, place, len(self._source))
        depth, end = 1, place
        for found in _bounds(name).finditer(self._source, place):
            if found[2].lower() != name:  # the block of `code`
                return found.start() if end == place else end
            depth += -1 if found[1] else 1
            if found[1]:
                end = found.start()
            if not depth:
                return end
        if end == place:
            self._unclosed.add(name)
        return end

    def _closed(self, name: str, place: int, never: int) -> int:
        """Where the next closing tag of an element is; `never` where there is none."""
        closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self._source, place)
        if closing is None:
            self._unclosed.add(name)
            return never
        return closing.start()


def _nothing(at: int) -> Piece:
    return Piece("", at, at)


@cache
def _bounds(name: str) -> re.Pattern[str]:
    """The tags at which an element that is not read may end, or one of its kind within it begins."""
    names = "|".join([name, *sorted(_BLOCKS - {"br"}, key=len, reverse=True)] if name == _CODE else [name])
    return re.compile(rf"<(/?)({names})(?=[\s/>])", re.IGNORECASE)
