"""The search itself: the k strings likest to a query, by indel ratio, over the arrays of `build_fuzzy`.

The best k so far are kept in order. One-letter neighbours come first and raise the floor that others must pass. Then
blocks are visited outward from the query's length, until no string of the next length could pass. Within a block the
strings that share enough grams with the query are counted out from postings (ScanCount: C. Li, J. Lu, Y. Lu, Efficient
merging and filtering algorithms for approximate string searches, ICDE 2008); where the lists are longer than the block
is worth, all signatures are compared instead. Who passes is compared letter by letter, the most promising first.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.blocks import BITS, BLOCK, CLASSES, count_letters, signature
from gazetteer.index.grams import distinct_grams
from gazetteer.index.jit import inline, kernel, popcount, prefetch
from gazetteer.index.likeness import WORD, clear_masks, lcs, lcs_long, set_masks
from gazetteer.index.neighbours import PREFIX, bucket_of, check_of, hash_without

LISTS = 250  # lists counted for one query; a count must fit 8 bits
HAIR = 1e-9  # less than any two ratios differ
ALL_BITS = 2**64 - 1
RANKS = 256


class Shelf(NamedTuple):
    """All that a search reads: the string table and the arrays of `build_fuzzy`."""

    heap: NDArray[np.uint8]
    offsets: NDArray[np.uint64]
    length_start: NDArray[np.int64]
    classes: NDArray[np.uint8]
    block_start: NDArray[np.int64]
    block_low: NDArray[np.int64]
    block_high: NDArray[np.int64]
    bit_class: NDArray[np.uint8]
    bit_need: NDArray[np.uint8]
    signatures: NDArray[np.uint64]
    where: NDArray[np.uint64]
    what: NDArray[np.uint64]
    two_rank: NDArray[np.int32]
    two_start: NDArray[np.uint32]
    two_places: NDArray[np.uint16]
    two_total: NDArray[np.int64]
    three_rank: NDArray[np.int32]
    three_start: NDArray[np.uint32]
    three_places: NDArray[np.uint16]
    three_total: NDArray[np.int64]
    bucket: NDArray[np.uint32]
    near_ids: NDArray[np.uint32]
    near_checks: NDArray[np.uint8]


class Scratch(NamedTuple):
    """The working memory of one thread."""

    counts: NDArray[np.uint8]
    picked: NDArray[np.int64]
    sorted: NDArray[np.int64]
    masks: NDArray[np.uint64]
    row: NDArray[np.uint64]
    letters: NDArray[np.int64]
    grams: NDArray[np.int64]
    lists: NDArray[np.int64]
    spans: NDArray[np.int64]
    ranks: NDArray[np.int64]
    work: NDArray[np.int64]


class Effort(NamedTuple):
    """How far a search goes.

    Args:
        share: of the query's grams, the part that a string must share; 0 asks only for what its ratio implies.
        spare: how many lists may be left uncounted, the longest first, is the number of grams required less this.
        bigrams: queries of at most so many letters are searched by bigrams, longer ones by trigrams.
        reach: strings whose ratio is this far below the best are not looked for.
        scan: how many signatures cost as much to compare as one posting to count.
    """

    base: float
    slope: float
    drop: float
    exact: bool
    bigrams: int
    reach: float
    scan: int


def make_scratch(longest_query: int) -> Scratch:
    """Working memory for queries of at most so many bytes."""
    words = max(1, -(-longest_query // WORD))
    return Scratch(
        counts=np.zeros(BLOCK, np.uint8),
        picked=np.zeros(BLOCK, np.int64),
        sorted=np.zeros(BLOCK, np.int64),
        masks=np.zeros(words * 256, np.uint64),
        row=np.zeros(words, np.uint64),
        letters=np.zeros(CLASSES, np.int64),
        grams=np.zeros(longest_query + 2, np.int64),
        lists=np.zeros(longest_query + 2, np.int64),
        spans=np.zeros(2 * (longest_query + 2), np.int64),
        ranks=np.zeros(RANKS, np.int64),
        work=np.zeros(8, np.int64),
    )


@inline
def push(ids: Any, ratios: Any, kept: Any, id: Any, ratio: Any) -> Any:
    """Puts a string among the best, by ratio and then id; returns how many are kept."""
    for other in range(kept):
        if ids[other] == id:
            return kept
    limit = len(ids)
    if kept < limit:
        place = kept
        kept += 1
    else:
        place = limit - 1
        if ratio < ratios[place] or (ratio == ratios[place] and id > ids[place]):
            return kept
    while place > 0 and (ratios[place - 1] < ratio or (ratios[place - 1] == ratio and ids[place - 1] > id)):
        ratios[place] = ratios[place - 1]
        ids[place] = ids[place - 1]
        place -= 1
    ratios[place] = ratio
    ids[place] = id
    return kept


@inline
def common_letters(shelf: Any, scratch: Any, length: Any, start: Any, end: Any) -> Any:
    """LCS of the query, whose masks are set, and a string of the heap."""
    if length <= WORD:
        return lcs(scratch.masks, length, shelf.heap, start, end)
    return lcs_long(scratch.masks, length, shelf.heap, start, end, scratch.row)


@inline
def allowed(shelf: Any, id: Any, where: Any, what: Any) -> Any:
    """Whether a string passes both filters."""
    return (shelf.where[id] & where) != np.uint64(0) and (shelf.what[id] & what) != np.uint64(0)


@inline
def seek_neighbours(
    query: Any, shelf: Any, scratch: Any, floor: Any, where: Any, what: Any, open: Any, kept: Any, ids: Any, ratios: Any
) -> Any:
    """Puts the strings one letter away among the best."""
    length = len(query)
    low, high = max(length - 1, 1), min(length + 2, len(shelf.length_start) - 1)
    if low >= high:
        return kept
    first, last = shelf.length_start[low], shelf.length_start[high]
    bits = 0
    while (1 << bits) < len(shelf.bucket) - 1:
        bits += 1
    prefix = min(length, PREFIX)
    for dropped in range(-1, prefix):
        if dropped > 0 and query[dropped] == query[dropped - 1]:
            continue
        value = hash_without(query, 0, prefix, dropped)
        check = check_of(value)
        bucket = bucket_of(value, bits)
        for entry in range(np.int64(shelf.bucket[bucket]), np.int64(shelf.bucket[bucket + 1])):
            id = np.int64(shelf.near_ids[entry])
            if id >= last:
                break
            if id < first or shelf.near_checks[entry] != check:
                continue
            if not open and not allowed(shelf, id, where, what):
                continue
            start, end = np.int64(shelf.offsets[id]), np.int64(shelf.offsets[id + 1])
            common = common_letters(shelf, scratch, length, start, end)
            if common >= max(length, end - start) - 1:
                ratio = 2.0 * common / (length + end - start)
                if ratio >= floor:
                    kept = push(ids, ratios, kept, id, ratio)
    return kept


@inline
def choose_lists(rank: Any, total: Any, scratch: Any, number: Any) -> Any:
    """Rows of the query's grams, the rarest first, into `lists`; grams that occur nowhere are left out."""
    used = 0
    for position in range(number):
        row = np.int64(rank[scratch.grams[position]])
        if row < 0:
            continue
        place = used
        while place > 0 and total[scratch.lists[place - 1]] > total[row]:
            scratch.lists[place] = scratch.lists[place - 1]
            place -= 1
        scratch.lists[place] = row
        used += 1
    return used


