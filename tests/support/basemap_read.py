"""Reading what a map is drawn from, as docs/map.md says it is laid out: for tests, and unlike what writes it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


class Numbers:
    """The numbers of an answer, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def next(self) -> int:
        number = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number >> 1 if number % 2 == 0 else -(number >> 1) - 1

    def text(self, length: int | None = None) -> str:
        end = len(self.data) if length is None else self.at + length
        start, self.at = self.at, end
        return self.data[start:end].decode()


Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Base:
    """Rings of land, borders with whether they are disputed, and labels: x, y, size, name."""

    told: dict[str, Any]
    rings: list[list[Point]]
    borders: list[tuple[bool, list[Point]]]
    labels: list[tuple[int, int, int, str]]


def read_base(data: bytes) -> Base:
    """A base, its points in its own units."""
    numbers = Numbers(data)
    told = json.loads(numbers.text(numbers.next()))
    rings, borders = read_lines(numbers)
    at = [0, 0, 0]
    labels: list[tuple[int, int, int]] = []
    for _ in range(numbers.next()):
        at = [value + numbers.next() for value in at]
        labels.append((at[0], at[1], at[2]))
    names = numbers.text().split("\n") if labels else []
    return Base(told, rings, borders, [(*label, name) for label, name in zip(labels, names, strict=True)])


def read_lines(numbers: Numbers) -> tuple[list[list[Point]], list[tuple[bool, list[Point]]]]:
    """Rings and borders."""
    x = y = 0
    rings: list[list[Point]] = []
    borders: list[tuple[bool, list[Point]]] = []
    for of in (rings, borders):
        for _ in range(numbers.next()):
            pieces = numbers.next() if of is rings else 1
            x, y = x + numbers.next(), y + numbers.next()
            points, flag = [(x, y)], False
            for _ in range(pieces):
                told = numbers.next()
                flag = bool(told % 2)
                for _ in range(told // 2):
                    x, y = x + numbers.next(), y + numbers.next()
                    points.append((x, y))
            if of is rings:
                rings.append(points)
            else:
                borders.append((flag, points))
    return rings, borders


def read_dots(data: bytes) -> list[Point]:
    """The dots of a tile, in quarters of a pixel from its upper left corner."""
    numbers = Numbers(data)
    dots: list[Point] = []
    x = y = 0
    for number in range(numbers.next()):
        down = numbers.next()
        x = numbers.next() + (0 if down or not number else x)
        y += down
        dots.append((x, y))
    assert numbers.at == len(data)
    return dots
