"""What a claim says stands in its evidence, in whatever form it is printed, or the gate names what is missing."""

import pytest

from expectations.evidence import award_not_in_evidence, level_not_in_evidence, target_not_in_evidence


@pytest.mark.parametrize(("evidence", "jobs"), [
    ("목표 5만652개를", 50_652),
    ("일자리 1만 2천여 개", 12_000),
    ("일자리 24천개", 24_000),
    ("일자리 1만4149건", 14_149),
    ("12,487개(11,600개)", 11_600),
    ("목표는 만5천 명", 15_000),
    # cut at its last digit
    ("1만7천여 개", 17_412),
    ("약 1만7천 개", 17_999),
])  # fmt: skip
def test_jobs_are_found_in_every_written_form(evidence: str, jobs: int) -> None:
    assert target_not_in_evidence(evidence, jobs, None, None) is None


@pytest.mark.parametrize(("evidence", "jobs"), [
    ("목표 5만652개를", 50_653),
    # not marked as rounded, rounded to another thousand, too much cut off
    ("1만7천 개", 17_412),
    ("1만7천여 개", 18_000),
    ("1만7천여 개", 16_999),
    ("1만여 개", 15_000),
    # another thing of the same number, the number behind the end of the span, a computed one
    ("5000%", 5_000),
    ("2025년 목표", 2_025),
    ("예산 3천만원", 30_000_000),
    ("목표 5만6", 50_652),
    ("목표 2천 개의 두 배", 4_000),
    ("", 1),
])  # fmt: skip
def test_jobs_that_the_evidence_does_not_say_are_named(evidence: str, jobs: int) -> None:
    assert target_not_in_evidence(evidence, jobs, None, None) == f"target_jobs {jobs}"


def test_a_target_names_each_value_that_is_missing() -> None:
    evidence = "목표 5만 개보다 많은 6만 개(120%)"
    assert target_not_in_evidence(evidence, 50_000, 60_000, 120.0) is None
    assert (
        target_not_in_evidence(evidence, 50_000, 60_001, 121.5) == "actual_jobs 60001, achievement_pct_reported 121.5"
    )


@pytest.mark.parametrize(("evidence", "missing"), [
    ("고용률은 67.1%", None),
    ("경북 영천 67.1", None),
    ("고용률은 67.2%", "value_pct 67.1"),
    ("고용률은 1.2%p 올랐다", "value_pct 67.1"),
    (None, "value_pct 67.1"),
])  # fmt: skip
def test_a_level(evidence: str | None, missing: str | None) -> None:
    assert level_not_in_evidence(evidence, 67.1) == missing


@pytest.mark.parametrize(("evidence", "grade", "won", "missing"), [
    ("대통령상과 상금 1억4천만원", "종합대상", 140_000_000, None),
    ("우수상과 함께 471백만원", "우수상", 471_000_000, None),
    ("우수는 동해시", "우수상", None, None),
    ("지난해에도 같은 상을", "특별상", None, None),
    ("일자리대상", "unspecified", None, None),
    ("국무총리상", "대상", None, None),
    ("군은 2014년 대통령상", "종합대상", 80_000_000, "incentive_krw 80000000"),
    ("일자리대상 최우수상", "우수상", None, "grade 우수상"),
    ("일자리 대상에서", "대상", None, "grade 대상"),
    ("종합대상", "대상", None, "grade 대상"),
    ("고창군", "특별상", 70_000_000, "grade 특별상, incentive_krw 70000000"),
])  # fmt: skip
def test_an_award(evidence: str, grade: str, won: int | None, missing: str | None) -> None:
    assert award_not_in_evidence(evidence, grade, won) == missing