@inline
def search_blocks(
    query: Any,
    shelf: Any,
    scratch: Any,
    effort: Any,
    size: Any,
    rank: Any,
    starts: Any,
    places: Any,
    total: Any,
    floor: Any,
    where: Any,
    what: Any,
    open: Any,
    kept: Any,
    ids: Any,
    ratios: Any,
) -> Any:
    """Visits the blocks outward from the query's length."""
    length = len(query)
    limit = len(ids)
    blocks = len(shelf.block_low)
    counts, picked, ordered = scratch.counts, scratch.picked, scratch.sorted
    number = distinct_grams(query, 0, length, shelf.classes, size, scratch.grams)
    lists = min(choose_lists(rank, total, scratch, number), LISTS)
    lost = 0 if not effort.exact else number - lists
    count_letters(query, 0, length, shelf.classes, scratch.letters)
    up = 0
    while up < blocks and shelf.block_high[up] < length:
        up += 1
    down = up - 1
    while up < blocks or down >= 0:
        # The block whose lengths allow the better ratio.
        bound, block = -1.0, -1
        if up < blocks:
            bound = 1.0 if shelf.block_low[up] <= length else 2.0 * length / (length + shelf.block_low[up])
            block = up
        if down >= 0:
            below = 2.0 * shelf.block_high[down] / (length + shelf.block_high[down])
            if below > bound:
                bound = below
                block = down
        least = floor
        if kept > 0:
            least = max(least, ratios[0] - effort.reach)
        if kept == limit:
            least = max(least, ratios[limit - 1] + HAIR)
        if bound < least:
            break
        if block == up:
            up += 1
        else:
            down -= 1
        low, high = shelf.block_low[block], shelf.block_high[block]
        # Most letters that a string with that ratio drops and adds.
        differ = np.int64(np.floor((length + high) * (1.0 - least) + HAIR))
        drops, adds = (differ + length - low) // 2, (differ + high - length) // 2
        if drops < 0 or adds < 0:
            continue
        # A dropped letter spoils at most `size` grams, an added one `size - 1`.
        needed = number - size * drops - (size - 1) * adds
        if not effort.exact:
            needed = max(needed, np.int64(effort.base + effort.slope * number), 1)
        # Whoever shares `needed` grams shares at least this many that are not among the longest lists.
        use = lists
        needed -= lost
        while use > 1 and needed > effort.drop:
            use -= 1
            needed -= 1
        first = shelf.block_start[block]
        members = shelf.block_start[block + 1] - first
        postings = 0
        for position in range(use):
            row = scratch.lists[position] * blocks + block
            scratch.spans[2 * position] = np.int64(starts[row])
            scratch.spans[2 * position + 1] = np.int64(starts[row + 1])
            postings += np.int64(starts[row + 1]) - np.int64(starts[row])
        heap_start = np.int64(shelf.offsets[first])
        sign = signature(scratch.letters, shelf.bit_class, shelf.bit_need, block * BITS)
        scratch.ranks[:] = 0
        found = 0
        scratch.work[0] += 1
        if needed < 1 or postings * effort.scan > members:
            scratch.work[1] += members
            for place in range(members):
                distance = popcount(shelf.signatures[first + place] ^ sign)
                counts[place] = distance
            for place in range(members):
                distance = np.int64(counts[place])
                picked[found] = (place << 8) | distance
                found += distance <= differ
            counts[:members] = 0
        else:
            scratch.work[2] += postings
            reached = 0
            enough = np.uint8(needed)
            for position in range(use):
                for posting in range(scratch.spans[2 * position], scratch.spans[2 * position + 1]):
                    place = np.int64(places[posting])
                    count = counts[place] + np.uint8(1)
                    counts[place] = count
                    ordered[reached] = place
                    reached += count == enough
            scratch.work[3] += reached
            for position in range(reached):
                place = ordered[position]
                picked[found] = (place << 8) | (255 - np.int64(counts[place]))
                found += popcount(shelf.signatures[first + place] ^ sign) <= differ
            if postings > members >> 5:
                counts[:members] = 0
            else:
                for position in range(use):
                    for posting in range(scratch.spans[2 * position], scratch.spans[2 * position + 1]):
                        counts[np.int64(places[posting])] = 0
        # A counting sort brings the most promising to the front.
        for position in range(found):
            scratch.ranks[picked[position] & 255] += 1
        before = 0
        for distance in range(RANKS):
            here = scratch.ranks[distance]
            scratch.ranks[distance] = before
            before += here
        for position in range(found):
            distance = picked[position] & 255
            ordered[scratch.ranks[distance]] = picked[position]
            prefetch(shelf.heap, heap_start + (picked[position] >> 8) * low)
            scratch.ranks[distance] += 1
        scratch.work[4] += found
        for position in range(found):
            id = first + (ordered[position] >> 8)
            if kept == limit:
                least = max(least, ratios[limit - 1] + HAIR)
                differ = np.int64(np.floor((length + high) * (1.0 - least) + HAIR))
            if popcount(shelf.signatures[id] ^ sign) > differ:
                continue
            if not open and not allowed(shelf, id, where, what):
                continue
            scratch.work[5] += 1
            if low == high:
                start = heap_start + (ordered[position] >> 8) * low
                end = start + low
            else:
                start, end = np.int64(shelf.offsets[id]), np.int64(shelf.offsets[id + 1])
            ratio = 2.0 * common_letters(shelf, scratch, length, start, end) / (length + end - start)
            if ratio >= least:
                kept = push(ids, ratios, kept, id, ratio)
    return kept


