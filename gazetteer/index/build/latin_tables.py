"""What is known of single letters, for the kernel that reads Latin names: how they fold, which sounds they spell.

The tables are asked of the functions that read names one by one, letter by letter, so these remain the one definition.
A letter is left out, and a name that has it read one by one, where its neighbours could change what it comes to:
combining marks, letters that composition changes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.search.masks import concept_bits
from gazetteer.index.strings import StringTable, build_strings
from gazetteer.lexicon.words import modifiers
from gazetteer.text import fold, marks, native_key
from gazetteer.translit.readings import EXPANDED, readings
from gazetteer.translit.scripts import is_latin
from gazetteer.translit.sound import _Reader, rule_book, spelt_out

CODE_POINTS = 0x2E80  # those from here on are in no Latin name, but for a few
NO_SYMBOL = 0
FOLDED, NATIVE, MARKS = range(3)  # the kinds of pieces that each letter has
LONGEST_PIECE = 8  # bytes of what one letter comes to
_HYPHEN = "-"
_EDGE = "#"
_BETWEEN = "áa"  # what a letter stands between while it is looked at: one letter beyond ASCII makes a text no plain one
_POLYNOMIAL = 0xEDB88320


class LatinTables(NamedTuple):
    """What the kernel reads; letters are numbers of symbols, and pieces of text are in one heap.

    Args:
        symbol_of: by code point its symbol, 0 for a letter that is left out.
        plain: by symbol, whether it is of ASCII.
        word: by symbol, whether it is part of a word to `re`.
        hyphen: the symbol of the hyphen.
        lower: by symbol, that of its small letter.
        bare: by symbol of a small letter, that without its accents.
        umlaut: by symbol, the two that stand for it where a keyboard lacks it, 0 for none (symbols, 2).
        heap: bytes of all pieces; `piece`: where they begin and end by kind and symbol (3, symbols, 2).
        spelt: where begins and ends what a letter says, by orthography and symbol (orthographies, symbols, 2).
        bare_first: by orthography, whether accents are taken off first.
        rules: which rules begin with a symbol, by orthography and symbol (orthographies, symbols, 2).
        rest: by rule, where its further symbols begin and end in `symbols` (rules, 2); `said`: what it says, in `heap`.
        sides: by rule, the class of letters before and after it, -1 for any (rules, 2).
        edges: by rule, whether the edge of a word may be there as well (rules, 2).
        classes: by class and symbol, whether it is of the class.
        word_heap, word_offsets, word_lengths: modifiers, of one word and of two, as a `StringTable`.
        word_bits: by modifier the bits of its concept; `concept`: where its name begins and ends in `heap`.
        crc: the table of CRC-32.
    """

    symbol_of: NDArray[np.uint16]
    plain: NDArray[np.bool_]
    word: NDArray[np.bool_]
    hyphen: int
    lower: NDArray[np.uint16]
    bare: NDArray[np.uint16]
    umlaut: NDArray[np.uint16]
    heap: NDArray[np.uint8]
    piece: NDArray[np.int32]
    spelt: NDArray[np.int32]
    bare_first: NDArray[np.bool_]
    rules: NDArray[np.int32]
    rest: NDArray[np.int32]
    symbols: NDArray[np.uint16]
    said: NDArray[np.int32]
    sides: NDArray[np.int32]
    edges: NDArray[np.bool_]
    classes: NDArray[np.bool_]
    word_heap: NDArray[np.uint8]
    word_offsets: NDArray[np.uint32]
    word_lengths: NDArray[np.int64]
    word_bits: NDArray[np.uint32]
    concept: NDArray[np.int32]
    crc: NDArray[np.uint32]


class _Heap:
    """Pieces of text, each distinct one kept once."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self._known: dict[bytes, tuple[int, int]] = {}

    def __call__(self, text: str | bytes) -> tuple[int, int]:
        """Where a piece begins and ends."""
        piece = text.encode() if isinstance(text, str) else text
        if piece not in self._known:
            self._known[piece] = len(self.bytes), len(self.bytes) + len(piece)
            self.bytes += piece
        return self._known[piece]


@cache
def latin_tables(orthographies: tuple[str, ...]) -> LatinTables:
    """The tables, with the rules of some orthographies, whose numbers are their places in the sequence."""
    letters = _letters()
    numbers = {letter: number for number, letter in enumerate(letters, 1)}
    heap = _Heap()
    symbol_of = np.zeros(CODE_POINTS, np.uint16)
    symbol_of[[ord(letter) for letter in letters]] = np.arange(1, len(letters) + 1)
    pieces = [[(0, 0), *map(heap, map(ask, letters))] for ask in (_folded, _native, _marked)]
    books = [rule_book(orthography) for orthography in orthographies]
    small = [letter.lower() for letter in letters]
    words, concepts, bits = _modifiers()
    return LatinTables(
        symbol_of=symbol_of,
        plain=np.array([True, *(letter.isascii() for letter in letters)]),
        word=np.array([False, *(letter.isalnum() or letter == "_" for letter in letters)]),
        hyphen=numbers[_HYPHEN],
        lower=np.array([0, *(numbers[letter] for letter in small)], np.uint16),
        bare=np.array([0, *(numbers.get(_bare(letter), 0) for letter in letters)], np.uint16),
        umlaut=np.array([(0, 0), *(_umlaut(letter, numbers) for letter in letters)], np.uint16),
        piece=np.array(pieces, np.int32),
        spelt=np.array(
            [[(0, 0), *(heap(letter.translate(book.letters)) for letter in letters)] for book in books], np.int32
        ),
        bare_first=np.array([book.plain for book in books]),
        **_rules(books, numbers, heap),
        word_heap=words.heap,
        word_offsets=words.offsets,
        word_lengths=words.length_start,
        word_bits=bits,
        concept=np.array([heap(concept) for concept in concepts], np.int32).reshape(-1, 2),
        crc=_crc_table(),
        heap=np.frombuffer(bytes(heap.bytes), np.uint8),
    )


