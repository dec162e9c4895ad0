"""What speaks against a claim, and how much: every reason is a word with a factor, and a claim's confidence is their product.

The factors are set by hand from what each kind of doubt was worth on labelled articles; `python -m tests.gold.accuracy` shows how well the
confidences hold.
"""

import datetime as dt

from extract.claims.who import Who

#: a claim about which nothing is doubtful
_CERTAIN = 0.98

FACTORS = {
    "subject carried from before": 0.97,
    "year from the publication date": 0.98,
    "year from the sentence before": 0.97,
    "year of the result told before": 0.93,
    "year of the results that the award judges": 0.93,
    "year of the title": 0.9,
    "rate from the title": 0.93,
    "year of the survey": 0.96,
    "year from before": 0.85,
    "year behind the number": 0.93,
    "year from the sentence behind": 0.93,
    "years of the comparison before": 0.93,
    "evaluation of the year before, prize of this year": 0.85,
    "section of the sentence": 0.98,
    "section of the article": 0.93,
    "grade from the title": 0.93,
    "only in the title": 0.8,
    "no year in the text and no publication date": 0.9,
    "a past award without its year": 0.8,
    "year counted back from a streak": 0.7,
    "undated": 0.7,
    "start of a change, its year not said": 0.6,
    "a year counted back from one that is not said": 0.6,
    "a term whose years the text does not give": 0.7,
    "a result without target or rate": 0.8,
    "a part of a plan": 0.8,
    "counts people, not jobs": 0.6,
    "an excess over the target, not a rate of it": 0.6,
    "the rate does not fit target and result": 0.6,
    "result far from the target": 0.6,
    "the municipality did not exist in that year": 0.4,
    "a year before the award began": 0.2,
    "a year still to come": 0.3,
}

#: the 공시제 began in 2010, the award after it
_FIRST_AWARD = 2010


def confidence(reasons: list[str]) -> float:
    """Between 0 and 1, to two places: how likely a claim with these reasons against it is right."""
    value = _CERTAIN
    for reason in reasons:
        value *= FACTORS.get(reason, 0.9)
    return round(value, 2)


def doubts_of_place(who: Who, year: int | None) -> list[str]:
    """The municipality must have existed in the row's year, under whatever name."""
    if year is None or who.municipality.existed(year):
        return []
    return ["the municipality did not exist in that year"]


def doubts_of_award(year: int | None, published: dt.date | None, is_national: bool) -> list[str]:
    """An edition lies between the first one and the publication."""
    if year is None:
        return []
    if is_national and year < _FIRST_AWARD:
        return ["a year before the award began"]
    return ["a year still to come"] if published is not None and year > published.year else []


def doubts_of_figures(target: int | None, actual: int | None, pct: float | None) -> list[str]:
    """Target, result and rate must fit each other: the rate is printed with one decimal at most, the numbers may be rounded."""
    if target and actual:
        computed = actual / target * 100
        if pct is not None:
            return [] if abs(computed - pct) <= max(1.5, 0.02 * pct) else ["the rate does not fit target and result"]
        return [] if 30 <= computed <= 500 else ["result far from the target"]
    return []