@kernel
def search_many(
    texts: Any,
    bounds: Any,
    shelf: Any,
    scratch: Any,
    effort: Any,
    seeds: Any,
    floor: Any,
    where: Any,
    what: Any,
    ids: Any,
    ratios: Any,
    found: Any,
) -> None:
    """Searches queries one after the other.

    Args:
        texts: the bytes of all queries.
        bounds: where each query begins, and the end of the last.
        shelf: what to search.
        scratch: of this thread.
        effort: how far to go.
        seeds: whether to stop after the one-letter neighbours.
        floor: least ratio.
        where: mask that a string's country mask must meet.
        what: mask that a string's kind mask must meet.
        ids: out, (queries, k).
        ratios: out, (queries, k).
        found: out, how many there are for each query.
    """
    open = where == np.uint64(ALL_BITS) and what == np.uint64(ALL_BITS)
    for number in range(len(found)):
        query = texts[bounds[number] : bounds[number + 1]]
        if len(query) == 0:
            found[number] = 0
            continue
        set_masks(scratch.masks, query)
        kept = seek_neighbours(query, shelf, scratch, floor, where, what, open, 0, ids[number], ratios[number])
        if not seeds:
            if len(query) <= effort.bigrams:
                kept = search_blocks(
                    query,
                    shelf,
                    scratch,
                    effort,
                    2,
                    shelf.two_rank,
                    shelf.two_start,
                    shelf.two_places,
                    shelf.two_total,
                    floor,
                    where,
                    what,
                    open,
                    kept,
                    ids[number],
                    ratios[number],
                )
            else:
                kept = search_blocks(
                    query,
                    shelf,
                    scratch,
                    effort,
                    3,
                    shelf.three_rank,
                    shelf.three_start,
                    shelf.three_places,
                    shelf.three_total,
                    floor,
                    where,
                    what,
                    open,
                    kept,
                    ids[number],
                    ratios[number],
                )
        clear_masks(scratch.masks, query)
        found[number] = kept