def _letters() -> list[str]:
    """The letters that come to the same whatever stands beside them."""
    found = [letter for letter in map(chr, range(CODE_POINTS)) if _stands_alone(letter)]
    taken = set(found)
    return [letter for letter in found if letter.lower() in taken and _bare(letter.lower()) in taken]


def _stands_alone(letter: str) -> bool:
    lower = letter.lower()
    return (
        letter.isprintable()
        and unicodedata.category(letter)[0] not in "MC"
        and is_latin(letter)
        and unicodedata.normalize("NFC", letter) == letter
        and len(lower) == 1
        and unicodedata.normalize("NFC", lower) == lower
        and (not marks(letter) or len(_small(letter)) == 1)
        and max(len(_folded(letter)), len(_native(letter))) <= LONGEST_PIECE
    )


def _small(letter: str) -> str:
    return unicodedata.normalize("NFC", letter.casefold())


def _bare(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))


def _folded(letter: str) -> str:
    return fold(f"a{letter}a")[1:-1]


def _native(letter: str) -> str:
    return native_key(_BETWEEN[0] + letter + _BETWEEN[1])[1:-1]


def _marked(letter: str) -> str:
    return _small(letter) if marks(letter) else ""


def _umlaut(letter: str, numbers: dict[str, int]) -> tuple[int, int]:
    expanded = [reading.latin for reading in readings(letter) if reading.scheme == EXPANDED]
    return (numbers[expanded[0][0]], numbers[expanded[0][1]]) if expanded else (0, 0)


def _rules(books: Sequence[_Reader], numbers: dict[str, int], heap: _Heap) -> dict[str, NDArray[Any]]:
    """The rules of all orthographies; one that has a letter left out is never at work here."""
    spans = np.zeros((len(books), len(numbers) + 1, 2), np.int32)
    rest: list[tuple[int, int]] = []
    symbols: list[int] = []
    said, sides, edges = [], [], []
    classes: dict[str, int] = {}
    for book, span in zip(books, spans, strict=True):
        usable = [rule for rule in book.rules if all(letter in numbers for letter in rule.spelling)]
        for letter in dict.fromkeys(rule.spelling[0] for rule in usable):
            first = len(rest)
            for rule in (rule for rule in usable if rule.spelling[0] == letter):
                rest.append((len(symbols), len(symbols) + len(rule.spelling) - 1))
                symbols += [numbers[other] for other in rule.spelling[1:]]
                said.append(heap(rule.sound))
                sides.append([_side(part, classes) for part in (rule.before, rule.after)])
                edges.append([_EDGE in part for part in (rule.before, rule.after)])
            span[numbers[letter]] = first, len(rest)
    table = np.zeros((len(classes) + 1, len(numbers) + 1), np.bool_)
    for letters, row in classes.items():
        table[row, [numbers[letter] for letter in letters if letter in numbers]] = True
    return {
        "rules": spans,
        "rest": np.array(rest, np.int32).reshape(-1, 2),
        "symbols": np.array([*symbols, NO_SYMBOL], np.uint16),
        "said": np.array(said, np.int32).reshape(-1, 2),
        "sides": np.array(sides, np.int32).reshape(-1, 2),
        "edges": np.array(edges, np.bool_).reshape(-1, 2),
        "classes": table,
    }


def _side(letters: str, classes: dict[str, int]) -> int:
    """The class of the letters that must stand on one side of a spelling."""
    return classes.setdefault(spelt_out(letters), len(classes)) if letters else -1


def _modifiers() -> tuple[StringTable, list[str], NDArray[np.uint32]]:
    """The modifiers, of one word and of two, and by their numbers the concepts and the bits of these."""
    known = {" ".join(words): concept for words, concept in modifiers().items()}
    table, numbers = build_strings(known)
    concepts = [""] * len(table)
    for concept, number in zip(known.values(), numbers.tolist(), strict=True):
        concepts[number] = concept
    # A name of one word has no modifiers, so each is asked for with a word that is none.
    return table, concepts, np.array([concept_bits(f"{concept} x") for concept in concepts], np.uint32)


def _crc_table() -> NDArray[np.uint32]:
    table = np.arange(256, dtype=np.uint32)
    for _bit in range(8):
        table = np.where(table & 1, (table >> 1) ^ np.uint32(_POLYNOMIAL), table >> 1).astype(np.uint32)
    return table
