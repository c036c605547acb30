"""JavaScript without what only its readers need: comments, indents, blanks between signs.

Names, strings, templates and regular expressions stay as they are, and so does every line break that might end a
statement. Where it is not sure how a text is to be read, it is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

WORD, SIGN, VALUE, TEMPLATE = "word", "sign", "value", "template"
LEXEME = re.compile(
    r"""(?P<blank>[\s\ufeff]+|//[^\n\r\u2028\u2029]*|/\*.*?\*/)
    |(?P<value>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|\.?\d(?:[eE][+-]|[\w.])*)
    |(?P<word>[\#]?(?:[\w$]|\\u)+)
    |(?P<sign>=>|\+\+|--|\?\.|\.\.\.|[{}()\[\];,<>=!+\-*%&|^~?:.@`]|/(?!\*))""",
    re.DOTALL | re.VERBOSE,
)
REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+/\w*")
IN_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*", re.DOTALL)
LINE_END = re.compile(r"[\n\r\u2028\u2029]")
# After these a slash begins a regular expression, though they look like names.
BEFORE_VALUES = frozenset(
    ("return", "typeof", "instanceof", "in", "new", "delete", "void", "throw", "case", "do", "else", "default")
)
NAMES_OR_NOT = frozenset(("of", "yield", "await"))  # either, by where they stand
# A slash after the bracket that such a word opens begins one; after `await (…)` it divides, after `for await (…)` not.
CONDITIONS = {"if": "if(", "while": "if(", "for": "if(", "with": "if(", "await": "await("}
TOGETHER = frozenset(("++", "--", "+-", "-+", "//", "/*", "<!", "->"))  # what two signs must not become
JOINING = re.compile(r"[\w$#\\\u0080-\uffff]")
GOES_ON = frozenset((SIGN, one) for one in ";,{([")
ENDS_ANYWAY = frozenset(")]},")
OPENING, CLOSING = "([{", {")": "(", "]": "[", "}": "{"}


class Unreadable(Exception):
    """A text that is no JavaScript as it is understood here, or that may be read in two ways."""


def lean(text: str) -> str:
    """A module without comments and needless blanks; as it is, where it is not surely read.

    Args:
        text: of a module or a script.
    """
    try:
        return _Reading(text).run()
    except Unreadable:
        return text


@dataclass(slots=True)
class _Reading:
    """A text while it is read from its beginning to its end."""

    text: str
    at: int = 0
    out: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)  # brackets: `(`, `[`, `{`, `${`, and those of CONDITIONS
    before: tuple[str, str] = ("", "")  # the kind of what was read last, and itself
    word: str = ""  # the same, where it is a word of the language and no name of a property
    opener: str = ""  # the word before that
    closed: str = ""  # the bracket that was closed by it
    gap: str = ""  # what stood between: nothing, a blank or a line's end

    def run(self) -> str:
        """The whole."""
        while self.at < len(self.text):
            self._next()
        if self.open:
            raise Unreadable(self.open)
        return "".join(self.out) + "\n"

    def _next(self) -> None:
        found = LEXEME.match(self.text, self.at)
        if found is None:
            raise Unreadable(self.text[self.at : self.at + 20])
        kind, one = str(found.lastgroup), found[0]
        if kind == "blank":
            self._blank(one)
        elif one == "/" and self._is_regex():
            self._regex()
        elif one == "`":
            self._put(TEMPLATE, "`")
            self._template()
        else:
            self._put(kind, one)
            if kind == SIGN:
                self._bracket(one)

    def _blank(self, one: str) -> None:
        self.at += len(one)
        self.gap = "\n" if self.gap == "\n" or LINE_END.search(one) else " "

    def _put(self, kind: str, one: str) -> None:
        """Something that stays, with what must stand before it."""
        last = self.out[-1][-1] if self.out else ""
        if self.gap and last:
            if self.gap == "\n" and not self._goes_on(one):
                self.out.append("\n")
            elif (JOINING.match(last) and JOINING.match(one)) or last + one[0] in TOGETHER or self._is_number(one):
                self.out.append(" ")
        self.gap, self.closed = "", ""
        self.opener, self.word = self.word, "" if kind != WORD or self.before[1] in (".", "?.") else one
        self.out.append(one)
        self.before = kind, one
        self.at += len(one)

    def _goes_on(self, one: str) -> bool:
        """Whether a line's end here ends no statement, whatever stands there."""
        return self.before in GOES_ON or one in ENDS_ANYWAY

    def _is_number(self, one: str) -> bool:
        """Whether a number stands before a dot, which would become its own."""
        return self.before[0] == VALUE and one[0] == "." and self.before[1][-1] not in "\"'"

    def _bracket(self, one: str) -> None:
        if one in OPENING:
            self.open.append(CONDITIONS.get(self.opener, one) if one == "(" else one)
        elif one in CLOSING:
            opened = self.open.pop() if self.open else ""
            if opened == "${" and one == "}":
                self.before = TEMPLATE, "`"
                self._template()
            elif opened[-1:] != CLOSING[one]:
                raise Unreadable(one)
            else:
                self.closed = opened

    def _is_regex(self) -> bool:
        """Whether a slash begins a regular expression, and divides nothing."""
        kind, one = self.before
        if self.word in NAMES_OR_NOT or self.closed == "await(" or one in ("}", "++", "--"):
            raise Unreadable("/")
        if kind == WORD:
            return self.word in BEFORE_VALUES
        if kind != SIGN:
            return kind == ""
        if one == ")":
            return self.closed == "if("
        return one != "]"

    def _regex(self) -> None:
        found = REGEX.match(self.text, self.at)
        if found is None:
            raise Unreadable("/")
        self._put(VALUE, found[0])
        self.before = VALUE, '"'  # and no number

    def _template(self) -> None:
        """What stands in a template, until it ends or a value begins in it."""
        found = IN_TEMPLATE.match(self.text, self.at)
        inner = found[0] if found else ""
        end = self.at + len(inner)
        mark = "`" if self.text.startswith("`", end) else "${" if self.text.startswith("${", end) else ""
        if not mark:
            raise Unreadable("`")
        self.out.append(inner + mark)
        self.at = end + len(mark)
        if mark == "${":
            self.open.append("${")
            self.before = SIGN, "("
        else:
            self.before = VALUE, '"'
