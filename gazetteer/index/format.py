"""The format of an index on disk, written once: every array, what is in it, and who writes it.

A builder writes no array that is not declared here, and an opened index is checked against it (`checks.py`);
docs/index-format.md is written from it (`python -m bench.format_page`). What the numbers in the arrays stand for is in
`values.py`; "number in the manifest" is a place in one of the short lists of `manifest.json`, "shared text" one of
those in `word_heap`, where each is kept once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

FORMAT = 6  # changed with anything that makes older builds unreadable


COMMON_BEST = 256  # strings that are kept of each common beginning


@dataclass(frozen=True, slots=True)
class ArrayFormat:
    """One array of an index.

    Args:
        name: of its file, less `.npy`.
        dtype: numpy's name of its type; of two, "uint32 or uint64", the second where the first is too narrow.
        length: how many entries it has: those of a dimension ("names"), some more ("names + 1"), several times so many
            ("blocks * 356"), or a number. The first array of a dimension says how large that is.
        meaning: what is in it, in one sentence.
        ends: for offsets, the dimension that is as large as the last of them says.
        columns: how many numbers an entry has, where it has several.
        writer: the module that makes it.
    """

    name: str
    dtype: str
    length: str
    meaning: str
    ends: str = ""
    columns: int = 0
    writer: str = ""


@dataclass(frozen=True, slots=True)
class ArrayGroup:
    """Arrays that belong together, and what they are for."""

    title: str
    about: str
    arrays: tuple[ArrayFormat, ...]


_A = ArrayFormat


def _by(writer: str, *arrays: ArrayFormat) -> tuple[ArrayFormat, ...]:
    return tuple(replace(one, writer=f"build/{writer}.py") for one in arrays)


def _strings(prefix: str, of: str) -> tuple[ArrayFormat, ...]:
    """The arrays of a `StringTable`."""
    return (
        _A(f"{prefix}_heap", "uint8", f"{prefix} bytes", f"The bytes of all {of}, one after the other."),
        _A(f"{prefix}_offsets", "uint32", f"{of} + 1", "Where each begins, and the end.", f"{prefix} bytes"),
        _A(f"{prefix}_length_start", "int64", f"{prefix} lengths", "The first of each length, and the end.", of),
    )


def _fuzzy(prefix: str, of: str) -> tuple[ArrayFormat, ...]:
    """The arrays of a `FuzzyIndex`."""
    blocks = f"{prefix} blocks"
    return (
        _A(f"{prefix}_fuzzy_classes", "uint8", "256", "For each byte its letter: blank, a-z, 0-9, any other."),
        _A(f"{prefix}_fuzzy_block_start", "int64", f"{blocks} + 1", f"Which {of} each block begins with; the end.", of),
        _A(f"{prefix}_fuzzy_block_low", "int64", blocks, "The least length in each block."),
        _A(f"{prefix}_fuzzy_block_high", "int64", blocks, "The greatest length in each block."),
        _A(
            f"{prefix}_fuzzy_column",
            "int64",
            f"{blocks} * 356",
            "Where each column begins, 0 for an empty one.",
        ),
        _A(f"{prefix}_fuzzy_holders", "int64", "228", f"How many {of} have each letter so many times."),
        _A(f"{prefix}_fuzzy_bits", "uint64", f"{prefix} words", "The columns: by letter, country and kind who has it."),
    )


def _neighbours(prefix: str, of: str) -> tuple[ArrayFormat, ...]:
    """The arrays of a `FuzzyIndex` that knows the strings one letter away."""
    near = f"bytes of {prefix} neighbours"
    return (
        _A(f"{prefix}_fuzzy_bucket", "uint32", f"{prefix} buckets + 1", "Where each bucket of hashes begins.", near),
        _A(
            f"{prefix}_fuzzy_neighbours",
            "uint8",
            near,
            f"Which {of} have the hash with one letter dropped or none, packed (`search/neighbours.py`).",
        ),
    )


def _ordered(prefix: str, of: str) -> tuple[ArrayFormat, ...]:
    """The arrays of a search by beginnings."""
    return (
        _A(f"{prefix}_order", "uint32", of, f"The {of} in the order of their bytes."),
        _A(f"{prefix}_best", "float32", of, "In that order, the renown of the best-known place of each."),
        _A(f"{prefix}_block", "float32", f"{prefix} blocks", "The greatest renown in each 64 of them."),
        _A(f"{prefix}_where", "uint64", f"{prefix} blocks", "The countries of the places in each 64 of them, as bits."),
        _A(
            f"{prefix}_common_low",
            "uint32",
            f"{prefix} common beginnings",
            f"Of each one or two letters with which thousands of {of} begin, the first of these in that order.",
        ),
        _A(f"{prefix}_common_high", "uint32", f"{prefix} common beginnings", "Where these end."),
        _A(
            f"{prefix}_common_best",
            "uint32",
            f"{prefix} common beginnings",
            "Where in that order the best known of them are, ascending.",
            columns=COMMON_BEST,
        ),
        _A(f"{prefix}_common_rest", "float32", f"{prefix} common beginnings", "The greatest renown of the others."),
    )


_PLACES = ArrayGroup(
    "Places",
    "One row a place, in the order of their GeoNames ids. Fame says how many people a place's bare name brings to "
    "mind, as a logarithm: it is what tells namesakes apart. Renown is fame and in how many ways the world writes the "
    "place: by it the names that begin as typed are ordered.",
    _by(
        "places",
        _A("place_id", "int64", "places", "Its id, GeoNames' or the overlay's; ascending."),
        _A("place_lat", "int32", "places", "Latitude in 1e-5 degrees."),
        _A("place_lon", "int32", "places", "Longitude in 1e-5 degrees."),
        _A("place_country", "int16", "places", "Its country, a number in the manifest (`countries`); -1 for none."),
        _A("place_admin1", "int32", "places", "The row of its division of the first level, -1 for none."),
        _A("place_admin2", "int32", "places", "The row of its division of the second level, -1 for none."),
        _A("place_admin3", "int32", "places", "The row of its division of the third level, -1 for none."),
        _A("place_admin4", "int32", "places", "The row of its division of the fourth level, -1 for none."),
        _A("place_feature", "int16", "places", "Class and code, a number in the manifest (`features`)."),
        _A("place_population", "uint32", "places", "People; of a division without a figure those inside it."),
        _A("place_zone", "int16", "places", "Time zone, a number in the manifest (`zones`)."),
        _A("place_wikidata", "uint32", "places", "The number of its Wikidata item, 0 for none."),
        _A("place_elevation", "int16", "places", "Metres above the sea, -32768 where that is not known."),
        _A("place_modified", "uint16", "places", "Day of its last change since 1970-01-01, 0 where that is not known."),
        _A("place_derived", "bool", "places", "Whether its coordinates are worked out from others'."),
        _A("place_own", "bool", "places", "Whether the overlay gave it."),
        _A(
            "place_fame",
            "float32",
            "places",
            "Decimal logarithm of ten and the people that its bare name brings to mind.",
        ),
    )
    + _by(
        "prefixes",
        _A("place_renown", "float32", "places", "Fame, and the logarithm of how many names it has, up to 100."),
    )
    + _by(
        "places",
        _A("area_row", "int32", "areas", "The rows of divisions that have a code, ascending."),
        _A("area_code", "uint32", "areas", "The code of each with those around it (`UA.05`), a shared text."),
        _A("area_iso", "uint32", "areas", "ISO 3166-2 code of each, a shared text."),
        _A("shared_row", "int32", "shares", "The rows of places that lie in several countries, once for each."),
        _A("shared_country", "int16", "shares", "The country, a number in the manifest (`countries`)."),
    )
    + _by(
        "names",
        _A("place_first_name", "uint32", "places + 1", "Where each place's names begin, and the end.", "names"),
    ),
)

_NAMES = ArrayGroup(
    "Names",
    "One row a name of a place, grouped by place: its own name first, the others by text and language.",
    _by(
        "names",
        _A("name_place", "uint32", "names", "The row of its place."),
        _A("name_heap", "uint8", "name bytes", "The names in UTF-8, one after the other."),
        _A("name_offset", "uint32 or uint64", "names + 1", "Where each begins, and the end.", "name bytes"),
        _A("name_lang", "uint16", "names", "Language, a number in the manifest (`languages`); 0 where none is given."),
    )
    + _by(
        "keys",
        _A("name_flags", "uint16", "names", "What is known of it: the bits of `Flag`."),
        _A("name_native", "uint32", "names", "`native_hash`: equal for equal spellings in one script."),
        _A("name_marks", "uint8", "names", "What the marks of its letters come to (`text.marks`)."),
    )
    + _by(
        "names",
        _A("coded_name", "uint32", "coded names", "The rows of names that are codes of a known kind, ascending."),
        _A("coded_kind", "uint32", "coded names", "The kind of code (`iata`), a shared text."),
        _A("dated_name", "uint32", "dated names", "The rows of names that were in use for a time, ascending."),
        _A("dated_since", "uint32", "dated names", "Since when, as the source says it, a shared text."),
        _A("dated_until", "uint32", "dated names", "Until when, as the source says it, a shared text."),
        _A(
            "dated_first",
            "uint32",
            "dated names",
            "The first day of its use as a number (19240101); 0: no known beginning.",
        ),
        _A("dated_last", "uint32", "dated names", "The last day of its use as a number; 99991231: no known end."),
    )
    + _by(
        "builder",
        _A("word_heap", "uint8", "word bytes", "The shared texts, each kept once, in UTF-8; the first is empty."),
        _A("word_offset", "uint32 or uint64", "words + 1", "Where each begins, and the end.", "word bytes"),
    ),
)

_KEYS = ArrayGroup(
    "Keys",
    "The folded Latin readings of names, distinct, sorted by length and then by bytes. A pair is a key and a name that "
    "is read so; the pairs of a key stand together, those of the best-known places first.",
    _by(
        "keys",
        *_strings("key", "keys"),
        _A("key_concepts", "uint32", "keys", "Its modifiers (new, saint, upper) as bits (`masks.concept_bits`)."),
        _A("key_first_name", "uint32", "keys + 1", "Where each key's pairs begin, and the end.", "pairs"),
        _A("key_name", "uint32", "pairs", "The row of the name."),
        _A("key_tie", "uint8", "pairs", "How the key belongs to the name: `Tie`."),
        *_fuzzy("key", "keys"),
        *_neighbours("key", "keys"),
    )
    + _by("prefixes", *_ordered("prefix", "keys")),
)

_LONG = ArrayGroup(
    "Words of long keys",
    "Words of three letters and more of keys of 28 and more, by which long names are found whose words were moved "
    "or left out.",
    _by(
        "long_words",
        _A(
            "long_word_bucket",
            "uint32",
            "long buckets + 1",
            "Where each bucket of words begins.",
            "bytes of long words",
        ),
        _A(
            "long_word_keys",
            "uint8",
            "bytes of long words",
            "Of each word in a bucket which keys have it, packed (`search/long_words.py`).",
        ),
    ),
)

_SOUNDS = ArrayGroup(
    "Sounds",
    "How keys sound: near sounds in fine classes (depth 1), broad ones in coarse (depth 2), each sorted as keys are.",
    _by(
        "sounds",
        _A("near_heap", "uint8", "near bytes", "The bytes of all near sounds, one after the other."),
        _A("near_offsets", "uint32", "near sounds + 1", "Where each begins, and the end.", "near bytes"),
        _A("pair_heard", "uint8", "pairs", "How many near sounds the key of the pair has for this name."),
        _A("pair_near", "uint32", "sounds of pairs", "Which: by pair, a near sound."),
        _A("key_first_near", "uint32", "keys + 1", "Where each key's sounds begin, and the end.", "sounds of keys"),
        _A("key_near", "uint32", "sounds of keys", "The first few near sounds of each key."),
        *_strings("broad", "broad sounds"),
        _A(
            "broad_first_key",
            "uint32",
            "broad sounds + 1",
            "Where the keys of each begin.",
            "sounds of keys",
        ),
        _A("broad_key", "uint32", "sounds of keys", "The keys that sound so."),
        *_fuzzy("broad", "broad sounds"),
    ),
)

_NATIVE = ArrayGroup(
    "Names in other scripts by their beginnings",
    "The native keys of names that are not in Latin letters, distinct, sorted as keys are.",
    _by(
        "prefixes",
        _A("native_heap", "uint8", "native bytes", "The bytes of all native keys, one after the other."),
        _A("native_offsets", "uint32", "native keys + 1", "Where each begins, and the end.", "native bytes"),
        _A(
            "native_first_name",
            "uint32",
            "native keys + 1",
            "Where the names of each begin.",
            "native names",
        ),
        _A("native_name", "uint32", "native names", "The rows of the names that are written so."),
        *_ordered("native", "native keys"),
    ),
)

_WALK = ArrayGroup(
    "The walk over a text",
    "Names and their beginnings that end with a word (with a letter, in scripts that part no words), by FNV-1a hash in "
    "open addressing.",
    _by(
        "walk",
        _A(
            "walk_check",
            "uint32",
            "walk slots",
            "The upper 32 bits of the hash of a key or of a beginning, 0 for none.",
        ),
        _A("walk_string", "uint32", "walk slots", "The key; 4294967295 where it is only the beginning of some."),
        _A("native_walk_check", "uint32", "native walk slots", "The same of native keys."),
        _A("native_walk_string", "uint32", "native walk slots", "The native key, or 4294967295."),
    ),
)

_NEAREST = ArrayGroup(
    "The nearest places",
    "A tree of points on the unit sphere, 2^30 units to the radius: the children of node n are 2n and 2n + 1, the root "
    "is 1, and the places of a leaf stand together.",
    _by(
        "spatial",
        _A("spatial_point", "int32", "places", "In the order of the leaves: x, y, z.", columns=3),
        _A("spatial_row", "int32", "places", "In that order, the row of the place."),
        _A("spatial_feature", "uint16", "places", "In that order, the number of its feature."),
        _A("spatial_country", "uint16", "places", "In that order, the number of its country and 1."),
        _A("spatial_box", "int32", "nodes", "The least x, y, z and the greatest of a node's points.", columns=6),
        _A("spatial_what", "uint64", "nodes", "The features in a node, as 256 bits.", columns=4),
        _A("spatial_where", "uint64", "nodes", "The countries in a node, as 256 bits.", columns=4),
        _A("spatial_feature_bit", "uint8", "numbers of features", "The bit of each feature."),
        _A("spatial_country_bit", "uint8", "numbers of countries", "The bit of each country."),
    ),
)

_DELETED = ArrayGroup(
    "Deleted places",
    "What the source has deleted, in the order of the ids.",
    _by(
        "deleted",
        _A("gone_id", "int64", "deleted places", "Its GeoNames id; ascending."),
        _A("gone_successor", "int64", "deleted places", "The id of what took its place, 0 for none."),
    ),
)

GROUPS = (_PLACES, _NAMES, _KEYS, _LONG, _SOUNDS, _NATIVE, _WALK, _NEAREST, _DELETED)
ARRAYS = {one.name: one for group in GROUPS for one in group.arrays}
"""Every array by its name, in an order in which the first of each dimension says how large that is."""
