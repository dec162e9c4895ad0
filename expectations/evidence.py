"""Whether a claim's evidence says what the claim says: the span alone is read again, by nothing that the reader noted.

Numbers are parsed as they are printed ('1만 2천여 개', '24천개', '1억 35백만 원'), a form marked as rounded (여, 약)
stands for what rounds down to it. Years and places are not compared: an article tells them by 지난해, by 시는, or
sentences before. What a claim leaves open is not looked for, and no value of a claim is computed: a row that arithmetic
completed takes numbers that the text prints, and they are looked for.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
from duckdb.func import SPECIAL

from extract.claims.numbers import BARE, CASES, COUNTED, JOBS, PERCENT, PERSONS, WON, Amount, read_numbers

#: a column of a table ('경북 영천 64.9') and a number cut off at the end of the evidence stand without their unit
_JOBS_UNITS = {JOBS, PERSONS, CASES, BARE, COUNTED}
_PERCENT_UNITS = {PERCENT, BARE}
_WON_UNITS = {WON}

#: the written forms of a grade: who gives it (seeds/grades.csv), or its word with and without 상;
#: an award of no told grade is some prize
_GRADES = {
    "종합대상": r"종합\s?대상|대통령",
    "대상": r"(?<!일자리)(?<!일자리 )(?<!종합)(?<!종합 )대상|총리",
    "최우수상": r"최우수",
    "우수상": r"(?<!최)우수",
    "특별상": r"특별",
    "장려상": r"장려",
    "unspecified": r"상|표창|우수|장관",
}
#: what stands for a grade that was told before
_SAME_GRADE = r"(?:같은|동일한)\s?상"
#: what is marked as rounded was cut at its last digit that is not zero, and by no more than this share of itself
_MOST_CUT = 0.1


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the functions of this module callable in the queries of the gates; null where the evidence says all."""
    functions: tuple[tuple[Callable[..., str | None], list[Any]], ...] = (
        (award_not_in_evidence, ["VARCHAR", "VARCHAR", "BIGINT"]),
        (target_not_in_evidence, ["VARCHAR", "BIGINT", "BIGINT", "DOUBLE"]),
        (level_not_in_evidence, ["VARCHAR", "DOUBLE"]),
    )
    for function, kinds in functions:
        connection.create_function(function.__name__, function, kinds, "VARCHAR", null_handling=SPECIAL)


def award_not_in_evidence(evidence: str | None, grade: str | None, incentive_krw: int | None) -> str | None:
    """What an award claim says and its evidence does not: 'grade 대상, incentive_krw 70000000'; None if nothing."""
    is_told = grade is None or any(
        re.search(words, evidence or "") for words in (_GRADES.get(grade, re.escape(grade)), _SAME_GRADE)
    )
    missing = [] if is_told else [f"grade {grade}"]
    return _listed([*missing, *_unsaid(evidence, _WON_UNITS, incentive_krw=incentive_krw)])


def target_not_in_evidence(
    evidence: str | None, target_jobs: int | None, actual_jobs: int | None, achievement_pct_reported: float | None
) -> str | None:
    """What a target claim says and its evidence does not: 'target_jobs 5000'; None if nothing."""
    jobs = _unsaid(evidence, _JOBS_UNITS, target_jobs=target_jobs, actual_jobs=actual_jobs)
    rate = _unsaid(evidence, _PERCENT_UNITS, achievement_pct_reported=achievement_pct_reported)
    return _listed([*jobs, *rate])


def level_not_in_evidence(evidence: str | None, value_pct: float | None) -> str | None:
    """What a claim on a level says and its evidence does not: 'value_pct 67.1'; None if nothing."""
    return _listed(list(_unsaid(evidence, _PERCENT_UNITS, value_pct=value_pct)))


def _listed(missing: list[str]) -> str | None:
    return ", ".join(missing) or None


def _unsaid(evidence: str | None, units: set[str], **values: float | None) -> Iterator[str]:
    wanted = {name: value for name, value in values.items() if value is not None}
    printed: list[Amount] = [m.value for m in read_numbers(evidence or "") if m.value.unit in units] if wanted else []
    for name, value in wanted.items():
        if not any(_says(amount, value) for amount in printed):
            yield f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"


def _says(amount: Amount, value: float) -> bool:
    """Whether a printed number is this value, or the value cut off to it where it is marked as rounded."""
    if abs(amount.value - value) < 1e-6:
        return True
    if not amount.is_rounded or amount.value < 1 or amount.value != int(amount.value):
        return False
    digits = str(int(amount.value))
    step = 10 ** (len(digits) - len(digits.rstrip("0")))
    return 0 <= value - amount.value < min(float(step), _MOST_CUT * amount.value)
