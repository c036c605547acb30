"""What is held of a weight before any case is seen: its sign, and where no case can speak, its size.

The fit pulls every weight to its prior; where many cases speak, they decide.
"""

from __future__ import annotations

from gazetteer.matching.features import Evidence

FIXED = {
    Evidence.YIELDED: 1.0,  # is a logarithm of a share already
    Evidence.LENT_BY_UNIT: 1.0,  # is a difference of utilities already
    Evidence.BEHIND_TOWN: 1.0,  # likewise
    # Whom a bare name means is in no package: these are the logarithms of what meant.py assumes.
    Evidence.BEHIND_NAMESAKE: 2.3,  # in proportion to the people
    Evidence.NAMES_IF_SAME: 0.5,  # times the square root of the number of names
    Evidence.CAPITAL_IF_SAME: 0.7,  # twice for a capital
    Evidence.EXACT_MAIN: 1.1,  # three times for the place's own name
    # Of these no package has cases: points, days, places that are named together.
    Evidence.NEARNESS: 2.5,  # ten times the distance, a twelfth as likely
    Evidence.KIND_ASKED: 2.0,  # classes are a filter first; this orders what is left
    Evidence.HISTORIC: -0.3,  # a former name is still a name: it gives way to a present one of an equal place
    Evidence.COLLOQUIAL: -0.5,  # likewise
    Evidence.OUT_OF_DATE: -3.0,  # on the day asked for, the place was not called so
    Evidence.LANGUAGE: 0.5,  # the language of a text says little of which places it is about
    Evidence.SAME_COUNTRY: 3.0,  # columns are mostly of one country
    Evidence.SAME_AREA: 2.0,  # and often of one region
    Evidence.AROUND: 2.0,  # or of one neighbourhood
    Evidence.IS_ALIAS: 7.5,  # a second name in brackets that is one of the same place is proof
    Evidence.ACRONYM: -6.0,  # initials of organisations are in no package: WHO is no town
    Evidence.TRANSCRIBED: 3.0,  # the letters that a newsroom's rules make of the place's own name
}
"""The weights that no case of the fit speaks of, each with its reason."""

EXPECTED = {
    Evidence.CUT: -1.0,  # is a cost that parsing counts in utilities
    Evidence.UNEXPLAINED: -4.0,
    Evidence.AREAS_UNREAD: -2.5,
    Evidence.AREA_DOUBT: -2.0,
    Evidence.AREAS_MET: 2.0,
    Evidence.AREAS_UNMET: -4.0,
    Evidence.CODED_MAIN: 3.7,
    Evidence.ELSEWHERE: -2.0,
    Evidence.KIND_NAMED: 2.5,
    Evidence.KIND_MISSED: -3.0,
    Evidence.KIND_SIZE: -5.0,
    Evidence.IN_COUNTRY: 6.0,
    Evidence.IN_AREA: 6.0,
    Evidence.AREA_NAMED: 4.0,
}
"""Priors other than 0: of what is read beside the name, few cases speak of each."""

AT_LEAST_0 = (
    Evidence.FAME, Evidence.NAMES, Evidence.FAME_BY_BLEND, Evidence.FAME_IF_SAME, Evidence.AREA_NAMED,
    Evidence.IN_COUNTRY, Evidence.IN_AREA, Evidence.KIND_NAMED, Evidence.AREAS_MET, Evidence.CODED_MAIN,
)  # fmt: skip
"""What never speaks against a place, whatever a sample says."""

AT_MOST_0 = (
    Evidence.CUT, Evidence.UNEXPLAINED, Evidence.AREAS_UNREAD, Evidence.AREA_DOUBT, Evidence.AREAS_UNMET,
    Evidence.ELSEWHERE, Evidence.KIND_MISSED, Evidence.KIND_SIZE, Evidence.MARKS_LEFT_OUT, Evidence.MARKS_OTHER,
    Evidence.AREA_IF_SAME, Evidence.RESPELT_DOUBT, Evidence.OTHERS_MARKS,
)  # fmt: skip
"""What never speaks for one."""

RIDGE = 2.0
"""How firmly priors of 0 hold, in cases: a weight of 1 costs as much as one case of which half the truth is lost."""
RIDGE_EXPECTED = 100.0
"""The same of the others: where what is given decides at any weight, the cases do not say how much more it should."""


def prior(feature: int) -> float:
    """The weight that is held before any case is seen."""
    return FIXED.get(Evidence(feature), EXPECTED.get(Evidence(feature), 0.0))
