"""From a string to its interpretations: every plausible way to tell the name from what stands around it.

Nothing is decided here: the interpretations compete, each with what it costs to read a string so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gazetteer.parsing.interpretation import Interpretation, Parsed, Way
from gazetteer.parsing.parts import list_parts
from gazetteer.parsing.segment import Part, segment, trim
from gazetteer.parsing.variants import KnownNames, areas_in, variants
from gazetteer.parsing.vocabulary import links

INTERPRETATIONS = 12
ARRANGED = 5  # parts that are tried in every order; of more, only the first is the name
UNNAMED = 3  # interpretations kept where none leads to a name that is known as it is written
_LONGEST_CODE = 3  # letters
DOUBTFUL = 0.9  # the cost from which a known name does not rule out a likeness of the plain reading


@dataclass(frozen=True, slots=True)
class _Ranked:
    interpretation: Interpretation
    named: bool
    unread: int


def interpret(text: str, lookup: KnownNames, lang: str | None = None) -> Parsed:
    """Read a string in every plausible way.

    Args:
        text: the string, repaired and normalised.
        lookup: asked what is known: that rules out most ways.
        lang: its language, BCP 47.

    Returns:
        At most `INTERPRETATIONS` ways, those that lead to known names first, and of these the cheapest.
    """
    parts = tuple(_as_named(part, lookup) for part in segment(text))
    filled = tuple(part for part in parts if part.text)
    if not filled:
        return Parsed(text, (Interpretation(trim(text) or text),))
    found: dict[tuple[object, ...], _Ranked] = {}
    for arranged in _arrangements(text, filled, parts, lookup):
        for one in _read(arranged, lookup, lang):
            key = (one.name, frozenset(one.areas), one.alias, one.relation)
            if key not in found or one.cost < found[key].interpretation.cost:
                unread = sum(not lookup.area(area) for area in one.areas)
                found[key] = _Ranked(one, lookup.named(one.name), unread)
    return Parsed(text, tuple(_chosen(found.values())), parts=list_parts(text, filled, lookup))


def _as_named(part: Part, lookup: KnownNames) -> Part:
    """A part with its number, or as a street, where that is a name: Lyon 07, Plaza de la Revolución."""
    if not (part.street or (part.numbers and part.text)) or not lookup.called(part.whole):
        return part
    return replace(part, text=part.whole, numbers=False, street=False, aside=())


def _chosen(found: Iterable[_Ranked]) -> Iterator[Interpretation]:
    ranked = sorted(found, key=lambda one: (not one.named, one.unread, one.interpretation.cost))
    known = [one for one in ranked if one.named]
    if any(not one.interpretation.ways for one in known):
        # What is a name as it stands has no part that is unknown: Frankfurt (Oder).
        known = [one for one in known if Way.UNKNOWN_REMARK not in one.interpretation.ways]
    sure = [one for one in known if not one.unread and one.interpretation.cost < DOUBTFUL]
    unknown = [one for one in ranked if not one.named]
    unknown.sort(key=lambda one: (one.unread, one.interpretation.cost))
    kept = (
        known[:INTERPRETATIONS] if sure else [*known[: INTERPRETATIONS - UNNAMED], *unknown[: 1 if known else UNNAMED]]
    )
    for one in kept:
        yield one.interpretation


def _read(arranged: Interpretation, lookup: KnownNames, lang: str | None) -> Iterator[Interpretation]:
    """An arrangement with each reading of its name."""
    for variant in variants(arranged.name, lookup, lang):
        if Way.TURNED in arranged.ways and variant.ways:
            continue  # it was turned round since the whole is a name
        yield replace(
            arranged,
            name=variant.name,
            areas=(*variant.areas, *(area for area in arranged.areas if area not in variant.areas)),
            size=variant.size,
            kind=variant.kind,
            relation=variant.relation,
            set_aside=(*variant.set_aside, *arranged.set_aside),
            ways=(*variant.ways, *arranged.ways),
        )


def _arrangements(
    text: str, filled: tuple[Part, ...], parts: tuple[Part, ...], lookup: KnownNames
) -> Iterator[Interpretation]:
    """The ways to say which part is the name and which are areas."""
    plain = trim(text)
    if _is_whole(plain, filled, lookup):
        yield Interpretation(plain)
        if any(part.bracketed for part in filled) and lookup.called(plain):
            return  # Congo (DRC): a name with brackets of its own
    if len(filled) == 1:
        yield _with_areas(filled[0], (), (), parts, lookup)
        return
    yield from _turned(filled, parts, lookup)
    yield from _second_names(filled, parts, lookup)
    if "/" in text or "(" in text:
        yield from _linked(filled, parts, lookup)
    parted = (Way.PARTED,) if lookup.named(plain) else ()
    for at, part in enumerate(filled):
        others = filled[at + 1 :] if not at else (*filled[at + 1 :], *reversed(filled[:at]))
        yield _with_areas(part, others, (_way(at, filled), *parted), parts, lookup)
        if len(filled) > ARRANGED:
            break


def _is_whole(plain: str, filled: tuple[Part, ...], lookup: KnownNames) -> bool:
    """Whether a string of several parts, or with something taken off, may be a name as it stands."""
    if len(filled) == 1:
        return filled[0].text != plain
    return lookup.named(plain) or lookup.country(plain) is not None


def _way(at: int, filled: tuple[Part, ...]) -> Way:
    if at == 0:
        return Way.AREAS_AFTER
    return Way.AREAS_BEFORE if at == len(filled) - 1 else Way.AREAS_AROUND


def _with_areas(
    name: Part, others: tuple[Part, ...], ways: tuple[Way, ...], parts: tuple[Part, ...], lookup: KnownNames
) -> Interpretation:
    """A part as the name and others as its areas; what stood in brackets and is none is set aside."""
    areas: list[str] = []
    aside: list[str] = []
    letters = 0
    done = [*ways]
    for other in others:
        found = areas_in(other.text, lookup)
        if found:
            areas += found
        elif other.bracketed or other.former:
            aside.append(other.whole)
            letters += len(other.text)
            done.append(Way.UNKNOWN_REMARK)
        else:
            areas.append(other.text)
    implied = {part.implied for part in (name, *others) if part.implied}
    areas += sorted(code for code in implied if code not in areas)
    for part in parts:
        aside += part.aside
    if any(not part.text for part in parts) or any(part.aside and not part.numbers for part in parts):
        done.append(Way.REMARK)
    if any(part.numbers for part in parts):
        done.append(Way.NUMBER)
    share = letters / max(sum(len(part.text) for part in parts), 1)
    return Interpretation(name.text, tuple(areas), set_aside=tuple(aside), ways=tuple(done), unexplained=share)


def _turned(filled: tuple[Part, ...], parts: tuple[Part, ...], lookup: KnownNames) -> Iterator[Interpretation]:
    """The first two parts the other way round, where that is a name: "Hague, The"."""
    first, second = filled[0], filled[1]
    if _is_code(first, second) and lookup.area(second.text):
        return
    if len(second.text) > _LONGEST_CODE and lookup.called(first.text) and lookup.is_country(second.text):
        return  # Republica, Brazil
    name = f"{second.text}{'' if second.text.endswith(('’', chr(39))) else ' '}{first.text}"
    if lookup.named(name) or lookup.country(name) is not None:
        yield _with_areas(replace(first, text=name), filled[2:], (Way.TURNED,), parts, lookup)


def _is_code(first: Part, second: Part) -> bool:
    """Whether the second part is a code beside a name: IL in "Cairo, IL" is no article, as it is in Il Cairo."""
    code = second.text
    return code.isalpha() and code.isupper() and 1 < len(code) <= _LONGEST_CODE and not first.text.isupper()


def _linked(filled: tuple[Part, ...], parts: tuple[Part, ...], lookup: KnownNames) -> Iterator[Interpretation]:
    """A town and what tells it from others, with the word between them written out: Frankfurt/Main."""
    first, second = filled[0], filled[1]
    for link in links():
        name = f"{first.text} {link} {second.text}"
        if lookup.named(name):
            yield _with_areas(replace(first, text=name), filled[2:], (Way.EXPANDED,), parts, lookup)
            return


def _second_names(filled: tuple[Part, ...], parts: tuple[Part, ...], lookup: KnownNames) -> Iterator[Interpretation]:
    """Two parts that are names of one place: "Bakhmut (Artemivsk)"."""
    for at in range(1, min(len(filled), ARRANGED)):
        if lookup.same_place(filled[0].text, filled[at].text):
            others = filled[1:at] + filled[at + 1 :]
            yield replace(
                _with_areas(filled[0], others, (Way.SECOND_NAME,), parts, lookup),
                alias=filled[at].text,
            )
