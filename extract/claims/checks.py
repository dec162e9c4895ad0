"""What speaks against a claim: every reason is a phrase, and those that make a claim unlikely lower its confidence.

The confidence itself comes from the scorer's probabilities, set right by `_ODDS`; `python -m tests.gold.accuracy` shows how well it holds.
"""

import datetime as dt

from extract.claims.who import Who

#: what each impossible or unlikely thing leaves of the product of a claim's links, set by hand: they are too rare to be learnt. An
#: otherwise sure claim whose numbers do not fit is still sure enough for a fact, which is then put to a person
FACTORS = {
    "the rate does not fit target and result": 0.6,
    "result far from the target": 0.6,
    "the municipality did not exist in that year": 0.4,
    "a year before the award began": 0.2,
    "a year still to come": 0.3,
}

#: the odds of a claim are so many times those of the product of its links: who, when, what and how much are right or wrong together, so the
#: product is too modest. Fitted by maximum likelihood to rounds 110 to 170, read with weights that had not seen them (log-odds + 0.88)
_ODDS = 2.4

#: a claim that is less sure than this is kept with its doubts and makes no fact (`is_optional`): what is published is to be right
SURE_ENOUGH = 0.7

#: the 공시제 began in 2010, the award after it
_FIRST_AWARD = 2010


def doubted(product: float, reasons: list[str]) -> float:
    """How sure a claim is, from the product of the probabilities of its links, lowered by the reasons against it, to three places."""
    for reason in reasons:
        product *= FACTORS.get(reason, 1.0)
    return round(product * _ODDS / (product * _ODDS + 1 - product), 3)


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
