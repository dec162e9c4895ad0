"""A compact way to write what a text claims, for tests of phrasing: one string a row, '-' for what the article does not say.

award      'municipality|year|category|grade|money'      (the national award; 'other' rows start with 'other:')
target     'municipality|year|end|scope|target|actual|pct'   scope: total | part (whatever the label)
indicator  'municipality|year|indicator|value'
Optional rows are left out: they make no fact.
"""

import datetime as dt
from dataclasses import dataclass, field

from extract.claims import read_claims

SHORT = {
    "disclosure": "d",
    "project": "p",
    "unspecified": "-",
}
RATES = {
    "employment_rate": "er",
    "employment_rate_15_64": "er1564",
    "youth_employment_rate": "youth",
    "female_employment_rate": "female",
    "elderly_employment_rate": "elderly",
    "unemployment_rate": "ur",
    "youth_unemployment_rate": "youth_ur",
}


@dataclass(frozen=True)
class Case:
    """A text with its day, and the rows that it must give."""

    text: str
    published: str | None = "2024-08-09"
    title: str | None = None
    awards: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    only: tuple[str, ...] = field(default=("awards", "targets", "indicators"))


def _say(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def rows_of(case: Case) -> dict[str, set[str]]:
    """The required rows of a text in the compact form."""
    day = dt.date.fromisoformat(case.published) if case.published else None
    claims = read_claims(case.text, day, case.title)
    return {
        "awards": {
            ("" if a.programme == "national_jobs_award" else "other:")
            + "|".join(
                [
                    a.municipality,
                    _say(a.award_year),
                    SHORT[a.category],
                    a.grade if a.grade != "unspecified" else "-",
                    _say(a.incentive_krw),
                ]
            )
            for a in claims.awards
            if not a.is_optional
        },
        "targets": {
            "|".join(
                [
                    t.municipality,
                    _say(t.year),
                    _say(t.period_end),
                    "total" if t.scope == "total" else "part",
                    _say(t.target_jobs),
                    _say(t.actual_jobs),
                    _say(t.achievement_pct_reported),
                ]
            )
            for t in claims.targets
            if not t.is_optional
        },
        "indicators": {
            "|".join([i.municipality, _say(i.year), RATES[i.indicator], _say(i.value_pct)])
            for i in claims.indicators
            if not i.is_optional
        },
    }


def check(case: Case) -> None:
    """Asserts that a text gives exactly the rows of the case, for the kinds that it is about."""
    found = rows_of(case)
    wanted = {"awards": set(case.awards), "targets": set(case.targets), "indicators": set(case.indicators)}
    for kind in case.only:
        missing, extra = wanted[kind] - found[kind], found[kind] - wanted[kind]
        assert not missing and not extra, f"{kind}: missing {sorted(missing)}, extra {sorted(extra)}\n{case.text}"
