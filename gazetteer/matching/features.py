"""The evidence, number by number: what the model weighs for each candidate, and for "none of these"."""

from __future__ import annotations

from enum import IntEnum


class Evidence(IntEnum):
    """What is known of one candidate. Ratios run from 0 to 1; context is 1 agrees, -1 disagrees, 0 not given."""

    BLEND = 0  # mean of the spelling's ratio and those of the sounds at three depths
    BLEND_70 = 1  # what of the blend is above .7
    BLEND_80 = 2  # what is above .8
    BLEND_90 = 3  # what is above .9
    STRING = 4  # the spelling's ratio alone
    EXACT_NATIVE = 5  # the same letters in the same script
    EXACT_READING = 6  # the same Latin reading, of another spelling
    EXACT_MAIN = 7  # exact, and the place's own name
    EXACT_WEAK = 8  # exact, but a machine's romanization, a code, or the name without its generic words
    MISSED_LETTERS = 9  # square root of (1 - blend) * letters
    FAME = 10  # decimal logarithm of the people; this and others apart for the same letters, see FAME_IF_SAME
    NAMES = 11  # natural logarithm of the number of names
    FAME_IF_SAME = 12  # where the name has the same letters in the same script, the fame of the best known such place
    FAME_BY_BLEND = 13  # fame times blend; where the letters are the same, of the best known such place
    FOREIGN_STRING = 14  # the query is not in Latin letters: its spelling's ratio
    FOREIGN_BROAD = 15  # the query is not in Latin letters: its sound's ratio at depth 2
    FOREIGN_BLEND = 16  # the query is not in Latin letters: the blend
    COUNTRY = 17  # the candidate is a country
    AREA = 18  # an admin area
    CAPITAL = 19  # a country's capital
    OTHER_CLASS = 20  # neither populated nor administrative
    IN_COUNTRY = 21  # it is in a country that was given
    IN_AREA = 22  # 1 it is in the areas that were given, -1 one of them does not contain it
    NEARNESS = 23  # minus log(1 + distance / km)
    KIND_ASKED = 24  # it is of the classes and codes asked for
    KIND_NAMED = 25  # generic words in the query speak of this kind
    CORE_FORM = 26  # found without the query's generic words
    NOMINATIVE_FORM = 27  # found with an ending undone
    HISTORIC = 28  # a name of the past, where no day is given on which the place bore it
    COLLOQUIAL = 29  # a colloquial name
    LANGUAGE = 30  # the name is in the query's language
    FIRST_LETTER = 31  # the readings begin alike
    EXACT_SHORT = 32  # exact, one over the square root of the letters
    MODIFIERS = 33  # words such as new, upper or saint that only one of the two names has; how many
    EDITS = 34  # letters added, dropped, changed or swapped between the readings (optimal string alignment)
    EDIT_RATIO = 35  # one minus the edits over the longer's letters
    ACROSS = 36  # the query is in Latin letters, and the name that is alike is not
    ACROSS_BLEND = 37  # the blend, where the query is in Latin letters and the name is not
    MACHINE = 38  # the name that is alike is a machine's romanization
    DOUBT = 39  # how doubtful the undoing of the ending is
    COUNTRY_IF_SAME = 40  # a country, where the name has the same letters in the same script
    AREA_IF_SAME = 41  # an admin area, likewise, that has its name from a town in it or shares it with a country
    CAPITAL_IF_SAME = 42  # a capital, likewise
    NAMES_IF_SAME = 43  # logarithm of the number of names, likewise
    CONFUSED = 44  # likeness of the sounds, weighed by how easily one is written for another
    PREFIX = 45  # letters that the readings begin alike with, over the longer's letters
    SUFFIX = 46  # letters that they end alike with, over the longer's letters
    LATIN_EDIT_RATIO = 47  # both in Latin letters: EDIT_RATIO
    LATIN_FIRST_LETTER = 48  # both in Latin letters: FIRST_LETTER
    LATIN_CONFUSED = 49  # both in Latin letters: CONFUSED
    AREA_NAMED = 50  # an area, a river, a lake…, and generic words in the query speak of its kind
    DOUBLED = 51  # alike but for letters written twice
    SWAPPED = 52  # the same letters in another order
    VOWELS = 53  # alike but for vowels
    OUT_OF_DATE = 54  # a day is given on which the place did not bear the name
    KIND_MISSED = 55  # generic words speak of a river, an airport…, and the place is a town or an area
    YIELDED = 56  # a country called by a place's own name in it: logarithm of the share of its languages that do so
    CUT = 57  # how seldom a string is meant as it is read here; the same for all candidates of the interpretation
    UNEXPLAINED = 58  # share of the string's letters that this interpretation leaves unexplained
    AREAS_UNREAD = 59  # how many areas of this interpretation are not known
    AREA_DOUBT = 60  # how doubtful it is that an area is meant that is merely alike
    AREAS_MET = 61  # how many areas contain the place, beyond the first of them
    AREAS_UNMET = 62  # how many do not
    IS_ALIAS = 63  # 1 the string's second name is one of the place too, -1 it is not, 0 there is no second name
    CODED_MAIN = 64  # an area given by a code contains the place, and the name is the place's own
    ACRONYM = 65  # the query looks like initials, and the name is not one of a well-known place
    KIND_SIZE = 66  # the query says village and the place is a city, or the reverse
    TRANSCRIBED = 67  # the query is what a newsroom makes of the place's own name
    SAME_COUNTRY = 68  # share of the other places of a joint request that are in the same country
    SAME_AREA = 69  # share of them that are in the same first-level area
    AROUND = 70  # share of them that are in its surroundings, within a degree
    LENT_BY_UNIT = 71  # a town: what speaks more for the unit around it that has its name
    BEHIND_TOWN = 72  # a unit: minus what keeps it behind the town that it has its name from
    ELSEWHERE = 73  # the country or area given contains it in another's view only, or as a territory of its own
    RESPELT_FORM = 74  # found by what a language that respells foreign names may have made of it
    RESPELT_DOUBT = 75  # how doubtful that is
    MARKS_LEFT_OUT = 76  # the same letters, which the name has marks on and the query has not
    MARKS_OTHER = 77  # the same letters, with marks in the query that the name has not
    BARE_UNIT = 78  # an area whose name is merely alike, without the generic words that are part of it
    AREA_FAME = 79  # fame times blend, of an admin area
    COUNTRY_FAME = 80  # the same, of a country
    ONE_SLIP = 81  # both in Latin letters, one slip apart
    TWO_SLIPS = 82  # two slips apart
    NEIGHBOUR = 83  # both in Latin letters, alike but for one letter written for its neighbour on a keyboard
    LEFT_OUT = 84  # both in Latin letters, alike but for one letter that the query lacks
    OWN_ALIKE = 85  # merely alike, and the place's own name
    BEHIND_NAMESAKE = 86  # how far its fame is behind that of the best known place with a name in the same letters


class Nothing(IntEnum):
    """What is known of "none of these"."""

    BIAS = 0  # always 1
    BEST_BLEND = 1  # the best blend among the candidates
    BEST_STRING = 2  # the best ratio of spellings
    ANY_EXACT = 3  # a candidate has a name equal to the query
    LETTERS = 4  # natural logarithm of the query's letters
    TOKENS = 5  # its blanks
    FOREIGN = 6  # it is not in Latin letters
    GOOD_ONES = 7  # natural logarithm of one more than the candidates with people and a blend above .85
    UNMET = 8  # a country or an area was given, and nothing this much alike is there: the best blend elsewhere
    UNMET_EXACT = 9  # likewise, and elsewhere is a place of that very name
    LONG_ALIKE = 10  # the best blend times the logarithm of the letters
    FOREIGN_ALIKE = 11  # the best blend, where it is not in Latin letters
    WORDS_ALIKE = 12  # the best blend times the blanks
    ANY_OWN = 13  # a candidate has this very name as its own
    FOREIGN_LONG = 14  # natural logarithm of the letters, where it is not in Latin letters


class Row(IntEnum):
    """What is kept of a candidate in whole numbers."""

    PLACE = 0  # row of the place
    NAME = 1  # row of the name
    KEY = 2  # id of the key
    FORM = 3  # the form of the query that fits it, a `FormKind`
    EXACTNESS = 4  # 2 the same letters in the same script (it may have more marks), 1 the same reading, 0 less
    ASTRAY = 5  # bits of what was given that the place does not meet: the countries, each group of areas, KIND_BIT


KIND_BIT = 40  # of `Row.ASTRAY`: the string says village, and the place is a city
